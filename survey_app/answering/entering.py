"""What a coach enters for somebody: question by question in a talk, or a whole list from paper."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, demand
from survey_app.answering.models import PaperEntry, Response
from survey_app.answering.reading import PREFIX, PageReading, read_page
from survey_app.answering.services import open_sheet, store_response, stored_values
from survey_app.answering.sheets import Saved, Sheet, SheetState, read_sheet
from survey_app.clock import local_date
from survey_app.definitions import Item, Page
from survey_app.errors import InputError
from survey_app.invitations.models import Invitation
from survey_app.invitations.services import invitation_of
from survey_app.trajects.models import Traject
from survey_app.trajects.services import owned

FIRST, SECOND = 1, 2
LONGEST_WHY = 200
FARTHEST = timedelta(days=366)
"""A day on paper that lies farther before the link is a slip of the pen."""
THE_DAY = "on"
"""Stands where an item key stands when the two times differ in the day on the paper."""


class PaperDayError(InputError):
    """The day on the paper cannot be right, or asks for an explanation."""


class DraftThereError(InputError):
    """Something was filled in by the link too, and it was not said that only the paper counts."""


@dataclass(frozen=True, slots=True)
class PaperTyped:
    """What was typed from one paper: the fields of the answers, the day, and two remarks.

    `why` explains a day before there was a link; `only_paper` says that what was filled in by the
    link does not count.
    """

    fields: tuple[tuple[str, str], ...]
    on: date
    why: str = ""
    only_paper: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """One item that was typed differently the second time; no answer is an empty text."""

    key: str
    first: str
    second: str


def coach_browser(person_id: str) -> str:
    """Return under which name answers are saved that a coach writes down; never a browser's own."""
    return f"coach-{person_id}"


def sheet_to_ask(
    session: Session, actor: Actor, traject: Traject, invitation_id: str, today: date
) -> Sheet:
    """Return the sheet for a talk in which this coach reads out; it must be open as for a link."""
    _demand(session, actor, traject, invitation_id)
    return open_sheet(session, invitation_id, today)


def sheet_on_paper(
    session: Session, actor: Actor, traject: Traject, invitation_id: str, today: date
) -> Sheet:
    """Return the sheet for typing from paper, which may come in after the last day of the link."""
    _demand(session, actor, traject, invitation_id)
    sheet = read_sheet(session, invitation_id, today, lock=True)
    return sheet if sheet.state is SheetState.PAST else open_sheet(session, invitation_id, today)


def _demand(session: Session, actor: Actor, traject: Traject, invitation_id: str) -> None:
    demand(actor, Act.ENTER_ANSWERS, owned(traject))
    invitation_of(session, traject, invitation_id)


def one_by_one(sheet: Sheet) -> tuple[tuple[int, Item], ...]:
    """Return every item with the number of its page: a talk asks them one at a time."""
    return tuple(
        (number, item) for number, page in enumerate(sheet.every_page, 1) for item in page.items
    )


def asked_in_talk(sheet: Sheet, browser: str) -> Mapping[int, Item]:
    """Return the items that come in this talk, by their number among all."""
    shown = {item.key for page in sheet.shown_to(browser).values() for item in page.items}
    return {
        number: item for number, (_, item) in enumerate(one_by_one(sheet), 1) if item.key in shown
    }


def first_open(sheet: Sheet, browser: str) -> int:
    """Return the number of the first item that is open; after the last one comes sending."""
    return next(
        (
            number
            for number, item in asked_in_talk(sheet, browser).items()
            if item.key not in sheet.saved or sheet.decides_unseen(item.key, browser)
        ),
        len(one_by_one(sheet)) + 1,
    )


def read_paper(sheet: Sheet, typed: PaperTyped) -> PageReading:
    """Read all that was typed as one page; an empty field says that nothing stands on the paper.

    A field that is there twice keeps its empty one, and so is no answer.
    """
    times = Counter(name for name, _ in typed.fields)
    said = [(name, value) for name, value in typed.fields if value or times[name] > 1]
    return read_page(whole_page(sheet), said)


def whole_page(sheet: Sheet) -> Page:
    """Return all items on one page, as they stand on paper."""
    return Page("", tuple(item for _, item in one_by_one(sheet)))


def begun_by_link(sheet: Sheet) -> bool:
    """Tell whether anything was saved for this invitation before the paper is typed."""
    return bool(sheet.saved)


def check_paper(session: Session, sheet: Sheet, typed: PaperTyped, today: date) -> None:
    """Refuse a day that cannot be right, and an unsaid choice between link and paper."""
    if typed.on > today:
        raise PaperDayError("Deze dag moet nog komen. Kijk na wat er op papier staat.")
    made_on = first_made_on(session, sheet.invitation_id)
    if typed.on < made_on - FARTHEST:
        raise PaperDayError("Deze dag ligt meer dan een jaar voor de link. Kijk het jaar na.")
    if typed.on < made_on and not typed.why:
        raise PaperDayError("Op deze dag was er nog geen link. Schrijf eronder hoe dat kan.")
    if begun_by_link(sheet) and not typed.only_paper:
        raise DraftThereError("Er is ook al iets ingevuld zonder papier. Kies wat er telt.")


