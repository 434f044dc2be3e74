"""What may be shown of few children: below the threshold no number, nor one that gives it away."""

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
