"""Logging what was done: in seconds, at a traject or at a school alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from survey_app.accounts.models import School
from survey_app.accounts.names import clean_line
from survey_app.accounts.policy import Act, Actor, Owned, demand
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.errors import InputError, NotFoundError
from survey_app.practice import ways
from survey_app.practice.models import ContactPrinciple, LoggedContact
from survey_app.storage import hold
from survey_app.trajects.models import Traject
from survey_app.trajects.restriction import demand_usable
from survey_app.trajects.services import owned

PARTIES: Final = ("child", "parent", "teacher", "team", "network")
KINDS: Final = ("talk", "consult", "training", "meeting", "observation", "incident")
MINUTES: Final = (5, 10, 15, 30, 45, 60, 90)
MINUTES_APART: Final = (0, 5, 10, 15, 30, 45, 60)
MOST_PRINCIPLES: Final = 5
LONGEST_LINE: Final = 140
FARTHEST: Final = timedelta(days=366)
"""A day that lies farther back is a slip of the pen."""


class ChangedMeanwhileError(InputError):
    """Somebody changed or removed this contact after the page was shown."""


@dataclass(frozen=True, slots=True)
class What:
    """What a coach says of one contact.

    `principles` are keys of the way in use; `minutes_apart` of the `minutes` went to travel and
    writing.
    """

    held_on: date
    with_whom: Collection[str]
    kind: str
    minutes: int
    minutes_apart: int = 0
    principles: Collection[str] = ()
    line: str = ""


def log_at_traject(
    session: Session, actor: Actor, traject: Traject, what: What, now: datetime
) -> LoggedContact:
    """Log a contact about one child."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    return _log(session, actor, traject.school_id, traject.id, what, now)


def log_at_school(
    session: Session, actor: Actor, school_id: str, what: What, now: datetime
) -> LoggedContact:
    """Log a contact that belongs to no traject: a consult, a training, an incident."""
    school = session.get(School, school_id)
    owner = school.organisation_id if school is not None else None
    demand(actor, Act.LOG_CONTACT, Owned(owner, school_id, None))
    return _log(session, actor, school_id, None, what, now)


def change(
    session: Session, actor: Actor, contact_id: str, what: What, now: datetime
) -> LoggedContact:
    """Replace a contact by what it should have been; the old row stays, out of sight.

    Raises ChangedMeanwhileError when it was changed or removed since it was shown.
    """
    old = contact_to_change(session, actor, contact_id)
    _demand_there(old)
    old.removed_at = now
    session.flush()
    return _log(session, actor, old.school_id, old.traject_id, what, now, replaces_id=old.id)


def remove(session: Session, actor: Actor, contact_id: str, now: datetime) -> LoggedContact:
    """Take a contact out of sight; the row stays, with the moment."""
    contact = contact_to_change(session, actor, contact_id)
    if contact.removed_at is None:
        contact.removed_at = now
        _record(session, actor, "remove contact", contact, now)
    return contact


def bring_to_traject(
    session: Session, actor: Actor, contact_id: str, traject: Traject, now: datetime
) -> None:
    """Let a contact that stood alone belong to the traject that came of it."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    contact = contact_to_change(session, actor, contact_id)
    _demand_there(contact)
    if contact.traject_id is not None or contact.school_id != traject.school_id:
        raise InputError("Dit contact hoort al bij een traject, of bij een andere school.")
    contact.traject_id = traject.id
    _record(session, actor, "bring contact to traject", contact, now)


def contact_to_change(session: Session, actor: Actor, contact_id: str) -> LoggedContact:
    """Return a contact that this coach logged, else raise as if it did not exist.

    About a child it is open as long as the traject is: whoever gave that away reads on no more.
    """
    contact = session.get(LoggedContact, contact_id)
    if contact is None:
        raise NotFoundError
    owner = Owned(contact.organisation_id, contact.school_id, contact.coach_id)
    demand(actor, Act.CHANGE_CONTACT, owner)
    if contact.traject_id is not None:
        traject = session.get_one(Traject, contact.traject_id)
        demand(actor, Act.SEE_TRAJECT, owned(traject))  # it may be somebody else's by now
        demand_usable(traject, Act.CHANGE_CONTACT)
    # One after another: PostgreSQL locks the row, so that of two changes the second is told.
    hold(session, contact)
    return contact


def _demand_there(contact: LoggedContact) -> None:
    if contact.removed_at is not None:
        raise ChangedMeanwhileError("Dit contact is intussen veranderd of weggehaald.")


def _log(
    session: Session,
    actor: Actor,
    school_id: str,
    traject_id: str | None,
    what: What,
    now: datetime,
    replaces_id: str | None = None,
) -> LoggedContact:
    _check(what, local_date(now))
    way = ways.in_use(session, actor.organisation_id, now)
    known = {each.key: each.id for each in way.principles}
    if not known.keys() >= set(what.principles):
        raise InputError("De werkwijze is net veranderd. Kies de principes opnieuw.")
    contact = LoggedContact(
        organisation_id=actor.organisation_id,
        school_id=school_id,
        coach_id=actor.person_id,
        traject_id=traject_id,
        way_id=way.way.id,
        held_on=what.held_on,
        with_whom=" ".join(party for party in PARTIES if party in what.with_whom),
        kind=what.kind,
        minutes=what.minutes,
        minutes_apart=what.minutes_apart,
        line=clean_line(what.line, LONGEST_LINE, "") if what.line.strip() else None,
        logged_at=now,
        replaces_id=replaces_id,
    )
    session.add(contact)
    session.flush()
    session.add_all(
        ContactPrinciple(
            contact_id=contact.id,
            principle_id=known[key],
            organisation_id=actor.organisation_id,
        )
        for key in dict.fromkeys(what.principles)
    )
    _record(session, actor, "change contact" if replaces_id else "log contact", contact, now)
    return contact


def _check(what: What, today: date) -> None:
    if what.held_on > today:
        raise InputError("Deze dag moet nog komen. Kies vandaag of eerder.")
    if what.held_on < today - FARTHEST:
        raise InputError("Deze dag ligt meer dan een jaar terug. Kijk het jaar na.")
    if not what.with_whom or not set(what.with_whom) <= set(PARTIES):
        raise InputError("Kies met wie je contact had.")
    if what.kind not in KINDS:
        raise InputError("Kies wat voor contact het was.")
    if what.minutes not in MINUTES or what.minutes_apart not in MINUTES_APART:
        raise InputError("Kies hoeveel minuten het kostte.")
    if what.minutes_apart > what.minutes:
        raise InputError("Reizen en schrijven kan niet langer duren dan het hele contact.")
    if len(set(what.principles)) > MOST_PRINCIPLES:
        raise InputError(f"Kies ten hoogste {MOST_PRINCIPLES} principes.")


def _record(
    session: Session, actor: Actor, act: str, contact: LoggedContact, now: datetime
) -> None:
    audit.record(
        session,
        audit.person(actor.person_id),
        act,
        "contact",
        contact.id,
        organisation_id=contact.organisation_id,
        now=now,
    )


def parties_of(contact: LoggedContact) -> Sequence[str]:
    """Return with whom a contact was."""
    return contact.with_whom.split()
