"""A page of questions, with what was posted in it or saved by this browser."""

from collections.abc import Mapping

from survey_app.answering.reading import PageReading
from survey_app.answering.sheets import Sheet
from survey_app.definitions import Informant, Page
from survey_app.frames import Words
from survey_app.web.respond import wording
from survey_app.web.respond.framing import address, direction_of, frame, heading_of
from survey_app.web.respond.one_question import question_of
from survey_app.web.respond.pages import QuestionPage
from survey_app.web.respond.speaking import voiced
from survey_app.web.wiring import wiring

LOOKED_OVER = {"overzicht": 1}
"""What an address carries of a question that is changed from the overview, and leads back to it."""


def question_page(
    sheet: Sheet,
    token: str | None,
    number: int,
    browser: str | None,
    *,
    page: Page | None = None,
    reading: PageReading | None = None,
    errors: Mapping[str, str] | None = None,
    problem: str | None = None,
    problem_hint: str | None = None,
    looked_over: bool = False,
) -> QuestionPage:
    """Return a page of questions with what was posted in it, else with what this browser saved.

    `page` is what is on it when that is not what this browser gets: for an example, all of it. With
    `looked_over` it goes back to the overview.
    """
    words = wording.words_of(sheet)
    shown = page or sheet.shown_to(browser).get(number, Page("", ()))
    faults = {item.key: errors[item.key] for item in shown.items if errors and item.key in errors}
    questions = tuple(
        question_of(sheet, item, reading, browser, faults.get(item.key)) for item in shown.items
    )
    is_last = number == sheet.last_number
    previous = sheet.previous_number(number, browser)
    count = wording.progress(sheet, number, browser)
    drawn = QuestionPage(
        frame=frame(
            sheet,
            count or words.titles.question,
            token,
            has_error=bool(faults or problem),
            stop_saves=True,
        ),
        heading=heading_of(sheet) if questions else words.progress.end,
        language=sheet.language if questions else sheet.spoken,
        direction=direction_of(sheet) if questions else words.direction,
        progress=count,
        questions=questions,
        action=address("save", token, number=number, **(LOOKED_OVER if looked_over else {})),
        forward_label=words.acts.send if is_last and not looked_over else words.acts.forward,
        skip_label=_skip_label(words, len(questions), asked_again=bool(faults), is_last=is_last),
        back_url=_way_back(token, previous, looked_over=looked_over),
        saved=sheet.revision > 0 and not problem and not faults,
        problem=problem,
        problem_hint=problem_hint,
        period=_period(sheet, shown),
        revision=sheet.revision,
        look_over_label=words.acts.look_over
        if is_last and not looked_over and _can_look_over(sheet)
        else None,
        leads_on=not is_last and not looked_over,
    )
    return drawn if token is None else voiced(drawn, sheet, number, wiring().sounds.known())


def _way_back(token: str | None, previous: int | None, *, looked_over: bool) -> str | None:
    if looked_over:
        return address("look_over", token)
    return address("questions", token, number=previous) if previous else None


def _can_look_over(sheet: Sheet) -> bool:
    """Tell whether an overview says more than the page itself; children get none."""
    return sheet.role is not Informant.CHILD and len(sheet.every_page) > 1


def _period(sheet: Sheet, page: Page) -> str | None:
    """Return the time the answers are about; a wish for contact is about now."""
    period = sheet.questionnaire.period
    if period is None or not any(item.values for item in page.items):
        return None
    return period.in_language(sheet.language)


def _skip_label(words: Words, count: int, *, asked_again: bool, is_last: bool) -> str:
    if not count:
        return ""
    texts, alone = words.skip, count == 1
    if is_last:
        return texts.one_and_send if alone else texts.open_and_send
    if asked_again:
        return texts.one_again if alone else texts.open_again
    return texts.one if alone else texts.open
