"""The Dutch frame texts of the respondent's side: who asks, why, how long, who reads it."""

import math
from datetime import date

from survey_app.answering.sheets import Sheet
from survey_app.definitions import Informant, Item
from survey_app.dutch import day_in_words

GREETINGS = {
    Informant.PARENT: (
        "Dag! Ik ben {coach}, kansencoach op {school}. Ik help {kind} op school. "
        "Jij kent {kind} het best. Wil je mij vertellen hoe het gaat?"
    ),
    Informant.TEACHER: (
        "Dag! Ik ben {coach}, kansencoach op {school}. Ik help {kind}. "
        "Jij ziet {kind} elke dag in de klas. Wil je mij vertellen wat je ziet?"
    ),
    Informant.CHILD: (
        "Dag {kind}! Ik ben {coach}. Ik wil graag weten hoe het met jou gaat. "
        "Jij weet dat het best. Er is geen goed of fout."
    ),
}
READERS = {
    Informant.PARENT: (
        "Alleen {coach} leest het",
        "De juf of meester niet. Een andere ouder ook niet.",
    ),
    Informant.TEACHER: (
        "{coach} leest het",
        "De ouders en {kind} zien het niet, behalve als jij dat goed vindt.",
    ),
    Informant.CHILD: (
        "{coach} leest wat jij kiest",
        "Zo snel als het kan. Je ouders zien het alleen als jij dat goed vindt.",
    ),
}
STOPPING = {
    Informant.PARENT: ("Stoppen mag altijd", "Een vraag overslaan mag ook."),
    Informant.TEACHER: ("Stoppen mag altijd", "Wat je hebt ingevuld, blijft bewaard."),
    Informant.CHILD: ("Stoppen mag altijd", "Een vraag overslaan mag ook."),
}
THANKS = {
    Informant.PARENT: (
        "Dank je wel. Je antwoorden zijn verstuurd.",
        "Daarna praten jullie er samen over.",
    ),
    Informant.TEACHER: (
        "Dank je wel. Je antwoorden zijn verstuurd.",
        "Daarna bespreken jullie wat {kind} helpt.",
    ),
    Informant.CHILD: (
        "Dank je wel. Je antwoorden zijn verstuurd.",
        "Wil je nu met iemand praten? Ga naar {coach}, of naar je juf of meester.",
    ),
}
END = "Dit waren de vragen."
DECLINE = {
    Informant.PARENT: "Dat mag. Het verandert niets aan de hulp voor {kind}.",
    Informant.TEACHER: "Dat mag. Het verandert niets aan de hulp voor {kind}.",
    Informant.CHILD: "Dat mag. Niemand wordt boos.",
}


def first_name(name: str) -> str:
    """Return only the first word of a name: more is not shown on a phone that others may hold."""
    return name.split()[0]


def names(sheet: Sheet) -> dict[str, str]:
    """Return the names that frame texts may hold."""
    return {
        "kind": first_name(sheet.child_name),
        "coach": first_name(sheet.coach_name),
        "school": sheet.school_name,
    }


def say(text: str, sheet: Sheet) -> str:
    """Fill the names in; plain replacement, so a brace in a name stays a brace."""
    for variable, value in names(sheet).items():
        text = text.replace("{" + variable + "}", value)
    return text


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


def opens_later(opens_on: date) -> str:
    """Return the sentence for somebody who is early."""
    return f"Deze vragen staan open vanaf {day_in_words(opens_on)}. Dezelfde link werkt dan."
