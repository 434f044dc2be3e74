"""Which trajects are kept long enough: the clock of each legal regime.

A traject says in which file it is kept and for how many years; that counts from its end. A rule of
the organisation for that regime goes before it: another term, or counted from the child's birth or
from the last answer. What runs is never due, nor is what is held, or what says nothing of a term.
"""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from survey_app.accounts.models import Organisation, School
from survey_app.accounts.policy import Act, Actor, Owned, demand
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.errors import InputError
from survey_app.invitations.models import Invitation
from survey_app.keeping.holding import held_among
from survey_app.keeping.models import RetentionRule
from survey_app.keeping.two_people import ask_first, use_up
from survey_app.trajects.course import REGIMES
from survey_app.trajects.models import Traject

MOST_MONTHS: Final = 600
WHY_A_TERM: Final = (
    "Dit wordt de nieuwe bewaartermijn. Wat langer is bewaard, wordt gewist, ook wat er al is."
)
"""What a second person should know before saying yes."""


class CountsFrom(StrEnum):
    """The day on which a term begins."""

    CLOSING = "closing"
    BIRTH = "birth"
    LAST_ANSWER = "last_answer"


class Standing(StrEnum):
    """How a traject stands to its term."""

    DUE = "due"
    KEPT = "kept"
    HELD = "held"
    RUNS = "runs"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Kept:
    """One traject with its term: until when it is kept, and by which rule."""

    traject_id: str
    organisation_id: str
    organisation: str
    school: str
    standing: Standing
    until: date | None
    reason: str


def standing_of_all(
    session: Session, today: date, organisation_id: str | None = None
) -> list[Kept]:
    """Return every traject, or those of one organisation, with how it stands to its term.

    They come by organisation and school.
    """
    of_whom = true() if organisation_id is None else Traject.organisation_id == organisation_id
    rules = {
        (each.organisation_id, each.regime): each for each in session.scalars(select(RetentionRule))
    }
    rows = session.execute(
        select(Traject, School.name, Organisation.name)
        .join(School, School.id == Traject.school_id)
        .join(Organisation, Organisation.id == Traject.organisation_id)
        .where(of_whom)
        .order_by(Organisation.name, School.name, Traject.ended_on, Traject.id)
    ).all()
    answered = _last_answers(session, of_whom)
    held = held_among(session)
    return [
        _stand(traject, school, owner, rules, answered.get(traject.id), held, today)
        for traject, school, owner in rows
    ]


def is_due(session: Session, traject: Traject, today: date) -> bool:
    """Tell whether one traject is kept long enough, by what stands there now."""
    rule = session.get(RetentionRule, (traject.organisation_id, traject.regime or ""))
    rules = {} if rule is None else {(rule.organisation_id, rule.regime): rule}
    answered = session.scalar(
        select(func.max(Invitation.answered_at)).where(Invitation.traject_id == traject.id)
    )
    held = held_among(session, traject.id)
    return _stand(traject, "", "", rules, answered, held, today).standing is Standing.DUE


def set_rule(
    session: Session,
    actor: Actor,
    regime: str,
    months: int,
    counts_from: CountsFrom,
    now: datetime,
) -> str | None:
    """Let an organisation keep trajects of a regime this long from now on, also earlier ones.

    A shorter term erases many at once, so it takes two people: return what it waits for, or None
    when it is set.
    """
    demand(actor, Act.KEEP_TERMS, Owned(actor.organisation_id, None, None))
    if regime not in REGIMES:
        raise InputError("There is no such regime.")
    if not 1 <= months <= MOST_MONTHS:
        raise InputError(f"Give a term of 1 to {MOST_MONTHS} months.")
    term = subject_of(regime, months, counts_from)
    waits = ask_first(session, actor, "ask term", term, WHY_A_TERM, now)
    if waits is not None:
        return waits
    use_up(session, actor, term, now)
    session.merge(
        RetentionRule(
            organisation_id=actor.organisation_id,
            regime=regime,
            months=months,
            counts_from=counts_from,
            set_by=actor.person_id,
            set_at=now,
        )
    )
    audit.record(
        session,
        audit.person(actor.person_id),
        f"set term {months} from {counts_from}",
        "organisation",
        actor.organisation_id,
        organisation_id=actor.organisation_id,
        now=now,
    )
    return None


