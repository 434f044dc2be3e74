"""The overview of all that was answered, before it is sent."""

from survey_app.answering.sheets import Sheet
from survey_app.definitions import Item
from survey_app.web.respond import wording
from survey_app.web.respond.framing import address, direction_of, frame
from survey_app.web.respond.one_question import question_of
from survey_app.web.respond.pages import GivenAnswer, LookOverPage
from survey_app.web.respond.question_page import LOOKED_OVER


def look_over_page(
    sheet: Sheet, token: str, browser: str | None, *, has_changed: bool
) -> LookOverPage:
    """Return all that this browser answered, in the order of the questions.

    `has_changed` is set when something was answered since this page was last shown.
    """
    words = wording.words_of(sheet)
    return LookOverPage(
        frame=frame(sheet, words.titles.look_over, token),
        language=sheet.language,
        direction=direction_of(sheet),
        answers=tuple(
            _given_answer(
                sheet, item, browser, address("questions", token, number=number, **LOOKED_OVER)
            )
            for number, page in sheet.shown_to(browser).items()
            for item in page.items
        ),
        action=address("send", token),
        back_url=address("questions", token, number=sheet.last_number),
        revision=sheet.revision,
        note=words.problem.look_again if has_changed else "",
    )


def _given_answer(sheet: Sheet, item: Item, browser: str | None, url: str) -> GivenAnswer:
    question = question_of(sheet, item, None, browser, None)
    texts = wording.words_of(sheet).look_over
    chosen = ", ".join(choice.label for choice in question.choices if choice.checked)
    answer = chosen or question.text
    if answer and question.unit:
        answer = f"{answer} {question.unit}"
    saved = sheet.saved.get(item.key)
    if saved is None:
        empty = texts.open
    else:
        by_another = saved.browser != browser and not saved.skipped
        empty = texts.elsewhere if by_another else texts.skipped
    return GivenAnswer(question.legend, answer or empty, bool(answer), url)
