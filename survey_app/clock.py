"""The time, as an argument: services receive a clock, so that tests set it by hand."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Amsterdam")

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the current moment in UTC, with its zone."""
    return datetime.now(UTC)


def local_date(moment: datetime) -> date:
    """Return the calendar day of a moment as people in the Netherlands see it."""
    return moment.astimezone(LOCAL).date()
