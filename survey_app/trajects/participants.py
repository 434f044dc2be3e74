"""Enrolling somebody who answers a list twice about a child without a traject, and letting them go.

Their answers show how well a list measures (`lists.md` 8) and nothing else: there is no traject, no
effect, no report. The agreement is an own one, for that purpose only.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.accounts.models import School
from survey_app.accounts.policy import Act, Actor, Owned, demand
from survey_app.audit import repeating
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.errors import InputError, NotFoundError
from survey_app.storage import hold
from survey_app.trajects import consent as rules
from survey_app.trajects.models import ReferenceParticipant
from survey_app.trajects.services import group_of

PURPOSE: Final = "development"
TEXT_VERSION: Final = "2026-11 hertest"
"""Of the words in which people agree to this, apart from those about help."""

YOUNGEST_MONTHS, OLDEST_MONTHS = 4 * 12, 18 * 12 - 1
LONGEST_CODE: Final = 12
_CODE = re.compile(r"(?=.*[0-9])[A-Z0-9-]{2,12}")


def enrol(
    session: Session,
    actor: Actor,
    *,
    school_id: str,
    group_name: str,
    code: str,
    role: str,
    age_months: int,
    asks_attention: bool,
    holders: str,
    holders_agreed: int,
    child_agreed: bool,
    channel: str,
    now: datetime,
) -> ReferenceParticipant:
    """Record who takes part, about which code, and who said yes to it.

    The rule of `consent` holds here too; and a child that answers itself agrees itself, whatever
    its age.
    """
    school = session.get(School, school_id)
    if school is None:
        raise NotFoundError
    demand(actor, Act.ENROL_PARTICIPANT, Owned(school.organisation_id, school.id, actor.person_id))
    chosen = code.strip().upper()
    if not _CODE.fullmatch(chosen):
        raise InputError(
            f"Kies een code van 2 tot {LONGEST_CODE} letters en cijfers, met minstens 1 cijfer. "
            "Geen naam."
        )
    if role not in ("child", "parent", "teacher"):
        raise InputError("Kies ouder, leerkracht of kind.")
    if not YOUNGEST_MONTHS <= age_months <= OLDEST_MONTHS:
        raise InputError("Vul de leeftijd in van een kind van 4 tot 18 jaar.")
    if holders not in rules.HOLDERS_ASKED or channel not in ("conversation", "paper"):
        raise InputError("Kies wie het gezag heeft, en hoe het akkoord is gegeven.")
    needed = rules.needed_at(rules.ages_of(age_months))
    rules.demand_complete(needed, holders, holders_agreed, child_agreed)
    if role == "child" and not child_agreed:
        raise rules.ConsentIncompleteError("Een kind doet alleen mee als het zelf ook wil.")
    participant = ReferenceParticipant(
        organisation_id=school.organisation_id,
        school_id=school.id,
        class_group_id=group_of(session, school, group_name, local_date(now)).id,
        coach_id=actor.person_id,
        code=chosen,
        role=role,
        age_months=age_months,
        asks_attention=asks_attention,
        purpose=PURPOSE,
        holders=holders,
        holders_agreed=holders_agreed,
        child_agreed=child_agreed,
        channel=channel,
        text_version=TEXT_VERSION,
        enrolled_at=now,
    )
    try:
        with session.begin_nested():
            session.add(participant)
    except IntegrityError as taken:
        raise InputError(
            "Deze code is op deze school al in gebruik voor zo iemand. Kies een andere."
        ) from taken
    _record(session, actor, "enrol participant", participant, now)
    return participant


def withdraw(
    session: Session, actor: Actor, participant: ReferenceParticipant, now: datetime
) -> None:
    """Withdraw the agreement: the links stop (see `invitations`) and no answer counts any more."""
    demand(actor, Act.CHANGE_PARTICIPANT, owned(participant))
    if participant.withdrawn_at is None:
        participant.withdrawn_at = now
        session.flush()
        repeating.note(session, repeating.Kind.LEFT_RETEST, participant.id, now)
        _record(session, actor, "withdraw participant", participant, now)


def participant_for(
    session: Session, actor: Actor, participant_id: str, act: Act
) -> ReferenceParticipant:
    """Return a participant this person may do this with, else raise as if there were none."""
    participant = session.get(ReferenceParticipant, participant_id)
    if participant is None:
        raise NotFoundError
    demand(actor, act, owned(participant))
    if act is Act.CHANGE_PARTICIPANT:
        hold(session, participant, with_key=False)
    return participant


def participants_of(session: Session, actor: Actor) -> Sequence[ReferenceParticipant]:
    """Return who this coach enrolled, the newest first."""
    demand(actor, Act.SEE_CASELOAD)
    return session.scalars(
        select(ReferenceParticipant)
        .where(*enrolled_by(actor))
        .order_by(ReferenceParticipant.enrolled_at.desc(), ReferenceParticipant.code)
    ).all()


def enrolled_by(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """Return what makes a participant one of this coach's, at a school where the role is held."""
    return (
        ReferenceParticipant.coach_id == actor.person_id,
        ReferenceParticipant.organisation_id == actor.organisation_id,
        ReferenceParticipant.school_id.in_(actor.coaches_at),
    )


def owned(participant: ReferenceParticipant) -> Owned:
    """Return whose a participant is, for the policy."""
    return Owned(participant.organisation_id, participant.school_id, participant.coach_id)


def _record(
    session: Session, actor: Actor, act: str, participant: ReferenceParticipant, now: datetime
) -> None:
    audit.record(
        session,
        audit.person(actor.person_id),
        act,
        "participant",
        participant.id,
        organisation_id=participant.organisation_id,
        now=now,
    )
