"""Preparing the pages of a class round: nothing here reads or writes the database."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from flask import url_for

from survey_app.answering.class_rounds import ClassRound, Progress, RoundSheet, Way
from survey_app.answering.reading import PageReading
from survey_app.answering.sheets import Sheet
from survey_app.definitions import DIRECTIONS, Item
from survey_app.definitions import fill as fill_list
from survey_app.frames import Words, counted, fill
from survey_app.web.respond import idle, language, wording
from survey_app.web.respond.class_round_values import (
    AnswerRow,
    Button,
    ClassRoundPage,
    PupilList,
    PupilRow,
    RowsPage,
)
from survey_app.web.respond.one_question import choices_of
from survey_app.web.respond.pages import (
    Frame,
    Lock,
    QuestionPage,
    RoundRow,
    ThanksPage,
)
from survey_app.web.respond.question_page import question_page
from survey_app.web.respond.refusing import GO_TO, Refusal
from survey_app.web.respond.wording import first_name

SIGNS = {
    Progress.NOT_BEGUN: "none",
    Progress.BUSY: "half",
    Progress.COMPLETE: "full",
    Progress.SENT: "full",
}


def names_in(found: ClassRound) -> dict[str, str]:
    """Return what each pupil is called here, by mark: the first name where that is enough."""
    called: defaultdict[str, set[str | None]] = defaultdict(set)
    for each in found.sheets:
        called[_first(each)].add(each.line.traject_id)
    full: defaultdict[str, set[str | None]] = defaultdict(set)
    for each in found.sheets:
        full[each.line.child_name or ""].add(each.line.traject_id)

    def name(each: RoundSheet) -> str:
        if len(called[_first(each)]) == 1:
            return _first(each)
        whole = each.line.child_name or ""
        return whole if len(full[whole]) == 1 else f"{whole}, {each.line.group_name}"

    return {each.mark: name(each) for each in found.sheets}


def round_page(
    found: ClassRound, token: str, others: tuple[RoundRow, ...], *, someone_left: bool
) -> ClassRoundPage:
    """Return the page where a round begins, goes on and ends."""
    words = language.words_here()
    texts, coach = words.class_round, first_name(found.round.coach_name)
    left = [each for each in found.sheets if each.is_open]
    if left:
        minutes = wording.minutes(words, sum(each.line.questionnaire.minutes for each in left))
        together = words.round.together if len(left) > 1 else words.round.alone
        greeting = fill(texts.greeting, coach=coach, school=found.round.school_name)
        readers = (f"{fill(texts.readers[0], coach=coach)}.", texts.readers[1])
        quiet: tuple[str, ...] = (fill(together, minutes=minutes), *readers)
    else:
        greeting, quiet = fill(words.round.done_hint, coach=coach), ()
    unsent = sum(each.progress is Progress.COMPLETE for each in found.sheets)
    notes = [texts.gone] if someone_left else []
    notes += [counted(words, texts.unsent, unsent)] if unsent else []
    if not left and not unsent and all(line.is_done for line in found.others):
        heading = words.round.done
    else:
        heading = heading_of(found, words)
    return ClassRoundPage(
        frame=_frame(found, words, texts.heading),
        heading=heading,
        greeting=greeting,
        quiet=quiet,
        note=" ".join(notes),
        may_choose=found.way is None,
        buttons=tuple(_buttons(found, words, unsent)),
        pupils=pupil_list(found, token, words),
        others=others,
        unknown=fill(texts.unknown, coach=coach) if left else "",
    )


def _buttons(found: ClassRound, words: Words, unsent: int) -> list[Button]:
    texts, buttons = words.class_round, []
    if found.way is None:
        buttons += [
            Button("act", Way.BY_PUPIL, texts.by_pupil, texts.by_pupil_hint),
            Button("act", Way.BY_QUESTION, texts.by_question, texts.by_question_hint),
        ]
    elif any(each.is_open for each in found.side_by_side):
        buttons.append(Button("act", Way.BY_QUESTION, words.acts.resume))
    elif (coming := found.next_open()) is not None:
        begun = coming.progress is Progress.BUSY
        said = texts.go_on_with if begun else texts.begin_with
        label = fill(said, who=names_in(found)[coming.mark])
        buttons.append(Button("to", coming.mark, label))
    if unsent:
        buttons.append(Button("act", "send", texts.send_all))
    return buttons


def pupil_list(
    found: ClassRound, token: str, words: Words, current: RoundSheet | None = None
) -> PupilList:
    """Return every pupil with how far it is; what is sent or goes question by question is shut."""
    texts, names = words.class_round, names_in(found)
    done = sum(not each.is_open for each in found.sheets)
    several = {
        each.line.traject_id
        for each in found.sheets
        for other in found.sheets
        if other is not each and other.line.traject_id == each.line.traject_id
    }
    side_by_side = found.side_by_side

    def state(each: RoundSheet) -> str:
        if each is current:
            return texts.now
        return {
            Progress.NOT_BEGUN: texts.not_begun,
            Progress.BUSY: counted(words, texts.busy, each.left),
            Progress.COMPLETE: texts.done,
            Progress.SENT: texts.sent,
        }[each.progress]

    return PupilList(
        heading=heading_of(found, words),
        tally=fill(texts.tally, n=done, total=len(found.sheets)),
        action=url_for("respond.act_in_round", token=token),
        press=("to", "") if current is None else ("act", GO_TO),
        rows=tuple(
            PupilRow(
                mark=each.mark,
                who=names[each.mark],
                small=each.line.title if each.line.traject_id in several else "",
                sign=SIGNS[each.progress],
                state=state(each),
                opens=not each.line.is_done and each is not current and each not in side_by_side,
                is_current=each is current,
            )
            for each in found.sheets
        ),
    )


def pupil_page(
    found: ClassRound,
    mine: RoundSheet,
    sheet: Sheet,
    token: str,
    browser: str | None,
    *,
    reading: PageReading | None = None,
    refusal: Refusal | None = None,
) -> QuestionPage:
    """Return all statements about one pupil; its name stands in the heading, never in the title."""
    words = wording.words_of(sheet)
    texts = words.class_round
    page = question_page(
        sheet,
        None,
        1,
        browser,
        page=mine.page,
        reading=reading,
        errors=refusal.errors if refusal else None,
        problem=refusal.problem if refusal else None,
        problem_hint=refusal.problem_hint if refusal else None,
    )
    coming = found.next_open(mine)
    pupils = list(dict.fromkeys(each.line.traject_id for each in found.sheets))
    where = fill(texts.pupil_of, n=pupils.index(mine.line.traject_id) + 1, total=len(pupils))
    return replace(
        page,
        frame=_frame(found, words, where, has_error=page.frame.has_error, stop_saves=True),
        progress=where,
        action=url_for("respond.save_pupil", token=token, mark=mine.mark),
        back_url=None,
        back_label=_back_to_list(found, words),
        back_act=GO_TO,
        forward_label=_save_and(found, coming, mine, words),
        skip_label=page.skip_label if coming else _skip_and_send(words, len(mine.page.items)),
        look_over_label=None,
    )


def _save_and(found: ClassRound, coming: RoundSheet | None, mine: RoundSheet, words: Words) -> str:
    if coming is None:
        return words.class_round.send_all
    same = coming.line.traject_id == mine.line.traject_id
    who = coming.line.title if same else names_in(found)[coming.mark]
    return fill(words.class_round.save_and_next, who=who)


def _skip_and_send(words: Words, questions: int) -> str:
    return words.skip.one_and_send if questions == 1 else words.skip.open_and_send


def rows_page(
    found: ClassRound,
    item: Item,
    token: str,
    browser: str | None,
    *,
    given: Mapping[str, str] | None = None,
    seen: str = "",
    errors: Mapping[str, str] | None = None,
    problem: str | None = None,
    problem_hint: str | None = None,
    someone_left: bool = False,
) -> RowsPage:
    """Return one question for all pupils, with what was posted in it, else what was saved here."""
    words = language.words_here()
    texts = words.class_round
    rows = [each for each in found.side_by_side if not each.line.is_done]
    first = found.side_by_side[0].line
    items = first.questionnaire.pages_for("teacher")
    order = [each.key for page in items for each in page.items]
    number, total, asked_in = order.index(item.key) + 1, len(order), first.language
    period = first.questionnaire.period
    names, errors = names_in(found), errors or {}

    def chosen(each: RoundSheet) -> frozenset[str]:
        answer = (given or {}).get(each.mark) or each.chosen_by(browser, item.key)
        return frozenset({answer} if answer else ())

    where = fill(words.progress.question_of, n=number, total=total)
    is_last, is_first = number == total, number == 1
    return RowsPage(
        frame=_frame(found, words, where, has_error=bool(errors or problem), stop_saves=True),
        language=asked_in,
        direction=DIRECTIONS[asked_in],
        statement=_statement(item, asked_in, words.child_in_words.teacher, first.label),
        period=period.in_language(asked_in) if period and item.values else "",
        hint=item.hint.in_language(asked_in) if item.hint else "",
        progress=where,
        rows=tuple(
            AnswerRow(
                mark=each.mark,
                who=names[each.mark],
                statement=_statement(item, asked_in, names[each.mark], each.line.label),
                choices=choices_of(
                    each.line.questionnaire,
                    item.key,
                    asked_in,
                    chosen(each),
                ),
                note=words.question.other_device
                if each.was_chosen_elsewhere(browser, item.key)
                else "",
                error=errors.get(each.mark, ""),
            )
            for each in rows
        ),
        action=url_for("respond.save_rows", token=token, key=item.key),
        back_act=GO_TO if is_first else GO_TO + order[number - 2],
        back_label=_back_to_list(found, words) if is_first else words.acts.back,
        forward_label=texts.send_all if is_last else words.acts.forward,
        skip_label=words.skip.open_and_send if is_last else words.skip.open,
        seen=seen or " ".join(f"{each.mark}:{each.revision}" for each in rows),
        note=texts.gone if someone_left else "",
        saved=any(each.revision for each in rows) and not errors and not problem,
        problem=problem,
        problem_hint=problem_hint,
    )


def thanks_page(found: ClassRound, token: str, sent: int) -> ThanksPage:
    """Return the thanks for all that this browser sent, with the way to what is left."""
    words = language.words_here()
    texts = words.class_round
    rest = any(not each.line.is_done for each in found.sheets)
    rest = rest or any(not line.is_done for line in found.others)
    coach = first_name(found.round.coach_name)
    return ThanksPage(
        frame=_frame(found, words, words.titles.sent),
        heading=words.thanks.heading,
        steps=(
            counted(words, texts.sent_count, sent),
            fill(words.helped.teacher.next_steps[0], coach=coach),
        ),
        closing=words.thanks.later if rest else words.thanks.close,
        more=(url_for("respond.round_page", token=token), texts.rest) if rest else None,
    )


def heading_of(found: ClassRound, words: Words) -> str:
    """Return what a round is called: by the group when all pupils are in one."""
    group = _group(found)
    texts = words.class_round
    return fill(texts.heading_group, group=group) if group else texts.heading


def _frame(
    found: ClassRound,
    words: Words,
    heading: str,
    *,
    has_error: bool = False,
    stop_saves: bool = False,
) -> Frame:
    texts = words.class_round
    return Frame(
        heading=heading,
        informant=found.round.role,
        words=words,
        has_error=has_error,
        coach_name=first_name(found.round.coach_name),
        school_name=found.round.school_name,
        phone=found.round.coach_phone,
        stop_saves=stop_saves,
        leave_url=url_for("respond.log_out"),
        leave_label=texts.log_out,
        lock=Lock(url_for("respond.round_locked"), idle.SECONDS, texts.soon),
    )


def _statement(item: Item, asked_in: str, who: str, label: str) -> str:
    filled = fill_list(item.text.in_language(asked_in), kind=who, informant=label)
    return filled[:1].upper() + filled[1:]


def _first(each: RoundSheet) -> str:
    return first_name(each.line.child_name or "")


def _group(found: ClassRound) -> str:
    groups = {each.line.group_name for each in found.sheets}
    (group, *more) = groups
    return "" if more or group is None else group


def _back_to_list(found: ClassRound, words: Words) -> str:
    group = _group(found)
    return f"{group[:1].upper()}{group[1:]}" or words.class_round.to_list
