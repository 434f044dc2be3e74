"""Working otherwise than a principle: free, when it is argued, and looked back on."""

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from survey_app.accounts.names import clean_line
from survey_app.accounts.policy import Act, Actor, demand
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.errors import InputError, NotFoundError
from survey_app.practice import ways
from survey_app.practice.models import Deviation
from survey_app.trajects.models import Traject
from survey_app.trajects.services import owned

LONGEST_LINE: Final = 140
OUTCOMES: Final = ("seen", "partly", "not_seen")
TOO_EARLY: Final = "too_early"
FARTHEST: Final = timedelta(days=366)


def argue(
    session: Session,
    actor: Actor,
    traject: Traject,
    *,
    principle: str,
    why: str,
    expected: str,
    look_back_on: date,
    now: datetime,
) -> Deviation:
    """Note from which principle was departed, why, what is expected, and when to look back."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    known = {
        each.key: each.id for each in ways.in_use(session, actor.organisation_id, now).principles
    }
    if principle not in known:
        raise InputError("Kies van welk principe je afwijkt.")
    today = local_date(now)
    _check_day(look_back_on, today)
    deviation = Deviation(
        organisation_id=traject.organisation_id,
        traject_id=traject.id,
        argued_by=actor.person_id,
        principle_id=known[principle],
        why=clean_line(why, LONGEST_LINE, "Schrijf in één zin waarom je het anders doet."),
        expected=clean_line(expected, LONGEST_LINE, "Schrijf in één zin wat je verwacht te zien."),
        argued_on=today,
        argued_at=now,
        look_back_on=look_back_on,
    )
    session.add(deviation)
    session.flush()
    _record(session, actor, "argue deviation", deviation, now)
    return deviation


def look_back(
    session: Session,
    actor: Actor,
    traject: Traject,
    deviation_id: str,
    *,
    outcome: str,
    found: str,
    again_on: date | None,
    now: datetime,
) -> Deviation:
    """Note whether what was expected was seen; too early sets another day."""
    deviation = deviation_of(session, actor, traject, deviation_id)
    if deviation.outcome is not None or deviation.removed_at is not None:
        raise InputError("Op deze afwijking is al teruggekeken.")
    line = clean_line(found, LONGEST_LINE, "") if found.strip() else None
    if outcome == TOO_EARLY:
        if again_on is None:
            raise InputError("Kies op welke dag je opnieuw terugkijkt.")
        _check_day(again_on, local_date(now))
        deviation.look_back_on = again_on
    elif outcome in OUTCOMES:
        deviation.outcome = outcome
        deviation.looked_back_at = now
    else:
        raise InputError("Kies of je zag wat je verwachtte.")
    deviation.found = line or deviation.found
    _record(session, actor, "look back on deviation", deviation, now)
    return deviation


def remove(
    session: Session, actor: Actor, traject: Traject, deviation_id: str, now: datetime
) -> None:
    """Take a deviation out of sight; the row stays, with the moment."""
    deviation = deviation_of(session, actor, traject, deviation_id)
    if deviation.removed_at is None:
        deviation.removed_at = now
        _record(session, actor, "remove deviation", deviation, now)


def deviation_of(session: Session, actor: Actor, traject: Traject, deviation_id: str) -> Deviation:
    """Return a deviation of a traject this coach may change, else raise as if it did not exist."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    deviation = session.get(Deviation, deviation_id)
    if deviation is None or deviation.traject_id != traject.id:
        raise NotFoundError
    return deviation


def _check_day(look_back_on: date, today: date) -> None:
    if look_back_on <= today:
        raise InputError("Kies een dag na vandaag om terug te kijken.")
    if look_back_on > today + FARTHEST:
        raise InputError("Kies een dag binnen een jaar om terug te kijken.")


def _record(session: Session, actor: Actor, act: str, deviation: Deviation, now: datetime) -> None:
    session.flush()
    audit.record(
        session,
        audit.person(actor.person_id),
        act,
        "deviation",
        deviation.id,
        organisation_id=deviation.organisation_id,
        now=now,
    )
