"""A progress chart in Dutch words: the description for a screen reader, the twin table."""

from datetime import date

from survey_app.charts.progress import ProgressChart
from survey_app.charts.values import Band, Days, Event, Moment, Span, events_within, spans_within
from survey_app.charts.words import (
    Row,
    Table,
    happened,
    happened_sentences,
    in_time,
    in_words,
    moment_cell,
    moment_sentence,
    name_of,
    prose,
)
from survey_app.dutch import date_in_words, decimal_comma, short_date


def score_text(chart: ProgressChart, moment: Moment) -> str:
    """Say one score as this chart may say it: as a number, in words, or why it is missing."""
    value = moment.value
    if value is None:
        return moment.gap
    if chart.shown_values:
        return decimal_comma(value, chart.digits)
    return in_words(value, chart.ticks)


def progress_table(chart: ProgressChart, days: Days | None = None) -> Table:
    """Return one row per measurement, gaps too, change of rater and what happened, in time.

    Under them a row per band, which has no day: with two raters it names whose it is.
    The score is a number when the chart shows numbers, else it is said in words. `days` is the time
    axis when the chart shares it with others.
    """
    dated: list[tuple[date, Row]] = []
    bands = []
    for place, series in enumerate(chart.series):
        if place:
            change = chart.successors[place - 1]
            day = short_date(change.on, with_year=True)
            name = name_of(chart.informant, change.number)
            dated.append((change.on, (f"{change.word}, {day}", name)))
        dated += [
            (moment.on, (moment_cell(moment), score_text(chart, moment)))
            for moment in series.moments
        ]
        if series.band is not None:
            whose = f", {name_of(chart.informant, series.number)}" if chart.successors else ""
            bands.append((f"{series.band.words}{whose}", _range(series.band)))
    dated += [
        (each.on, (f"{each.word}, {each.when}", each.kind))
        for each in happened(*_happened(chart, days))
    ]
    columns = ("Moment", "Score" if chart.shown_values else "In woorden")
    return Table(columns, (*in_time(dated), *bands))


def progress_description(chart: ProgressChart, days: Days | None = None) -> str:
    """Return whose view, direction, every point, the bands, what happened, what can be said."""
    sentences = [chart.whose, chart.direction]
    for place, series in enumerate(chart.series):
        if place:
            change = chart.successors[place - 1]
            sentences.append(f"{change.word} vanaf {date_in_words(change.on)}")
        sentences += [
            moment_sentence(moment, score_text(chart, moment)) for moment in series.moments
        ]
        if series.band is not None:
            sentences.append(f"{series.band.words}: {_range(series.band)}")
    sentences += happened_sentences(*_happened(chart, days))
    return prose([*sentences, chart.notice or "", chart.conclusion, chart.unknown])


def _happened(
    chart: ProgressChart, days: Days | None
) -> tuple[tuple[Span, ...], tuple[Event, ...]]:
    days = days or chart.days
    return spans_within(chart.spans, days), events_within(chart.events, days)


def _range(band: Band) -> str:
    return f"van {decimal_comma(band.low)} tot {decimal_comma(band.high)}"
