"""The report of one traject.

Series per informant and scale, their change, and the answers in words.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from survey_app.charts import Band, Moment, ProgressChart, Tick, in_words
from survey_app.definitions import Method, Questionnaire, Scale, fill
from survey_app.dutch import decimal_comma, short_date, signed
from survey_app.effects import (
    PairChange,
    change_of_pair,
    difference_sd,
    standard_error_of_measurement,
)
from survey_app.measurements.pairing import Point, Series, series_of
from survey_app.measurements.queries import AskedLine, Placed
from survey_app.reports import wording

ReadDefinition = Callable[[str], Questionnaire]
"""From a fingerprint to the version that was answered."""
Z_95 = 1.96


@dataclass(frozen=True, slots=True)
class Judge:
    """The spread and reliability a change of one child is judged by, from a named reference."""

    sd: float
    reliability: float


@dataclass(frozen=True, slots=True)
class Change:
    """The change of one scale from intake to the last follow-up.

    Verdict only where evidence allows it.
    """

    first: Point | None
    last: Point | None
    difference: float | None
    verdict: PairChange | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class ScaleReport:
    """One scale of one informant."""

    key: str
    chart: ProgressChart
    change: Change
    badge: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ItemReport:
    """One item with the answer in words at each moment.

    `for_talk` is False for what is meant for the coach alone: the wish for contact.
    """

    key: str
    text: str
    parallel: str | None
    answers: tuple[str, ...]
    for_talk: bool


@dataclass(frozen=True, slots=True)
class InformantReport:
    """All that one informant answered on one list."""

    informant_id: str
    fingerprint: str
    role: str
    number: int
    label: str
    title: str
    scales: tuple[ScaleReport, ...]
    moments: tuple[str, ...]
    items: tuple[ItemReport, ...]
    badge: str


def report_of(
    child: str,
    responses: Iterable[Placed],
    asked: Iterable[AskedLine],
    read: ReadDefinition,
    today: date,
) -> list[InformantReport]:
    """Return the reports of a traject: child, parents, teachers, one per informant and list."""
    placed = list(responses)
    lines = list(asked)
    all_series = series_of(placed)
    groups: dict[tuple[str, str], list[Placed]] = {}
    for each in placed:
        groups.setdefault((each.informant_id, each.fingerprint), []).append(each)
    reports = []
    for (informant_id, fingerprint), answered in groups.items():
        questionnaire = read(fingerprint)
        gaps = _gaps(lines, informant_id, fingerprint, today)
        own = [
            series
            for series in all_series
            if (series.informant_id, series.fingerprint) == (informant_id, fingerprint)
        ]
        first = answered[0]
        reports.append(
            InformantReport(
                informant_id=informant_id,
                fingerprint=fingerprint,
                role=first.role,
                number=first.number,
                label=first.label,
                title=questionnaire.title.in_language("nl"),
                scales=tuple(
                    _scale_report(child, questionnaire, series, gaps)
                    for series in _in_order(questionnaire, own)
                ),
                moments=tuple(_moment_word(each) for each in answered),
                items=_items(child, questionnaire, answered),
                badge=wording.badge(questionnaire),
            )
        )
    return sorted(reports, key=lambda report: (report.role, report.number, report.title))


def change_of(series: Series, questionnaire: Questionnaire) -> Change:
    """Return the change of a series, with the reliable-change rule from evidence stage 2 on.

    A missing intake or follow-up is a reason, never "unchanged".
    """
    first, last = series.first(), series.last()
    before = first.value if first else None
    after = last.value if last else None
    reason = "no_pre" if before is None else "no_post" if after is None else None
    difference = after - before if before is not None and after is not None else None
    reference = usable_reference(questionnaire, series)
    verdict = None
    if reference is not None and difference is not None:
        verdict = change_of_pair(
            before,
            after,
            sd=reference.sd,
            reliability=reference.reliability,
            higher_is_better=questionnaire.scale(series.scale).higher_is_better,
        )
    return Change(first, last, difference, verdict, reason)


def usable_reference(questionnaire: Questionnaire, series: Series) -> Judge | None:
    """Return what a change of one child may be judged by, or None.

    Stage, informant, reliability.
    """
    if questionnaire.evidence.stage < wording.VERDICT_STAGE:
        return None
    for reference in questionnaire.scale(series.scale).references:
        sd, reliability = reference.sd, reference.reliability
        if reference.informant.value != series.role or sd is None or reliability is None:
            continue
        if reliability >= wording.LOWEST_RELIABILITY:
            return Judge(sd, reliability)
    return None


def _in_order(questionnaire: Questionnaire, series: list[Series]) -> list[Series]:
    order = [scale.key for scale in questionnaire.scales]
    return sorted(series, key=lambda each: order.index(each.scale))


def _gaps(lines: list[AskedLine], informant_id: str, fingerprint: str, today: date) -> list[Point]:
    """Return the moments that passed without an answer."""
    return [
        Point(line.occasion_kind, line.occasion_id, line.opens_on, None, None)
        for line in lines
        if line.informant_id == informant_id
        and line.fingerprint == fingerprint
        and line.submitted_at is None
        and line.closes_on < today
    ]


def _scale_report(
    child: str, questionnaire: Questionnaire, series: Series, gaps: list[Point]
) -> ScaleReport:
    scale = questionnaire.scale(series.scale)
    words = wording.option_words(questionnaire, scale, "nl") if scale.method is Method.MEAN else {}
    reference = usable_reference(questionnaire, series)
    change = change_of(series, questionnaire)
    points = sorted((*series.points, *gaps), key=lambda point: point.on)
    return ScaleReport(
        key=scale.key,
        chart=_chart(child, questionnaire, scale, series, points, words, reference, change),
        change=change,
        badge=wording.badge(questionnaire),
        columns=("Moment", "Score", "Ligt tussen", "Verschil met intake", "Betekenis")
        if reference
        else ("Moment", "In woorden"),
        rows=tuple(_row(point, words, reference, change, scale) for point in points),
    )


def _chart(
    child: str,
    questionnaire: Questionnaire,
    scale: Scale,
    series: Series,
    points: list[Point],
    words: dict[float, str],
    reference: Judge | None,
    change: Change,
) -> ProgressChart:
    direction = scale.direction.in_language("nl")
    return ProgressChart(
        question=fill(scale.question.in_language("nl"), kind=child, informant=series.label),
        whose=f"{wording.whose(series.role, series.number, child)}.",
        direction=direction,
        informant=wording.informant(series.role),
        number=series.number,
        moments=tuple(
            Moment(
                point.on,
                wording.occasion_word(point.occasion_kind),
                point.value,
                wording.gap(point.reason),
            )
            for point in points
        ),
        lowest=scale.lowest,
        highest=scale.highest,
        ticks=_ticks(scale, words),
        band=_band(change, reference, scale),
        joined=reference is not None,
        shown_values=reference is not None,
        notice=wording.FICTITIOUS if questionnaire.fictitious else None,
        conclusion=_conclusion(change, words, direction, scale),
        unknown=wording.unknown(questionnaire, change.verdict is not None),
    )


def _ticks(scale: Scale, words: dict[float, str]) -> tuple[Tick, ...]:
    if words:
        return tuple(Tick(value, word) for value, word in sorted(words.items()))
    middle = (scale.lowest + scale.highest) / 2
    return tuple(
        Tick(value, decimal_comma(value, 0)) for value in (scale.lowest, middle, scale.highest)
    )


def _band(change: Change, reference: Judge | None, scale: Scale) -> Band | None:
    if reference is None or change.first is None or change.first.value is None:
        return None
    half = Z_95 * difference_sd(reference.sd, reference.reliability)
    return Band(
        low=change.first.value - half,
        high=change.first.value + half,
        words="in deze band kan het toeval zijn",
    )


def _conclusion(change: Change, words: dict[float, str], direction: str, scale: Scale) -> str:
    first, last = change.first, change.last
    if (
        change.verdict is not None
        and first is not None
        and last is not None
        and first.value is not None
        and last.value is not None
    ):
        best = scale.highest if scale.higher_is_better else scale.lowest
        return wording.conclusion_of_change(
            change.verdict, first.value, last.value, direction, first.value != best
        )
    return wording.conclusion_in_words(_said(first, words, scale), _said(last, words, scale))


def _said(point: Point | None, words: dict[float, str], scale: Scale) -> tuple[str, str] | None:
    if point is None:
        return None
    return wording.occasion_word(point.occasion_kind), _value(point, words, scale)


def _value(point: Point, words: dict[float, str], scale: Scale) -> str:
    if point.value is None:
        return wording.not_computable(point.reason)
    return in_words(point.value, _ticks(scale, words)) if words else decimal_comma(point.value)


def _row(
    point: Point,
    words: dict[float, str],
    reference: Judge | None,
    change: Change,
    scale: Scale,
) -> tuple[str, ...]:
    moment = f"{wording.occasion_word(point.occasion_kind)}, {short_date(point.on)}"
    if point.value is None and point.reason is None:
        blank = ("niet ingevuld",)
        return (moment, *blank, *(("–",) * 3 if reference else ()))
    if reference is None:
        return moment, _value(point, words, scale)
    if point.value is None:
        return moment, wording.not_computable(point.reason), "–", "–", "–"
    half = Z_95 * standard_error_of_measurement(reference.sd, reference.reliability)
    low, high = max(scale.lowest, point.value - half), min(scale.highest, point.value + half)
    between = f"{decimal_comma(low)} en {decimal_comma(high)}"
    first = change.first
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


def _moment_word(placed: Placed) -> str:
    return f"{wording.occasion_word(placed.occasion_kind)}, {short_date(placed.answered_on)}"


def _items(
    child: str, questionnaire: Questionnaire, answered: list[Placed]
) -> tuple[ItemReport, ...]:
    scored = {key for scale in questionnaire.scales for key in scale.items}
    shown = [
        item
        for item in questionnaire.items
        if any(item.key in each.answers or item.key in each.missing for each in answered)
        and not all(each.missing.get(item.key) == "not_shown" for each in answered)
    ]
    return tuple(
        ItemReport(
            key=item.key,
            text=fill(item.text.in_language("nl"), kind=child, informant=""),
            parallel=item.parallel,
            answers=tuple(
                item.option(each.answers[item.key]).text.in_language("nl")
                if item.key in each.answers
                else wording.MISSING[each.missing.get(item.key, "not_shown")]
                for each in answered
            ),
            for_talk=item.key in scored or not questionnaire.scales,
        )
        for item in shown
    )
