"""One scale of one informant: the chart, its twin table, and what may be said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from survey_app.charts import (
    Band,
    Event,
    Moment,
    ProgressChart,
    Span,
    Successor,
    Tick,
    in_words,
)
from survey_app.definitions import Evidence, Method, Questionnaire, Scale, fill
from survey_app.dutch import decimal_comma, short_date, signed
from survey_app.effects import change_of_pair, difference_sd, standard_error_of_measurement
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
from survey_app.reports.pictures import Picture, key_of

Z_95 = 1.96
JUDGED = ("Moment", "Score", "Ligt tussen", "Verschil met intake", "Betekenis")
IN_WORDS = ("Moment", "In woorden")


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


@dataclass(frozen=True, slots=True)
class ScaleReport:
    """One scale of one informant: one line of scores that may be compared.

    `lines` are that line and those of who took over later, each a series of its own. `fingerprint`
    is the version whose rules gave the latest score of the first.
    """

    key: str
    fingerprint: str
    chart: ProgressChart
    change: Change
    badge: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[Line, ...]

    @property
    def picture(self) -> Picture:
        """The chart with what stands around it."""
        return Picture(
            key=key_of(self.lines[0].series.informant_id, self.fingerprint, self.key),
            chart=self.chart,
            question=self.chart.question,
            whose=self.chart.whose,
            direction=self.chart.direction,
            conclusion=self.chart.conclusion,
            unknown=self.chart.unknown,
            badge=self.badge,
            columns=self.columns,
            rows=self.rows,
        )


def scale_report(child: str, lines: Sequence[Line], axis: Axis) -> ScaleReport:
    """Report one line and, apart from it, the lines of who took over."""
    first, *successors = lines
    whose = f"{wording.whose(first.series.role, first.series.number, child)}."
    if first.missed is None:
        whose += f" {wording.EARLIER_VERSION}"
    is_judged = any(line.reference is not None for line in lines)
    return ScaleReport(
        key=first.scale.key,
        fingerprint=first.series.fingerprint,
        chart=_chart(child, first, successors, axis, whose),
        change=first.change,
        badge=wording.badge(first.questionnaire, first.claimed),
        columns=JUDGED if is_judged else IN_WORDS,
        rows=tuple(
            _row(point, line, is_judged, line.series.label if successors else "")
            for line in lines
            for point in line.points
        ),
        lines=tuple(lines),
    )


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


def moment_word(kind: str, on: date) -> str:
    """Name a moment in a table."""
    return f"{wording.occasion_word(kind)}, {short_date(on)}"


def _chart(
    child: str, first: Line, successors: Sequence[Line], axis: Axis, whose: str
) -> ProgressChart:
    scale, series, reference = first.scale, first.series, first.reference
    return ProgressChart(
        question=fill(scale.question.in_language("nl"), kind=child, informant=series.label),
        whose=whose,
        direction=scale.direction.in_language("nl"),
        informant=wording.informant(series.role),
        number=series.number,
        moments=_moments(first),
        lowest=scale.lowest,
        highest=scale.highest,
        ticks=ticks_of(first),
        band=_band(first),
        joined=reference is not None,
        shown_values=reference is not None,
        notice=wording.FICTITIOUS if first.questionnaire.fictitious else None,
        conclusion=_conclusions(first, successors),
        unknown=wording.unknown(
            first.claimed,
            has_verdict=first.change.verdict is not None,
            is_late=any(point.late for point in series.points),
        ),
        spans=axis.spans,
        events=axis.events,
        successors=tuple(
            Successor(
                on=line.series.joined_on,
                word=wording.OTHER_TEACHER,
                number=line.series.number,
                moments=_moments(line),
                band=_band(line),
            )
            for line in successors
        ),
    )


def _moments(line: Line) -> tuple[Moment, ...]:
    return tuple(
        Moment(
            point.on,
            wording.occasion_word(point.occasion_kind),
            point.value,
            wording.gap(point.reason),
            wording.remark(point.mode, is_late=point.late),
        )
        for point in line.points
    )


def _band(line: Line) -> Band | None:
    reference, first = line.reference, line.series.first()
    if reference is None or first is None or first.value is None:
        return None
    half = Z_95 * difference_sd(reference.sd, reference.reliability)
    return Band(
        low=first.value - half,
        high=first.value + half,
        words="in deze band kan het toeval zijn",
    )


def _conclusions(first: Line, successors: Sequence[Line]) -> str:
    """Say first and last of every rater; that one measurement is no line is said once."""
    said = [_conclusion(first)]
    for line in successors:
        said += [wording.THEN_ANOTHER, _conclusion(line)]
    if any(
        (line.change.first is None) != (line.change.last is None) for line in (first, *successors)
    ):
        said.append(wording.ONE_IS_NO_LINE)
    if successors:
        said.append(wording.NOT_JOINED)
    return " ".join(said)


def _conclusion(line: Line) -> str:
    change, scale = line.change, line.scale
    first, last = change.first, change.last
    sentence = wording.conclusion_in_words(_said(first, line), _said(last, line))
    if (
        change.verdict is not None
        and first is not None
        and last is not None
        and first.value is not None
        and last.value is not None
    ):
        best = scale.highest if scale.higher_is_better else scale.lowest
        sentence = wording.conclusion_of_change(
            change.verdict,
            first.value,
            last.value,
            scale.direction.in_language("nl"),
            first.value != best,
        )
    natural = _natural(line)
    return f"{natural} {sentence}" if natural else sentence


def _natural(line: Line) -> str:
    """Say what had changed before the help began, from nomination to intake."""
    before = line.change.before
    if before is None or before.first is None or before.last is None:
        return ""
    from_, to = said(before.first, line), said(before.last, line)
    return wording.natural_change(from_, to, before.verdict)


def _said(point: Point | None, line: Line) -> tuple[str, str] | None:
    if point is None:
        return None
    return wording.occasion_word(point.occasion_kind), said(point, line)


def _row(point: Point, line: Line, is_judged: bool, label: str) -> tuple[str, ...]:
    reference, scale, first = line.reference, line.scale, line.change.first
    remarks = [label, wording.remark(point.mode, is_late=point.late)]
    noted = "; ".join(filter(None, remarks))
    moment = moment_word(point.occasion_kind, point.on) + (f" ({noted})" if noted else "")
    blank = ("–",) * 3 if is_judged else ()
    if point.value is None and point.reason is None:
        return moment, "niet ingevuld", *blank
    if not is_judged:
        return moment, said(point, line)
    if point.value is None:
        return moment, wording.not_computable(point.reason), *blank
    if reference is None:
        return moment, decimal_comma(point.value), *blank
    half = Z_95 * standard_error_of_measurement(reference.sd, reference.reliability)
    low, high = max(scale.lowest, point.value - half), min(scale.highest, point.value + half)
    between = f"{decimal_comma(low)} en {decimal_comma(high)}"
    if first is None or first.value is None or point is first:
        return moment, decimal_comma(point.value), between, "–", "–"
    step = change_of_pair(
        first.value,
        point.value,
        sd=reference.sd,
        reliability=reference.reliability,
        higher_is_better=scale.higher_is_better,
    )
    return (
        moment,
        decimal_comma(point.value),
        between,
        signed(point.value - first.value),
        wording.meaning(step.category),
    )
