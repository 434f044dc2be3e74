"""Reading the goals of a traject: how each is worded now and was before, and what was rated."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeVar

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, demand
from survey_app.trajects.goal_models import Goal, GoalLevel, GoalRating
from survey_app.trajects.models import Traject, TrajectInformant
from survey_app.trajects.queries import of_own_caseload

LEVELS: Final = (-2, -1, 0, 1, 2)
RUNS, REACHED, CHANGED, DROPPED = "runs", "reached", "changed", "dropped"
Status = Literal["runs", "reached", "dropped"]
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Rated:
    """A step or level on a day; `by_*` is who chose it, `mode` whether in a talk or by a link."""

    on: date
    value: int
    by_id: str
    by_role: str
    by_label: str
    mode: Literal["talk", "link"]


@dataclass(frozen=True, slots=True)
class EarlierWording:
    """How a goal was worded before, until which day, why that changed, and what was rated then."""

    id: str
    words: str
    start_step: int
    good_enough: int
    method: str
    set_on: date
    until: date
    reason: str
    ratings: tuple[Rated, ...]


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal as it is worded now, or was at the end.

    `method` is `steps` (0 to 10) or `levels` (-2 to 2); `start_step`, `good_enough` and the values
    of `ratings` are of that method. `levels` has the five sentences from -2 to 2, and nothing for
    steps. `history` has earlier wordings, the first one first; what was rated under other words
    stands there. `status` is `runs`, `reached` or `dropped`.
    """

    id: str
    number: int
    owner_id: str
    owner_role: str
    owner_number: int
    owner_label: str
    words: str
    area: str
    method: Literal["steps", "levels"]
    start_step: int
    good_enough: int
    words_for_ten: str | None
    levels: tuple[str, ...]
    status: Status
    reason: str | None
    set_on: date
    review_on: date
    ended_on: date | None
    history: tuple[EarlierWording, ...]
    ratings: tuple[Rated, ...]

    @property
    def runs(self) -> bool:
        """Whether it is worked on now."""
        return self.status == RUNS

    @property
    def own_ratings(self) -> tuple[Rated, ...]:
        """What its owner chose; what another chose is never joined to it."""
        return tuple(each for each in self.ratings if each.by_id == self.owner_id)

    @property
    def last_of_others(self) -> tuple[Rated, ...]:
        """What each other person chose last."""
        return tuple(
            {each.by_id: each for each in self.ratings if each.by_id != self.owner_id}.values()
        )

    @property
    def first_set_on(self) -> date:
        """The day on which it was set in its first words."""
        return self.history[0].set_on if self.history else self.set_on


@dataclass(frozen=True, slots=True)
class GoalToReview:
    """A goal whose day of review has come: whose it is, and of which child."""

    id: str
    traject_id: str
    review_on: date
    child: str
    owner_role: str
    owner_label: str


def goals_of(session: Session, traject_id: str) -> tuple[GoalLine, ...]:
    """Return the goals of a traject: what runs by number, then what ended, the latest first.

    Ask the policy about the traject before.
    """
    rows = session.execute(
        select(Goal, TrajectInformant)
        .join(TrajectInformant, TrajectInformant.id == Goal.owner_id)
        .where(Goal.traject_id == traject_id)
    ).all()
    goals = {goal.id: goal for goal, _ in rows}
    levels, ratings = _levels(session, traject_id), _ratings(session, traject_id)
    lines = [
        _line(goal, owner, _before(goal, goals, ratings), levels, ratings)
        for goal, owner in rows
        if goal.status != CHANGED
    ]
    running = sorted((each for each in lines if each.runs), key=lambda each: each.number)
    ended = sorted(
        (each for each in lines if each.ended_on is not None),
        key=lambda each: (each.ended_on, each.first_set_on, each.id),
        reverse=True,
    )
    return (*running, *ended)


