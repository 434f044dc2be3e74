"""One step that a coach taps for somebody in a talk, closed at once; tapped again it is corrected.

What else the list asks was not asked. What somebody had filled in by the link stays with it.
"""

import json
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from survey_app.answering.correcting import (
    MOST_CORRECTIONS,
    last_correction,
    response_of,
    what_counts,
)
from survey_app.answering.entering import coach_browser
from survey_app.answering.models import Correction, Response
from survey_app.answering.reading import PREFIX, PageReading, read_page
from survey_app.answering.services import store_response, stored_values
from survey_app.answering.sheets import Saved, Sheet
from survey_app.clock import local_date
from survey_app.definitions import Informant, Item, Missing, Page
from survey_app.errors import InputError

IN_TALK: Final = "interview"
SECONDS_OF_CHILD, SECONDS_OF_ADULT = 20, 12
"""What one step in a talk takes somebody, by the model of the measurement plan."""


def close_step(
    session: Session,
    sheet: Sheet,
    item: Item,
    step: str,
    *,
    entered_by: str,
    on: date,
    now: datetime,
) -> Response:
    """Close an open sheet with one step, of the day of the talk."""
    reading, browser = _read(item, step), coach_browser(entered_by)
    tapped = Saved(step, None, skipped=False, browser=browser, revision=sheet.revision + 1)
    whole = sheet.with_saved({**sheet.saved, item.key: tapped})
    values = stored_values(whole, reading, browser)
    values["missing"] |= {
        key: Missing.NOT_SHOWN.value for key in values["missing"] if key not in whole.saved
    }
    return store_response(
        session,
        sheet,
        values,
        now,
        spent_seconds=SECONDS_OF_CHILD if sheet.role is Informant.CHILD else SECONDS_OF_ADULT,
        by_one_browser=all(each.browser == browser for each in whole.saved.values()),
        mode=IN_TALK,
        entered_by=entered_by,
        answered_on=None if on == local_date(now) else on,
    )


def correct_step(
    session: Session, sheet: Sheet, item: Item, step: str, *, entered_by: str, now: datetime
) -> Correction | None:
    """Put another step in the place of the one that counts in a closed sheet; the same is none."""
    reading = _read(item, step)
    response, before = response_of(session, sheet), last_correction(session, sheet)
    counting = what_counts(response, before)
    if counting.answers.get(item.key) == step:
        return None
    if sheet.corrections >= MOST_CORRECTIONS:
        raise InputError("Dit stapje is al te vaak veranderd.")
    correction = Correction(
        organisation_id=sheet.organisation_id,
        response_id=response.id,
        number=sheet.corrections + 1,
        language=counting.language,
        answers={**counting.answers, item.key: step},
        missing={key: why for key, why in counting.missing.items() if key != item.key},
        texts=counting.texts,
        posted=json.dumps([reading.as_kept]),
        browser=coach_browser(entered_by),
        corrected_at=now,
    )
    session.add(correction)
    session.flush()
    return correction


def _read(item: Item, step: str) -> PageReading:
    reading = read_page(Page("", (item,)), [(PREFIX + item.key, step)])
    if not reading.is_sound or not reading.is_answered(item.key):
        raise InputError("Kies een van de stappen.")
    return reading
