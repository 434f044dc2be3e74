"""The chart in Dutch words: numbers, dates, the description for a screen reader, the twin table."""

from itertools import pairwise

from survey_app.charts.progress import Informant, Moment, ProgressChart, Tick
from survey_app.dutch import date_in_words, decimal_comma, short_date

INFORMANT_WORDS: dict[Informant, str] = {
    "child": "kind",
    "parent": "ouder",
    "teacher": "leerkracht",
    "coach": "coach",
}


def digits_of(chart: ProgressChart) -> int:
    """Return 0 when every score is a whole number, as with steps, else 1."""
    return 0 if all(float(value).is_integer() for _, value in chart.scored) else 1


def in_words(value: float, ticks: tuple[Tick, ...]) -> str:
    """Say where a score lies among the words of the axis.

    Parameters
    ----------
    value : float
        Score in points of the scale.
    ticks : tuple of Tick
        The words of the axis, in any order.

    Returns
    -------
    str
        The word itself at a tick, else "tussen soms en vaak", "onder …" or "boven …".

    Examples
    --------
    >>> ticks = (Tick(0, "nooit"), Tick(1, "soms"), Tick(2, "vaak"))
    >>> in_words(1.0, ticks), in_words(1.4, ticks)
    ('soms', 'tussen soms en vaak')
    """
    upward = sorted(ticks, key=lambda tick: tick.value)
    for tick in upward:
        if abs(tick.value - value) < 1e-9:
            return tick.word
    for below, above in pairwise(upward):
        if below.value < value < above.value:
            return f"tussen {below.word} en {above.word}"
    if value < upward[0].value:
        return f"onder {upward[0].word}"
    return f"boven {upward[-1].word}"


def score_text(chart: ProgressChart, moment: Moment) -> str:
    """Say one score as this chart may say it: as a number, in words, or why it is missing."""
    value = moment.value
    if value is None:
        return moment.gap
    if chart.shown_values:
        return decimal_comma(value, digits_of(chart))
    return in_words(value, chart.ticks)


def table_of(chart: ProgressChart) -> tuple[tuple[str, ...], ...]:
    """Return the same facts as the picture, as rows of a table.

    Parameters
    ----------
    chart : ProgressChart
        Gaps are rows too.

    Returns
    -------
    tuple of tuple of str
        One row per moment, by date: the moment with its date, and the score as a number when the
        chart shows numbers, else in words.
    """
    return tuple(
        (f"{moment.word}, {short_date(moment.on, with_year=True)}", score_text(chart, moment))
        for moment in chart.by_date
    )


def description_of(chart: ProgressChart) -> str:
    """Return everything the picture shows in sentences, for who does not see it.

    Parameters
    ----------
    chart : ProgressChart
        Empty sentences of the chart are left out.

    Returns
    -------
    str
        Whose view, direction, every point, the band, the notice, the conclusion, the unknown.
    """
    sentences = [chart.whose, chart.direction]
    sentences += [
        f"{moment.word}, {date_in_words(moment.on)}: {score_text(chart, moment)}"
        for moment in chart.by_date
    ]
    if chart.band is not None:
        low, high = decimal_comma(chart.band.low), decimal_comma(chart.band.high)
        sentences.append(f"{chart.band.words}: van {low} tot {high}")
    sentences += [chart.notice or "", chart.conclusion, chart.unknown]
    return " ".join(_sentence(text) for text in sentences if text.strip())


def _sentence(text: str) -> str:
    """Begin with a capital and end with a sign, whatever was given."""
    text = " ".join(text.split())
    ended = text if text[-1] in ".!?" else f"{text}."
    return ended[0].upper() + ended[1:]
