"""What a child practises with before the first question that counts."""

from survey_app.answering.sheets import Sheet
from survey_app.definitions import Informant, Item, ItemKind
from survey_app.frames import words_in
from survey_app.web.respond import wording
from survey_app.web.respond.framing import address, direction_of, frame
from survey_app.web.respond.one_question import WIDGETS, answers_of
from survey_app.web.respond.pages import Question, QuestionPage
from survey_app.web.respond.speaking import practised
from survey_app.web.wiring import wiring

HOW_OFTEN = ("nooit", "soms", "vaak", "altijd")
"""The answers for which there is a sentence to practise with."""


def practises(sheet: Sheet) -> bool:
    """Tell whether a child first practises: at its first list, where nothing was answered yet."""
    first = sheet.every_page[0].items
    return (
        sheet.role is Informant.CHILD
        and sheet.occasion_kind == "intake"
        and not sheet.saved
        and bool(first)
        and (first[0].kind is ItemKind.FACES or _keys(first[0]) == HOW_OFTEN)
    )


def practice_page(sheet: Sheet, token: str) -> QuestionPage:
    """Return a question that is not stored, in the form of the first one that counts."""
    words, item = wording.words_of(sheet), sheet.every_page[0].items[0]
    texts = words_in(sheet.language).practice
    drawn = QuestionPage(
        frame=frame(sheet, words.question.practice_title, token, stops=True),
        heading="",
        language=sheet.language,
        direction=direction_of(sheet),
        progress=words.question.practice_title,
        questions=(
            Question(
                key="oefenen",
                kind=WIDGETS[item.kind],
                language=sheet.language,
                direction=direction_of(sheet),
                legend=texts.faces if item.kind is ItemKind.FACES else texts.words,
                hint=None,
                choices=answers_of(sheet, item, frozenset()),
                note=words.question.practice_hint,
            ),
        ),
        action=address("practise", token),
        forward_label=words.practice.forward,
        skip_label="",
        back_url=None,
        saved=False,
        is_practice=True,
    )
    return practised(drawn, sheet, item.key, wiring().sounds.known())


def _keys(item: Item) -> tuple[str, ...]:
    return tuple(option.key for option in item.options if option.missing is None)
