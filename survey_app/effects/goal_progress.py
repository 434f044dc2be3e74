"""Goal-based outcomes: how far each goal of one child has come, from 0 to 10."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from survey_app.effects.categories import Reason, UnusableNumbersError, finite

LOWEST, HIGHEST, STEP = 0, 10, 0.5

RELIABLE_POINTS = 3
"""Points that one goal must move to be more than chance, from a reliable change of about 2.45 for
young people's goals (Edbrooke-Childs et al. 2015, as quoted; the paper was not re-opened)."""


@dataclass(frozen=True)
class GoalRatings:
    """What was said about one goal.

    Attributes
    ----------
    name : str
        By which the goal is told apart from the child's other goals.
    ratings : sequence of (date, float or None)
        0 (not at all) to 10 (reached), whole or half; None when the goal was not rated that day.
        0 is a rating. In any order of dates.
    dropped : bool
        Whether the goal was given up; its last rating counts and the flag stays beside it.
    """

    name: str
    ratings: Sequence[tuple[date, float | None]]
    dropped: bool = False


@dataclass(frozen=True)
class GoalProgress:
    """How far one goal has come.

    Attributes
    ----------
    name : str
        Of the goal.
    first, last : float or None
        First and last rating, 0 to 10; the last is None with only one.
    first_on, last_on : date or None
        When they were given.
    progress : float or None
        Last minus first, in points; higher is better.
    more_than_chance : bool or None
        Whether progress is at least 3 points up or down.
    dropped : bool
        Whether the goal was given up.
    reason : Reason or None
        ``no_pre`` without any rating, ``no_post`` with only one.
    """

    name: str
    first: float | None
    last: float | None
    first_on: date | None
    last_on: date | None
    progress: float | None
    more_than_chance: bool | None
    dropped: bool
    reason: Reason | None


@dataclass(frozen=True)
class GoalsProgress:
    """All goals of one child.

    Attributes
    ----------
    goals : tuple of GoalProgress
        In the order given.
    mean : float or None
        Mean progress over the goals with a first and a last rating.
    n : int
        Goals that the mean rests on.
    reason : Reason or None
        ``no_goals`` when no goal has both.
    """

    goals: tuple[GoalProgress, ...]
    mean: float | None
    n: int
    reason: Reason | None


def goal_progress(goals: Sequence[GoalRatings]) -> GoalsProgress:
    r"""Compute the progress of each goal of one child, and its mean.

    .. math:: progress = last - first

    Parameters
    ----------
    goals : sequence of GoalRatings
        The goals of one child. A goal that was added later starts from its own first rating; a goal
        that was given up keeps its last rating and its flag.

    Returns
    -------
    GoalsProgress
        Each goal, and the mean over those rated at least twice; higher is better.

    Raises
    ------
    UnusableNumbersError
        Two goals have the same name, or a rating is outside 0 to 10 or no half; the text names the
        goal.

    References
    ----------
    Law, D., & Jacob, J. (2015). Goals and goal based outcomes (GBOs): some useful information (3rd
    ed.). CAMHS Press. Edbrooke-Childs, J., Jacob, J., Law, D., Deighton, J., & Wolpert, M. (2015).
    Interpreting standardized and idiographic outcome measures in CAMHS. Child and Adolescent Mental
    Health, 20, 142-148.

    Examples
    --------
    >>> start, later = date(2026, 1, 12), date(2026, 4, 13)
    >>> child = goal_progress([
    ...     GoalRatings("joining in", [(start, 2), (later, 6)]),
    ...     GoalRatings("sleeping", [(start, 5), (later, 4)]),
    ...     GoalRatings("a new goal", [(later, 3)]),
    ... ])
    >>> [goal.progress for goal in child.goals], child.mean, child.n
    ([4.0, -1.0, None], 1.5, 2)
    >>> child.goals[0].more_than_chance, str(child.goals[2].reason)
    (True, 'no_post')
    """
    names = [goal.name for goal in goals]
    for name in names:
        if names.count(name) > 1:
            raise UnusableNumbersError(f"goals holds {name!r} twice; give each goal its own name")
    each = tuple(_progress(goal) for goal in goals)
    known = [goal.progress for goal in each if goal.progress is not None]
    return GoalsProgress(
        goals=each,
        mean=math.fsum(known) / len(known) if known else None,
        n=len(known),
        reason=None if known else Reason.NO_GOALS,
    )


def _progress(goal: GoalRatings) -> GoalProgress:
    rated = [(day, _rating(goal.name, rating)) for day, rating in goal.ratings]
    known = sorted(
        ((day, rating) for day, rating in rated if rating is not None), key=lambda pair: pair[0]
    )
    first_on, first = known[0] if known else (None, None)
    last_on, last = known[-1] if len(known) > 1 else (None, None)
    progress = None if first is None or last is None else last - first
    reason = None if progress is not None else Reason.NO_POST if known else Reason.NO_PRE
    return GoalProgress(
        name=goal.name,
        first=first,
        last=last,
        first_on=first_on,
        last_on=last_on,
        progress=progress,
        more_than_chance=None if progress is None else abs(progress) >= RELIABLE_POINTS,
        dropped=goal.dropped,
        reason=reason,
    )


def _rating(name: str, rating: float | None) -> float | None:
    given = finite(rating, f"ratings of {name!r}")
    if given is not None and (not LOWEST <= given <= HIGHEST or given % STEP != 0):
        raise UnusableNumbersError(
            f"ratings of {name!r} holds {given:g}; use 0 to 10, whole or half"
        )
    return given