def close_paper(
    session: Session, sheet: Sheet, typed: PaperTyped, entered_by: str, now: datetime
) -> Response:
    """Close the sheet with what stands on the paper and nothing else, as of the day on it."""
    check_paper(session, sheet, typed, local_date(now))
    reading = read_paper(sheet, typed)
    if not reading.is_sound:
        raise InputError("Er kwam iets mee dat niet bij deze vragen hoort. Kijk het na.")
    browser = coach_browser(entered_by)
    saved = {
        item.key: Saved(
            reading.answers.get(item.key),
            reading.texts.get(item.key),
            not reading.is_answered(item.key),
            browser,
            sheet.revision + 1,
        )
        for item in whole_page(sheet).items
    }
    is_early = typed.on < first_made_on(session, sheet.invitation_id)
    return store_response(
        session,
        sheet,
        stored_values(sheet.with_saved(saved), reading, browser),
        now,
        spent_seconds=None,
        by_one_browser=False,
        mode="paper",
        entered_by=entered_by,
        answered_on=typed.on,
        day_explained=typed.why if is_early else None,
    )


def keep_typed(
    session: Session, sheet: Sheet, turn: int, typed: PaperTyped, entered_by: str, now: datetime
) -> None:
    """Keep what was typed the first or second time; a new first time forgets the second."""
    session.execute(
        delete(PaperEntry).where(
            PaperEntry.invitation_id == sheet.invitation_id, PaperEntry.turn >= turn
        )
    )
    session.add(
        PaperEntry(
            invitation_id=sheet.invitation_id,
            turn=turn,
            organisation_id=sheet.organisation_id,
            entered_by=entered_by,
            entered_at=now,
            posted=json.dumps(
                {
                    "fields": typed.fields,
                    "on": typed.on.isoformat(),
                    "why": typed.why,
                    "only_paper": typed.only_paper,
                }
            ),
        )
    )
    session.flush()


def kept_typed(session: Session, invitation_id: str) -> Mapping[int, PaperTyped]:
    """Return what was typed so far, by the turn in which it was."""
    rows = session.scalars(select(PaperEntry).where(PaperEntry.invitation_id == invitation_id))
    return {row.turn: _typed(json.loads(row.posted)) for row in rows}


def differences(sheet: Sheet, first: PaperTyped, second: PaperTyped) -> tuple[Difference, ...]:
    """Return what was not typed the same both times, in the order of the list."""
    one, two = (_given(sheet, typed) for typed in (first, second))
    return tuple(Difference(key, one[key], two[key]) for key in one if one[key] != two[key])


def mark_of(found: Sequence[Difference]) -> str:
    """Return a mark that tells these differences from others, to know what was chosen from."""
    return hashlib.sha256(repr(found).encode()).hexdigest()[:16]


def settled(first: PaperTyped, second: PaperTyped, chosen: Mapping[str, int]) -> PaperTyped:
    """Return what stands on the paper: the first time, but where the second was chosen that."""
    second_keys = {key for key, turn in chosen.items() if turn == SECOND}
    names = {PREFIX + key for key in second_keys}
    return PaperTyped(
        fields=(
            *(each for each in first.fields if each[0] not in names),
            *(each for each in second.fields if each[0] in names),
        ),
        on=second.on if THE_DAY in second_keys else first.on,
        why=first.why or second.why,
        only_paper=first.only_paper,
    )


def _given(sheet: Sheet, typed: PaperTyped) -> dict[str, str]:
    reading = read_paper(sheet, typed)
    return {
        THE_DAY: typed.on.isoformat(),
        **{
            item.key: reading.answers.get(item.key) or reading.texts.get(item.key) or ""
            for item in whole_page(sheet).items
        },
    }


def _typed(posted: dict[str, Any]) -> PaperTyped:
    return PaperTyped(
        fields=tuple((name, value) for name, value in posted["fields"]),
        on=date.fromisoformat(posted["on"]),
        why=posted["why"],
        only_paper=posted["only_paper"],
    )


def first_made_on(session: Session, invitation_id: str) -> date:
    """Return the day on which there was a first link to this list, also when it was replaced."""
    own = select(Invitation).where(Invitation.id == invitation_id).subquery()
    first = session.scalars(
        select(func.min(Invitation.made_at)).join(
            own,
            (Invitation.occasion_id == own.c.occasion_id)
            & (Invitation.informant_id == own.c.informant_id)
            & (Invitation.questionnaire_key == own.c.questionnaire_key),
        )
    ).one()
    return local_date(first)
