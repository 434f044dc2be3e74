"""Goal-based outcomes of one child."""

import math
from datetime import date

import pytest

from survey_app.effects import GoalRatings, UnusableNumbersError, goal_progress

JANUARY, MARCH, MAY = date(2026, 1, 12), date(2026, 3, 2), date(2026, 5, 11)


def progress_of(*ratings, dropped=False):
    """Return the progress of a single goal."""
    (goal,) = goal_progress([GoalRatings("meedoen", ratings, dropped)]).goals
    return goal


def test_progress_is_the_last_rating_minus_the_first() -> None:
    # Law & Jacob (2015): each goal from its first rating to its last.
    goal = progress_of((JANUARY, 2), (MARCH, 7), (MAY, 5))

    assert (goal.first, goal.last, goal.progress) == (2, 5, 3)
    assert (goal.first_on, goal.last_on, goal.reason) == (JANUARY, MAY, None)


def test_the_dates_order_the_ratings_and_not_their_place() -> None:
    assert progress_of((MAY, 5), (JANUARY, 2)).progress == 3


def test_nought_is_a_rating() -> None:
    goal = progress_of((JANUARY, 0), (MAY, 0))

    assert (goal.progress, goal.more_than_chance) == (0, False)


@pytest.mark.parametrize(
    ("last", "more"), [(7, True), (6.5, False), (6, False), (1, True), (1.5, False)]
)
def test_three_points_up_or_down_are_more_than_chance(last, more) -> None:
    assert progress_of((JANUARY, 4), (MAY, last)).more_than_chance is more


@pytest.mark.parametrize("missing", [None, math.nan])
def test_a_day_without_a_rating_is_skipped(missing) -> None:
    goal = progress_of((JANUARY, missing), (MARCH, 3), (MAY, 4))

    assert (goal.first, goal.first_on, goal.progress) == (3, MARCH, 1)


def test_one_rating_is_a_start_and_no_progress() -> None:
    goal = progress_of((MAY, 4))

    assert (goal.first, goal.last, goal.progress, goal.more_than_chance) == (4, None, None, None)
    assert goal.reason == "no_post"


def test_a_goal_that_was_never_rated_says_so() -> None:
    assert progress_of().reason == "no_pre"
    assert progress_of((JANUARY, None)).reason == "no_pre"


def test_a_dropped_goal_keeps_its_last_rating_and_its_flag() -> None:
    goal = progress_of((JANUARY, 3), (MARCH, 4), (MAY, None), dropped=True)

    assert (goal.last, goal.last_on, goal.dropped) == (4, MARCH, True)


def test_the_child_has_the_mean_over_goals_with_both() -> None:
    child = goal_progress(
        [
            GoalRatings("a", [(JANUARY, 2), (MAY, 6)]),
            GoalRatings("b", [(JANUARY, 5), (MAY, 4)], dropped=True),
            GoalRatings("later", [(MARCH, 1), (MAY, 4)]),
            GoalRatings("new", [(MAY, 9)]),
        ]
    )

    assert [goal.progress for goal in child.goals] == [4, -1, 3, None]
    assert (child.mean, child.n, child.reason) == (2, 3, None)


@pytest.mark.parametrize("goals", [[], [GoalRatings("new", [(MAY, 9)])]])
def test_a_child_without_a_goal_that_has_both_has_no_mean(goals) -> None:
    child = goal_progress(goals)

    assert (child.mean, child.n, child.reason) == (None, 0, "no_goals")


@pytest.mark.parametrize("rating", [11, -1, 4.2, math.inf])
def test_a_rating_that_cannot_be_is_refused_with_its_goal(rating) -> None:
    with pytest.raises(UnusableNumbersError, match="^ratings of 'meedoen'"):
        progress_of((JANUARY, rating))


def test_two_goals_of_the_same_name_are_refused() -> None:
    with pytest.raises(UnusableNumbersError, match="^goals holds 'a' twice"):
        goal_progress([GoalRatings("a", []), GoalRatings("a", [])])
