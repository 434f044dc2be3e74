"""The twin table of one scale: what was measured and what happened meanwhile."""

from collections.abc import Sequence

from survey_app.charts import ProgressChart
from survey_app.charts.values import events_within, spans_within
from survey_app.charts.words import NOTHING, Row, happened, in_time
from survey_app.dutch import decimal_comma, short_date, signed
from survey_app.effects import change_of_pair, standard_error_of_measurement
from survey_app.measurements.pairing import Point
from survey_app.reports import wording
from survey_app.reports.lines import Z_95, Line, said

JUDGED = ("Moment", "Score", "Ligt tussen", "Verschil met intake", "Betekenis")
IN_WORDS = ("Moment", "In woorden")


def rows_of(lines: Sequence[Line], chart: ProgressChart, is_judged: bool) -> tuple[Row, ...]:
    """Return what was measured and what happened meanwhile, in the order of time."""
    blank = (NOTHING,) * 3 if is_judged else ()
    dated = [
        (point.on, _row(point, line, is_judged, line.series.label if len(lines) > 1 else ""))
        for line in lines
        for point in line.points
    ]
    shown = spans_within(chart.spans, chart.days), events_within(chart.events, chart.days)
    dated += [
        (each.on, (f"{each.word}, {each.when}", each.kind, *blank)) for each in happened(*shown)
    ]
    return tuple(in_time(dated))


def _row(point: Point, line: Line, is_judged: bool, label: str) -> Row:
    reference, scale, first = line.reference, line.scale, line.change.first
    remarks = [label, wording.remark(point.mode, is_late=point.late)]
    noted = "; ".join(filter(None, remarks))
    day = short_date(point.on, with_year=True)
    moment = f"{wording.occasion_word(point.occasion_kind)}, {day}" + (
        f" ({noted})" if noted else ""
    )
    blank = (NOTHING,) * 3 if is_judged else ()
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
        return moment, decimal_comma(point.value), between, NOTHING, NOTHING
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
