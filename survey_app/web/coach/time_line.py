"""The time line of a traject: moments, contacts, changes in a life, on one axis and as a list."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from survey_app.clock import local_date
from survey_app.dutch import counted, short_date
from survey_app.practice.queries import ContactLine, DeviationLine
from survey_app.trajects.calendar import SchoolCalendar, SchoolHoliday
from survey_app.trajects.goal_lines import REACHED, GoalLine
from survey_app.trajects.models import Traject, TrajectEvent, TrajectInformant
from survey_app.web.coach.practice_page import what_was_done
from survey_app.web.coach.traject_values import MomentBlock

WIDTH, MARGIN = 1150, 70
LINE_Y = 74
ABOVE, BELOW, LOWEST = (28, 46), (110, 128), (156, 174)
"""Where the word and the date of a label stand, from the top."""
LETTER = 8.2
"""About how wide a letter is drawn."""
SHOWN_ON_A_PHONE, SHOWN_AHEAD = 4, 2
DRAWN = ("moment", "session", "contact", "change", "pause")
LABELLED = {"moment": (ABOVE, BELOW), "change": (BELOW, LOWEST)}
"""What gets words beside it, in which order of places; a dot or a stretch stands in the key."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing on the time line, as a row: when, what, and how it is drawn.

    `kind` is moment, contact, change or other; one that `is_done` was held and answered, one that
    `is_ahead` has yet to come.
    """

    on: date
    when: str
    words: str
    small: str
    kind: str
    is_done: bool = False
    is_ahead: bool = False
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside a mark: where they are centred and at which heights both lines stand."""

    x: int
    word_y: int
    date_y: int
    word: str
    date: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A thing on the axis: a pebble, a dot or a flag, with its label where there is room."""

    x: int
    kind: str
    is_done: bool
    label: Label | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on the axis on which nothing is expected: a holiday or a pause."""

    x: int
    width: int
    kind: str


@dataclass(frozen=True, slots=True)
class TimeLine:
    """A drawing with its key, and the same as rows; `latest` is what a phone shows at once."""

    height: int
    today_x: int
    end_x: int
    stretches: tuple[Stretch, ...]
    marks: tuple[Mark, ...]
    key: tuple[tuple[str, str], ...]
    rows: tuple[Happening, ...]
    latest: tuple[Happening, ...]


def time_line(
    traject: Traject,
    moments: Sequence[MomentBlock],
    contacts: Sequence[ContactLine],
    argued: Sequence[DeviationLine],
    goals: Sequence[GoalLine],
    happened: Sequence[TrajectEvent],
    people: Sequence[TrajectInformant],
    calendar: SchoolCalendar,
    today: date,
) -> TimeLine:
    """Return all that happened and is planned, in the order of time."""
    rows = [_begin(traject), *_end(traject)]
    rows += [_moment(each, today) for each in moments]
    rows += [_contact(each) for each in contacts]
    rows += [_deviation(each) for each in argued]
    rows += [row for goal in goals for row in _goal(goal)]
    rows += [_event(each, today) for each in happened]
    rows += _taken_over(people)
    holidays = calendar.holidays(traject.started_on, today)
    return drawn(sorted(rows, key=lambda row: (row.on, row.kind)), holidays, today)


def drawn(rows: Sequence[Happening], holidays: Iterable[SchoolHoliday], today: date) -> TimeLine:
    """Place rows on the axis: it begins with the traject, and ends today or with what is planned.

    What happened before that is a row only. The rows are in the order of time.
    """
    past = [row for row in rows if not row.is_ahead]
    ahead = [row for row in rows if row.is_ahead]
    anchors = [row.on for row in rows if row.kind in ("moment", "begin")]
    first, last = min(anchors), max((*anchors, today))
    days = max((last - first).days, 1)

    def x_of(day: date) -> int:
        return round(MARGIN + (day - first).days / days * (WIDTH - 2 * MARGIN))

    on_axis = [row for row in rows if first <= row.on <= last and row.kind in DRAWN]
    stretches = [
        Stretch(x_of(max(begin, first)), x_of(min(end, last)) - x_of(max(begin, first)), kind)
        for begin, end, kind in (
            *((each.first, each.last, "holiday") for each in holidays),
            *((row.on, row.until, "pause") for row in rows if row.until),
        )
        if end >= first and begin <= last
    ]
    marks = _labelled(on_axis, x_of)
    lowest = max((mark.label.date_y for mark in marks if mark.label), default=LINE_Y + 20)
    return TimeLine(
        height=lowest + 14,
        today_x=x_of(min(max(today, first), last)),
        end_x=x_of(last),
        stretches=tuple(each for each in stretches if each.width > 1),
        marks=marks,
        key=_key(on_axis, stretches),
        rows=tuple(rows),
        latest=(*past[-SHOWN_ON_A_PHONE:], *ahead[:SHOWN_AHEAD]),
    )


