"""Starting a traject, adding who is asked or must agree."""

import re
from datetime import date, datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.accounts.models import School
from survey_app.accounts.names import clean_line
from survey_app.accounts.policy import Act, Actor, Owned, demand
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.errors import InputError, NotFoundError
from survey_app.trajects import consent as rules
from survey_app.trajects.calendar import school_year_of
from survey_app.trajects.models import ClassGroup, Traject, TrajectInformant
from survey_app.trajects.queries import informants
from survey_app.trajects.queries import owned as owned

REASONS = {
    "home_change": "verandering thuis",
    "loss": "verlies of ziekte",
    "tension": "spanning of zorgen",
    "belonging": "erbij horen",
    "feelings": "gevoelens",
    "learning": "tot leren komen",
    "practical": "praktische druk",
    "contact": "contact tussen school en ouders",
    "other": "iets anders",
}
COACH: Final = "coach"
AT_SCHOOL: Final = ("teacher", "ib")
"""Who works at the school: another can take over, and who stays behind is asked nothing more."""
ADDED: Final = ("parent", *AT_SCHOOL)
LONGEST_NAME = 60
LONGEST_LABEL = 60
_LANGUAGE = re.compile("[a-z]{2}")


def start_traject(
    session: Session,
    actor: Actor,
    *,
    child_name: str,
    group_name: str,
    reason: str,
    school_id: str,
    now: datetime,
) -> Traject:
    """Start a traject from four fields.

    The child and the coach are its first informants. Help can begin at once.
    """
    school = session.get(School, school_id)
    if school is None:
        raise NotFoundError
    demand(actor, Act.START_TRAJECT, Owned(school.organisation_id, school.id, actor.person_id))
    name = clean_line(child_name, LONGEST_NAME, "Vul een voornaam of code in.")
    if reason not in REASONS:
        raise InputError("Kies een reden uit de lijst.")
    today = local_date(now)
    group = group_of(session, school, group_name, today)
    traject = Traject(
        organisation_id=school.organisation_id,
        school_id=school.id,
        class_group_id=group.id,
        coach_id=actor.person_id,
        child_name=name,
        reason=reason,
        started_on=today,
        started_at=now,
    )
    session.add(traject)
    session.flush()
    _add(session, traject, "child", name, now)
    _add(session, traject, COACH, COACH, now)
    record_act(session, actor, "start traject", traject, now)
    return traject


def add_informant(
    session: Session,
    actor: Actor,
    traject: Traject,
    *,
    role: str,
    label: str,
    succeeds_id: str | None = None,
    language: str = "nl",
    holds_authority: bool = True,
    is_asked: bool = True,
    now: datetime,
) -> TrajectInformant:
    """Add a parent, a teacher or an IB'er under a name the coach knows them by.

    A parent holds parental authority unless told otherwise, and may be here only to agree. Who
    works at the school may take over from another: then the other is asked nothing more, and the
    scores of the two are never joined.
    """
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    if role not in ADDED:
        raise InputError("Kies ouder, leerkracht of intern begeleider.")
    name = clean_line(
        label, LONGEST_LABEL, "Vul in wie het is, bijvoorbeeld 'moeder' of 'juf Anouk'."
    )
    people = informants(session, traject.id)
    if any((each.role, each.label) == (role, name) for each in people):
        raise InputError(f"Er is al een '{name}'. Kies een naam waaraan je het verschil ziet.")
    if succeeds_id is not None:
        _demand_successor(people, role, succeeds_id)
    if not _LANGUAGE.fullmatch(language):
        raise InputError("Kies een taal uit de lijst.")
    signs = role == "parent" and holds_authority
    if signs:
        demand_room(session, traject.id, traject.holders, more=1)
    elif not is_asked:
        raise InputError("Alleen een ouder met gezag kan er alleen bij staan om akkoord te geven.")
    informant = _add(session, traject, role, name, now, succeeds_id, language)
    informant.holds_authority, informant.is_asked = signs, is_asked
    session.flush()
    record_act(session, actor, "add informant", traject, now)
    return informant


def succeed_coach(session: Session, traject: Traject, now: datetime) -> None:
    """Let the coach of now answer in the place of the one before: another rater, another series."""
    before = next(each for each in reversed(informants(session, traject.id)) if each.role == COACH)
    label = f"{COACH} {before.number + 1}"
    _add(session, traject, COACH, label, now, succeeds_id=before.id)


def demand_room(session: Session, traject_id: str, holders: str | None, *, more: int) -> None:
    """Raise when more parents would hold authority than there are holders.

    Where a court decides there may still be two.
    """
    most = rules.HOLDERS_ASKED.get(holders or "") or rules.MOST_HOLDERS
    marked = [each for each in informants(session, traject_id) if each.holds_authority]
    if len(marked) + more > most:
        raise InputError(
            f"Dan staan er {len(marked) + more} ouders met gezag bij, en het gezag ligt bij "
            f"{most}. Zet er eerst bij wie geen gezag heeft."
        )


def group_of(session: Session, school: School, group_name: str, today: date) -> ClassGroup:
    """Return a group of this school year, made when it is new."""
    name = clean_line(group_name, 40, "Vul de groep in.")
    year = school_year_of(today)
    same = select(ClassGroup).where(
        ClassGroup.school_id == school.id,
        ClassGroup.school_year == year,
        ClassGroup.name == name,
    )
    found = session.scalar(same)
    if found is not None:
        return found
    made = ClassGroup(
        organisation_id=school.organisation_id, school_id=school.id, school_year=year, name=name
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        # Somebody else made the same group at this moment.
        return session.scalars(same).one()
    return made


def _demand_successor(people: list[TrajectInformant], role: str, succeeds_id: str) -> None:
    """Raise unless one takes over from another in the same work whom nobody succeeded yet."""
    before = next((each for each in people if each.id == succeeds_id), None)
    if role not in AT_SCHOOL or before is None or before.role != role:
        raise InputError(
            "Alleen een leerkracht kan het van een andere leerkracht overnemen, en een intern "
            "begeleider van een andere intern begeleider."
        )
    if any(each.succeeds_id == succeeds_id for each in people):
        raise InputError(f"Van {before.label} heeft al iemand het overgenomen. Kies een ander.")


def _add(
    session: Session,
    traject: Traject,
    role: str,
    label: str,
    now: datetime,
    succeeds_id: str | None = None,
    language: str = "nl",
) -> TrajectInformant:
    last = session.scalar(
        select(func.max(TrajectInformant.number)).where(
            TrajectInformant.traject_id == traject.id, TrajectInformant.role == role
        )
    )
    informant = TrajectInformant(
        organisation_id=traject.organisation_id,
        traject_id=traject.id,
        role=role,
        number=(last or 0) + 1,
        label=label,
        language=language,
        succeeds_id=succeeds_id,
        added_at=now,
    )
    session.add(informant)
    session.flush()
    return informant


def record_act(session: Session, actor: Actor, act: str, traject: Traject, now: datetime) -> None:
    """Write in the trail what a person did to a traject, in the caller's transaction."""
    audit.record(
        session,
        audit.person(actor.person_id),
        act,
        "traject",
        traject.id,
        organisation_id=traject.organisation_id,
        now=now,
    )
