"""Dates and numbers as Dutch readers write them, the same on pages, in charts and in messages.

Never from the locale: a server in another language would say "Sep" or "Mär".
"""

import math
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

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


def day_seen_from(on: date, today: date) -> str:
    """Return a day as "dinsdag 3 maart", with its year where it could be taken for another one."""
    year = "" if abs((on - today).days) < 180 else f" {on.year}"
    return day_in_words(on) + year


def date_in_words(on: date) -> str:
    """Return a date as "3 maart 2026"."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def month_in_words(on: date) -> str:
    """Return the month of a day as "maart 2026"."""
    return f"{MONTHS[on.month - 1]} {on.year}"


def short_date(on: date, *, with_year: bool = False) -> str:
    """Return a date as "3 mrt", or "3 mrt 2026"."""
    year = f" {on.year}" if with_year else ""
    return f"{on.day} {SHORT_MONTHS[on.month - 1]}{year}"


def weekday_date(on: date) -> str:
    """Return a day nearby as "wo 4 mrt"."""
    return f"{WEEKDAYS[on.weekday()][:2]} {short_date(on)}"


def time_in_words(local: datetime, today: date) -> str:
    """Return a local moment as "vandaag, 9.12 uur", "gisteren, 20.41 uur" or "3 mrt, 8.05 uur"."""
    days = (today - local.date()).days
    day = {0: "vandaag", 1: "gisteren"}.get(days) or short_date(local.date())
    return f"{day}, {local.hour}.{local.minute:02d} uur"


def counted(count: int, one: str, more: str) -> str:
    """Return "1 antwoord" or "3 antwoorden"."""
    return f"{count} {one if count == 1 else more}"


def decimal_comma(x: float, digits: int = 1) -> str:
    """Write a number the Dutch way, rounded half up (away from nought).

    Parameters
    ----------
    x : float
        A finite number.
    digits : int
        Decimals to print.

    Returns
    -------
    str
        With a decimal comma and, below nought, a real minus sign.

    Examples
    --------
    >>> decimal_comma(3.25), decimal_comma(-1.35), decimal_comma(6, 0), decimal_comma(-0.04)
    ('3,3', '−1,4', '6', '0,0')
    """
    step = Decimal(1).scaleb(-digits)
    rounded = Decimal(repr(float(x))).quantize(step, rounding=ROUND_HALF_UP)
    sign = "−" if rounded < 0 else ""
    return sign + str(abs(rounded)).replace(".", ",")


def plain_number(value: float, digits: int = 3) -> str:
    """Write a number with as many decimals as it needs, at most `digits`.

    Examples
    --------
    >>> plain_number(2.5), plain_number(10), plain_number(5 / 3)
    ('2,5', '10', '1,667')
    """
    text = decimal_comma(value, digits)
    return text.rstrip("0").rstrip(",") if "," in text else text


def minutes_in_words(minutes: float) -> str:
    """Return how long something takes, in whole minutes and never less than that.

    Examples
    --------
    >>> minutes_in_words(0.4), minutes_in_words(2.0), minutes_in_words(2.1)
    ('1 minuut', '2 minuten', '3 minuten')
    """
    return counted(max(1, math.ceil(round(minutes, 2))), "minuut", "minuten")


def signed(value: float, digits: int = 1) -> str:
    """Return a difference with its sign: "+1,4", "−0,8", "0,0"."""
    text = decimal_comma(value, digits)
    return f"+{text}" if value > 0 and text.strip("0,") else text
