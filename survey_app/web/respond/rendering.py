"""Preparing the respondent's pages from a sheet: nothing here reads or writes the database."""

from collections.abc import Mapping
from functools import lru_cache

from flask import url_for

from survey_app.answering.reading import PageReading
from survey_app.answering.sheets import Saved, Sheet
from survey_app.definitions import Informant, Item, Page, Questionnaire, fill
from survey_app.web.respond import wording
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
OTHER_DEVICE = (
    "Deze vraag is al beantwoord op een ander apparaat. Je mag opnieuw kiezen, of verder gaan."
)
PLAIN_FRAME = Frame(title="Kansmeter", informant="parent")


def frame(
    sheet: Sheet, title: str, token: str, *, can_stop: bool = False, stop_saves: bool = False
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
        stop_url=url_for("respond.stop", token=token) if can_stop else None,
        stop_saves=stop_saves,
        language=sheet.language,
    )


def start_page(sheet: Sheet, token: str) -> StartPage:
    """Return the five plain answers: who asks, why, how long, who reads it, stopping is allowed."""
    role = sheet.role
    readers, stopping = wording.READERS[role], wording.STOPPING[role]
    begun = sheet.started_at is not None
    return StartPage(
        frame=frame(sheet, "Vragenlijst", token, can_stop=role is Informant.CHILD),
        heading=_heading(sheet),
        greeting=wording.say(wording.GREETINGS[role], sheet),
        facts=(
            Fact("clock", wording.minutes(sheet), wording.question_count(sheet)),
            Fact("eye", wording.say(readers[0], sheet), wording.say(readers[1], sheet)),
            Fact("pause", stopping[0], stopping[1]),
        ),
        action=url_for("respond.begin", token=token),
        forward_label="Ga verder" if begun else "Begin",
        decline_url=url_for("respond.decline", token=token),
    )


def question_page(
    sheet: Sheet,
    token: str,
    index: int,
    browser: str | None,
    *,
    reading: PageReading | None = None,
    errors: Mapping[str, str] | None = None,
    problem: str | None = None,
    problem_hint: str | None = None,
) -> QuestionPage:
    """Return a page of questions with what was posted in it, else with what this browser saved."""
    page = sheet.pages[index]
    faults = errors or {}
    questions = tuple(
        _question(sheet, item, reading, browser, faults.get(item.key)) for item in page.items
    )
    count = wording.progress(sheet, index)
    return QuestionPage(
        frame=frame(
            sheet,
            ("Fout: " if faults or problem else "") + (count or "Vraag"),
            token,
            stop_saves=True,
        ),
        heading=_heading(sheet),
        progress=count,
        questions=questions,
        action=url_for("respond.save", token=token, number=index + 1),
        forward_label="Verstuur antwoorden" if index == len(sheet.pages) - 1 else "Volgende",
        skip_label=_skip_label(
            len(page.items), asked_again=bool(faults), is_last=index == len(sheet.pages) - 1
        ),
        back_url=url_for("respond.questions", token=token, number=index) if index else None,
        saved=sheet.revision > 0 and not problem and not faults,
        problem=problem,
        problem_hint=problem_hint,
        period=_period(sheet, page),
        revision=sheet.revision,
    )


def _period(sheet: Sheet, page: Page) -> str | None:
    """Return the time the answers are about; a wish for contact is about now."""
    period = sheet.questionnaire.period
    if period is None or not any(item.values for item in page.items):
        return None
    return period.in_language(sheet.language)


def thanks_page(sheet: Sheet, token: str) -> ThanksPage:
    """Return the thanks, with what happens next."""
    heading, talk = wording.THANKS[sheet.role]
    reads = wording.say("{coach} leest wat je hebt gekozen.", sheet)
    again = {
        "intake": "Over een week of 11 vraag ik het nog een keer. Dan zien we wat er veranderd is.",
        "follow_up": "Bij het gesprek kijken we samen naar toen en nu.",
    }.get(sheet.occasion_kind)
    steps = [reads, wording.say(talk, sheet)]
    if again and sheet.role is not Informant.CHILD:
        steps.append(again)
    return ThanksPage(
        frame=frame(sheet, "Verstuurd", token),
        heading=heading,
        steps=tuple(steps),
        closing="Je kunt deze pagina sluiten.",
    )


def notice(sheet: Sheet, token: str, page: str, heading: str, *paragraphs: str) -> NoticePage:
    """Return a quiet page about this invitation."""
    return NoticePage(
        frame=frame(sheet, heading, token), page=page, heading=heading, paragraphs=paragraphs
    )


def _heading(sheet: Sheet) -> str:
    return fill(
        sheet.questionnaire.question.in_language(sheet.language),
        kind=wording.first_name(sheet.child_name),
        informant=sheet.label,
    )


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
    kind = wording.first_name(sheet.child_name)
    language = sheet.language
    asked_elsewhere = saved is not None and own is None and not saved.skipped
    return Question(
        key=item.key,
        kind=_widget(item),
        legend=fill(item.text.in_language(language), kind=kind, informant=sheet.label),
        hint=fill(item.hint.in_language(language), kind=kind, informant=sheet.label)
        if item.hint
        else None,
        choices=_choices(sheet.questionnaire, item.key, language, chosen),
        text=text,
        max_length=item.max_length,
        low_words=item.steps.low.in_language(language) if item.steps else "",
        high_words=item.steps.high.in_language(language) if item.steps else "",
        error=error,
        note=OTHER_DEVICE if asked_elsewhere else None,
    )


def _widget(item: Item) -> str:
    """Return which component of a page asks this item."""
    if item.max_length is not None:
        return "text"
    return "steps" if item.steps is not None else "choice"


def _given(item: Item, own: Saved | None, reading: PageReading | None) -> tuple[str | None, str]:
    if reading is not None:
        posted = dict(reading.posted).get(f"a.{item.key}", "")
        return reading.options.get(item.key), reading.texts.get(item.key, posted)
    if own is not None:
        return own.option, own.text or ""
    return None, ""


@lru_cache(maxsize=4096)
def _choices(
    questionnaire: Questionnaire, key: str, language: str, chosen: str | None
) -> tuple[Choice, ...]:
    """Return the answers of an item: the same for everybody who chose the same."""
    return tuple(
        Choice(
            key=option.key,
            label=option.text.in_language(language),
            checked=option.key == chosen,
            quiet=option.missing is not None,
        )
        for option in questionnaire.item(key).options
    )


def _skip_label(count: int, *, asked_again: bool, is_last: bool) -> str:
    what = "deze vraag" if count == 1 else "wat open is"
    if is_last:
        return f"Sla {what} over en verstuur"
    return f"Toch {what} overslaan" if asked_again else f"Sla {what} over"