def goals_to_review(session: Session, actor: Actor, today: date) -> list[GoalToReview]:
    """Return the goals that run in this coach's caseload and were not rated since their day came.

    Other words with another day, or the end of the goal, take it off the list too.
    """
    demand(actor, Act.SEE_CASELOAD)
    rated_since = exists().where(
        GoalRating.goal_id == Goal.id, GoalRating.rated_on >= Goal.review_on
    )
    rows = session.execute(
        select(Goal.id, Goal.traject_id, Goal.review_on, Traject.child_name, TrajectInformant)
        .join(Traject, Traject.id == Goal.traject_id)
        .join(TrajectInformant, TrajectInformant.id == Goal.owner_id)
        .where(
            *of_own_caseload(actor),
            Traject.ended_on.is_(None),
            Goal.status == RUNS,
            Goal.review_on <= today,
            ~rated_since,
        )
        .order_by(Goal.review_on, Goal.id)
    )
    return [
        GoalToReview(id_, traject_id, review_on, child, owner.role, owner.label)
        for id_, traject_id, review_on, child, owner in rows
    ]


_STATUS: Final[Mapping[str, Status]] = {RUNS: "runs", REACHED: "reached", DROPPED: "dropped"}


def _line(
    goal: Goal,
    owner: TrajectInformant,
    history: tuple[EarlierWording, ...],
    levels: Mapping[str, tuple[str, ...]],
    ratings: Mapping[str, tuple[Rated, ...]],
) -> GoalLine:
    return GoalLine(
        id=goal.id,
        number=goal.number,
        owner_id=owner.id,
        owner_role=owner.role,
        owner_number=owner.number,
        owner_label=owner.label,
        words=goal.words,
        area=goal.area,
        method="levels" if goal.method == "levels" else "steps",
        start_step=goal.start_step,
        good_enough=goal.good_enough,
        words_for_ten=goal.words_for_ten,
        levels=levels.get(goal.id, ()),
        status=_STATUS[goal.status],
        reason=goal.reason,
        set_on=goal.set_on,
        review_on=goal.review_on,
        ended_on=goal.ended_on,
        history=history,
        ratings=ratings.get(goal.id, ()),
    )


def _before(
    goal: Goal, goals: Mapping[str, Goal], ratings: Mapping[str, tuple[Rated, ...]]
) -> tuple[EarlierWording, ...]:
    found = []
    while goal.replaces_id is not None:
        goal = goals[goal.replaces_id]
        found.append(
            EarlierWording(
                id=goal.id,
                words=goal.words,
                start_step=goal.start_step,
                good_enough=goal.good_enough,
                method=goal.method,
                set_on=goal.set_on,
                until=goal.ended_on or goal.set_on,
                reason=goal.reason or "",
                ratings=ratings.get(goal.id, ()),
            )
        )
    return tuple(reversed(found))


def _levels(session: Session, traject_id: str) -> dict[str, tuple[str, ...]]:
    rows = session.execute(
        select(GoalLevel.goal_id, GoalLevel.words)
        .join(Goal, Goal.id == GoalLevel.goal_id)
        .where(Goal.traject_id == traject_id)
        .order_by(GoalLevel.goal_id, GoalLevel.level)
    )
    return _grouped((goal_id, words) for goal_id, words in rows)


def _ratings(session: Session, traject_id: str) -> dict[str, tuple[Rated, ...]]:
    """Return what was rated per goal in the order of time; of a day the last of each person."""
    rows = session.execute(
        select(GoalRating, TrajectInformant)
        .join(Goal, Goal.id == GoalRating.goal_id)
        .join(TrajectInformant, TrajectInformant.id == GoalRating.rated_by)
        .where(Goal.traject_id == traject_id)
        .order_by(GoalRating.rated_on, GoalRating.number)
    )
    last: dict[tuple[str, str, date], Rated] = {}
    for rating, by in rows:
        place = (rating.goal_id, by.id, rating.rated_on)
        last.pop(place, None)
        last[place] = Rated(
            on=rating.rated_on,
            value=rating.value,
            by_id=by.id,
            by_role=by.role,
            by_label=by.label,
            mode="talk" if rating.mode == "talk" else "link",
        )
    return _grouped((goal_id, rated) for (goal_id, _, _), rated in last.items())


def _grouped(pairs: Iterable[tuple[str, Found]]) -> dict[str, tuple[Found, ...]]:
    found: defaultdict[str, list[Found]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}
