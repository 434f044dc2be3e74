"""Preparing the respondent's pages from a sheet: nothing here reads or writes the database."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from flask import url_for

from survey_app.answering.reading import PageReading
from survey_app.answering.sheets import Saved, Sheet, SheetState
from survey_app.definitions import (
    DIRECTIONS,
    Informant,
    Item,
    ItemKind,
    Number,
    Page,
    Questionnaire,
    Steps,
)
from survey_app.frames import LANGUAGES, Words, counted, fill, month, words_in
from survey_app.web.respond import language, wording
from survey_app.web.respond.pages import (
    Choice,
    Fact,
    Frame,
    GivenAnswer,
    LookOverPage,
    NoticePage,
    Question,
    QuestionPage,
    StartPage,
    ThanksPage,
)
from survey_app.web.respond.speaking import practised, voiced
from survey_app.web.wiring import wiring

LOOKED_OVER = {"overzicht": 1}
"""What an address carries of a question that is changed from the overview, and leads back to it."""
CHOOSE_LANGUAGE = (Informant.PARENT, Informant.CHILD)
"""Who may speak another language than the school; of others only where the list has one."""
HOW_OFTEN = ("nooit", "soms", "vaak", "altijd")
"""The answers for which there is a sentence to practise with."""
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
    sheet: Sheet,
    heading: str,
    token: str | None,
    *,
    has_error: bool = False,
    stops: bool = False,
    stop_saves: bool = False,
    chooses_language: bool = False,
) -> Frame:
    """Return the surroundings; the heading never holds a name.

    Stopping is a link, or on a page with answers a button that saves them first. A coach is not
    told to call the coach.
    """
    is_coach = sheet.role is Informant.COACH
    may_choose = sheet.role in CHOOSE_LANGUAGE or len(sheet.questionnaire.offered_languages) > 1
    start_url = address("start", token)
    return Frame(
        heading=heading,
        informant=sheet.role.value,
        words=wording.words_of(sheet),
        has_error=has_error,
        coach_name=None if is_coach else wording.first_name(sheet.coach_name),
        school_name=sheet.school_name,
        phone=None if is_coach else sheet.coach_phone,
        stop_url=address("stop", token) if stops else None,
        stop_saves=stop_saves,
        leave_url=url_for("respond.leave") if token is not None else "",
        keeps=sheet.state is SheetState.OPEN,
        accessible_url="" if token is None else language.carried(url_for("respond.accessibility")),
        languages=language.links(start_url, sheet.spoken)
        if may_choose and chooses_language and token is not None
        else (),
        language_url=start_url if may_choose and not chooses_language and token else None,
    )


def start_page(sheet: Sheet, token: str | None) -> StartPage:
    """Return the five plain answers: who asks, why, how long, who reads it, stopping is allowed."""
    words, told = wording.words_of(sheet), wording.told(sheet)
    begun = sheet.started_at is not None
    facts = [
        Fact("clock", wording.minutes(words, sheet.questionnaire.minutes), _count(sheet)),
        Fact("eye", *(wording.say(line, sheet) for line in told.readers)),
        Fact("pause", *(wording.say(line, sheet) for line in told.stopping)),
    ]
    if sheet.language == LANGUAGES[0] != sheet.spoken:
        facts.insert(
            0, Fact("flag", words.start.in_dutch, wording.say(words.start.in_dutch_hint, sheet))
        )
    return StartPage(
        frame=frame(
            sheet,
            words.titles.form,
            token,
            stops=sheet.role is Informant.CHILD,
            chooses_language=True,
        ),
        heading=_heading(sheet),
        language=sheet.language,
        direction=_direction(sheet),
        greeting=wording.say(told.greeting, sheet),
        facts=tuple(facts),
        action=address("begin", token),
        forward_label=words.acts.resume if begun else words.acts.begin,
        decline_url=language.carried(address("decline", token)),
        carries=sheet.spoken,
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
        _question(sheet, item, reading, browser, faults.get(item.key)) for item in shown.items
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
        heading=_heading(sheet) if questions else words.progress.end,
        language=sheet.language if questions else sheet.spoken,
        direction=_direction(sheet) if questions else words.direction,
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
    )
    return drawn if token is None else voiced(drawn, sheet, number, wiring().sounds.known())


def _way_back(token: str | None, previous: int | None, *, looked_over: bool) -> str | None:
    if looked_over:
        return address("look_over", token)
    return address("questions", token, number=previous) if previous else None


def practice_page(sheet: Sheet, token: str) -> QuestionPage:
    """Return a question that is not stored, in the form of the first one that counts."""
    words, item = wording.words_of(sheet), sheet.every_page[0].items[0]
    texts = words_in(sheet.language).practice
    drawn = QuestionPage(
        frame=frame(sheet, words.question.practice_title, token, stops=True),
        heading="",
        language=sheet.language,
        direction=_direction(sheet),
        progress=words.question.practice_title,
        questions=(
            Question(
                key="oefenen",
                kind=WIDGETS[item.kind],
                language=sheet.language,
                direction=_direction(sheet),
                legend=texts.faces if item.kind is ItemKind.FACES else texts.words,
                hint=None,
                choices=_answers(sheet, item, frozenset()),
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


def _keys(item: Item) -> tuple[str, ...]:
    return tuple(option.key for option in item.options if option.missing is None)


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
        direction=_direction(sheet),
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
    question = _question(sheet, item, None, browser, None)
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


def _can_look_over(sheet: Sheet) -> bool:
    """Tell whether an overview says more than the page itself; children get none."""
    return sheet.role is not Informant.CHILD and len(sheet.every_page) > 1


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
        # Where nothing can be begun, the language is chosen on the page itself.
        frame=frame(sheet, heading, token, chooses_language=sheet.state is not SheetState.OPEN),
        page=page,
        heading=heading,
        paragraphs=paragraphs,
        links=links,
    )


def _heading(sheet: Sheet) -> str:
    return wording.asked(sheet.questionnaire.question.in_language(sheet.language), sheet)


def _direction(sheet: Sheet) -> str:
    return DIRECTIONS[sheet.language]


def _count(sheet: Sheet) -> str:
    return wording.question_count(sheet)


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
    asked_in, words = sheet.language, wording.words_of(sheet)
    asked_elsewhere = saved is not None and own is None and not saved.skipped
    steps = _steps(item)
    number = item.number
    longest = item.max_length
    return Question(
        key=item.key,
        kind=WIDGETS[ItemKind.STEPS if steps else item.kind],
        language=asked_in,
        direction=_direction(sheet),
        legend=_filled(sheet, item, item.text.in_language(asked_in)),
        hint=_filled(sheet, item, item.hint.in_language(asked_in)) if item.hint else None,
        choices=_answers(sheet, item, chosen),
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


def _answers(sheet: Sheet, item: Item, chosen: frozenset[str]) -> tuple[Choice, ...]:
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


def _skip_label(words: Words, count: int, *, asked_again: bool, is_last: bool) -> str:
    if not count:
        return ""
    texts, alone = words.skip, count == 1
    if is_last:
        return texts.one_and_send if alone else texts.open_and_send
    if asked_again:
        return texts.one_again if alone else texts.open_again
    return texts.one if alone else texts.open
