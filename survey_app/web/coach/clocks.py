"""Until when a signal can wait, in words, and who hears it when nobody looks."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from survey_app.dutch import WEEKDAYS, counted, day_in_words
from survey_app.measurements.deadlines import deadline
from survey_app.measurements.telling_ib import schools_with_ib
from survey_app.trajects.calendar import SchoolCalendar
from survey_app.trajects.closures import calendars

DO: Final = {"today": "Lees het {}.", "two_days": "Neem {} contact op."}
ON_ITS_PAGE: Final = {"today": "Doe hier {} iets mee.", "two_days": "Neem {} contact op."}
NO_IB: Final = (
    "Van deze school is geen intern begeleider met een mailadres of mobiel nummer bekend. "
    "Blijft dit liggen? Dan hoort niemand het."
)
WITH_IB: Final = (
    "Kijkt er een hele schooldag niemand? Dan vragen we de intern begeleider om je te bellen. "
    "Die hoort niet wat het is, en niet over wie het gaat."
)


@dataclass(frozen=True, slots=True)
class Clocks:
    """The calendar of each school, and where an internal supervisor can be told."""

    calendars: Mapping[str, SchoolCalendar]
    with_ib: Set[str]

    @classmethod
    def of(cls, db: Session, school_ids: Set[str], today: date) -> "Clocks":
        """Read those of some schools: two questions, however many schools."""
        return cls(calendars(db, school_ids), schools_with_ib(db, school_ids, today))

    def until(self, level: str, raised_at: datetime, school_id: str, today: date) -> str:
        """Return until when it can wait, such as "uiterlijk dinsdag" or "een schooldag te laat"."""
        calendar = self.calendars[school_id]
        last = deadline(level, raised_at, calendar)
        return "" if last is None else until_words(last, calendar, today)

    def what_to_do(
        self,
        level: str,
        raised_at: datetime,
        school_id: str,
        today: date,
        words: Mapping[str, str] = DO,
    ) -> str:
        """Return in a sentence what to do, and until when it can wait."""
        until = self.until(level, raised_at, school_id, today)
        if not until:
            return "Neem het mee in het volgende gesprek."
        if until.endswith(LATE):
            return f"Het is {until}. {words[level].format('nu')}"
        return words[level].format(until)

    def warning(self, level: str, school_id: str) -> str:
        """Return that nobody else will hear it, where that is so."""
        return NO_IB if level == "today" and school_id not in self.with_ib else ""


LATE: Final = "te laat"


def until_words(last: date, calendar: SchoolCalendar, today: date) -> str:
    """Return a last day in words, seen from today."""
    if last == today:
        return "vandaag"
    if last < today:
        late = calendar.count_after(last, today)
        words = "een schooldag" if late == 1 else counted(late, "schooldag", "schooldagen")
        return f"{words} {LATE}" if late else LATE
    away = (last - today).days
    day = WEEKDAYS[last.weekday()] if away < 7 else day_in_words(last)
    return f"uiterlijk {'morgen' if away == 1 else day}"
