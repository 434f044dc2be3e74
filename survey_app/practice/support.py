"""Support in use beside the coach, and referrals that were considered."""

from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.names import clean_line
from survey_app.accounts.policy import Act, Actor, demand
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.errors import InputError, NotFoundError
from survey_app.practice.models import ConsideredReferral, Support
from survey_app.trajects.models import Traject
from survey_app.trajects.services import owned

KINDS: Final = (
    *("own_circle", "school", "social_team", "health"),
    *("youth_care_light", "youth_care_referred", "other"),
)
ENDED: Final = ("done", "stopped")
STATUSES: Final = ("waits", "runs", *ENDED)
SOURCES: Final = ("parent", "school", "coach")
CONSIDERED_BY: Final = ("parent", "school", "coach", "health", "social_team")
OUTCOMES: Final = ("open", "referred", "not_needed", "postponed")
LONGEST_LINE: Final = 140
FARTHEST_YEARS: Final = 18
MOST_ROWS: Final = 40


def record(
    session: Session,
    actor: Actor,
    traject: Traject,
    *,
    kind: str,
    status: str,
    source: str,
    from_day: date,
    until_day: date | None,
    now: datetime,
) -> Support:
    """Note support that is used, waited for, or was used; of the days only the month is kept."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    if kind not in KINDS:
        raise InputError("Kies wat voor steun het is.")
    if source not in SOURCES:
        raise InputError("Kies van wie je het weet.")
    today = local_date(now)
    row = Support(
        organisation_id=traject.organisation_id,
        traject_id=traject.id,
        kind=kind,
        source=source,
        from_month=_month(from_day, today),
        recorded_by=actor.person_id,
        recorded_at=now,
    )
    _set_status(row, status, until_day, today)
    if len(in_use(session, actor, traject)) >= MOST_ROWS:
        raise InputError(f"Er staan al {MOST_ROWS} soorten steun. Haal er eerst een weg.")
    session.add(row)
    _record(session, actor, "record support", row, now)
    return row


def change(
    session: Session,
    actor: Actor,
    traject: Traject,
    support_id: str,
    *,
    status: str,
    until_day: date | None,
    now: datetime,
) -> Support:
    """Note that support began, ended as planned, or stopped otherwise."""
    row = support_of(session, actor, traject, support_id)
    _set_status(row, status, until_day, local_date(now))
    _record(session, actor, "change support", row, now)
    return row


def remove(
    session: Session, actor: Actor, traject: Traject, support_id: str, now: datetime
) -> None:
    """Take support off the list; the row stays, with the moment."""
    row = support_of(session, actor, traject, support_id)
    if row.removed_at is None:
        row.removed_at = now
        _record(session, actor, "remove support", row, now)


def consider(
    session: Session,
    actor: Actor,
    traject: Traject,
    *,
    considered_by: str,
    on: date,
    outcome: str,
    why: str,
    now: datetime,
) -> ConsideredReferral:
    """Note that a referral was considered, and what came of it so far."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    if considered_by not in CONSIDERED_BY:
        raise InputError("Kies wie aan een verwijzing dacht.")
    row = ConsideredReferral(
        organisation_id=traject.organisation_id,
        traject_id=traject.id,
        considered_by=considered_by,
        in_month=_month(on, local_date(now)),
        outcome=_outcome(outcome),
        why=clean_line(why, LONGEST_LINE, "") if why.strip() else None,
        recorded_by=actor.person_id,
        recorded_at=now,
    )
    if len(considered(session, actor, traject)) >= MOST_ROWS:
        raise InputError(f"Er staan al {MOST_ROWS} verwijzingen. Haal er eerst een weg.")
    session.add(row)
    _record(session, actor, "consider referral", row, now)
    return row


def settle(
    session: Session,
    actor: Actor,
    traject: Traject,
    referral_id: str,
    outcome: str,
    now: datetime,
) -> ConsideredReferral:
    """Note what came of a referral that was considered."""
    row = referral_of(session, actor, traject, referral_id)
    row.outcome = _outcome(outcome)
    _record(session, actor, "settle referral", row, now)
    return row


def remove_referral(
    session: Session, actor: Actor, traject: Traject, referral_id: str, now: datetime
) -> None:
    """Take a considered referral off the list; the row stays, with the moment."""
    row = referral_of(session, actor, traject, referral_id)
    if row.removed_at is None:
        row.removed_at = now
        _record(session, actor, "remove referral", row, now)


def in_use(session: Session, actor: Actor, traject: Traject) -> list[Support]:
    """Return the support around a child, what runs or waits first, each in the order of time."""
    demand(actor, Act.SEE_TRAJECT, owned(traject))
    rows = session.scalars(
        select(Support)
        .where(Support.traject_id == traject.id, Support.removed_at.is_(None))
        .order_by(Support.from_month, Support.recorded_at)
    )
    return sorted(rows, key=lambda row: row.status in ENDED)


def considered(session: Session, actor: Actor, traject: Traject) -> list[ConsideredReferral]:
    """Return the referrals that were considered, in the order of time."""
    demand(actor, Act.SEE_TRAJECT, owned(traject))
    return list(
        session.scalars(
            select(ConsideredReferral)
            .where(
                ConsideredReferral.traject_id == traject.id,
                ConsideredReferral.removed_at.is_(None),
            )
            .order_by(ConsideredReferral.in_month, ConsideredReferral.recorded_at)
        )
    )


def support_of(session: Session, actor: Actor, traject: Traject, support_id: str) -> Support:
    """Return support of a traject this coach may change, else raise as if it did not exist."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    row = session.get(Support, support_id)
    if row is None or row.traject_id != traject.id:
        raise NotFoundError
    return row


def referral_of(
    session: Session, actor: Actor, traject: Traject, referral_id: str
) -> ConsideredReferral:
    """Return a referral of a traject this coach may change, else raise as if it did not exist."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    row = session.get(ConsideredReferral, referral_id)
    if row is None or row.traject_id != traject.id:
        raise NotFoundError
    return row


def _set_status(row: Support, status: str, until_day: date | None, today: date) -> None:
    if status not in STATUSES:
        raise InputError("Kies hoe het ervoor staat.")
    if status in ENDED and until_day is None:
        raise InputError("Vul in wanneer de steun eindigde.")
    until = _month(until_day, today) if status in ENDED and until_day is not None else None
    if until is not None and until < row.from_month:
        raise InputError("Het einde ligt voor het begin. Kijk de maanden na.")
    row.status, row.until_month = status, until


def _outcome(given: str) -> str:
    if given not in OUTCOMES:
        raise InputError("Kies wat er van de verwijzing kwam.")
    return given


def _month(day: date, today: date) -> date:
    if day > today:
        raise InputError("Deze dag moet nog komen. Kies vandaag of eerder.")
    if day.year < today.year - FARTHEST_YEARS:
        raise InputError("Deze dag ligt te ver terug. Kijk het jaar na.")
    return day.replace(day=1)


def _record(
    session: Session, actor: Actor, act: str, row: Support | ConsideredReferral, now: datetime
) -> None:
    session.flush()
    audit.record(
        session,
        audit.person(actor.person_id),
        act,
        "traject",
        row.traject_id,
        organisation_id=row.organisation_id,
        now=now,
    )
