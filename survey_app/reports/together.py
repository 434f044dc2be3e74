"""Several scales of one informant in one picture: strength beside burden, and all side by side."""

from collections.abc import Sequence

from survey_app.charts import Plane, PlaneAxis, PlaneMoment, SmallMultiples, table_of
from survey_app.effects import difference_sd
from survey_app.measurements.pairing import Point
from survey_app.reports import wording
from survey_app.reports.lines import Z_95, Line, ticks_of
from survey_app.reports.pictures import Picture, key_of
from survey_app.reports.scale import ScaleReport

STRENGTH, BURDEN = "kracht", "last"


def plane_of(child: str, scales: Sequence[ScaleReport]) -> Picture | None:
    """Return strength and burden in one plane, from two moments on that have both.

    A burden that stays while strength grows is a result of its own; two charts apart hide it.
    """
    by_key = _alone(scales)
    lines = plane_lines(scales)
    if not lines:
        return None
    strength, burden = lines
    moments = _moments(burden, strength)
    complete = [each for each in moments if None not in (each.burden, each.strength)]
    if len(complete) < 2:
        return None
    series = strength.series
    chart = Plane(
        question=wording.plane_question(child),
        whose=by_key[STRENGTH].chart.whose,
        direction="Naar rechts is meer last, naar boven is meer kracht.",
        informant=wording.informant(series.role),
        number=series.number,
        burden=_axis("Last", burden),
        strength=_axis("Kracht", strength),
        moments=moments,
        shown_values=by_key[STRENGTH].chart.shown_values,
        notice=by_key[STRENGTH].chart.notice,
        unknown=by_key[STRENGTH].chart.unknown,
    )
    table = table_of(chart)
    return Picture(
        key=key_of(series.informant_id, by_key[STRENGTH].fingerprint, "vlak"),
        chart=chart,
        question=chart.question,
        whose=chart.whose,
        direction=chart.direction,
        conclusion=chart.said,
        unknown=chart.unknown,
        badge=by_key[STRENGTH].badge,
        list_title=strength.questionnaire.title.in_language("nl"),
        columns=table.columns,
        rows=table.rows,
    )


def plane_lines(scales: Sequence[ScaleReport]) -> tuple[Line, ...]:
    """Return the lines of strength and burden, or nothing where one of them is not there."""
    by_key = _alone(scales)
    if STRENGTH not in by_key or BURDEN not in by_key:
        return ()
    return by_key[STRENGTH].lines[0], by_key[BURDEN].lines[0]


def _alone(scales: Sequence[ScaleReport]) -> dict[str, ScaleReport]:
    """Return the scales that nobody took over, by key."""
    return {scale.key: scale for scale in scales if scale.chart.successors == ()}


def side_by_side(title: str, scales: Sequence[ScaleReport]) -> Picture | None:
    """Return all scales on equal axes beside each other, from two scales on that share an axis."""
    first = scales[0].chart if scales else None
    panels = [
        scale.chart
        for scale in scales
        if first is not None
        and (scale.chart.lowest, scale.chart.highest, scale.chart.ticks, scale.chart.shown_values)
        == (first.lowest, first.highest, first.ticks, first.shown_values)
    ]
    if first is None or len({panel.question for panel in panels}) < max(2, len(panels)):
        return None
    chart = SmallMultiples(
        question=title, whose=first.whose, panels=tuple(panels), unknown=first.unknown
    )
    table = table_of(chart)
    return Picture(
        key=key_of(scales[0].lines[0].series.informant_id, scales[0].fingerprint, "alles"),
        chart=chart,
        question=chart.question,
        whose=chart.whose,
        direction=" ".join(dict.fromkeys(panel.direction for panel in panels)),
        conclusion="",
        unknown=chart.unknown,
        badge=scales[0].badge,
        list_title=title,
        columns=table.columns,
        rows=table.rows,
    )


def _axis(word: str, line: Line) -> PlaneAxis:
    reference, scale = line.reference, line.scale
    return PlaneAxis(
        word=word,
        lowest=scale.lowest,
        highest=scale.highest,
        ticks=ticks_of(line),
        chance=Z_95 * difference_sd(reference.sd, reference.reliability) if reference else None,
    )


def _moments(burden: Line, strength: Line) -> tuple[PlaneMoment, ...]:
    by_moment: dict[str, list[Point | None]] = {}
    for place, line in enumerate((burden, strength)):
        for point in line.points:
            by_moment.setdefault(point.occasion_id, [None, None])[place] = point
    return tuple(
        PlaneMoment(
            on=known.on,
            word=wording.occasion_word(known.occasion_kind),
            burden=pair[0].value if pair[0] else None,
            strength=pair[1].value if pair[1] else None,
            gap=wording.gap(known.reason),
        )
        for pair in by_moment.values()
        if (known := pair[0] or pair[1]) is not None
    )
