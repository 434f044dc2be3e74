"""Preparing the pages on which a coach writes down what somebody else answers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import url_for

from survey_app.answering.entering import (
    FIRST,
    SECOND,
    THE_DAY,
    Difference,
    PaperTyped,
    asked_in_talk,
    coach_browser,
    mark_of,
    one_by_one,
    read_paper,
    whole_page,
)
from survey_app.answering.reading import AnswerFault, PageReading
from survey_app.answering.sheets import Sheet, SheetState
from survey_app.definitions import Informant, Page
from survey_app.dutch import date_in_words
from survey_app.frames import LANGUAGES, Words
from survey_app.reports import wording as reported
from survey_app.web.respond import wording
from survey_app.web.respond.pages import Question
from survey_app.web.respond.question_page import question_page

NOTHING_THERE = "niets ingevuld"
OPENING = "Ik lees de vragen voor. Overslaan mag altijd."
WAYS = {"gesprek": "interview", "telefoon": "phone"}
"""How a talk is held: what stands in the address, and the mode that is stored."""
WAY_WORDS = {"gesprek": "Voorlezen in een gesprek", "telefoon": "Aan de telefoon"}


@dataclass(frozen=True, slots=True)
class ChoosePage:
    """The ways in which a coach can fill in one list for somebody."""

    heading: str
    title: str
    notes: tuple[str, ...]
    talks: tuple[tuple[str, str], ...]
    paper_url: str
    back_url: str


@dataclass(frozen=True, slots=True)
class TalkPage:
    """One question to read out, or at the end the button that sends."""

    whose: str
    progress: str
    opening: str | None
    question: Question | None
    period: str | None
    words: Words
    revision: int
    action: str
    back_url: str | None
    problem: str | None = None
    problem_hint: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A whole list for typing from paper."""

    heading: str
    title: str
    explanation: str
    questions: tuple[Question, ...]
    language: str
    direction: str
    action: str
    back_url: str
    made_on: str
    asks_what_counts: bool
    is_second: bool


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One question that was typed in two ways."""

    key: str
    text: str
    answers: tuple[tuple[int, str], ...]
    chosen: int | None
    error: str | None


@dataclass(frozen=True, slots=True)
class DifferencesPage:
    """What was typed in two ways, to choose what the paper says."""

    heading: str
    rows: tuple[DifferenceRow, ...]
    shown: str
    action: str
    again_url: str

    @property
    def open_rows(self) -> tuple[DifferenceRow, ...]:
        """The rows in which nothing was chosen."""
        return tuple(row for row in self.rows if row.error)


def for_the_coach(sheet: Sheet) -> Sheet:
    """Return the sheet as the coach reads it: all but the questions in Dutch."""
    return replace(sheet, spoken=LANGUAGES[0])


def mend(sheet: Sheet, fault: AnswerFault) -> str:
    """Return what to do about what was typed for one item."""
    return wording.mend(wording.words_of(sheet), fault)


def _whose(sheet: Sheet) -> str:
    return sheet.child_name if sheet.role is Informant.CHILD else sheet.label


def _address(sheet: Sheet, endpoint: str, **more: Any) -> str:
    return url_for(
        f"coach.{endpoint}",
        traject_id=str(sheet.traject_id),
        invitation_id=sheet.invitation_id,
        **more,
    )


def _back(sheet: Sheet) -> str:
    return url_for("coach.traject", traject_id=str(sheet.traject_id)) + f"#u-{sheet.invitation_id}"


def choose_page(sheet: Sheet) -> ChoosePage:
    """Return the ways to fill in a list; after the last day of the link only paper comes in."""
    is_open = sheet.state is SheetState.OPEN
    notes = []
    if not is_open:
        notes.append("De link is verlopen. Alleen wat al op papier staat, kan nog mee.")
    elif any(not each.browser.startswith(coach_browser("")) for each in sheet.saved.values()):
        notes.append(
            f"{_whose(sheet)} begon al via de link. Wat daar is gekozen, zie je hier niet. "
            "Vul je bij een vraag niets in, dan blijft dat antwoord staan."
        )
    elif sheet.saved:
        notes.append("Je bent hier al begonnen. Je gaat verder waar je was.")
    return ChoosePage(
        heading=f"Invullen voor {_whose(sheet)}",
        title=sheet.questionnaire.title.in_language("nl"),
        notes=tuple(notes),
        talks=tuple((_address(sheet, "begin_talk", way=way), WAY_WORDS[way]) for way in WAYS)
        if is_open
        else (),
        paper_url=_address(sheet, "type_paper"),
        back_url=_back(sheet),
    )


def talk_page(
    sheet: Sheet,
    way: str,
    number: int,
    browser: str,
    *,
    reading: PageReading | None = None,
    error: str | None = None,
    problem: str | None = None,
    problem_hint: str | None = None,
) -> TalkPage:
    """Return one question of a talk, with what was posted in it, else with what the coach saved."""
    asked = asked_in_talk(sheet, browser)
    item = asked.get(number)
    questions: tuple[Question, ...] = ()
    period = None
    if item is not None:
        page_number, _ = one_by_one(sheet)[number - 1]
        shown = question_page(
            sheet,
            None,
            page_number,
            browser,
            page=Page("", (item,)),
            reading=reading,
            errors={item.key: error} if error else None,
        )
        questions, period = shown.questions, shown.period
    before = max((each for each in asked if each < number), default=None)
    progress = (
        f"Vraag {sorted(asked).index(number) + 1} van {len(asked)}"
        if item is not None
        else "Dit waren de vragen"
    )
    return TalkPage(
        whose=_whose(sheet),
        progress=progress,
        opening=OPENING if number == min(asked, default=0) else None,
        question=questions[0] if questions else None,
        period=period,
        words=wording.words_of(sheet),
        revision=sheet.revision,
        action=_address(sheet, "ask_in_talk", way=way, number=number),
        back_url=_address(sheet, "ask_in_talk", way=way, number=before) if before else None,
        problem=problem or error,
        problem_hint=problem_hint,
        title=("Fout: " if error or problem else "") + f"{progress} – Kansmeter",
    )


def paper_page(
    sheet: Sheet,
    made_on: date,
    fields: tuple[tuple[str, str], ...],
    *,
    is_second: bool,
) -> PaperPage:
    """Return the whole list with what was typed; the second time shows nothing of the first."""
    reading = read_paper(sheet, PaperTyped(fields, made_on))
    shown = question_page(
        sheet,
        None,
        1,
        None,
        page=whole_page(sheet),
        reading=reading,
        errors={key: mend(sheet, fault) for key, fault in reading.problems.items()},
    )
    return PaperPage(
        heading=f"Van papier, {_whose(sheet)}",
        title=sheet.questionnaire.title.in_language("nl"),
        explanation=(
            "Dit is de tweede keer. Typ wat er op papier staat, zonder naar de eerste keer te "
            "kijken."
            if is_second
            else "Kies per vraag wat er op papier staat. Staat er niets? Laat het dan leeg."
        ),
        # What an informant filled in by the link does not show on the coach's page.
        questions=tuple(replace(each, note=None) for each in shown.questions),
        language=sheet.language,
        direction=sheet.questionnaire.edition(sheet.language).direction,
        action=_address(sheet, "type_again" if is_second else "type_paper"),
        back_url=_back(sheet),
        made_on=date_in_words(made_on),
        asks_what_counts=bool(sheet.saved) and not is_second,
        is_second=is_second,
    )


def differences_page(
    sheet: Sheet,
    found: tuple[Difference, ...],
    chosen: Mapping[str, int],
    *,
    is_posted: bool,
) -> DifferencesPage:
    """Return only what differs, with what was typed both times."""
    return DifferencesPage(
        heading=f"Van papier, {_whose(sheet)}: kijk na wat er staat",
        rows=tuple(
            DifferenceRow(
                key=each.key,
                text=_question(sheet, each.key),
                answers=(
                    (FIRST, _said(sheet, each.key, each.first)),
                    (SECOND, _said(sheet, each.key, each.second)),
                ),
                chosen=chosen.get(each.key),
                error="Kies wat er op papier staat."
                if is_posted and each.key not in chosen
                else None,
            )
            for each in found
        ),
        shown=mark_of(found),
        action=_address(sheet, "settle_paper"),
        again_url=_address(sheet, "type_paper"),
    )


def _question(sheet: Sheet, key: str) -> str:
    if key == THE_DAY:
        return "Welke dag staat er op papier?"
    return wording.asked(sheet.questionnaire.item(key).text.in_language(sheet.language), sheet)


def _said(sheet: Sheet, key: str, value: str) -> str:
    if key == THE_DAY:
        return date_in_words(date.fromisoformat(value))
    item = sheet.questionnaire.item(key)
    if not value:
        return NOTHING_THERE
    if item.max_length is not None:
        return value
    return reported.answer(item, value, None, None)
