"""Burden and strength in one plane: where a child was, and along which path it went."""

import math
from dataclasses import dataclass
from datetime import date

from survey_app.charts.values import Informant, Tick, UndrawableChartError, check_axis
from survey_app.charts.words import Table, in_words, prose
from survey_app.dutch import date_in_words, decimal_comma, short_date

NO_RULE = {
    1: "We weten nog niet of dit verschil groter is dan toeval.",
    2: "We weten nog niet of deze verschillen groter zijn dan toeval.",
}
"""By how many of the two scales changed."""
BURDEN_STAYS = "Wat zwaar is bleef, en de kracht groeide."


@dataclass(frozen=True)
class PlaneAxis:
    """One of the two scales.

    Attributes
    ----------
    word : str
        Its name: "Last" or "Kracht".
    lowest, highest : float
        Ends of the scale in points; the axis is never turned.
    ticks : tuple of Tick
        Values with their words, at least those of the two ends.
    chance : float or None
        The largest difference in points that may be chance (1.96 · S_diff); None below evidence
        stage 2, and then no difference is judged.
    """

    word: str
    lowest: float
    highest: float
    ticks: tuple[Tick, ...]
    chance: float | None = None

    def __post_init__(self) -> None:
        """Refuse an axis without direction, or a rule that judges everything."""
        check_axis(self.lowest, self.highest, self.ticks)
        if self.chance is not None and not (math.isfinite(self.chance) and self.chance > 0):
            raise UndrawableChartError("chance must be above 0 and finite, or None")

    def direction_of(self, first: float, last: float) -> int | None:
        """Return 1 for more, -1 for less, 0 within chance, None when there is no rule."""
        if self.chance is None:
            return None
        if abs(last - first) <= self.chance:
            return 0
        return 1 if last > first else -1


@dataclass(frozen=True)
class PlaneMoment:
    """One measurement of both scales; without one of them it is a gap."""

    on: date
    word: str
    burden: float | None
    strength: float | None
    gap: str = "niet te bepalen"


@dataclass(frozen=True)
class Plane:
    """The path of one child through the plane, according to one informant.

    Attributes
    ----------
    question, whose : str
        As in a progress chart.
    direction : str
        How to read the plane: "Naar rechts is meer last, naar boven is meer kracht."
    informant, number
        Whose marks they are.
    burden, strength : PlaneAxis
        The horizontal and the vertical axis.
    moments : tuple of PlaneMoment
        At least one, in any order.
    shown_values : bool
        True says scores as numbers, False in the words of the axes.
    notice : str or None
        Printed inside the picture.
    conclusion : str
        Left empty it is made from the first and the last complete moment.
    unknown : str
        What is not known.
    """

    question: str
    whose: str
    direction: str
    informant: Informant
    number: int
    burden: PlaneAxis
    strength: PlaneAxis
    moments: tuple[PlaneMoment, ...]
    shown_values: bool
    notice: str | None = None
    conclusion: str = ""
    unknown: str = ""

    def __post_init__(self) -> None:
        """Refuse points that do not lie in the plane."""
        if self.number < 1:
            raise UndrawableChartError("number counts informants of one role from 1")
        if not self.moments:
            raise UndrawableChartError("a plane needs at least one moment")
        for moment in self.moments:
            for value, axis in ((moment.burden, self.burden), (moment.strength, self.strength)):
                if value is not None and not axis.lowest <= value <= axis.highest:
                    raise UndrawableChartError(
                        "a score lies outside the scale; it is never clipped"
                    )

    @property
    def by_date(self) -> tuple[PlaneMoment, ...]:
        """The moments, earliest first."""
        return tuple(sorted(self.moments, key=lambda moment: moment.on))

    @property
    def complete(self) -> tuple[tuple[PlaneMoment, float, float], ...]:
        """The moments with both scores: the moment, burden and strength."""
        return tuple(
            (moment, moment.burden, moment.strength)
            for moment in self.by_date
            if moment.burden is not None and moment.strength is not None
        )

    @property
    def said(self) -> str:
        """The conclusion that was given, or the plain one."""
        return self.conclusion or _conclusion(self)


def _conclusion(chart: Plane) -> str:
    """Say first and last of both scales, and the pattern only where both have a rule."""
    points = chart.complete
    if not points:
        return "Er is nog geen moment met beide scores."
    if len(points) == 1:
        return "Eén meting is nog geen pad."
    (_, burden, strength), (_, last_burden, last_strength) = points[0], points[-1]
    said = [
        _from_to(chart, chart.burden, burden, last_burden),
        _from_to(chart, chart.strength, strength, last_strength),
    ]
    heavier = chart.burden.direction_of(burden, last_burden)
    stronger = chart.strength.direction_of(strength, last_strength)
    if heavier is None or stronger is None:
        moved = (burden != last_burden) + (strength != last_strength)
        return " ".join([*said, *([NO_RULE[moved]] if moved else [])])
    said += [_judged(chart.burden, heavier), _judged(chart.strength, stronger)]
    if heavier == 0 and stronger == 1:
        said.append(BURDEN_STAYS)
    return " ".join(said)


def _from_to(chart: Plane, axis: PlaneAxis, first: float, last: float) -> str:
    one, other = _score(chart, axis, first), _score(chart, axis, last)
    if one == other:
        return f"{axis.word}: de eerste en de laatste keer {one}."
    if chart.shown_values:
        return f"{axis.word}: van {one} naar {other}."
    return f"{axis.word}: eerst {one}, nu {other}."


def _judged(axis: PlaneAxis, direction: int) -> str:
    judged = {1: "meer dan eerst, groter dan toeval", -1: "minder dan eerst, groter dan toeval"}
    return f"{axis.word}: {judged.get(direction, 'geen verschil dat groter is dan toeval')}."


def _score(chart: Plane, axis: PlaneAxis, value: float | None) -> str:
    if value is None:
        return "–"
    return decimal_comma(value) if chart.shown_values else in_words(value, axis.ticks)


def plane_table(chart: Plane) -> Table:
    """Return a row per moment with both scores; a missing one is a dash and its reason."""
    rows = []
    for moment in chart.by_date:
        missing = moment.burden is None or moment.strength is None
        day = f"{moment.word}, {short_date(moment.on, with_year=True)}"
        rows.append(
            (
                f"{day} ({moment.gap})" if missing else day,
                _score(chart, chart.burden, moment.burden),
                _score(chart, chart.strength, moment.strength),
            )
        )
    return Table(("Moment", chart.burden.word, chart.strength.word), tuple(rows))


def plane_description(chart: Plane) -> str:
    """Return every moment with both scores, in order, and what can be said."""
    sentences = [chart.whose, chart.direction]
    for moment in chart.by_date:
        burden = _score(chart, chart.burden, moment.burden)
        strength = _score(chart, chart.strength, moment.strength)
        said = f"{chart.burden.word} {burden}, {chart.strength.word} {strength}"
        if moment.burden is None or moment.strength is None:
            said = moment.gap
        sentences.append(f"{moment.word}, {date_in_words(moment.on)}: {said}")
    return prose([*sentences, chart.notice or "", chart.said, chart.unknown])