def _labelled(rows: Sequence[Happening], x_of: Callable[[date], int]) -> tuple[Mark, ...]:
    """Put moments above the axis, and below where they are too near; changes in a life below.

    Moments choose first. What finds no room has no label; it stands in the rows.
    """
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {}
    marks = []
    for row in sorted(rows, key=lambda each: each.kind != "moment"):
        if row.until is None:
            label = _place(row, x_of(row.on), taken)
            marks.append(Mark(x_of(row.on), row.kind, row.is_done, label))
    return tuple(sorted(marks, key=lambda mark: mark.kind == "moment"))


def _place(
    row: Happening, x: int, taken: dict[tuple[int, int], list[tuple[float, float]]]
) -> Label | None:
    day = short_date(row.on)
    half = max(len(row.words), len(day)) * LETTER / 2 + 4
    x = round(min(max(x, half), WIDTH - half))
    for lane in LABELLED.get(row.kind, ()):
        spans = taken.setdefault(lane, [])
        if all(x + half <= low or x - half >= high for low, high in spans):
            spans.append((x - half, x + half))
            return Label(x, *lane, row.words, day)
    return None


def _begin(traject: Traject) -> Happening:
    return Happening(
        traject.started_on, _day(traject.started_on), "Traject gestart", "", "begin", is_done=True
    )


def _end(traject: Traject) -> tuple[Happening, ...]:
    if traject.ended_on is None:
        return ()
    on = traject.ended_on
    return (Happening(on, _day(on), "Traject afgesloten", "", "end", is_done=True),)


def _moment(each: MomentBlock, today: date) -> Happening:
    kind = "moment" if each.is_held else "other"
    return Happening(
        each.on,
        _day(each.on),
        each.word,
        each.note or each.state,
        "session" if each.kind == "session" else kind,
        is_done=each.is_done,
        is_ahead=each.on > today,
    )


def _contact(line: ContactLine) -> Happening:
    on = line.contact.held_on
    small = " · ".join(line.principles)
    return Happening(on, _day(on), what_was_done(line.contact), small, "contact", is_done=True)


def _deviation(line: DeviationLine) -> Happening:
    on = line.deviation.argued_on
    words = f"Anders gewerkt dan \u2018{line.principle}\u2019"
    return Happening(on, _day(on), words, "", "other", is_done=True)


def _goal(goal: GoalLine) -> Iterator[Happening]:
    """Yield when a goal was set, got other words, and ended."""
    wordings = [(each.set_on, each.words) for each in goal.history] + [(goal.set_on, goal.words)]
    for number, (on, words) in enumerate(wordings):
        what = "Doel in andere woorden" if number else f"Doel van {goal.owner_label}"
        yield Happening(on, _day(on), what, words, "other", is_done=True)
    if goal.ended_on is not None:
        what = "Doel gehaald" if goal.status == REACHED else "Doel losgelaten"
        yield Happening(goal.ended_on, _day(goal.ended_on), what, goal.words, "other", is_done=True)


def _event(event: TrajectEvent, today: date) -> Happening:
    is_ahead = event.first_on > today
    if event.last_on is None:
        on = event.first_on
        return Happening(on, _day(on), event.words, "", "change", not is_ahead, is_ahead)
    return Happening(
        event.first_on,
        f"{_day(event.first_on)} tot en met {_day(event.last_on)}",
        "Pauze",
        event.words,
        "pause",
        not is_ahead,
        is_ahead,
        until=event.last_on,
    )


def _taken_over(people: Sequence[TrajectInformant]) -> list[Happening]:
    """Return who took over from whom: from then on the answers are somebody else's."""
    labels = {person.id: person.label for person in people}
    return [
        Happening(
            on := local_date(person.added_at),
            _day(on),
            f"{person.label} nam het over",
            f"van {labels[person.succeeds_id]}" if person.succeeds_id in labels else "",
            "change",
            is_done=True,
        )
        for person in people
        if person.succeeds_id is not None
    ]


def _key(rows: Sequence[Happening], stretches: Sequence[Stretch]) -> tuple[tuple[str, str], ...]:
    """Return the key of what is drawn without words beside it."""
    contacts = sum(row.kind == "contact" for row in rows)
    talks = sum(row.kind == "session" for row in rows)
    kinds = {each.kind for each in stretches}
    dots = [
        counted(count, one, more)
        for count, one, more in (
            (contacts, "contact", "contacten"),
            (talks, "gesprek met een stapje", "gesprekken met een stapje"),
        )
        if count
    ]
    key = [("contact", ", ".join(dots))] if dots else []
    if any(row.kind == "change" for row in rows):
        key.append(("change", "gebeurtenis"))
    key += [
        (kind, word)
        for kind, word in (("holiday", "schoolvakantie"), ("pause", "pauze"))
        if kind in kinds
    ]
    return tuple(key)


def _day(on: date) -> str:
    return short_date(on, with_year=True)
