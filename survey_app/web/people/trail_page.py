"""Preparing who looked, for somebody who leads: by day, in words, and never about which child."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from operator import itemgetter

from survey_app.audit.reading import Acted, TrailLine, Whose
from survey_app.audit.tried import is_alarming, told
from survey_app.audit.words import roles_in_words
from survey_app.charts.words import enumerated
from survey_app.clock import local_date
from survey_app.dutch import counted, day_seen_from
from survey_app.web.coach.trail_page import times_of

Objects = Sequence[str]
AboutWhom = Callable[[str, Objects], str]
"""Says what some objects are that one person did something with, in words; "" for nothing."""


@dataclass(frozen=True, slots=True)
class WatchedRow:
    """What somebody did on one day: with how much, and when."""

    who: str
    role: str
    what: str
    small: str
    is_alarming: bool


@dataclass(frozen=True, slots=True)
class WatchedDay:
    """The rows of one day: what was refused or opened in an emergency first."""

    title: str
    rows: tuple[WatchedRow, ...]


@dataclass(frozen=True, slots=True)
class WatchPage:
    """Who looked, a part of it, and by whom one may look for it.

    `alarms` are of the last weeks and stand in no day again; there are more than are shown when
    `has_more_alarms`.
    """

    heading: str
    lead: str
    alarms_heading: str
    no_alarms: str
    alarms: tuple[WatchedRow, ...]
    has_more_alarms: bool
    days: tuple[WatchedDay, ...]
    people: tuple[tuple[str, str], ...]
    by_id: str
    address: str
    is_first: bool
    newest_url: str
    older_url: str | None


@dataclass(slots=True)
class _Gathered:
    """The lines of one day that read the same."""

    line: TrailLine
    moments: list[datetime] = field(default_factory=list)
    objects: list[str] = field(default_factory=list)


def days_of(lines: Sequence[TrailLine], today: date, about: AboutWhom) -> tuple[WatchedDay, ...]:
    """Return lines by day; what somebody did more often that day is one row."""
    days: dict[date, dict[tuple[str, str, str], _Gathered]] = {}
    for line in lines:
        what = (line.who, roles_in_words(line.roles), told(line.act, line.outcome))
        rows = days.setdefault(local_date(line.at), {})
        row = rows.setdefault(what, _Gathered(line))
        row.moments.append(line.at)
        if line.object_id is not None:
            row.objects.append(line.object_id)
    return tuple(
        WatchedDay(
            day_seen_from(day, today),
            tuple(
                sorted(
                    (_row(*what, row, about) for what, row in rows.items()),
                    key=lambda row: not row.is_alarming,
                )
            ),
        )
        for day, rows in sorted(days.items(), key=itemgetter(0), reverse=True)
    )


def with_its_day(days: Sequence[WatchedDay]) -> tuple[WatchedRow, ...]:
    """Return the rows of some days as one list, each with its day."""
    return tuple(
        replace(row, small=f"{day.title} · {row.small}") for day in days for row in day.rows
    )


def whole_days(lines: Sequence[TrailLine], most: int) -> tuple[Sequence[TrailLine], int | None]:
    """Return lines of days that fit whole, and the place in the trail before which the rest is.

    A day of more lines than fit is cut.
    """
    if len(lines) <= most:
        return lines, None
    cut_off = local_date(lines[most].at)
    whole = [each for each in lines[:most] if local_date(each.at) != cut_off] or lines[:most]
    return whole, whole[-1].position


def people_of(acted: Sequence[Acted]) -> tuple[tuple[str, str], ...]:
    """Return who can be chosen, by name: an id and a name."""
    known = {each.person_id: each.who for each in acted if each.person_id is not None}
    return tuple(sorted(known.items(), key=lambda each: (each[1], each[0])))


def of_trajects(owners: Mapping[str, Whose]) -> AboutWhom:
    """Return what says of how many trajects of which coach objects are."""

    def about(who: str, objects: Objects) -> str:
        found = {owners[each] for each in objects if each in owners}
        counts = Counter(each.coach for each in found)
        return enumerated(
            [
                f"{counted(count, 'traject', 'trajecten')} van {coach}"
                for coach, count in sorted(counts.items())
            ]
        )

    return about


def of_people(names: Mapping[str, str]) -> AboutWhom:
    """Return what says whose accounts objects are; that of who did it goes without saying."""

    def about(who: str, objects: Objects) -> str:
        found = {names[each] for each in objects if each in names} - {who}
        return enumerated(sorted(found))

    return about


def _row(who: str, role: str, what: str, row: _Gathered, about: AboutWhom) -> WatchedRow:
    parts = (about(who, row.objects), times_of(row.moments))
    return WatchedRow(
        who=who,
        role=role,
        what=what,
        small=" · ".join(each for each in parts if each),
        is_alarming=is_alarming(row.line.act, row.line.outcome),
    )
