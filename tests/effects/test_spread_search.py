"""The search of the spread between groups, on functions whose highest place is known."""

import numpy as np
import pytest

from survey_app.effects.spread_search import NoSpreadError, highest_place

GRID = np.concatenate([[0.0], np.logspace(-3, 1, 41)])


def test_a_function_that_falls_from_the_start_is_highest_there() -> None:
    assert highest_place(lambda at: -1 - at, lambda at: -at - at**2 / 2, GRID) == 0


def test_of_two_tops_the_higher_one_is_taken() -> None:
    # Slope -(x - 1)(x - 3)(x - 6): tops at 1 and at 6, the second higher.
    slope = np.poly1d([-1, 10, -27, 18])
    height = slope.integ()

    assert highest_place(slope, height, GRID) == pytest.approx(6)
    assert height(6) > height(1)


def test_a_top_away_from_the_start_is_taken_only_when_it_is_higher_than_the_start() -> None:
    # Slope -(x - 1)(x - 3): falls from 0 to 1, rises to 3; no higher than the start but at 3.
    slope = np.poly1d([-1, 4, -3])
    low, high = slope.integ(), slope.integ()(3)

    assert high == pytest.approx(low(0))
    assert highest_place(slope - 0.1, (slope - 0.1).integ(), GRID) == 0
    assert highest_place(slope + 0.1, (slope + 0.1).integ(), GRID) > 3


def test_a_function_that_is_highest_beyond_the_grid_has_no_place() -> None:
    with pytest.raises(NoSpreadError) as refusal:
        highest_place(lambda _: 1.0, lambda at: at, GRID)

    assert refusal.value.reason == "no_convergence"


def test_a_low_top_does_not_hide_that_the_function_rises_beyond_the_grid() -> None:
    # Slope (x - 1)(x - 2): a top at 1, but higher still at the end of the grid.
    slope = np.poly1d([1, -3, 2])

    with pytest.raises(NoSpreadError):
        highest_place(slope, slope.integ(), GRID)
