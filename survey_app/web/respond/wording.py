"""The words round the questions in the language of who answers: how long, how far, whose child."""

import math

from survey_app.answering.reading import AnswerFault, FaultKind
from survey_app.answering.sheets import Sheet
from survey_app.definitions import Informant, Item, Number, Subject
from survey_app.definitions import fill as fill_list
from survey_app.dutch import decimal_comma
from survey_app.frames import Told, Words, counted, day, fill, words_in
from survey_app.invitations.participants import FEWEST_DAYS, SECOND
from survey_app.trajects.nominations import mark_of


def first_name(name: str) -> str:
    """Return only the first word of a name: more is not shown on a phone that others may hold."""
    return name.split()[0]


def words_of(sheet: Sheet) -> Words:
    """Return the texts in the language in which somebody is spoken to."""
    return words_in(sheet.spoken)


def told(sheet: Sheet) -> Told:
    """Return the words for who answers about a child (helped, nominated, in a retest) or yearly."""
    words = words_of(sheet)
    if sheet.nomination_id is not None:
        return words.nominated
    if sheet.school_informant_id is not None:
        by_subject: Told = getattr(words.yearly, sheet.questionnaire.about.value)
        return by_subject
    if sheet.participant_id is None:
        helped: Told = getattr(words.helped, sheet.role.value)
        return helped
    twice: Told = getattr(words.twice, sheet.role.value)
    if sheet.round != SECOND:
        return twice
    again: str = getattr(words.second_time, sheet.role.value)
    steps = (*twice.next_steps[:-1], words.second_time.done)
    return twice.model_copy(update={"greeting": again, "next_steps": steps})


def child_in_words(sheet: Sheet) -> str:
    """Return what the child is called; of a participant's child no name is known.

    What is asked every year is about no child.
    """
    if sheet.participant_id is not None:
        in_words: str = getattr(words_of(sheet).child_in_words, sheet.role.value)
        return in_words
    return first_name(sheet.child_name) if sheet.child_name else ""


def say(text: str, sheet: Sheet) -> str:
    """Fill the names in a frame text."""
    return fill(
        text,
        kind=child_in_words(sheet),
        coach=first_name(sheet.coach_name),
        school=sheet.school_name,
        code=sheet.label,
        groep=sheet.group_name or "",
        kenmerk=mark_of(sheet.nomination_id or ""),
    )


def asked(text: str, sheet: Sheet, goal: str | None = None) -> str:
    """Fill the names in a text of the list; a sentence that starts with no name gets a capital."""
    child = child_in_words(sheet.spoken_in(sheet.language))
    filled = fill_list(text, kind=child, informant=sheet.label, goal=goal)
    return filled if sheet.participant_id is None else filled[:1].upper() + filled[1:]


def minutes(words: Words, expected: float) -> str:
    """Return an expected time in whole minutes and never less than that."""
    return counted(words, words.start.minutes, max(1, math.ceil(round(expected, 2))))


def question_count(sheet: Sheet) -> str:
    """Return how many questions there are, in words; the most there can be where answers decide."""
    words = words_of(sheet)
    items = [item for page in sheet.every_page for item in page.items]
    may_stay_away = any(item.show_when for item in items)
    forms = words.start.questions_at_most if may_stay_away else words.start.questions
    return counted(words, forms, len(items))


def progress(sheet: Sheet, number: int, browser: str | None) -> str:
    """Return where one is: question or part; a child only hears when it is nearly done.

    How many there are is said only when no answer ahead can change it.
    """
    words = words_of(sheet).progress
    shown = [each for each, page in sheet.shown_to(browser).items() if page.items]
    if number not in shown:
        return ""
    place, total = shown.index(number) + 1, len(shown)
    settled = sheet.is_settled(number)
    if sheet.role is Informant.CHILD:
        left = {0: words.last, 1: words.two_left}.get(total - place, "")
        return left if settled else ""
    one_by_one = all(len(page.items) <= 1 for page in sheet.every_page)
    if not settled:
        return fill(words.question if one_by_one else words.part, n=place)
    if total == 1:
        return words.one_page
    return fill(words.question_of if one_by_one else words.part_of, n=place, total=total)


def how_many(words: Words, item: Item) -> str | None:
    """Return how many answers may be ticked."""
    if item.choose is None:
        return None
    least, most = item.choose.least, item.choose.most
    texts = words.question
    if least == most:
        return fill(texts.pick_exactly, n=most)
    if most < sum(option.missing is None for option in item.options):
        between = fill(texts.pick_between, least=least, most=most)
        return between if least > 1 else fill(texts.pick_at_most, n=most)
    return fill(texts.pick_at_least, n=least) if least > 1 else texts.pick_any


def mend(words: Words, fault: AnswerFault) -> str:
    """Return what to do about what was posted for an item."""
    texts, item = words.problem, fault.item
    match fault.kind:
        case FaultKind.NOT_A_NUMBER if item.number is not None:
            return _number(words, item.number)
        case FaultKind.TOO_LONG:
            return counted(words, texts.too_long, item.max_length or 0)
        case FaultKind.WRONG_COUNT if item.choose is not None:
            least, most = item.choose.least, item.choose.most
            said = texts.not_exactly if least == most else texts.too_many
            if fault.chosen < least < most:
                said = texts.too_few
            return fill(said, least=least, most=most, n=fault.chosen)
        case _:
            plain: str = getattr(texts, fault.kind.value)
            return plain


def _number(words: Words, number: Number) -> str:
    least, most = (
        decimal_comma(bound, 0 if float(bound).is_integer() else number.decimals)
        for bound in (number.least, number.most)
    )
    if not number.decimals:
        return fill(words.problem.whole_number, least=least, most=most)
    return counted(words, words.problem.number, number.decimals, least=least, most=most)


def about_what(words: Words, about: Subject, group_name: str | None, school_name: str) -> str:
    """Return in a few words what a list without a child is about."""
    if about is Subject.GROUP and group_name:
        return group_name
    if about is Subject.PERSON:
        return words.about.person
    return fill(words.about.school, school=school_name)


def how_ended(sheet: Sheet) -> tuple[str, ...]:
    """Return what to do when a link does not work any more."""
    texts = words_of(sheet).not_open
    is_group = sheet.group_name is not None
    return (texts.settled, texts.ended_hint) if is_group else (texts.ended_hint,)


def opens_later(sheet: Sheet) -> str:
    """Return the sentence for somebody who is early."""
    words = words_of(sheet)
    if sheet.waits_for_first:
        return counted(words, words.not_open.waits, FEWEST_DAYS)
    return fill(words.not_open.early_hint, day=day(words, sheet.opens_on))
