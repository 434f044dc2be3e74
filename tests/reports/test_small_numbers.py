"""What is shown of few children: nothing that is small, nor what would give it away."""

import pytest

from survey_app.effects import INSIDE, Category
from survey_app.reports.small_numbers import children, parts_of

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
