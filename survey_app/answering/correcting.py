"""Correcting what was sent: for 48 hours, in the browser that sent it, as a row of its own."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from survey_app.answering.models import Correction, Response
from survey_app.answering.reading import PageReading
from survey_app.answering.services import drop_draft, start_draft, stored_values, whole_sheet
from survey_app.answering.sheets import Saved, Sheet, SheetState
from survey_app.clock import local_date
from survey_app.definitions import Informant, Item, Missing, Page
from survey_app.errors import InputError
from survey_app.trajects.agreements import agreed_consent

CORRECTABLE_FOR: Final = timedelta(hours=48)
MOST_CORRECTIONS: Final = 20
BY_ONESELF: Final = "self"
NO_BROWSER: Final = ""
"""What is put right on request comes from no browser of its sender."""

_ANY = aliased(Correction)
IS_LAST = (Correction.response_id == Response.id) & (
    Correction.number
    == select(func.max(_ANY.number)).where(_ANY.response_id == Response.id).scalar_subquery()
)
"""What joins a response to the correction that counts, where it has one."""


class NotBegunError(InputError):
    """There is no draft of a correction: it was sent already, or never begun."""


def is_correctable(sheet: Sheet, browser: str | None, now: datetime) -> bool:
    """Tell whether this browser may be offered to correct what it sent.

    Only what somebody answered and sent alone, on an own device: in a talk or on a tablet of the
    school the browser is somebody else's, and a second browser that sends what another one answered
    never sees those answers. A child often answers on the phone of a parent, who must not read it
    back there. Of a reference participant nothing is corrected: answering twice must tell how much
    an answer moves by itself, and one that was thought over again would move less.
    """
    return (
        sheet.state is SheetState.CLOSED
        and not sheet.is_withdrawn
        and sheet.sent_by == browser
        and sheet.sent_alone
        and sheet.sent_mode == BY_ONESELF
        and sheet.role is not Informant.CHILD
        and sheet.participant_id is None
        and sheet.corrections < MOST_CORRECTIONS
        and sheet.sent_at is not None
        and now <= sheet.sent_at + CORRECTABLE_FOR
    )


def may_correct(session: Session, sheet: Sheet, browser: str | None, now: datetime) -> bool:
    """Tell whether this browser may read what it sent, and correct it."""
    return is_correctable(sheet, browser, now) and (
        sheet.traject_id is None
        or agreed_consent(session, sheet.traject_id, local_date(now)) is not None
    )


def begin_correction(session: Session, sheet: Sheet, now: datetime) -> None:
    """Start the draft of a correction with the answers that count; once more changes nothing."""
    if sheet.started_at is not None or sheet.sent_by is None:
        return
    counting = what_counts(response_of(session, sheet), last_correction(session, sheet))
    start_draft(session, sheet, _saved_of(counting, sheet.sent_by), now)


def _saved_of(counting: Response | Correction, browser: str) -> dict[str, Saved]:
    """Return what was sent as if a browser had saved it and sent nothing yet."""
    texts = json.loads(counting.texts)
    skipped = {key for key, why in counting.missing.items() if why == Missing.SKIPPED.value}
    return {
        key: Saved(counting.answers.get(key), texts.get(key), key in skipped, browser, 0)
        for key in (*counting.answers, *texts, *skipped)
    }


def close_correction(
    session: Session,
    sheet: Sheet,
    page: Page,
    reading: PageReading,
    *,
    browser: str,
    seen_revision: int,
    now: datetime,
) -> Correction | None:
    """Store the draft with its last page as the next correction, or raise PagesLeftError.

    A sheet that came out as it was is no correction: nothing is stored and its draft goes. As with
    a first sheet, what is stored is what is checked here under the lock; who sends the same draft
    once more finds none, and hears NotBegunError.
    """
    if sheet.started_at is None:
        raise NotBegunError("Deze verandering is al verstuurd.")
    whole = whole_sheet(sheet, page, reading, browser=browser, seen_revision=seen_revision)
    values = stored_values(whole, reading, browser)
    response, before = response_of(session, sheet), last_correction(session, sheet)
    counting = what_counts(response, before)
    drop_draft(session, sheet)
    was = (counting.answers, counting.missing, json.loads(counting.texts))
    if was == (values["answers"], values["missing"], json.loads(values["texts"])):
        return None
    correction = Correction(
        **values,
        organisation_id=sheet.organisation_id,
        response_id=response.id,
        number=1 if before is None else before.number + 1,
        corrected_at=now,
    )
    session.add(correction)
    session.flush()
    return correction


def correct_one(
    session: Session, sheet: Sheet, item: Item, reading: PageReading, entered_by: str, now: datetime
) -> Correction:
    """Store what a coach puts right because its sender asked for it, as the next correction.

    A question that only now comes counts as skipped; one that no longer comes is not shown. A draft
    of a correction that was begun goes: it began with answers that count no more.
    """
    if not reading.is_sound or not reading.is_answered(item.key):
        raise InputError("Kies een antwoord dat bij de vraag past.")
    response, before = response_of(session, sheet), last_correction(session, sheet)
    counting = what_counts(response, before)
    given = Saved(reading.answers.get(item.key), reading.texts.get(item.key), False, NO_BROWSER, 0)
    saved = _saved_of(counting, NO_BROWSER)
    if saved.get(item.key) == given:
        raise InputError("Dit is het antwoord dat er al staat.")
    whole = replace(sheet, saved={**saved, item.key: given}, posted=(), language=counting.language)
    drop_draft(session, sheet)
    correction = Correction(
        **stored_values(whole, reading, NO_BROWSER),
        organisation_id=sheet.organisation_id,
        response_id=response.id,
        number=1 if before is None else before.number + 1,
        corrected_at=now,
        entered_by=entered_by,
    )
    session.add(correction)
    session.flush()
    return correction


def what_counts(response: Response, correction: Correction | None) -> Response | Correction:
    """Return the answers, written words and language that count."""
    return response if correction is None else correction


def response_of(session: Session, sheet: Sheet) -> Response:
    """Return what was first sent for a closed sheet."""
    sent = select(Response).where(Response.invitation_id == sheet.invitation_id)
    return session.scalars(sent).one()


def last_correction(session: Session, sheet: Sheet) -> Correction | None:
    """Return the correction of a closed sheet that counts, if it has one."""
    sent = select(Correction).join(Response, IS_LAST)
    return session.scalars(sent.where(Response.invitation_id == sheet.invitation_id)).one_or_none()
