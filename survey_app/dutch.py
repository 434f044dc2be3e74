"""Dates and numbers in Dutch words, the same on pages, in charts' tables and in messages."""

from datetime import date, datetime

from survey_app.clock import LOCAL

WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
SHORT_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def day_in_words(on: date) -> str:
    """Return a day as "dinsdag 3 maart"."""
    return f"{WEEKDAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1]}"


def date_in_words(on: date) -> str:
    """Return a date as "3 maart 2026"."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def short_date(on: date) -> str:
    """Return a date as "3 mrt"."""
    return f"{on.day} {SHORT_MONTHS[on.month - 1]}"


def time_in_words(moment: datetime, today: date) -> str:
    """Return a moment as "vandaag, 9.12 uur", "gisteren, 20.41 uur" or "3 mrt, 8.05 uur"."""
    local = moment.astimezone(LOCAL)
    days = (today - local.date()).days
    day = {0: "vandaag", 1: "gisteren"}.get(days) or short_date(local.date())
    return f"{day}, {local.hour}.{local.minute:02d} uur"


def counted(count: int, one: str, more: str) -> str:
    """Return "1 antwoord" or "3 antwoorden"."""
    return f"{count} {one if count == 1 else more}"
