"""The report of one traject.

Series per informant and scale, their change, and the answers in words.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from survey_app.charts import Band, Moment, ProgressChart, Tick, in_words
from survey_app.definitions import (
    Evidence,
    Method,
    Questionnaire,
    Scale,
    evidence_of_form,
    evidence_of_scale,
    fill,
    lineage,
)
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
from survey_app.reports.answers import ItemReport, items_of

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
    """One scale of one informant: one line of scores that may be compared.

    `fingerprint` is the version whose rules gave the latest of them.
    """

    key: str
    fingerprint: str
    chart: ProgressChart
    change: Change
    badge: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class InformantReport:
    """All that one informant answered on one list, in versions that go on from each other.

    `fingerprints` are those that were answered, the latest first. `care` says per moment why its
    answers are to be read with care; most often it is empty.
    """

    informant_id: str
    fingerprints: tuple[str, ...]
    role: str
    number: int
    label: str
    title: str
    scales: tuple[ScaleReport, ...]
    moments: tuple[str, ...]
    care: tuple[str, ...]
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
    versions = lineage(
        read(fingerprint)
        for each in placed
        for fingerprint in (
            each.fingerprint,
            *(score.fingerprint for score in each.scores.values()),
        )
    )
    series = series_of(placed, versions)
    groups: dict[tuple[str, str], list[Placed]] = {}
    latest: dict[tuple[str, str], str] = {}
    for each in placed:
        newest = versions.lists[each.fingerprint]
        groups.setdefault((each.informant_id, newest), []).append(each)
        latest[(each.informant_id, read(each.fingerprint).key)] = newest
    reports = [
        _informant_report(
            child,
            answered,
            [
                each
                for each in series
                if (each.informant_id, versions.lists[each.answered]) == (informant_id, newest)
            ],
            lines,
            read,
            today,
            is_latest=newest in latest.values(),
        )
        for (informant_id, newest), answered in groups.items()
    ]
    return sorted(reports, key=lambda report: (report.role, report.number, report.title))


def _informant_report(
    child: str,
    answered: list[Placed],
    series: list[Series],
    lines: list[AskedLine],
    read: ReadDefinition,
    today: date,
    *,
    is_latest: bool,
) -> InformantReport:
    last = answered[-1]
    questionnaire = read(last.fingerprint)
    fingerprints = tuple(dict.fromkeys(each.fingerprint for each in reversed(answered)))
    gaps = _gaps(lines, last.informant_id, fingerprints, today)
    claimed = evidence_of_form(questionnaire, {each.language for each in answered})
    return InformantReport(
        informant_id=last.informant_id,
        fingerprints=fingerprints,
        role=last.role,
        number=last.number,
        label=last.label,
        title=questionnaire.title.in_language("nl"),
        scales=tuple(
            _scale_report(
                child,
                read(each.fingerprint),
                each,
                gaps,
                goes_on=is_latest and each.points[-1].occasion_id == last.occasion_id,
            )
            for each in _in_order(questionnaire, series)
        ),
        moments=tuple(_moment_word(each) for each in answered),
        care=tuple(wording.care(each.quality) for each in answered),
        items=items_of(child, [read(each.fingerprint) for each in answered], answered),
        badge=wording.badge(questionnaire, claimed),
    )


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
    if _claimed(questionnaire, series).stage < wording.VERDICT_STAGE:
        return None
    for reference in questionnaire.scale(series.scale).references:
        sd, reliability = reference.sd, reference.reliability
        if reference.informant.value != series.role or sd is None or reliability is None:
            continue
        if reliability >= wording.LOWEST_RELIABILITY:
            return Judge(sd, reliability)
    return None


def _claimed(questionnaire: Questionnaire, series: Series) -> Evidence:
    return evidence_of_scale(questionnaire, series.scale, series.languages)


def _in_order(questionnaire: Questionnaire, series: list[Series]) -> list[Series]:
    """Return the scales of the newest version in its order, then those it no longer has."""
    order = [scale.key for scale in questionnaire.scales]
    return sorted(
        series, key=lambda each: order.index(each.scale) if each.scale in order else len(order)
    )


def _gaps(
    lines: list[AskedLine], informant_id: str, fingerprints: tuple[str, ...], today: date
) -> list[Point]:
    """Return the moments that passed without an answer."""
    return [
        Point(line.occasion_kind, line.occasion_id, line.opens_on, None, None)
        for line in lines
        if line.informant_id == informant_id
        and line.fingerprint in fingerprints
        and line.submitted_at is None
        and line.closes_on < today
    ]


def _scale_report(
    child: str, questionnaire: Questionnaire, series: Series, gaps: list[Point], *, goes_on: bool
) -> ScaleReport:
    """Report one line; one that ended with an earlier version says so and misses nothing later."""
    scale = questionnaire.scale(series.scale)
    words = wording.option_words(questionnaire, scale, "nl") if scale.method is Method.MEAN else {}
    reference = usable_reference(questionnaire, series)
    change = change_of(series, questionnaire)
    missed = gaps if goes_on else []
    points = sorted((*series.points, *missed), key=lambda point: point.on)
    whose = f"{wording.whose(series.role, series.number, child)}."
    if not goes_on:
        whose += f" {wording.EARLIER_VERSION}"
    return ScaleReport(
        key=scale.key,
        fingerprint=series.fingerprint,
        chart=_chart(child, questionnaire, scale, series, points, words, reference, change, whose),
        change=change,
        badge=wording.badge(questionnaire, _claimed(questionnaire, series)),
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
    whose: str,
) -> ProgressChart:
    direction = scale.direction.in_language("nl")
    return ProgressChart(
        question=fill(scale.question.in_language("nl"), kind=child, informant=series.label),
        whose=whose,
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
        unknown=wording.unknown(
            _claimed(questionnaire, series), has_verdict=change.verdict is not None
        ),
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
