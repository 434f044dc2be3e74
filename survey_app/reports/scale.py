"""One scale of one informant: the chart, its twin table, and what may be said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from survey_app.charts import Band, Moment, ProgressChart, Successor
from survey_app.definitions import fill
from survey_app.dutch import short_date
from survey_app.effects import difference_sd
from survey_app.measurements.pairing import Point
from survey_app.reports import wording
from survey_app.reports.change import Change
from survey_app.reports.lines import Z_95, Axis, Line, said, ticks_of
from survey_app.reports.pictures import Picture, key_of
from survey_app.reports.scale_table import IN_WORDS, JUDGED, rows_of


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
            list_title=self.lines[0].questionnaire.title.in_language("nl"),
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
    chart = _chart(child, first, successors, axis, whose)
    return ScaleReport(
        key=first.scale.key,
        fingerprint=first.series.fingerprint,
        chart=chart,
        change=first.change,
        badge=wording.badge(first.questionnaire, first.claimed),
        columns=JUDGED if is_judged else IN_WORDS,
        rows=rows_of(lines, chart, is_judged),
        lines=tuple(lines),
    )


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
