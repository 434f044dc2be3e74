"""The five steps of the meldcode as they were taken about one child; nothing is reported from here.

The record is part of the file of the child: it goes with the traject to a coach who takes over,
because the duty to act does too. A colleague who stands in for a few days does not see it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.models import Person
from survey_app.accounts.names import clean_line
from survey_app.accounts.policy import Act, Actor, demand
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.errors import InputError, NotFoundError
from survey_app.practice.models import MeldcodeStep
from survey_app.storage import hold
from survey_app.trajects.models import Traject
from survey_app.trajects.services import owned

STEPS: Final = (1, 2, 3, 4, 5)
DECIDES: Final = 5
LONGEST_NOTE: Final = 280
LONGEST_AGO: Final = timedelta(days=2 * 366)
PARTIES: Final = (
    "alone",
    "child",
    "parents",
    "colleague",
    "attention_officer",
    "ib",
    "director",
    "veilig_thuis",
    "injury_expert",
    "health",
    "social_team",
    "police",
)
DECISIONS: Final = ("report", "help", "not_needed")


class CorrectedMeanwhileError(InputError):
    """A step would be corrected that was corrected already, in another window."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a step was, as somebody fills it in."""

    done_on: date
    with_whom: tuple[str, ...]
    decision: str | None
    note: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step that was taken, with who wrote it down; `replaced_at` is when it was corrected."""

    step: MeldcodeStep
    by: str
    replaced_at: datetime | None


def steps_taken(session: Session, actor: Actor, traject: Traject) -> list[StepLine]:
    """Return every step of a traject, also what was corrected, in the order of the days."""
    demand(actor, Act.KEEP_MELDCODE, owned(traject))
    rows = session.execute(
        select(MeldcodeStep, Person.name)
        .join(Person, Person.id == MeldcodeStep.recorded_by)
        .where(MeldcodeStep.traject_id == traject.id)
        .order_by(MeldcodeStep.done_on, MeldcodeStep.recorded_at)
    ).all()
    replaced = {step.replaces_id: step.recorded_at for step, _ in rows}
    return [StepLine(step, by, replaced.get(step.id)) for step, by in rows]


def take(
    session: Session, actor: Actor, traject: Traject, number: int, taken: Taken, now: datetime
) -> MeldcodeStep:
    """Write down that a step was taken; any step can be first, because danger does not wait."""
    demand(actor, Act.KEEP_MELDCODE, owned(traject))
    return _add(session, actor, traject, number, taken, None, now)


def correct(
    session: Session, actor: Actor, traject: Traject, step_id: str, taken: Taken, now: datetime
) -> MeldcodeStep:
    """Write a step down anew; what stood there stays readable beside it."""
    before = step_of(session, actor, traject, step_id)
    hold(session, before)
    later = select(MeldcodeStep.id).where(MeldcodeStep.replaces_id == before.id)
    if session.scalar(later) is not None:
        raise CorrectedMeanwhileError("Deze stap is net al verbeterd. Kijk eerst wat er nu staat.")
    return _add(session, actor, traject, before.step, taken, before.id, now)


def step_of(session: Session, actor: Actor, traject: Traject, step_id: str) -> MeldcodeStep:
    """Return a step of a traject whose meldcode this coach keeps, else as if it did not exist."""
    demand(actor, Act.KEEP_MELDCODE, owned(traject))
    step = session.get(MeldcodeStep, step_id)
    if step is None or step.traject_id != traject.id:
        raise NotFoundError
    return step


def parties_of(step: MeldcodeStep) -> tuple[str, ...]:
    """Return with whom a step was taken."""
    return tuple(step.with_whom.split())


def _add(
    session: Session,
    actor: Actor,
    traject: Traject,
    number: int,
    taken: Taken,
    replaces_id: str | None,
    now: datetime,
) -> MeldcodeStep:
    if number not in STEPS:
        raise NotFoundError
    _check_day(taken.done_on, local_date(now))
    if not taken.with_whom or not set(taken.with_whom) <= set(PARTIES):
        raise InputError("Kies met wie je dit deed.")
    if number == DECIDES and taken.decision not in DECISIONS:
        raise InputError("Kies wat je besliste.")
    must_say = "Schrijf in een of twee zinnen waarom je dit besliste."
    step = MeldcodeStep(
        organisation_id=traject.organisation_id,
        traject_id=traject.id,
        step=number,
        done_on=taken.done_on,
        with_whom=" ".join(each for each in PARTIES if each in taken.with_whom),
        decision=taken.decision if number == DECIDES else None,
        note=clean_line(taken.note, LONGEST_NOTE, must_say)
        if taken.note.strip() or number == DECIDES
        else None,
        recorded_by=actor.person_id,
        recorded_at=now,
        replaces_id=replaces_id,
    )
    session.add(step)
    session.flush()
    audit.record(
        session,
        audit.person(actor.person_id),
        "take meldcode step" if replaces_id is None else "correct meldcode step",
        "meldcode step",
        step.id,
        organisation_id=step.organisation_id,
        now=now,
    )
    return step


def _check_day(done_on: date, today: date) -> None:
    if done_on > today:
        raise InputError("Kies vandaag of een dag die al is geweest.")
    if done_on < today - LONGEST_AGO:
        raise InputError("Die datum ligt te lang geleden. Kijk het jaar na.")
