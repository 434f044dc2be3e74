"""The numbers of one scale of a group, and the facts that a page says of them."""

from collections import Counter
from dataclasses import dataclass

from survey_app.definitions import Scale
from survey_app.dutch import decimal_comma, signed
from survey_app.effects import (
    INSIDE,
    Category,
    Missingness,
    PairedEffect,
    Share,
    UnusableNumbersError,
    change_of_pair,
    missingness,
    paired_effect,
    share_of,
)
from survey_app.reports import group_wording
from survey_app.reports.change import Judge
from survey_app.reports.pairs import PairedScale, Why
from survey_app.reports.small_numbers import Part, children, parts_of, some_of

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class GroupEffect:
    """What changed in a group, and how sure that is.

    `judge` is what a change of one child is held against; `categories` counts the children by it.
    `no_room` is how many had the best possible score at the intake. `missing` is about who
    stayed away, None where they are too few to show.
    """

    paired: PairedEffect
    judge: Judge | None
    categories: dict[Category, int]
    parts: tuple[tuple[Part, Share], ...]
    no_room: int
    missing: Missingness | None

    @property
    def n(self) -> int:
        """How many children count."""
        return self.paired.n

    @property
    def change(self) -> float:
        """The mean difference in points, later minus earlier, whichever way is better."""
        if self.paired.raw_mean_change is None:
            raise UnusableNumbersError("pairs is empty: a figure of a group needs at least two")
        return self.paired.raw_mean_change

    @property
    def change_interval(self) -> Interval | None:
        """Where the mean difference lies, in points; None where all changed equally."""
        return self._in_points(self.paired.mean_change_interval)

    @property
    def bounds(self) -> Interval | None:
        """Where the mean difference of all children must lie, however who stayed away ended."""
        found = self.missing
        if found is None or found.worst is None or found.best is None:
            return None
        return self._in_points((found.worst, found.best))

    def _in_points(self, turned: Interval | None) -> Interval | None:
        """Turn an interval in which plus is better back to points of the scale."""
        if turned is None or self.paired.higher_is_better:
            return turned
        return -turned[1], -turned[0]


def effect_of(scale: PairedScale) -> GroupEffect:
    """Compute the effect of a scale from its pairs."""
    definition = scale.questionnaire.scale(scale.key.scale)
    judge = scale.judge
    categories = _categories(scale, definition, judge) if judge else {}
    best = definition.highest if definition.higher_is_better else definition.lowest
    return GroupEffect(
        paired=paired_effect(
            [pair.pre for pair in scale.pairs],
            [pair.post for pair in scale.pairs],
            higher_is_better=definition.higher_is_better,
        ),
        judge=judge,
        categories=categories,
        parts=tuple(
            (part, share_of(part.count, len(scale.pairs))) for part in parts_of(categories)
        ),
        no_room=sum(pair.pre == best for pair in scale.pairs),
        missing=_missing(scale, definition),
    )


def facts_of(scale: PairedScale, effect: GroupEffect) -> tuple[tuple[str, str], ...]:
    """Return what stands beside the chart: what it is, and its value in words."""
    paired = effect.paired
    change = f"{signed(effect.change)} punten ({group_wording.between(effect.change_interval)})"
    return (
        ("Effectgrootte (plus is beter)", _size(paired)),
        ("Gemiddeld verschil", change),
        *_shares(effect),
        ("Bij de intake al geen ruimte naar boven", some_of(effect.no_room, effect.n)),
        *_stayed_away(effect),
        ("Te late intake, telt niet mee", children(scale.count_of(Why.LATE))),
    )


def _categories(scale: PairedScale, definition: Scale, judge: Judge) -> dict[Category, int]:
    """Count the children by what their own page says of them."""
    changes = (
        change_of_pair(
            pair.pre,
            pair.post,
            sd=judge.sd,
            reliability=judge.reliability,
            higher_is_better=definition.higher_is_better,
        )
        for pair in scale.pairs
    )
    return Counter(change.category for change in changes if change.category is not None)


def _missing(scale: PairedScale, definition: Scale) -> Missingness | None:
    away = scale.unanswered
    if len(away) < INSIDE:
        return None
    return missingness(
        [*(pair.pre for pair in scale.pairs), *away],
        [*(pair.post for pair in scale.pairs), *(None for _ in away)],
        lowest=definition.lowest,
        highest=definition.highest,
        higher_is_better=definition.higher_is_better,
    )


def _size(paired: PairedEffect) -> str:
    if paired.d_av is None:
        return "niet te bepalen: alle scores zijn gelijk"
    return f"{signed(paired.d_av, 2)} ({group_wording.between(paired.d_av_interval, 2)})"


def _shares(effect: GroupEffect) -> tuple[tuple[str, str], ...]:
    if effect.judge is None:
        return (("Kinderen die meer dan toeval veranderden", group_wording.NO_REFERENCE),)
    if not effect.parts:
        return (("Kinderen die meer dan toeval veranderden", group_wording.NO_DIVISION),)
    return tuple(
        (group_wording.PARTS[part.categories], group_wording.share_said(share))
        for part, share in effect.parts
    )


def _stayed_away(effect: GroupEffect) -> tuple[tuple[str, str], ...]:
    """Return how who stayed away began, and what that can have done to the mean."""
    who, missing = "Zonder latere meting", effect.missing
    if missing is None or missing.mean_pre_missing is None or missing.mean_pre_paired is None:
        return ((who, children(0)),)
    began = decimal_comma(missing.mean_pre_missing)
    others = decimal_comma(missing.mean_pre_paired)
    return (
        (who, f"{children(missing.missing)}. Zij begonnen op {began}, de anderen op {others}."),
        (
            "Gemiddeld verschil als zij het slechtst of het best waren geëindigd",
            group_wording.between(effect.bounds),
        ),
    )
