"""What lies on the time axis of every chart of a traject: holidays, pauses, life events."""

from collections.abc import Iterable, Sequence
from datetime import date

from survey_app.charts import Event, Span
from survey_app.reports.lines import Axis
from survey_app.trajects.calendar import SchoolCalendar
from survey_app.trajects.models import TrajectEvent


def axis_of(
    days: Iterable[date], happened: Sequence[TrajectEvent], calendar: SchoolCalendar
) -> Axis:
    """Return what a chart over these days shows beside its scores.

    An event outside the days that were measured is on the page, and not in the picture.
    """
    shown = sorted(days)
    if not shown:
        return Axis()
    first, last = shown[0], shown[-1]
    holidays = [
        Span(each.first, each.last, each.word.lower(), "holiday")
        for each in calendar.holidays(first, last)
    ]
    pauses = [
        Span(each.first_on, each.last_on, each.words, "pause")
        for each in happened
        if each.last_on is not None and each.first_on <= last and each.last_on >= first
    ]
    return Axis(
        spans=tuple(sorted((*holidays, *pauses), key=lambda span: span.first)),
        events=tuple(
            Event(each.first_on, each.words)
            for each in happened
            if each.last_on is None and first <= each.first_on <= last
        ),
    )