def subject_of(regime: str, months: int, counts_from: CountsFrom) -> dict[str, str | int]:
    """Return what an approval of a term is about: exactly this one."""
    return {"regime": regime, "months": months, "counts_from": counts_from.value}


def rules_of(session: Session, organisation_id: str) -> dict[str, RetentionRule]:
    """Return the rules of an organisation that go before the terms of trajects, by regime."""
    own = select(RetentionRule).where(RetentionRule.organisation_id == organisation_id)
    return {each.regime: each for each in session.scalars(own)}


def _last_answers(session: Session, of_whom: ColumnElement[bool]) -> Mapping[str, datetime]:
    rows = session.execute(
        select(Invitation.traject_id, func.max(Invitation.answered_at))
        .join(Traject, Traject.id == Invitation.traject_id)
        .where(of_whom, Invitation.answered_at.is_not(None))
        .group_by(Invitation.traject_id)
    )
    return {traject_id: at for traject_id, at in rows if traject_id is not None and at is not None}


def _stand(
    traject: Traject,
    school: str,
    owner: str,
    rules: Mapping[tuple[str, str], RetentionRule],
    answered: datetime | None,
    held: set[str],
    today: date,
) -> Kept:
    rule = rules.get((traject.organisation_id, traject.regime or ""))
    months = rule.months if rule is not None else (traject.retention_years or 0) * 12
    counts_from = CountsFrom(rule.counts_from) if rule is not None else CountsFrom.CLOSING
    begins = _beginning(traject, counts_from, answered)
    until = None
    if traject.regime is None:
        standing, reason = Standing.UNKNOWN, "no regime and no term"
    elif begins is None:
        standing, reason = Standing.UNKNOWN, f"no day to count from ({counts_from})"
    else:
        until = max(later(begins, months), traject.ended_on or date.min)
        term = f"{months // 12} years" if months % 12 == 0 else f"{months} months"
        whose = "rule of the organisation" if rule is not None else "term of the traject"
        reason = f"{traject.regime}, {term} from {counts_from}, {whose}"
        standing = Standing.DUE if until <= today else Standing.KEPT
    if traject.ended_on is None:
        standing, reason = Standing.RUNS, "has not ended"
    elif traject.id in held and standing is Standing.DUE:
        standing, reason = Standing.HELD, f"{reason}; held"
    return Kept(traject.id, traject.organisation_id, owner, school, standing, until, reason)


def _beginning(traject: Traject, counts_from: CountsFrom, answered: datetime | None) -> date | None:
    match counts_from:
        case CountsFrom.CLOSING:
            return traject.ended_on
        case CountsFrom.LAST_ANSWER:
            return None if answered is None else local_date(answered)
        case CountsFrom.BIRTH:
            if traject.birth_year is None or traject.birth_month is None:
                return None
            # Which day of the month is not known: nobody is erased before the last one.
            return _last_of_month(traject.birth_year, traject.birth_month)


def later(day: date, months: int) -> date:
    """Return the day so many months on; the last of a month where it has no such day."""
    ahead = day.year * 12 + day.month - 1 + months
    last = _last_of_month(ahead // 12, ahead % 12 + 1)
    return last.replace(day=min(day.day, last.day))


def _last_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def due(kept: Sequence[Kept]) -> list[Kept]:
    """Return what is kept long enough, the oldest first."""
    found = [each for each in kept if each.standing is Standing.DUE]
    return sorted(found, key=lambda each: (each.until or date.min, each.traject_id))
