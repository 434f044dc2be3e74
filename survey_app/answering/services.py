"""Beginning a sheet, saving its pages, closing it once."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Actor
from survey_app.answering.models import Draft, PaperEntry, Response
from survey_app.answering.reading import PageReading
from survey_app.answering.sheets import Saved, Sheet, SheetState, read_sheet
from survey_app.definitions import Missing, Page
from survey_app.errors import InputError
from survey_app.invitations import school_people
from survey_app.invitations import services as invitations
from survey_app.invitations.models import Invitation
from survey_app.storage import for_row, new_id
from survey_app.trajects.models import Traject

MOST_POSTS = 200
"""How many posted pages are kept as they came in."""


_NEW_RESPONSE = insert(Response)
_DRAFT_AWAY = delete(Draft).where(Draft.invitation_id == bindparam("of_invitation"))
_PAPER_AWAY = delete(PaperEntry).where(PaperEntry.invitation_id == bindparam("of_invitation"))
_ANSWERED = (
    update(Invitation.__table__)  # type: ignore[arg-type]  # a plain statement, without the mapper
    .where(Invitation.id == bindparam("of_invitation"))
    .values(answered_at=bindparam("at"), spent_seconds=bindparam("seconds"), next_message_on=None)
)


class SheetClosedError(InputError):
    """The answers of this invitation were sent already."""


class SheetNotOpenError(InputError):
    """The invitation was revoked, is past its day or is not open yet."""


class ChangedElsewhereError(InputError):
    """An item of this page was saved with another answer after the page was shown."""


class PagesLeftError(InputError):
    """Some pages were never answered or skipped, so the sheet cannot be closed."""

    def __init__(self, first_open_number: int) -> None:
        super().__init__("Nog niet alle vragen zijn gezien.")
        self.first_open_number = first_open_number


def open_sheet(session: Session, invitation_id: str, today: date) -> Sheet:
    """Return the sheet for writing, or raise why it cannot be filled in now."""
    sheet = read_sheet(session, invitation_id, today, lock=True)
    if sheet.state is SheetState.CLOSED:
        raise SheetClosedError("Deze antwoorden zijn al verstuurd.")
    if sheet.state is not SheetState.OPEN:
        raise SheetNotOpenError("Deze vragenlijst staat nu niet open.")
    return sheet


def begin(session: Session, sheet: Sheet, now: datetime) -> None:
    """Start the draft of a sheet; starting again changes nothing."""
    if sheet.started_at is None:
        start_draft(session, sheet, {}, now)


def start_draft(session: Session, sheet: Sheet, saved: Mapping[str, Saved], now: datetime) -> None:
    """Store a first draft with what is filled in already."""
    session.add(
        Draft(
            invitation_id=sheet.invitation_id,
            organisation_id=sheet.organisation_id,
            revision=0,
            **_stored(saved),
            posted="[]",
            started_at=now,
            saved_at=now,
        )
    )
    session.flush()


def save_page(
    session: Session,
    sheet: Sheet,
    page: Page,
    reading: PageReading,
    *,
    browser: str,
    seen_revision: int,
    now: datetime,
) -> Sheet:
    """Save what was posted for a page and return the sheet as it is then.

    Items that were shown and got no answer are saved as skipped. What was saved for an item that
    is no longer shown stays, for when an answer is changed back. Somebody on another device does
    not see earlier answers, so an item they leave open keeps the answer that is there. When an item
    was saved differently since the page was shown, nothing is saved and ChangedElsewhereError tells
    so.
    """
    merged = _merge(sheet, page, reading, browser, seen_revision)
    return _store(session, sheet, {**sheet.saved, **merged}, reading, now)


def save_answered(
    session: Session,
    sheet: Sheet,
    page: Page,
    reading: PageReading,
    *,
    browser: str,
    seen_revision: int,
    now: datetime,
) -> Sheet:
    """Save what was answered on a page of somebody who stays there; the rest is open.

    What this browser answered before and took away again is open as well.
    """
    merged = _merge(sheet, page, reading, browser, seen_revision)
    saved = dict(sheet.saved)
    for key, entry in merged.items():
        before = sheet.saved.get(key)
        if reading.is_answered(key):
            saved[key] = entry
        elif before is not None and before.browser == browser and not before.skipped:
            del saved[key]
    return _store(session, sheet, saved, reading, now)


def _store(
    session: Session,
    sheet: Sheet,
    saved: Mapping[str, Saved],
    reading: PageReading,
    now: datetime,
) -> Sheet:
    begin(session, sheet, now)
    session.execute(
        update(Draft)
        .where(Draft.invitation_id == sheet.invitation_id)
        .values(
            for_row(
                Draft,
                {
                    **_stored(saved),
                    "posted": json.dumps([*sheet.posted, reading.as_kept][-MOST_POSTS:]),
                    "revision": sheet.revision + 1,
                    "saved_at": now,
                },
                sheet.invitation_id,
            )
        )
    )
    return sheet.with_saved(saved)


def close_sheet(
    session: Session,
    sheet: Sheet,
    page: Page,
    reading: PageReading,
    *,
    browser: str,
    seen_revision: int,
    mode: str,
    now: datetime,
    entered_by: str | None = None,
    side_by_side: int = 1,
) -> Response:
    """Close the sheet with its last page into the one response, or raise PagesLeftError.

    `entered_by` is the coach who wrote the answers down for somebody. Of the time that several
    sheets took which were filled in `side_by_side` each gets its part.
    """
    whole = whole_sheet(sheet, page, reading, browser=browser, seen_revision=seen_revision)
    return store_response(
        session,
        sheet,
        stored_values(whole, reading, browser),
        now,
        mode=mode,
        by_one_browser=all(entry.browser == browser for entry in whole.saved.values()),
        entered_by=entered_by,
        spent_seconds=round((now - (sheet.started_at or now)).total_seconds() / side_by_side),
    )


def store_response(
    session: Session,
    sheet: Sheet,
    answers: dict[str, Any],
    now: datetime,
    *,
    spent_seconds: int | None,
    by_one_browser: bool,
    **more: str | date | None,
) -> Response:
    """Store what is sent as the one response of its invitation; drafts of it go.

    `by_one_browser` tells whether who sent gave every answer too. `more` are the columns that say
    how it came, who wrote it down, and of which day it is.
    """
    response_id = new_id()
    values: dict[str, Any] = answers | {
        "id": response_id,
        "organisation_id": sheet.organisation_id,
        "invitation_id": sheet.invitation_id,
        "fingerprint": sheet.questionnaire.fingerprint,
        "started_at": sheet.started_at or now,
        "submitted_at": now,
        "by_one_browser": by_one_browser,
        "answered_on": None,
        "day_explained": None,
        **more,
    }
    # Plain statements on the same transaction: this is the one act a whole class does at once.
    session.flush()
    connection = session.connection()
    connection.execute(_NEW_RESPONSE, for_row(Response, values, response_id))
    drop_draft(session, sheet)
    connection.execute(_PAPER_AWAY, {"of_invitation": sheet.invitation_id})
    connection.execute(
        _ANSWERED, {"of_invitation": sheet.invitation_id, "at": now, "seconds": spent_seconds}
    )
    return Response(**values)


def whole_sheet(
    sheet: Sheet, page: Page, reading: PageReading, *, browser: str, seen_revision: int
) -> Sheet:
    """Return the sheet that is sent with its last page in it, or raise PagesLeftError.

    What is stored is what is checked here: the saved pages and this page, read under a lock. Every
    question that was shown to who sends is answered or skipped. An answer to a question that no
    longer comes is left out: that question is not shown, whatever was once chosen. Who sends is led
    back to a question that decides what comes and was answered elsewhere in the meantime; what
    then comes by an answer that only another browser saw is open, not kept away.
    """
    saved = {**sheet.saved, **_merge(sheet, page, reading, browser, seen_revision)}
    whole = sheet.with_saved(saved)
    for number, each in whole.shown_to(browser).items():
        for item in each.items:
            decided_elsewhere = whole.decides_unseen(item.key, browser)
            if item.key not in saved or (
                decided_elsewhere and saved[item.key].revision > seen_revision
            ):
                raise PagesLeftError(number)
    return whole


def stored_values(whole: Sheet, reading: PageReading, browser: str) -> dict[str, Any]:
    """Return what is stored of all that was saved: answers where one was given, else why none."""
    saved = whole.saved
    shown = {item.key for each in whole.shown().values() for item in each.items}
    kept = {key: entry for key, entry in saved.items() if key in shown}
    missing = {
        item.key: (Missing.SKIPPED if item.key in shown else Missing.NOT_SHOWN).value
        for item in whole.questionnaire.items
        if item.key not in kept or kept[item.key].skipped
    }
    return {
        "language": whole.language,
        "answers": {key: entry.answer for key, entry in kept.items() if entry.answer is not None},
        "missing": missing,
        "texts": json.dumps({key: entry.text for key, entry in kept.items() if entry.text}),
        "posted": json.dumps([*whole.posted, reading.as_kept][-MOST_POSTS:]),
        "browser": browser,
    }


def drop_draft(session: Session, sheet: Sheet) -> None:
    """Remove the draft of a sheet that is sent."""
    session.connection().execute(_DRAFT_AWAY, {"of_invitation": sheet.invitation_id})


def replace_link(
    session: Session, actor: Actor, traject: Traject, old: Invitation, now: datetime
) -> Invitation:
    """Make a new link for an old one.

    What was filled in under the old one goes on under the new.
    """
    if session.scalar(select(Response.id).where(Response.invitation_id == old.id)) is not None:
        raise SheetClosedError("Deze antwoorden zijn al verstuurd. Een nieuwe link is niet nodig.")
    fresh = invitations.replace(session, actor, traject, old, now)
    _move_draft(session, old, fresh)
    return fresh


def replace_school_link(
    session: Session, actor: Actor, invitation_id: str, now: datetime
) -> Invitation:
    """Make a new link for one of somebody around a school; what was filled in goes on under it."""
    old, fresh = school_people.replace(session, actor, invitation_id, now)
    _move_draft(session, old, fresh)
    return fresh


def _move_draft(session: Session, old: Invitation, new: Invitation) -> None:
    _move_typed(session, old, new)
    draft = session.scalar(select(Draft).where(Draft.invitation_id == old.id))
    if draft is not None:
        session.add(
            Draft(
                invitation_id=new.id,
                organisation_id=new.organisation_id,
                revision=draft.revision,
                entries=draft.entries,
                texts=draft.texts,
                posted=draft.posted,
                started_at=draft.started_at,
                saved_at=draft.saved_at,
            )
        )
        session.delete(draft)
        session.flush()


def _move_typed(session: Session, old: Invitation, new: Invitation) -> None:
    """Keep what was typed from paper under the new link: what is sealed belongs to one row."""
    typed = select(PaperEntry).where(PaperEntry.invitation_id == old.id)
    for entry in session.scalars(typed).all():
        session.add(
            PaperEntry(
                invitation_id=new.id,
                turn=entry.turn,
                organisation_id=entry.organisation_id,
                entered_by=entry.entered_by,
                entered_at=entry.entered_at,
                posted=entry.posted,
            )
        )
        session.delete(entry)
    session.flush()


def _merge(
    sheet: Sheet, page: Page, reading: PageReading, browser: str, seen_revision: int
) -> Mapping[str, Saved]:
    revision = sheet.revision + 1
    shown = {item.key for each in sheet.shown_to(browser).values() for item in each.items}
    merged = {}
    for item in page.items:
        before = sheet.saved.get(item.key)
        answer, text = reading.answers.get(item.key), reading.texts.get(item.key)
        is_empty = answer is None and text is None
        if is_empty and item.key not in shown:
            continue
        unseen = before is not None and before.browser != browser
        if is_empty and unseen and before is not None:
            merged[item.key] = before
            continue
        now = Saved(answer, text, is_empty, browser, revision)
        # Only who sent an answer may send it twice; to others a match must not tell what it was.
        repeated = before is not None and before.browser == browser and _same(before, now)
        if before is not None and before.revision > seen_revision and not repeated:
            raise ChangedElsewhereError("Dit is ook ergens anders ingevuld.")
        merged[item.key] = now
    return merged


def _same(before: Saved, now: Saved) -> bool:
    return (before.answer, before.text) == (now.answer, now.text)


def _stored(saved: Mapping[str, Saved]) -> dict[str, Any]:
    """Return the columns of a draft that hold what is saved; written words stand apart."""
    return {
        "entries": {key: _entry(each) for key, each in saved.items()},
        "texts": json.dumps({key: each.text for key, each in saved.items() if each.text}),
    }


def _entry(saved: Saved) -> dict[str, object]:
    """Return what a draft keeps of one item, apart from written words."""
    entry: dict[str, object] = {"b": saved.browser, "r": saved.revision}
    if saved.answer is not None:
        entry["o"] = saved.answer
    if saved.skipped:
        entry["skipped"] = True
    return entry
