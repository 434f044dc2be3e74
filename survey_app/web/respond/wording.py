"""The Dutch words round the questions: whose child, how long, how far, and the names in them."""

import math
import re

from survey_app.answering.sheets import Sheet
from survey_app.definitions import Informant, Item, fill
from survey_app.dutch import day_in_words
from survey_app.invitations.participants import FEWEST_DAYS, SECOND
from survey_app.trajects.nominations import mark_of
from survey_app.web.respond.frame_texts import HELPED, FrameTexts
from survey_app.web.respond.nomination_texts import NOMINATED
from survey_app.web.respond.retest_texts import CHILD_IN_WORDS, SAME_AGAIN, TWICE
from survey_app.web.respond.yearly_texts import EVERY_YEAR, SETTLED

_PLACE = re.compile(r"\{(kind|coach|school|code|groep|kenmerk)\}")
END = "Dit waren de vragen."


def first_name(name: str) -> str:
    """Return only the first word of a name: more is not shown on a phone that others may hold."""
    return name.split()[0]


def texts_of(sheet: Sheet) -> FrameTexts:
    """Return the words for who answers about a child (helped, nominated, in a retest) or yearly."""
    if sheet.nomination_id is not None:
        return NOMINATED
    if sheet.school_informant_id is not None:
        return EVERY_YEAR[sheet.questionnaire.about]
    if sheet.participant_id is None:
        return HELPED[sheet.role]
    return (SAME_AGAIN if sheet.round == SECOND else TWICE)[sheet.role]


def child_in_words(sheet: Sheet) -> str:
    """Return what the child is called; of a participant's child no name is known.

    What is asked every year is about no child.
    """
    if sheet.participant_id is not None:
        return CHILD_IN_WORDS[sheet.role]
    return first_name(sheet.child_name) if sheet.child_name else ""


def say(text: str, sheet: Sheet) -> str:
    """Fill the names in a frame text; in one pass, so that a name is never read as a place."""
    names = {
        "kind": child_in_words(sheet),
        "coach": first_name(sheet.coach_name),
        "school": sheet.school_name,
        "code": sheet.label,
        "groep": sheet.group_name or "",
        "kenmerk": mark_of(sheet.nomination_id or ""),
    }
    return _PLACE.sub(lambda place: names[place[1]], text)


def asked(text: str, sheet: Sheet, goal: str | None = None) -> str:
    """Fill the names in a text of the list; a sentence that starts with no name gets a capital."""
    filled = fill(text, kind=child_in_words(sheet), informant=sheet.label, goal=goal)
    return filled if sheet.participant_id is None else filled[:1].upper() + filled[1:]


def minutes(sheet: Sheet) -> str:
    """Return the expected time in whole minutes."""
    count = max(1, math.ceil(sheet.questionnaire.minutes))
    return "1 minuut" if count == 1 else f"{count} minuten"


def question_count(sheet: Sheet) -> str:
    """Return how many questions there are, in words; the most there can be where answers decide."""
    items = [item for page in sheet.every_page for item in page.items]
    if any(item.show_when for item in items):
        return f"Het zijn hooguit {len(items)} korte vragen."
    return "Het is 1 korte vraag." if len(items) == 1 else f"Het zijn {len(items)} korte vragen."


def progress(sheet: Sheet, number: int, browser: str | None) -> str:
    """Return where one is: question or part; a child only hears when it is nearly done.

    How many there are is said only when no answer ahead can change it.
    """
    shown = [each for each, page in sheet.shown_to(browser).items() if page.items]
    if number not in shown:
        return ""
    place, total = shown.index(number) + 1, len(shown)
    settled = sheet.is_settled(number)
    if sheet.role is Informant.CHILD:
        left = {0: "Laatste vraag", 1: "Nog 2 vragen"}.get(total - place, "")
        return left if settled else ""
    one_by_one = all(len(page.items) <= 1 for page in sheet.every_page)
    word = "Vraag" if one_by_one else "Deel"
    if not settled:
        return f"{word} {place}"
    return f"{word} {place} van {total}" if total > 1 else "Op één bladzijde"


def how_many(item: Item) -> str | None:
    """Return how many answers may be ticked."""
    if item.choose is None:
        return None
    least, most = item.choose.least, item.choose.most
    if least == most:
        return f"Kies er {most}."
    if most < sum(option.missing is None for option in item.options):
        return f"Kies er {least} tot {most}." if least > 1 else f"Kies er hoogstens {most}."
    return f"Kies er minstens {least}." if least > 1 else "Je mag er meer dan 1 kiezen."


def how_ended(sheet: Sheet) -> tuple[str, ...]:
    """Return what to do when a link does not work any more."""
    asking = "Wil je nog iets laten weten? Vraag dan om een nieuwe link."
    return (SETTLED, asking) if sheet.group_name is not None else (asking,)


def opens_later(sheet: Sheet) -> str:
    """Return the sentence for somebody who is early."""
    if sheet.waits_for_first:
        return f"Vul eerst de andere link in. Deze gaat {FEWEST_DAYS} dagen later open."
    return f"Deze vragen staan open vanaf {day_in_words(sheet.opens_on)}. Dezelfde link werkt dan."
