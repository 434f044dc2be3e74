"""Preparing who looked at a traject and did something with it, by day and in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter

from survey_app.audit.reading import Acted, TrailLine
from survey_app.audit.tried import told
from survey_app.audit.words import roles_in_words
from survey_app.clock import LOCAL, local_date
from survey_app.dutch import counted, date_in_words, day_seen_from

TIMES_IN_SIGHT = 3


@dataclass(frozen=True, slots=True)
class ActedRow:
    """Somebody who acted, with how often and when last."""

    who: str
    role: str
    small: str


@dataclass(frozen=True, slots=True)
class TrailRow:
    """What somebody did on one day, with the times at which."""

    who: str
    role: str
    what: str
    at: str


@dataclass(frozen=True, slots=True)
class TrailDay:
    """The rows of one day, the last one first."""

    title: str
    rows: tuple[TrailRow, ...]


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Who looked, and a part of what was done."""

    child: str
    people: tuple[ActedRow, ...]
    days: tuple[TrailDay, ...]
    back_url: str
    is_first: bool
    printed_on: str
    newest_url: str
    older_url: str | None = None
    paper_url: str = ""


def people_of(acted: Sequence[Acted], today: date) -> tuple[ActedRow, ...]:
    """Return who acted, in words."""
    return tuple(
        ActedRow(
            each.who,
            roles_in_words(each.roles),
            f"{counted(each.times, 'keer', 'keer')}, het laatst op "
            f"{day_seen_from(local_date(each.last_at), today)}",
        )
        for each in acted
    )


def days_of(lines: Sequence[TrailLine], today: date) -> tuple[TrailDay, ...]:
    """Return lines by day, the last day first.

    The same thing done again that day is one row with more times.
    """
    days: dict[date, dict[tuple[str, str, str], list[datetime]]] = {}
    for line in lines:
        row = (line.who, roles_in_words(line.roles), told(line.act, line.outcome))
        days.setdefault(local_date(line.at), {}).setdefault(row, []).append(line.at)
    return tuple(
        TrailDay(
            day_seen_from(day, today),
            tuple(TrailRow(*row, times_of(moments)) for row, moments in rows.items()),
        )
        for day, rows in sorted(days.items(), key=itemgetter(0), reverse=True)
    )


def printed_on(today: date) -> str:
    """Return the day on which a paper is printed."""
    return date_in_words(today)


def position(given: str) -> int | None:
    """Return a place in the trail as it stands in an address, or None for what is none."""
    fits = given.isascii() and given.isdigit() and len(given) < 10
    return int(given) if fits else None


def times_of(moments: Sequence[datetime]) -> str:
    """Return the times of a day in their order: "9.12 en 10.02 uur"."""
    local = sorted(each.astimezone(LOCAL) for each in moments)
    times = list(dict.fromkeys(f"{each.hour}.{each.minute:02d}" for each in local))
    if len(times) > TIMES_IN_SIGHT:
        return f"{times[0]} tot {times[-1]} uur, {len(moments)} keer"
    return " en ".join((", ".join(times[:-1]), times[-1]) if len(times) > 1 else times) + " uur"
