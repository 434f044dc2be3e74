"""Setting goals in the words of child, parent or teacher; other words, the end, and ratings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.accounts.names import clean_line
from survey_app.accounts.policy import Act, Actor, demand
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.errors import InputError, NotFoundError
from survey_app.trajects.agreements import agreed_consent
from survey_app.trajects.course import demand_running
from survey_app.trajects.goal_lines import CHANGED, DROPPED, LEVELS, REACHED, RUNS
from survey_app.trajects.goal_models import Goal, GoalLevel, GoalRating
from survey_app.trajects.models import Traject, TrajectInformant
from survey_app.trajects.queries import asked_people, informants
from survey_app.trajects.services import COACH, owned

OWNERS: Final = ("child", "parent", "teacher")
MOST_RUNNING: Final = 3
AREAS: Final = ("openness", "resilience", "rest", "joy", "contact", "cooperation", "other")
STEPS: Final = range(11)
AS_EXPECTED: Final = 0
LONGEST_WORDS: Final = 120
LONGEST_REASON: Final = 140
FARTHEST: Final = timedelta(days=366)


class ChangedElsewhereError(InputError):
    """Somebody else changed or ended this goal since it was shown."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What is set of a goal.

    With five sentences in `levels`, from much less to much more than expected, the goal is followed
    by level and `start` is -1 or -2; without them by step, and `start` and `good_enough` are steps.
    """

    words: str
    area: str
    start: int
    good_enough: int
    review_on: date
    words_for_ten: str = ""
    levels: Sequence[str] = ()


def set_goal(
    session: Session,
    actor: Actor,
    traject: Traject,
    *,
    owner_id: str,
    wording: Wording,
    now: datetime,
) -> Goal:
    """Set a goal of the child, a parent or a teacher, with the lowest number that is free."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    demand_running(traject)
    owners = {each.id for each in owners_of(session, traject.id)}
    if owner_id not in owners:
        raise InputError("Kies van wie dit doel is.")
    taken = set(
        session.scalars(
            select(Goal.number).where(Goal.traject_id == traject.id, Goal.status == RUNS)
        )
    )
    free = next((each for each in range(1, MOST_RUNNING + 1) if each not in taken), None)
    if free is None:
        raise InputError(f"Er lopen al {MOST_RUNNING} doelen. Rond er eerst een af.")
    goal = _write(session, actor, traject, free, owner_id, wording, now)
    _record(session, actor, "set goal", goal, now)
    return goal


def reword_goal(
    session: Session,
    actor: Actor,
    traject: Traject,
    goal_id: str,
    *,
    wording: Wording,
    reason: str,
    now: datetime,
) -> Goal:
    """Put a goal in other words; what it was stays, with the reason.

    Raises ChangedElsewhereError when this wording was changed or ended since it was shown.
    """
    demand_running(traject)
    old = _running(session, actor, traject, goal_id)
    _end(
        old, CHANGED, clean_line(reason, LONGEST_REASON, "Schrijf waarom het doel verandert."), now
    )
    session.flush()
    goal = _write(
        session, actor, traject, old.number, old.owner_id, wording, now, replaces_id=old.id
    )
    _record(session, actor, "change goal", goal, now)
    return goal


def end_goal(
    session: Session,
    actor: Actor,
    traject: Traject,
    goal_id: str,
    *,
    outcome: str,
    reason: str,
    now: datetime,
) -> Goal:
    """Note that a goal was reached, or that it was dropped and why."""
    goal = _running(session, actor, traject, goal_id)
    if outcome not in (REACHED, DROPPED):
        raise InputError("Kies of het doel gehaald is, of dat jullie het loslaten.")
    if outcome == DROPPED or reason.strip():
        line = clean_line(reason, LONGEST_REASON, "Schrijf waarom jullie het doel loslaten.")
    else:
        line = None
    _end(goal, outcome, line, now)
    _record(session, actor, "end goal", goal, now)
    return goal


def rate_goal(
    session: Session,
    actor: Actor,
    traject: Traject,
    goal_id: str,
    *,
    rated_by: str,
    value: int,
    on: date,
    now: datetime,
) -> GoalRating:
    """Note which step or level somebody chose for a goal in a talk on a day.

    Needs agreement, as every question about a child. The owner rates, or another than the coach.
    What is chosen again on the same day counts instead.
    """
    demand_running(traject)
    goal = goal_of(session, actor, traject, goal_id)
    if goal.status != RUNS:
        raise ChangedElsewhereError("Dit doel loopt niet meer, of het heeft nu andere woorden.")
    if agreed_consent(session, traject.id, local_date(now)) is None:
        raise InputError("Leg eerst vast wie akkoord is. Daarna kun je dit vragen.")
    people = {each.id: each for each in informants(session, traject.id)}
    if rated_by not in people or people[rated_by].role == COACH:
        raise InputError("Kies wie dit zegt. Jij geeft zelf geen stap.")
    if value not in (STEPS if goal.method == "steps" else LEVELS):
        raise InputError("Kies een van de stappen.")
    if on > local_date(now):
        raise InputError("Deze dag moet nog komen. Kijk na of de datum van dit toestel klopt.")
    if on < goal.set_on:
        raise InputError("Op deze dag was dit doel er nog niet.")
    last = session.scalar(select(func.max(GoalRating.number)).where(GoalRating.goal_id == goal.id))
    rating = GoalRating(
        organisation_id=goal.organisation_id,
        goal_id=goal.id,
        number=(last or 0) + 1,
        rated_by=rated_by,
        value=value,
        rated_on=on,
        mode="talk",
        recorded_by=actor.person_id,
        recorded_at=now,
    )
    session.add(rating)
    session.flush()
    _record(session, actor, "rate goal", goal, now)
    return rating


