"""What is shown of few children: nothing that is small, nor what would give it away."""

import pytest

from survey_app.effects import INSIDE, Category
from survey_app.reports.small_numbers import children, far_apart, parts_of, some_of

IMPROVED, UNCHANGED, DETERIORATED = (
    Category.IMPROVED,
    Category.UNCHANGED,
    Category.DETERIORATED,
)


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "minder dan 5 kinderen"), (4, "minder dan 5 kinderen"), (5, "5 kinderen")],
)
def test_fewer_than_five_children_are_not_counted(count, words):
    assert children(count) == words


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ((5, 6, 7), [(IMPROVED,), (UNCHANGED,), (DETERIORATED,)]),
        ((9, 8, 4), [(IMPROVED,), (UNCHANGED, DETERIORATED)]),
        ((4, 8, 9), [(IMPROVED, UNCHANGED), (DETERIORATED,)]),
        ((6, 3, 6), [(IMPROVED, UNCHANGED), (DETERIORATED,)]),
        ((4, 9, 4), []),
        ((12, 0, 0), []),
        ((0, 12, 0), []),
        ((4, 4, 4), []),
        ((5, 0, 5), [(IMPROVED, UNCHANGED), (DETERIORATED,)]),
    ],
)
def test_a_small_part_stands_together_with_its_neighbour(sizes, shown):
    counts = dict(zip((IMPROVED, UNCHANGED, DETERIORATED), sizes, strict=True))

    parts = parts_of(counts)

    assert [part.categories for part in parts] == shown
    assert sum(part.count for part in parts) in (0, sum(sizes))


def test_no_small_part_can_be_found_by_subtracting():
    for improved in range(13):
        for unchanged in range(13):
            for deteriorated in range(13):
                sizes = {IMPROVED: improved, UNCHANGED: unchanged, DETERIORATED: deteriorated}
                parts = parts_of(sizes)
                assert all(part.count >= INSIDE for part in parts)
                for category, size in sizes.items():
                    alone = [part for part in parts if part.categories == (category,)]
                    assert not alone or size >= INSIDE


@pytest.mark.parametrize(
    ("counts", "kept"),
    [
        ((22, 16, 12, 12), (0, 3)),
        ((30, 25, 20, 15), (0, 1, 2, 3)),
        ((30, 26, 20, 15), (0, 2, 3)),
        ((16, 15, 13, 12), (3,)),
        ((12, 12, 12, 12), (3,)),
    ],
)
def test_steps_are_kept_that_lie_five_children_apart_and_the_last_always(counts, kept):
    assert far_apart(counts) == kept


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (4, "minder dan 5 kinderen"),
        (5, "5 kinderen"),
        (7, "7 kinderen"),
        (8, "alle kinderen, op minder dan 5 kinderen na"),
        (12, "alle kinderen, op minder dan 5 kinderen na"),
    ],
)
def test_neither_those_of_whom_it_holds_nor_the_others_are_few(count, said):
    assert some_of(count, 12) == said
