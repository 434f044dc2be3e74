"""One series of scores with what may be said about it, and the time axis it stands on."""

from dataclasses import dataclass

from survey_app.charts import Event, Span, Tick, in_words
from survey_app.definitions import Evidence, Method, Questionnaire, Scale
from survey_app.dutch import decimal_comma
from survey_app.measurements.pairing import Point, Series
from survey_app.measurements.references.in_force import References
from survey_app.reports import wording
from survey_app.reports.change import (
    NO_REFERENCES,
    Change,
    Judge,
    change_of,
    claimed,
    known_judges,
    usable_reference,
)

Z_95 = 1.96


@dataclass(frozen=True, slots=True)
class Axis:
    """What lies on the time axis of every chart of a traject."""

    spans: tuple[Span, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One series with the version whose rules gave its latest score, and its change.

    `missed` are moments that passed without an answer; None where the line ended with an earlier
    version, which misses nothing later.
    """

    series: Series
    questionnaire: Questionnaire
    missed: tuple[Point, ...] | None = ()
    references: References = NO_REFERENCES

    @property
    def scale(self) -> Scale:
        """The scale."""
        return self.questionnaire.scale(self.series.scale)

    @property
    def points(self) -> list[Point]:
        """What was scored and what was missed, in the order of time."""
        return sorted((*self.series.points, *(self.missed or ())), key=lambda point: point.on)

    @property
    def words(self) -> dict[float, str]:
        """The words of the answers by value, where a score may be said in them."""
        is_mean = self.scale.method is Method.MEAN
        return wording.option_words(self.questionnaire, self.scale, "nl") if is_mean else {}

    @property
    def reference(self) -> Judge | None:
        """What a change may be judged by."""
        return usable_reference(self.questionnaire, self.series, self.references)

    @property
    def claimed(self) -> Evidence:
        """How well the scale is known in the languages that were answered in."""
        return claimed(self.questionnaire, self.series, self.references)

    @property
    def stage(self) -> int:
        """The evidence stage of the scale in the languages that were answered in."""
        return self.claimed.stage

    @property
    def has_reliability(self) -> bool:
        """Whether any reference for this informant says how exact the scale is."""
        return any(known_judges(self.questionnaire, self.series, self.references))

    @property
    def change(self) -> Change:
        """From the first to the last moment."""
        return change_of(self.series, self.questionnaire, self.references)


def ticks_of(line: Line) -> tuple[Tick, ...]:
    """Return the words or numbers of the vertical axis."""
    if line.words:
        return tuple(Tick(value, word) for value, word in sorted(line.words.items()))
    scale = line.scale
    middle = (scale.lowest + scale.highest) / 2
    return tuple(
        Tick(value, decimal_comma(value, 0)) for value in (scale.lowest, middle, scale.highest)
    )


def said(point: Point, line: Line) -> str:
    """Say a score in words, else as a number; without one, why there is none."""
    if point.value is None:
        return wording.not_computable(point.reason)
    return in_words(point.value, ticks_of(line)) if line.words else decimal_comma(point.value)
