"""The thanks, with what happens next and how to stop taking part."""

from datetime import date

from survey_app.answering.sheets import Sheet
from survey_app.definitions import Informant
from survey_app.frames import fill, month
from survey_app.web.respond import wording
from survey_app.web.respond.framing import frame
from survey_app.web.respond.pages import ThanksPage


def thanks_page(
    sheet: Sheet,
    token: str | None,
    *,
    more: tuple[str, str] | None = None,
    again_on: date | None = None,
) -> ThanksPage:
    """Return the thanks, with what happens next and how to stop taking part.

    `more` is the link to one more list; on `again_on` the same list comes again.
    """
    words = wording.words_of(sheet)
    texts = words.thanks
    steps = [wording.say(step, sheet) for step in wording.told(sheet).next_steps]
    if sheet.role not in (Informant.CHILD, Informant.COACH):
        if again_on is not None:
            steps.append(fill(texts.again_in, month=month(words, again_on)))
        elif sheet.occasion_kind in ("follow_up", "closing"):
            steps.append(texts.then_and_now)
    withdraw = wording.say(texts.withdraw, sheet) if sheet.role is Informant.PARENT else None
    return ThanksPage(
        frame=frame(sheet, words.titles.sent, token),
        heading=texts.heading,
        steps=tuple(steps),
        closing=texts.close if more is None else texts.later,
        more=more,
        withdraw=withdraw,
    )
