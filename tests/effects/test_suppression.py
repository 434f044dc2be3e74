"""No hidden number can be found again from the numbers that are shown."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from survey_app.effects import (
    UnusableNumbersError,
    may_show_both,
    may_show_quantiles,
    may_show_share,
    suppress,
)
from survey_app.effects.hidden_numbers import can_be_found

CHANCE = st.lists(st.booleans(), min_size=25, max_size=25)
TABLES = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda shape: st.lists(
        st.lists(
            st.one_of(st.integers(0, 4), st.integers(5, 30)), min_size=shape[1], max_size=shape[1]
        ),
        min_size=shape[0],
        max_size=shape[0],
    )
)


def extended(counts):
    wide = np.hstack([counts, counts.sum(axis=1, keepdims=True)])
    return np.vstack([wide, wide.sum(axis=0, keepdims=True)])


def hidden_of(found):
    top = np.hstack([found.cells, found.row_totals[:, None]])
    return np.vstack([top, [*found.column_totals, found.total]])


def range_of(numbers, hidden, place):
    """Return lowest and highest value of a hidden number, given all that is shown."""
    rows, columns = numbers.shape
    equations, right = [], []
    for row in range(rows):
        one = np.zeros(numbers.shape)
        one[row, :-1], one[row, -1] = 1, -1
        equations.append(one.ravel())
        right.append(0)
    for column in range(columns):
        one = np.zeros(numbers.shape)
        one[:-1, column], one[-1, column] = 1, -1
        equations.append(one.ravel())
        right.append(0)
    for each in np.flatnonzero(~hidden):
        one = np.zeros(numbers.size)
        one[each] = 1
        equations.append(one)
        right.append(numbers.ravel()[each])
    aim = np.zeros(numbers.size)
    aim[place] = 1
    ends = []
    for sign in (1, -1):
        done = linprog(sign * aim, A_eq=equations, b_eq=right, bounds=(0, None))
        # An unbounded number cannot be found.
        ends.append(sign * done.fun if done.status == 0 else np.inf * sign * -1)
    return ends


@settings(max_examples=80, deadline=None)
@given(TABLES, CHANCE)
def test_exactly_those_numbers_are_found_that_have_one_value_left(table, chance):
    numbers = extended(np.array(table))
    hidden = np.array(chance[: numbers.size]).reshape(numbers.shape)
    found = can_be_found(numbers, hidden)

    assert not found[~hidden].any()
    for place in np.flatnonzero(hidden):
        low, high = range_of(numbers, hidden, place)
        assert found.ravel()[place] == (high - low < 0.5), (table, hidden, place)


def test_an_empty_table_of_which_nothing_is_shown_tells_nothing():
    assert not can_be_found(np.zeros((2, 3), int), np.ones((2, 3), bool)).any()


def test_a_number_is_found_because_none_is_below_zero():
    # A row that adds up to 0 has two cells of 0, and the columns give the other two.
    numbers = extended(np.array([[0, 0], [3, 4]]))
    hidden = np.zeros((3, 3), bool)
    hidden[:2, :2] = True

    assert can_be_found(numbers, hidden)[:2, :2].all()


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_hidden_cells_with_a_known_sum_are_k_children_together(table):
    counts = np.array(table)
    numbers, hidden = extended(counts), hidden_of(suppress(counts, 5))

    for lines, out in ((numbers, hidden), (numbers.T, hidden.T)):
        for line, there in zip(lines, out, strict=True):
            if there[:-1].any() and not there[-1]:
                assert line[:-1][there[:-1]].sum() >= 5


@settings(max_examples=60, deadline=None)
@given(TABLES, CHANCE, st.booleans())
def test_a_hidden_number_can_never_be_computed(table, chance, some_are_empty):
    counts = np.array(table)
    structural = np.array(chance[: counts.size]).reshape(counts.shape) & some_are_empty
    counts[structural] = 0
    hidden = hidden_of(suppress(counts, 5, structural_zeros=structural))
    numbers = extended(counts)

    for place in np.flatnonzero(hidden):
        low, high = range_of(numbers, hidden, place)
        # Whole numbers: from 3 to 4 is open, from 3 to 3 is not.
        assert high - low > 0.5, (table, structural, hidden, place)


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_no_number_below_k_is_shown(table):
    counts = np.array(table)
    numbers, hidden = extended(counts), hidden_of(suppress(counts, 5))

    assert (numbers[~hidden] >= 5).all()


def test_nothing_is_hidden_where_nothing_is_small():
    found = suppress([[10, 12], [15, 11]], 10)

    assert not hidden_of(found).any()


def test_one_small_cell_takes_one_of_its_row_and_one_of_its_column():
    found = suppress([[3, 17, 20], [14, 12, 30], [25, 26, 27]], 10)

    assert found.cells.tolist() == [[True, True, False], [True, True, False], [False] * 3]
    assert not found.row_totals.any()
    assert not found.total


def test_an_empty_cell_is_small_unless_nobody_can_be_there():
    counts = [[0, 20, 20], [20, 20, 20], [20, 20, 20]]

    assert suppress(counts, 5).cells[0, 0]
    structural = np.zeros((3, 3), bool)
    structural[0, 0] = True
    assert not hidden_of(suppress(counts, 5, structural_zeros=structural)).any()


def test_a_line_in_which_nobody_can_be_hides_nothing_else():
    found = suppress([[20, 0], [30, 0]], 5, structural_zeros=[[False, True], [False, True]])

    assert not hidden_of(found).any()


def test_what_gives_a_number_away_may_lie_in_other_lines():
    # The 2 stands in no line with a number that is still shown, but 53 - 25 - 26 gives it away.
    counts = np.array([[20, 0, 6], [2, 6, 0], [0, 19, 0]])
    nobody = [[False, True, False], [False, False, True], [True, False, True]]
    numbers, hidden = extended(counts), hidden_of(suppress(counts, 5, structural_zeros=nobody))

    low, high = range_of(numbers, hidden, 4)
    assert hidden[1, 0]
    assert high - low >= 1


def test_a_small_total_is_hidden_too():
    found = suppress([[1, 2], [30, 40]], 5)

    assert found.row_totals[0]


def test_cells_that_add_up_through_others_are_hidden_as_well():
    # A ring of four hidden cells is safe; three of them are not.
    counts = np.full((3, 3), 20)
    counts[0, 0] = counts[1, 1] = 2
    hidden = hidden_of(suppress(counts, 5))

    assert not any(
        hidden[line].sum() == 1 or hidden[:, line].sum() == 1 for line in range(hidden.shape[0])
    )


@pytest.mark.parametrize(
    ("counts", "k", "zeros", "says"),
    [
        ([[1.5]], 5, None, "whole numbers"),
        ([[-1]], 5, None, "whole numbers"),
        ([[np.nan]], 5, None, "whole numbers"),
        ([1, 2], 5, None, "rows and columns"),
        ([["a"]], 5, None, "not a number"),
        ([[1]], 1, None, "k is 1"),
        ([[1]], 5, [[True]], "structural_zeros"),
    ],
)
def test_what_is_no_table_of_counts_is_refused(counts, k, zeros, says):
    with pytest.raises(UnusableNumbersError, match=says):
        suppress(counts, k, structural_zeros=zeros)


def test_a_table_without_cells_hides_no_cell():
    assert suppress(np.zeros((0, 3)), 5).cells.shape == (0, 3)


# Shares, quantiles, differences


@pytest.mark.parametrize(
    ("count", "n", "shown"),
    [(5, 10, True), (0, 50, False), (50, 50, False), (4, 50, False), (46, 50, False)],
)
def test_a_share_of_few_or_of_all_but_few_is_not_shown(count, n, shown):
    assert may_show_share(count, n, 5) is shown


@given(st.integers(0, 30).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_is_shown_where_its_two_counts_are(pair):
    count, n = pair

    assert may_show_share(count, n, 5) == (not suppress([[count, n - count]], 5).cells.any())


def test_quantiles_need_twice_as_many():
    assert [may_show_quantiles(n, 5) for n in (9, 10)] == [False, True]


@pytest.mark.parametrize(("left_out", "shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_two_groups_that_differ_by_a_few_are_not_both_shown(left_out, shown):
    everybody = set(range(30))
    some = everybody - set(range(left_out))

    assert may_show_both(everybody, some, 5) is shown
    assert may_show_both(some, everybody, 5) is shown
