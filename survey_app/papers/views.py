"""What each informant said about the core five, and the one difference worth a talk.

Nothing is subtracted: answers of two lists have other words. They are put in order by how far each
stands on the row of its own options, and that order only chooses what to talk about.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import Final

from survey_app.definitions import Item, Questionnaire
from survey_app.measurements.queries import Placed

ReadDefinition = Callable[[str], Questionnaire]

CORE: Final[tuple[str, ...]] = ("O1", "W1", "R1", "P1", "L1")
BURDEN: Final = "L1"
FEWEST: Final = 4
"""So many of the core five make a list one in which they are asked: the youngest are asked four."""
APART: Final = Fraction(1, 2)
"""From this share of the row on, two answers are called different; less is within how people differ
in choosing words."""


@dataclass(frozen=True, slots=True)
class View:
    """One answer of one informant to one of the core five."""

    informant_id: str
    role: str
    number: int
    topic: str
    item: Item
    given: str
    answered_on: date

    @property
    def has_place(self) -> bool:
        """Whether it stands on the row at all: who does not know, or did not see, differs not."""
        return self.item.option(self.given).value is not None

    @property
    def place(self) -> Fraction:
        """How far the answer stands on the row of its own options, from 0 to 1."""
        return place_of(self.item, self.given)

    @property
    def row(self) -> tuple[str, ...]:
        """The options of the item in their order; only equal rows are one scale."""
        return tuple(option.key for option in self.item.options if option.value is not None)


@dataclass(frozen=True, slots=True)
class Sight:
    """The core five of one informant at one moment; a topic without an answer is not in it."""

    informant_id: str
    role: str
    number: int
    answered_on: date
    views: dict[str, View]

    def places(self, topic: str) -> bool:
        """Tell whether an answer about this topic stands on the row of its options."""
        return topic in self.views and self.views[topic].has_place


@dataclass(frozen=True, slots=True)
class Difference:
    """The one difference of a sheet: two views that lie apart, or one that moved.

    `kind` is "apart", "better" or "harder"; for a burden, more of it is harder.
    """

    kind: str
    first: View
    second: View


def place_of(item: Item, given: str) -> Fraction:
    """Return how far an answer stands on the row of its own options, from 0 to 1."""
    values = [Fraction(value) for value in item.values]
    value = Fraction(item.option(given).value or 0)
    return (value - min(values)) / (max(values) - min(values))


def sights(placed: Iterable[Placed], read: ReadDefinition) -> dict[str, list[Sight]]:
    """Return the moments at which each informant was asked the core five, in the order of time."""
    found: dict[str, list[Sight]] = {}
    for each in placed:
        items = {item.parallel: item for item in read(each.fingerprint).items}
        asked = [topic for topic in CORE if topic in items]
        if len(asked) < FEWEST:
            continue
        views = {
            topic: View(
                each.informant_id,
                each.role,
                each.number,
                topic,
                items[topic],
                each.answers[items[topic].key],
                each.answered_on,
            )
            for topic in asked
            if items[topic].key in each.answers
        }
        sight = Sight(each.informant_id, each.role, each.number, each.answered_on, views)
        found.setdefault(each.informant_id, []).append(sight)
    return found


def difference_of(found: Sequence[Sequence[Sight]]) -> Difference | None:
    """Return the two views furthest apart, else the one that moved furthest, else nothing.

    Between two people the last answer of each counts, and only from `APART` on. Over time only the
    answers of one person to the same row of options are put beside each other.
    """
    last = [own[-1] for own in found if own]
    pairs = [
        Difference("apart", one.views[topic], two.views[topic])
        for topic in CORE
        for one, two in combinations(last, 2)
        if one.places(topic) and two.places(topic)
    ]
    apart = max(pairs, key=_distance, default=None)
    if apart is not None and _distance(apart) >= APART:
        return apart
    moved = [
        _over_time(own[0].views[topic], own[-1].views[topic])
        for topic in CORE
        for own in found
        if len(own) > 1 and own[0].places(topic) and own[-1].places(topic)
    ]
    most = max((each for each in moved if each is not None), key=_distance, default=None)
    return most if most is not None and _distance(most) > 0 else None


def _over_time(then: View, now: View) -> Difference | None:
    if then.row != now.row:
        return None
    rose = now.place > then.place
    return Difference("better" if rose != (then.topic == BURDEN) else "harder", then, now)


def _distance(difference: Difference) -> Fraction:
    return abs(difference.second.place - difference.first.place)
