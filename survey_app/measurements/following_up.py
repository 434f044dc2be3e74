"""What is done about a signal: looked at, taken up, put back, closed. Each is a row of its own.

A look is a deliberate act: somebody presses "open the answer", or takes it up. That a page with the
signal on it was asked for is no look: a browser fetches pages by itself, and a coach scrolls past.
Such a request stands in the trail and stops no clock.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.names import clean_line
from survey_app.accounts.policy import Act, Actor, Owned, demand
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.errors import InputError, NotFoundError
from survey_app.measurements.models import Signal, SignalStep
from survey_app.measurements.signals import ASKING, URGENT
from survey_app.measurements.substitutes import substitutes_of
from survey_app.storage import new_id
from survey_app.trajects.models import ReferenceParticipant, SchoolInformant, Traject
from survey_app.trajects.participants import owned as owner_of
from survey_app.trajects.school_people import owned as whose
from survey_app.trajects.services import owned

LONGEST_NOTE: Final = 140
NOT_NEEDED: Final = "not_needed"
DONE: Final = ("child", "parent", "team", "otherwise", NOT_NEEDED)
"""What can have been done about a signal: a talk with somebody, something else, or nothing."""
MUST_SAY: Final = ("otherwise", NOT_NEEDED)


class TakenUpByAnotherError(InputError):
    """Somebody would undo what another person did about a signal."""


class TakenUpBeforeError(InputError):
    """Somebody would undo what was done about a signal on an earlier day."""


class ClosedBeforeError(InputError):
    """Somebody would close a signal that was closed already."""


def look(session: Session, actor: Actor, signal_id: str, now: datetime) -> Signal:
    """Note the first look at a signal by a person; a later one stands in the trail only."""
    signal, last = signal_for(session, actor, signal_id, now)
    if last is None:
        _step(session, actor, signal, None, "seen", now)
    _record(session, actor, "see signal", signal, now)
    return signal


def take_up(session: Session, actor: Actor, signal_id: str, now: datetime) -> Signal:
    """Note that somebody takes a signal up; what was taken up already stays as it is."""
    signal, last = signal_for(session, actor, signal_id, now)
    if last is None or last.kind in ASKING:
        _step(session, actor, signal, last, "taken_up", now)
        _record(session, actor, "take up signal", signal, now)
    return signal


def put_back(session: Session, actor: Actor, signal_id: str, now: datetime) -> Signal:
    """Let a signal ask for attention again; one that asks already stays so.

    Only who took it up or closed it may, on the same day: after that somebody may have acted on it.
    """
    signal, last = signal_for(session, actor, signal_id, now)
    if last is None or last.kind in ASKING:
        return signal
    if last.by_id != actor.person_id:
        raise TakenUpByAnotherError("Een collega pakte dit op. Alleen die kan het terugzetten.")
    if local_date(last.at) != local_date(now):
        raise TakenUpBeforeError("Dit kan alleen op de dag waarop je het oppakte.")
    _step(session, actor, signal, last, "put_back", now)
    _record(session, actor, "put back signal", signal, now)
    return signal


def close(
    session: Session,
    actor: Actor,
    signal_id: str,
    *,
    done: str,
    note: str,
    was_right: bool | None,
    now: datetime,
) -> Signal:
    """Close a signal with what was done; sending the same twice closes it once."""
    signal, last = signal_for(session, actor, signal_id, now)
    if done not in DONE:
        raise InputError("Kies wat je deed.")
    line = (
        clean_line(note, LONGEST_NOTE, "Schrijf in één zin wat je deed, of waarom niets nodig is.")
        if note.strip() or done in MUST_SAY
        else None
    )
    if last is not None and last.kind == "closed":
        mine = (last.by_id, last.done, last.note, last.was_right)
        if mine == (actor.person_id, done, line, was_right):
            return signal
        raise ClosedBeforeError("Dit is al afgerond. Hieronder staat wat er is gedaan.")
    _step(session, actor, signal, last, "closed", now, done=done, note=line, was_right=was_right)
    _record(session, actor, "close signal", signal, now)
    return signal


def signal_for(
    session: Session, actor: Actor, signal_id: str, now: datetime
) -> tuple[Signal, SignalStep | None]:
    """Return a signal this person may take up with its last step, else as if it did not exist.

    Who does something about one does so one after another: PostgreSQL locks its row.
    """
    signal = session.get(Signal, signal_id, with_for_update=True)
    if signal is None:
        raise NotFoundError
    if signal.school_informant_id is not None:
        person = session.get_one(SchoolInformant, signal.school_informant_id)
        demand(actor, Act.CHANGE_SCHOOL_PEOPLE, whose(person))
    else:
        demand(actor, Act.TAKE_UP_SIGNAL, _owner(session, signal, now))
    last = session.scalar(
        select(SignalStep)
        .where(SignalStep.signal_id == signal.id)
        .order_by(SignalStep.number.desc())
        .limit(1)
    )
    return signal, last


def _owner(session: Session, signal: Signal, now: datetime) -> Owned:
    """Return whose a signal is: of the coach, and what is urgent of who stands in today too."""
    about = (
        session.get_one(Traject, signal.traject_id)
        if signal.traject_id is not None
        else session.get_one(ReferenceParticipant, signal.participant_id)
    )
    standing_in = (
        substitutes_of(session, about.coach_id, local_date(now))
        if signal.level in URGENT
        else frozenset[str]()
    )
    whose_it_is = owned(about) if isinstance(about, Traject) else owner_of(about)
    return replace(whose_it_is, substitutes=standing_in)


def _step(
    session: Session,
    actor: Actor,
    signal: Signal,
    last: SignalStep | None,
    kind: str,
    now: datetime,
    *,
    done: str | None = None,
    note: str | None = None,
    was_right: bool | None = None,
) -> None:
    session.add(
        SignalStep(
            id=new_id(),
            organisation_id=signal.organisation_id,
            signal_id=signal.id,
            number=1 if last is None else last.number + 1,
            kind=kind,
            by_id=actor.person_id,
            at=now,
            done=done,
            note=note,
            was_right=was_right,
        )
    )
    signal.tell_ib_on = None


def _record(session: Session, actor: Actor, act: str, signal: Signal, now: datetime) -> None:
    session.flush()
    audit.record(
        session,
        audit.person(actor.person_id),
        act,
        "signal",
        signal.id,
        organisation_id=signal.organisation_id,
        now=now,
    )
