"""Four eyes: what one person asks for and another must want too.

An approval is about exactly one subject, is used once, and is worth nothing after a week.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey_app.accounts.models import Approval, Person
from survey_app.accounts.policy import Act, Actor, Owned, could, demand, demand_role, may
from survey_app.clock import local_date
from survey_app.dutch import date_in_words
from survey_app.errors import InputError, NotFoundError

VALID_FOR: Final = timedelta(days=7)
EVERYTHING: Final = {"of": "organisation"}
SHORTEST_REASON, LONGEST_REASON = 10, 300


class Kind(StrEnum):
    """What takes two."""

    OWN_RIGHT = "own_right"
    EXPORT = "export"
    ERASURE = "erasure"


class ApprovalNeededError(InputError):
    """A second person has not approved this, or did so too long ago, or it was done already."""


def check_reason(reason: str) -> str:
    """Return a reason that says something, or say what to write."""
    words = " ".join(reason.split())
    if len(words) < SHORTEST_REASON:
        raise InputError("Schrijf in een paar woorden waarom.", english="Say why in a few words.")
    if len(words) > LONGEST_REASON:
        raise InputError(
            f"Houd het bij {LONGEST_REASON} tekens.",
            english=f"Keep it within {LONGEST_REASON} characters.",
        )
    return words


def ask(
    session: Session,
    actor: Actor,
    kind: Kind,
    subject: Mapping[str, Any],
    reason: str,
    now: datetime,
    *,
    school_id: str | None = None,
) -> Approval:
    """Ask for something; asked again while it waits, the first question stays.

    A no stands as long as a yes would: nobody asks on until somebody says yes. Who asks is held
    meanwhile: of a form that is sent twice at once there is one question.
    """
    words = check_reason(reason)
    session.get_one(Person, actor.person_id, with_for_update={"key_share": True})
    last = last_asked(session, actor, kind, subject, now)
    if last is not None and last.decided_at is None:
        return last
    if last is not None and not last.approved:
        last_day = local_date(last.ends_at)
        when = date_in_words(last_day)
        raise InputError(
            f"Iemand keurde dit niet goed. Je kunt het na {when} opnieuw vragen.",
            english=f"Somebody did not approve this. It can be asked again after {last_day}.",
        )
    asked = Approval(
        organisation_id=actor.organisation_id,
        school_id=school_id,
        kind=kind,
        subject=dict(subject),
        reason=words,
        asked_by=actor.person_id,
        asked_at=now,
        ends_at=now + VALID_FOR,
    )
    session.add(asked)
    session.flush()
    return asked


def last_asked(
    session: Session, actor: Actor, kind: Kind, subject: Mapping[str, Any], now: datetime
) -> Approval | None:
    """Return the last question of this person about exactly this, until it is used or a week old.

    It waits, or holds the yes or no of a second person.
    """
    wanted = _plain(subject)
    rows = session.scalars(
        select(Approval)
        .where(
            Approval.organisation_id == actor.organisation_id,
            Approval.kind == kind,
            Approval.asked_by == actor.person_id,
            Approval.used_at.is_(None),
            Approval.ends_at > now,
        )
        .order_by(Approval.asked_at.desc(), Approval.id)
    )
    return next((each for each in rows if _plain(each.subject) == wanted), None)


def ask_export(session: Session, actor: Actor, reason: str, now: datetime) -> Approval:
    """Ask for the data of the whole organisation, without names."""
    demand_role(actor, Act.ASK_EXPORT)
    return ask(session, actor, Kind.EXPORT, EVERYTHING, reason, now)


def owned(approval: Approval) -> Owned:
    """Return whose a question is: of who asked."""
    return Owned(approval.organisation_id, approval.school_id, approval.asked_by)


def open_for(session: Session, actor: Actor, now: datetime) -> list[Approval]:
    """Return what waits for this person, and what this person asked, newest first."""
    rows = session.scalars(
        select(Approval)
        .where(Approval.organisation_id == actor.organisation_id, Approval.ends_at > now)
        .order_by(Approval.asked_at.desc(), Approval.id)
    )
    return [
        each
        for each in rows
        if each.asked_by == actor.person_id or may(actor, Act.DECIDE_APPROVAL, owned(each))
    ]


def decide(
    session: Session, actor: Actor, approval_id: str, *, approved: bool, now: datetime
) -> Approval:
    """Say yes or no to what somebody else asked, once."""
    approval = session.get(Approval, approval_id)
    if approval is None:
        raise NotFoundError
    demand(actor, Act.DECIDE_APPROVAL, owned(approval))
    claimed = session.execute(
        update(Approval)
        .where(Approval.id == approval_id, Approval.decided_at.is_(None), Approval.ends_at > now)
        .values(decided_by=actor.person_id, decided_at=now, approved=approved)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        raise InputError("Hier is al over beslist, of het is te lang geleden gevraagd.")
    session.refresh(approval)
    return approval


def use(
    session: Session,
    organisation_id: str,
    kind: Kind,
    subject: Mapping[str, Any],
    now: datetime,
    *,
    asked_by: str | None = None,
) -> Approval:
    """Use up the approval of exactly this, or raise ApprovalNeededError."""
    query = select(Approval).where(
        Approval.organisation_id == organisation_id,
        Approval.kind == kind,
        Approval.approved.is_(True),
        Approval.used_at.is_(None),
        Approval.ends_at > now,
    )
    if asked_by is not None:
        query = query.where(Approval.asked_by == asked_by)
    wanted = _plain(subject)
    for approval in session.scalars(query.order_by(Approval.asked_at)):
        if _plain(approval.subject) != wanted:
            continue
        claimed = session.execute(
            update(Approval)
            .where(Approval.id == approval.id, Approval.used_at.is_(None))
            .values(used_at=now)
        )
        if claimed.rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
            return approval
    raise ApprovalNeededError(
        "Dit moet eerst een tweede persoon goedkeuren.",
        english="A second person must approve this first.",
    )


def waits_for_me(session: Session, actor: Actor, now: datetime) -> int:
    """Return how much waits for a yes or no of this person."""
    if not could(actor, Act.DECIDE_APPROVAL):
        return 0
    return sum(
        each.decided_at is None and each.asked_by != actor.person_id
        for each in open_for(session, actor, now)
    )


def _plain(subject: Mapping[str, Any]) -> str:
    return json.dumps(subject, sort_keys=True)
