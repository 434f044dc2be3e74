"""Preparing the respondent's pages from a sheet: nothing here reads or writes the database."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from flask import url_for

from survey_app.answering.reading import PageReading
from survey_app.answering.sheets import Saved, Sheet
from survey_app.definitions import (
    Informant,
    Item,
    ItemKind,
    Number,
    Page,
    Questionnaire,
    Steps,
)
from survey_app.dutch import MONTHS
from survey_app.web.respond import wording
from survey_app.web.respond.frame_texts import THANKS
from survey_app.web.respond.pages import (
    Choice,
    Fact,
    Frame,
    NoticePage,
    Question,
    QuestionPage,
    StartPage,
    ThanksPage,
)

NOTHING_CHOSEN = "Je hebt nog niets gekozen"
NOTHING_FILLED_IN = "Je hebt nog niets ingevuld"
OTHER_DEVICE = (
    "Deze vraag is al beantwoord op een ander apparaat. Je mag opnieuw kiezen, of verder gaan."
)
PLAIN_FRAME = Frame(title="Kansmeter", informant="parent")
WIDGETS = {
    ItemKind.CHOICE: "choice",
    ItemKind.FACES: "faces",
    ItemKind.MULTIPLE: "several",
    ItemKind.STEPS: "steps",
    ItemKind.GOAL: "choice",
    ItemKind.NUMBER: "number",
    ItemKind.SHORT_TEXT: "text",
    ItemKind.LONG_TEXT: "text",
}
"""Which component of a page asks each kind of item; a goal with steps is asked as steps."""


def address(endpoint: str, token: str | None, **values: int) -> str:
    """Return an address of this link; without a token, in an example, nowhere."""
    return url_for(f"respond.{endpoint}", token=token, **values) if token is not None else ""  # type: ignore[arg-type]  # the values are parts of the address


def frame(
    sheet: Sheet, title: str, token: str | None, *, can_stop: bool = False, stop_saves: bool = False
) -> Frame:
    """Return the surroundings; the title never holds a name.

    Stopping is a link, or on a page with answers a button that saves them first.
    """
    return Frame(
        title=f"{title} – Kansmeter",
        informant=sheet.role.value,
        coach_name=wording.first_name(sheet.coach_name),
        school_name=sheet.school_name,
        phone=sheet.coach_phone,
        stop_url=address("stop", token) if can_stop else None,
        stop_saves=stop_saves,
        leave_url=url_for("respond.leave") if token is not None else "",
        language=sheet.language,
        direction=sheet.questionnaire.edition(sheet.language).direction,
    )


def start_page(sheet: Sheet, token: str | None) -> StartPage:
    """Return the five plain answers: who asks, why, how long, who reads it, stopping is allowed."""
    role, texts = sheet.role, wording.texts_of(sheet)
    readers, stopping = texts.readers, texts.stopping
    begun = sheet.started_at is not None
    return StartPage(
        frame=frame(sheet, "Vragenlijst", token, can_stop=role is Informant.CHILD),
        heading=_heading(sheet),
        greeting=wording.say(texts.greeting, sheet),
        facts=(
            Fact("clock", wording.minutes(sheet), wording.question_count(sheet)),
            Fact("eye", wording.say(readers[0], sheet), wording.say(readers[1], sheet)),
            Fact("pause", stopping[0], stopping[1]),
        ),
        action=address("begin", token),
        forward_label="Ga verder" if begun else "Begin",
        decline_url=address("decline", token),
    )


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
) -> QuestionPage:
    """Return a page of questions with what was posted in it, else with what this browser saved.

    `page` is what is on it when that is not what this browser gets: for an example, all of it.
    """
    shown = page or sheet.shown_to(browser).get(number, Page("", ()))
    faults = {item.key: errors[item.key] for item in shown.items if errors and item.key in errors}
    questions = tuple(
        _question(sheet, item, reading, browser, faults.get(item.key)) for item in shown.items
    )
    is_last = number == sheet.last_number
    previous = sheet.previous_number(number, browser)
    count = wording.progress(sheet, number, browser)
    return QuestionPage(
        frame=frame(
            sheet,
            ("Fout: " if faults or problem else "") + (count or "Vraag"),
            token,
            stop_saves=True,
        ),
        heading=_heading(sheet) if questions else wording.END,
        progress=count,
        questions=questions,
        action=address("save", token, number=number),
        forward_label="Verstuur antwoorden" if is_last else "Volgende",
        skip_label=_skip_label(len(questions), asked_again=bool(faults), is_last=is_last),
        back_url=address("questions", token, number=previous) if previous else None,
        saved=sheet.revision > 0 and not problem and not faults,
        problem=problem,
        problem_hint=problem_hint,
        period=_period(sheet, shown),
        revision=sheet.revision,
    )


def _period(sheet: Sheet, page: Page) -> str | None:
    """Return the time the answers are about; a wish for contact is about now."""
    period = sheet.questionnaire.period
    if period is None or not any(item.values for item in page.items):
        return None
    return period.in_language(sheet.language)


def thanks_page(
    sheet: Sheet,
    token: str | None,
    *,
    more: tuple[str, str] | None = None,
    again_on: date | None = None,
) -> ThanksPage:
    """Return the thanks, with what happens next.

    `more` is the link to one more list; on `again_on` the same list comes again.
    """
    steps = [wording.say(step, sheet) for step in wording.texts_of(sheet).next_steps]
    if sheet.role is not Informant.CHILD:
        if again_on is not None:
            month = MONTHS[again_on.month - 1]
            steps.append(f"In {month} vraag ik het nog een keer. Dan zien we wat er veranderd is.")
        elif sheet.occasion_kind in ("follow_up", "closing"):
            steps.append("Bij het gesprek kijken we samen naar toen en nu.")
    return ThanksPage(
        frame=frame(sheet, "Verstuurd", token),
        heading=THANKS,
        steps=tuple(steps),
        closing="Je kunt deze pagina sluiten." if more is None else "Liever later? Dat mag ook.",
        more=more,
    )


def notice(
    sheet: Sheet,
    token: str,
    page: str,
    heading: str,
    *paragraphs: str,
    links: tuple[tuple[str, str], ...] = (),
) -> NoticePage:
    """Return a quiet page about this invitation."""
    return NoticePage(
        frame=frame(sheet, heading, token),
        page=page,
        heading=heading,
        paragraphs=paragraphs,
        links=links,
    )


def _heading(sheet: Sheet) -> str:
    return wording.asked(sheet.questionnaire.question.in_language(sheet.language), sheet)


def _question(
    sheet: Sheet,
    item: Item,
    reading: PageReading | None,
    browser: str | None,
    error: str | None,
) -> Question:
    saved = sheet.saved.get(item.key)
    own = saved if saved is not None and saved.browser == browser else None
    chosen, text = _given(item, own, reading)
    language = sheet.language
    asked_elsewhere = saved is not None and own is None and not saved.skipped
    steps = _steps(item)
    number = item.number
    return Question(
        key=item.key,
        kind=WIDGETS[ItemKind.STEPS if steps else item.kind],
        legend=_filled(sheet, item, item.text.in_language(language)),
        hint=_filled(sheet, item, item.hint.in_language(language)) if item.hint else None,
        choices=_answers(sheet, item, chosen),
        text=text,
        max_length=item.max_length,
        lines=item.lines,
        how_many=wording.how_many(item),
        unit=number.unit.in_language(language) if number and number.unit else "",
        keyboard=_keyboard(number) if number else "text",
        low_words=steps.low.in_language(language) if steps else "",
        high_words=steps.high.in_language(language) if steps else "",
        error=error,
        note=OTHER_DEVICE if asked_elsewhere else None,
    )


def _filled(sheet: Sheet, item: Item, text: str) -> str:
    goal = sheet.goals.get(item.goal.number) if item.goal else None
    return wording.asked(text, sheet, goal.words if goal else None)


def _steps(item: Item) -> Steps | None:
    return item.goal.steps if item.goal else item.steps


def _keyboard(number: Number) -> str:
    """Return which keys a phone offers; the one for numbers has no minus sign everywhere."""
    if number.least < 0:
        return "text"
    return "decimal" if number.decimals else "numeric"


def _given(
    item: Item, own: Saved | None, reading: PageReading | None
) -> tuple[frozenset[str], str]:
    """Return which options are chosen and what is typed: as posted, else as saved."""
    if reading is not None:
        values = reading.given(item.key)
        if item.options:
            answer = reading.answers.get(item.key)
            # Too many ticks stay, to choose from; of two answers to one question none is taken.
            ticked = values if item.choose is not None else ()
            known = {option.key for option in item.options}
            return frozenset(known.intersection(answer.split() if answer else ticked)), ""
        return frozenset(), reading.texts.get(item.key, values[-1] if values else "")
    if own is None:
        return frozenset(), ""
    if item.number is not None:
        return frozenset(), (own.answer or "").replace(".", ",")
    return frozenset((own.answer or "").split()), own.text or ""


def _answers(sheet: Sheet, item: Item, chosen: frozenset[str]) -> tuple[Choice, ...]:
    choices = _choices(sheet.questionnaire, item.key, sheet.language, chosen)
    goal = sheet.goals.get(item.goal.number) if item.goal and not item.goal.steps else None
    if goal is None:
        return choices
    return tuple(
        replace(choice, label=words) for choice, words in zip(choices, goal.levels, strict=True)
    )


@lru_cache(maxsize=4096)
def _choices(
    questionnaire: Questionnaire, key: str, language: str, chosen: frozenset[str]
) -> tuple[Choice, ...]:
    """Return the answers of an item: the same for everybody who chose the same."""
    return tuple(
        Choice(
            key=option.key,
            label=option.text.in_language(language),
            checked=option.key in chosen,
            quiet=option.missing is not None,
            face=option.face.value if option.face else None,
        )
        for option in questionnaire.item(key).options
    )


def _skip_label(count: int, *, asked_again: bool, is_last: bool) -> str:
    if not count:
        return ""
    what = "deze vraag" if count == 1 else "wat open is"
    if is_last:
        return f"Sla {what} over en verstuur"
    return f"Toch {what} overslaan" if asked_again else f"Sla {what} over"
