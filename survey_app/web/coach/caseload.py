"""The table of the own trajects on the page of today, and how it is searched.

Names are sealed in the database, so they are searched here, in what the page reads anyway.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import url_for

from survey_app.dutch import counted, short_date
from survey_app.measurements.queries import AskedLine
from survey_app.reports import wording
from survey_app.trajects.queries import CaseloadRow
from survey_app.web.coach.coming import Moment, moments_of
from survey_app.web.coach.pages import Caseload, CaseRow, CaseSearch, Choice

RUNNING, ENDED, ALL = "lopend", "afgesloten", "alle"
STATES: Final = {RUNNING: "loopt", ENDED: "afgesloten", ALL: "alle"}
LONGEST_WORDS: Final = 80
READ_AT_A_GLANCE: Final = 8
"""A table of so many rows needs no search."""
PLACE: Final = "trajecten"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was looked for: words, a school, and whether a traject runs."""

    words: str = ""
    school_id: str = ""
    state: str = RUNNING

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Wanted":
        """Read it from the address; what cannot be is not looked for."""
        state = asked.get("stand", RUNNING)
        return cls(
            words=" ".join(asked.get("zoek", "")[:LONGEST_WORDS].split()),
            school_id=asked.get("school", ""),
            state=state if state in STATES else RUNNING,
        )


def caseload(
    cases: Sequence[CaseloadRow], lines: Iterable[AskedLine], wanted: Wanted, today: date
) -> Caseload:
    """Return the trajects that were looked for, by name; those that run unless told."""
    schools = sorted({(each.school_name, each.traject.school_id) for each in cases})
    known = wanted.school_id if wanted.school_id in {each for _, each in schools} else ""
    parts = _plain(wanted.words).split()
    found = [
        each
        for each in cases
        if (wanted.state == ALL or (each.traject.ended_on is not None) == (wanted.state == ENDED))
        and known in ("", each.traject.school_id)
        and all(part in _searched(each) for part in parts)
    ]
    found.sort(key=lambda each: (_plain(each.traject.child_name), each.traject.started_at))
    moments: dict[str, list[Moment]] = {}
    for moment in moments_of(lines):
        moments.setdefault(moment.traject_id, []).append(moment)
    has_ended = any(each.traject.ended_on is not None for each in cases)
    is_narrowed = bool(parts or known or wanted.state != RUNNING)
    return Caseload(
        told=_told(len(found), wanted.state, is_narrowed=bool(parts or known)),
        search=_search(schools, wanted, known, is_narrowed=is_narrowed)
        if len(cases) > READ_AT_A_GLANCE or has_ended or is_narrowed
        else None,
        rows=tuple(_row(each, moments.get(each.traject.id, ()), today) for each in found),
        names_school=len(schools) > 1,
    )


def _search(
    schools: Sequence[tuple[str, str]], wanted: Wanted, school_id: str, *, is_narrowed: bool
) -> CaseSearch:
    here = url_for("coach.today")
    return CaseSearch(
        action=f"{here}#{PLACE}",
        words=wanted.words,
        longest=LONGEST_WORDS,
        schools=(
            Choice("", "alle scholen", not school_id),
            *(Choice(each, name, each == school_id) for name, each in schools),
        )
        if len(schools) > 1
        else (),
        states=tuple(Choice(key, words, key == wanted.state) for key, words in STATES.items()),
        all_url=f"{here}?stand={ALL}#{PLACE}" if is_narrowed else None,
    )


def _told(count: int, state: str, *, is_narrowed: bool) -> str:
    if is_narrowed:
        return counted(count, "traject gevonden", "trajecten gevonden") + "."
    if state == ALL:
        return counted(count, "traject", "trajecten") + "."
    one, more = ("loopt", "lopen") if state == RUNNING else ("is afgesloten", "zijn afgesloten")
    return counted(count, f"traject {one}", f"trajecten {more}") + "."


def _searched(case: CaseloadRow) -> str:
    return _plain(f"{case.traject.child_name} {case.group_name} {case.school_name}")


def _plain(words: str) -> str:
    """Return words without accents and capitals, as somebody in a hurry types them."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))


def _row(case: CaseloadRow, moments: Sequence[Moment], today: date) -> CaseRow:
    traject = case.traject
    past = [each for each in moments if each.day <= today]
    ahead = [each for each in moments if each.day > today]
    now = _where(past[-1]) if past else "nog niets gevraagd"
    there = "coach.traject"
    if traject.ended_on is not None:
        now = f"afgesloten op {short_date(traject.ended_on)}"
    if traject.restricted_at is not None:
        now, there = "beperkt", "coach.child_data"
    return CaseRow(
        child=traject.child_name,
        group=case.group_name,
        school=case.school_name,
        since=short_date(traject.started_on, with_year=traject.started_on.year != today.year),
        now=now,
        coming=f"{wording.occasion_word(ahead[0].kind)} {short_date(ahead[0].day)}"
        if ahead
        else "",
        url=url_for(there, traject_id=traject.id),
    )


def _where(moment: Moment) -> str:
    asked = f"{moment.answered} van {len(moment.lines)} ingevuld"
    return f"{wording.occasion_word(moment.kind)}, {asked}"
