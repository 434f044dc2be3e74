"""Which questions and answers of a page get a button to hear them: those that have a sound.

A question that stands alone is read with its answers; for a child each answer has a button of its
own. Among others a question is one button for who answers at home. Who answers at work hears a
whole page of statements by one button: one stop of the keyboard, not one a statement.
"""

from collections.abc import Container, Mapping
from dataclasses import replace

from survey_app.answering.sheets import Sheet
from survey_app.definitions import Informant
from survey_app.definitions.speech import fingerprint_of, spoken, spoken_item
from survey_app.frames import fill
from survey_app.web.respond.pages import Aloud, Question, QuestionPage
from survey_app.web.respond.wording import words_of
from survey_app.web.sounds import MOST_PARTS, address_of

AT_HOME = (Informant.PARENT, Informant.CHILD)
PILL = "pill"
PEBBLE = "kei"
BARE = ""

Part = tuple[str, str]
"""A fingerprint, and the id of what is marked while its sound is heard."""


def voiced(page: QuestionPage, sheet: Sheet, number: int, known: Container[str]) -> QuestionPage:
    """Return the page with its buttons; the time a list is about is said on the first page only."""
    period = _period(page, sheet) if number == 1 else []
    asked = {each.key: _asked(each, sheet, known) for each in page.questions}
    if len(page.questions) == 1:
        (question,) = page.questions
        first, rest = asked[question.key][:1], asked[question.key][1:]
        parts = [*first, *period, *rest] if first else []
        answers = _answers(question, sheet, question.key)
        return replace(page, questions=(_alone(question, sheet, parts, answers, known),))
    if sheet.role in AT_HOME:
        among = tuple(
            _among_others(question, sheet, asked[question.key], known)
            for question in page.questions
        )
        return replace(page, questions=among)
    statements = [part for parts in asked.values() for part in parts[:1]]
    name = words_of(sheet).aloud.read
    parts = [*_heading(sheet), *period, *statements]
    return replace(page, aloud=_aloud(name, sheet, parts, known, PILL))


def practised(page: QuestionPage, sheet: Sheet, first: str, known: Container[str]) -> QuestionPage:
    """Return the page to practise on with its buttons; its answers are those of the first item."""
    (question,) = page.questions
    asked = (fingerprint_of(sheet.language, question.legend), f"{question.key}-l")
    why = (fingerprint_of(sheet.spoken, question.note or ""), f"{question.key}-m")
    parts = [asked, why] if asked[0] in known else []
    answers = _answers(question, sheet, first)
    return replace(page, questions=(_alone(question, sheet, parts, answers, known),))


def _alone(
    question: Question,
    sheet: Sheet,
    parts: list[Part],
    answers: Mapping[str, Part],
    known: Container[str],
) -> Question:
    if not parts:
        return question
    names = words_of(sheet).aloud
    if sheet.role is not Informant.CHILD:
        whole = [*parts, *answers.values()]
        return replace(question, aloud=_aloud(names.read, sheet, whole, known, PILL))
    choices = tuple(
        replace(
            choice,
            aloud=_aloud(
                fill(names.read_answer, answer=choice.label),
                sheet,
                [answers[choice.key]],
                known,
                BARE,
            ),
        )
        if choice.key in answers
        else choice
        for choice in question.choices
    )
    aloud = _aloud(names.read_question, sheet, parts, known, PEBBLE)
    return replace(question, choices=choices, aloud=aloud)


def _among_others(
    question: Question, sheet: Sheet, parts: list[Part], known: Container[str]
) -> Question:
    if not parts:
        return question
    name = fill(words_of(sheet).aloud.read_answer, answer=question.legend)
    shape = PEBBLE if sheet.role is Informant.CHILD else BARE
    whole = [*parts, *_answers(question, sheet, question.key).values()]
    return replace(question, aloud=_aloud(name, sheet, whole, known, shape))


def _asked(question: Question, sheet: Sheet, known: Container[str]) -> list[Part]:
    """Return what is said before the answers; nothing when the question itself has no sound."""
    item = spoken_item(sheet.questionnaire, question.key, sheet.language, sheet.role)
    if item.question is None or item.question not in known:
        return []
    parts = {"l": item.question, "h": item.hint, "lo": item.low, "hi": item.high}
    return [(name, f"{question.key}-{mark}") for mark, name in parts.items() if name is not None]


def _answers(question: Question, sheet: Sheet, item: str) -> dict[str, Part]:
    answers = spoken_item(sheet.questionnaire, item, sheet.language, sheet.role).answers
    return {key: (name, f"{question.key}-{key}") for key, name in answers}


def _heading(sheet: Sheet) -> list[Part]:
    words = spoken(sheet.questionnaire.question, sheet.language, sheet.role)
    return [] if words is None else [(fingerprint_of(sheet.language, words), "vraag")]


def _period(page: QuestionPage, sheet: Sheet) -> list[Part]:
    words = spoken(sheet.questionnaire.period, sheet.language, sheet.role) if page.period else None
    return [] if words is None else [(fingerprint_of(sheet.language, words), "periode")]


def _aloud(
    name: str, sheet: Sheet, parts: list[Part], known: Container[str], shape: str
) -> Aloud | None:
    there = [(sound, mark) for sound, mark in parts if sound in known][:MOST_PARTS]
    if not there:
        return None
    sounds, marks = zip(*there, strict=True)
    return Aloud(
        name=name,
        url=address_of(sounds),
        marks=" ".join(marks),
        shape=shape,
        language=sheet.spoken if sheet.spoken != sheet.language else None,
    )