def goal_of(session: Session, actor: Actor, traject: Traject, goal_id: str) -> Goal:
    """Return a goal of a traject this coach may change, else raise as if it did not exist."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    goal = session.get(Goal, goal_id)
    if goal is None or goal.traject_id != traject.id:
        raise NotFoundError
    return goal


def owners_of(session: Session, traject_id: str) -> list[TrajectInformant]:
    """Return whose a new goal can be: the child, a parent or a teacher who is still asked."""
    return [each for each in asked_people(session, traject_id) if each.role in OWNERS]


def newest_wording(session: Session, goal: Goal) -> Goal:
    """Return the last wording of the goal that this row is a wording of."""
    while True:
        later = session.scalar(select(Goal).where(Goal.replaces_id == goal.id))
        if later is None:
            return goal
        goal = later


def check_review_day(review_on: date, today: date) -> None:
    """Refuse a day to look back on that is not after today, or more than a year away."""
    if review_on <= today:
        raise InputError("Kies een dag na vandaag om samen terug te kijken.")
    if review_on > today + FARTHEST:
        raise InputError("Kies een dag binnen een jaar om samen terug te kijken.")


def _running(session: Session, actor: Actor, traject: Traject, goal_id: str) -> Goal:
    goal = goal_of(session, actor, traject, goal_id)
    if goal.status != RUNS:
        raise ChangedElsewhereError("Dit doel is intussen veranderd of afgerond.")
    return goal


def _end(goal: Goal, status: str, reason: str | None, now: datetime) -> None:
    goal.status, goal.reason = status, reason
    goal.ended_on, goal.ended_at = local_date(now), now


def _write(
    session: Session,
    actor: Actor,
    traject: Traject,
    number: int,
    owner_id: str,
    wording: Wording,
    now: datetime,
    *,
    replaces_id: str | None = None,
) -> Goal:
    today = local_date(now)
    levels = _levels(wording.levels)
    _check_ladder(wording, by_level=bool(levels))
    check_review_day(wording.review_on, today)
    if wording.area not in AREAS:
        raise InputError("Kies waar het doel over gaat.")
    goal = Goal(
        organisation_id=traject.organisation_id,
        traject_id=traject.id,
        number=number,
        owner_id=owner_id,
        words=clean_line(wording.words, LONGEST_WORDS, "Schrijf het doel op, in eigen woorden."),
        area=wording.area,
        method="levels" if levels else "steps",
        start_step=wording.start,
        good_enough=AS_EXPECTED if levels else wording.good_enough,
        words_for_ten=clean_line(wording.words_for_ten, LONGEST_WORDS, "")
        if wording.words_for_ten.strip()
        else None,
        review_on=wording.review_on,
        status=RUNS,
        set_by=actor.person_id,
        set_on=today,
        set_at=now,
        replaces_id=replaces_id,
    )
    session.add(goal)
    session.flush()
    session.add_all(
        GoalLevel(
            goal_id=goal.id, level=level, organisation_id=goal.organisation_id, words=sentence
        )
        for level, sentence in zip(LEVELS, levels, strict=bool(levels))
    )
    return goal


def _levels(given: Sequence[str]) -> tuple[str, ...]:
    """Return five sentences, or none when nothing was written; some of them is a mistake."""
    if not any(each.strip() for each in given):
        return ()
    if len(given) != len(LEVELS) or not all(each.strip() for each in given):
        raise InputError("Schrijf bij alle 5 de stappen een zin, of bij geen.")
    sentences = tuple(clean_line(each, LONGEST_WORDS, "") for each in given)
    if len(set(sentences)) != len(sentences):
        raise InputError("Schrijf bij elke stap een andere zin.")
    return sentences


def _check_ladder(wording: Wording, *, by_level: bool) -> None:
    if by_level:
        if wording.start not in (-2, -1):
            raise InputError("Kies op welke stap het kind nu staat: de onderste of die erboven.")
        return
    if wording.start not in STEPS or wording.good_enough not in STEPS:
        raise InputError("Kies een stap voor nu, en een stap die goed genoeg is.")
    if wording.good_enough <= wording.start:
        raise InputError("De stap die goed genoeg is, ligt hoger dan de stap van nu.")


def _record(session: Session, actor: Actor, act: str, goal: Goal, now: datetime) -> None:
    session.flush()
    audit.record(
        session,
        audit.person(actor.person_id),
        act,
        "goal",
        goal.id,
        organisation_id=goal.organisation_id,
        now=now,
    )
