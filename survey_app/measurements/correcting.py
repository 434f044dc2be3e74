"""Correcting as one act: the answers, their scores, the signals and the line in the trail."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from survey_app.answering.correcting import close_correction, response_of
from survey_app.answering.models import Correction
from survey_app.answering.reading import PageReading
from survey_app.answering.sheets import Sheet
from survey_app.audit import services as audit
from survey_app.definitions import Page
from survey_app.measurements.models import Measurement
from survey_app.measurements.services import raise_signals, store_scores


def correct(
    session: Session,
    sheet: Sheet,
    page: Page,
    reading: PageReading,
    *,
    browser: str,
    seen_revision: int,
    now: datetime,
) -> Correction | None:
    """Store a correction, score it, raise what it newly asks for, write the trail; or nothing.

    The scores of the answers before it are kept and no longer count. What those raised stays: the
    coach decides what a changed answer means.
    """
    correction = close_correction(
        session, sheet, page, reading, browser=browser, seen_revision=seen_revision, now=now
    )
    if correction is not None:
        follow_correction(session, sheet, correction, audit.respondent(sheet.invitation_id), now)
    return correction


def follow_correction(
    session: Session, sheet: Sheet, correction: Correction, by: audit.By, now: datetime
) -> None:
    """Score a correction, raise what it newly asks for and write the trail."""
    response = response_of(session, sheet)
    if sheet.traject_id is not None:
        replace_measurement(session, correction)
        store_scores(session, sheet, response, correction)
    if sheet.nomination_id is None:
        raise_signals(session, sheet, response, correction.answers, now)
    audit.record(
        session,
        by,
        "correct",
        "response",
        response.id,
        organisation_id=sheet.organisation_id,
        now=now,
    )
    session.flush()


def replace_measurement(session: Session, correction: Correction) -> None:
    """Let the measurement that counts until now make place for that of a correction."""
    session.execute(
        update(Measurement)
        .where(Measurement.response_id == correction.response_id, Measurement.replaced_at.is_(None))
        .values(replaced_at=correction.corrected_at)
    )
