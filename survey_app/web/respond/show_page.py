"""Preparing the question whether the others may see the answers."""

from datetime import datetime, timedelta
from typing import Final

from survey_app.answering.sheets import Sheet
from survey_app.definitions import Informant
from survey_app.web.respond import wording
from survey_app.web.respond.pages import ShowOffer

ASKED_AT = ("intake", "follow_up", "closing")
"""After the lists that are talked about; a step is given in a talk with the coach itself."""
ASKED_FOR: Final = timedelta(hours=1)
"""How long after sending a yes is taken: a child often answers on the phone of a parent, who must
not say it in the child's place on another day. After that the coach asks."""
ASKED = (Informant.CHILD, Informant.PARENT, Informant.TEACHER)


def is_asked(sheet: Sheet) -> bool:
    """Tell whether this is somebody whose answers can lie on the table in a talk."""
    return (
        sheet.traject_id is not None
        and sheet.informant_id is not None
        and sheet.role in ASKED
        and sheet.occasion_kind in ASKED_AT
    )


def is_just_sent(sheet: Sheet, now: datetime) -> bool:
    """Tell whether who sent the answers may still be the one who holds this browser."""
    return sheet.sent_at is not None and now <= sheet.sent_at + ASKED_FOR


def show_offer(sheet: Sheet, action: str, allowed: bool | None) -> ShowOffer:
    """Return the question, with what was said to it before."""
    texts = wording.words_of(sheet).showing
    said = None if allowed is None else texts.said_yes if allowed else texts.said_no
    question = texts.child if sheet.role is Informant.CHILD else texts.adult
    return ShowOffer(
        action=action,
        question=wording.say(question, sheet),
        hint=wording.say(texts.later, sheet),
        said=None if said is None else wording.say(said, sheet),
    )
