"""One item as it is asked: its words, its answers, and what was given to it."""

from dataclasses import replace
from functools import lru_cache

from survey_app.answering.reading import PageReading
from survey_app.answering.sheets import Saved, Sheet
from survey_app.definitions import Item, ItemKind, Number, Questionnaire, Steps
from survey_app.frames import counted
from survey_app.web.respond import wording
from survey_app.web.respond.framing import direction_of
from survey_app.web.respond.pages import Choice, Question

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


def question_of(
    sheet: Sheet,
    item: Item,
    reading: PageReading | None,
    browser: str | None,
    error: str | None,
) -> Question:
    """Return an item with what was posted for it, else with what this browser saved.

    What another browser saved is not shown, only that it is there.
    """
    saved = sheet.saved.get(item.key)
    own = saved if saved is not None and saved.browser == browser else None
    chosen, text = _given(item, own, reading)
    asked_in, words = sheet.language, wording.words_of(sheet)
    asked_elsewhere = saved is not None and own is None and not saved.skipped
    steps = _steps(item)
    number = item.number
    longest = item.max_length
    return Question(
        key=item.key,
        kind=WIDGETS[ItemKind.STEPS if steps else item.kind],
        language=asked_in,
        direction=direction_of(sheet),
        legend=_filled(sheet, item, item.text.in_language(asked_in)),
        hint=_filled(sheet, item, item.hint.in_language(asked_in)) if item.hint else None,
        choices=answers_of(sheet, item, chosen),
        text=text,
        max_length=longest,
        lines=item.lines,
        how_many=wording.how_many(words, item),
        how_long=counted(words, words.question.characters, longest) if longest else None,
        unit=number.unit.in_language(asked_in) if number and number.unit else "",
        keyboard=_keyboard(number) if number else "text",
        low_words=steps.low.in_language(asked_in) if steps else "",
        high_words=steps.high.in_language(asked_in) if steps else "",
        error=error,
        note=words.question.other_device if asked_elsewhere else None,
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


def answers_of(sheet: Sheet, item: Item, chosen: frozenset[str]) -> tuple[Choice, ...]:
    """Return the answers to choose from; those of a goal in levels in the words of that goal."""
    choices = choices_of(sheet.questionnaire, item.key, sheet.language, chosen)
    goal = sheet.goals.get(item.goal.number) if item.goal and not item.goal.steps else None
    if goal is None:
        return choices
    return tuple(
        replace(choice, label=words) for choice, words in zip(choices, goal.levels, strict=True)
    )


@lru_cache(maxsize=4096)
def choices_of(
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
