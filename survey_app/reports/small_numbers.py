"""What may be shown of few children: below the threshold no number, nor one that gives it away."""

from collections.abc import Sequence
from dataclasses import dataclass

from survey_app.dutch import counted
from survey_app.effects import INSIDE, Category

WORDS_FROM = 10
"""With fewer children a change gets its interval and no adjective (`measurement.md` 5)."""
FEW = f"minder dan {INSIDE} kinderen"
ORDER = (Category.IMPROVED, Category.UNCHANGED, Category.DETERIORATED)


@dataclass(frozen=True, slots=True)
class Part:
    """Some neighbouring categories together, with the number of children in them."""

    categories: tuple[Category, ...]
    count: int


def children(count: int) -> str:
    """Return "12 kinderen", or that there are too few to say how many; none counts as few."""
    return FEW if count < INSIDE else counted(count, "kind", "kinderen")


def some_of(count: int, of: int) -> str:
    """Return of how many children something holds, where all children are shown elsewhere.

    Neither how many it holds for nor how many it does not hold for may be few.
    """
    if count < INSIDE:
        return FEW
    if of - count < INSIDE:
        return f"alle kinderen, op {FEW} na"
    return counted(count, "kind", "kinderen")


def far_apart(counts: Sequence[int]) -> tuple[int, ...]:
    """Return which steps of a falling row of counts may be shown together, by their places.

    Subtracting two of them may not tell of few children. The last step always may be shown; the
    first where it is that much larger, and of those between what lies that far from all others.
    """
    last = len(counts) - 1
    if counts[0] - counts[last] < INSIDE:
        return (last,)
    kept = [last]
    for place in range(last - 1, 0, -1):
        nearest = min(counts[place] - counts[kept[0]], counts[0] - counts[place])
        if nearest >= INSIDE:
            kept.insert(0, place)
    return (0, *kept)


def parts_of(counts: dict[Category, int]) -> tuple[Part, ...]:
    """Return the finest division in which no part is small, or nothing.

    A small part is joined with its neighbour, so that neither can be subtracted from the whole. A
    part that holds all children says something of every one of them, and is not shown either. Of
    two divisions that are as fine, the one that shows who got worse is taken.
    """
    sizes = tuple(counts.get(category, 0) for category in ORDER)
    divisions = (
        ((0, 1), (1, 2), (2, 3)),
        ((0, 2), (2, 3)),
        ((0, 1), (1, 3)),
    )
    for division in divisions:
        parts = tuple(Part(ORDER[low:high], sum(sizes[low:high])) for low, high in division)
        if all(part.count >= INSIDE for part in parts):
            return parts
    return ()
