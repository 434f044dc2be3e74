"""Preparing a printed letter or card for one invitation; nothing is read or written here.

It says what the start page of the link says, in the same words, so that who reads both recognises
it. Of the child there is a first name at most.
"""

from dataclasses import dataclass
from datetime import date

from survey_app.answering.sheets import Sheet
from survey_app.definitions import Informant
from survey_app.frames import Words, day, fill, long_date
from survey_app.invitations.codes import ShortCode, written
from survey_app.invitations.qr import QrCode, qr_of
from survey_app.web.respond import wording

AT_SCHOOL = {
    Informant.TEACHER: "Voor een leerkracht",
    Informant.DIRECTOR: "Voor de directeur",
    Informant.IB: "Voor de intern begeleider",
    Informant.MUNICIPALITY: "Voor de gemeente",
}
"""For whom it is that answers about no child."""


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One sheet of paper: who asks whom what, and three ways to open the link.

    `receiver` is what the coach calls them, and stays on the screen; `for_whom` is printed.
    `facts` are a bold and a quiet line each: how long, who reads it, that stopping is allowed.
    `words` are in the language of the reader; `language` and `direction` are those of the question.
    """

    words: Words
    language: str
    direction: str
    is_child: bool
    receiver: str
    for_whom: str
    school: str
    day: str
    question: str
    greeting: str
    steps: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    until: str
    voluntary: str
    coach: str
    phone: str | None
    qr: QrCode
    link: str
    code_address: str
    code: str
    back_url: str

    def around(self, text: str) -> tuple[str, str]:
        """Return what stands before and after the address of the page for the code."""
        before, _, after = text.partition("{address}")
        return before, after


def letter_page(
    sheet: Sheet, link: str, code: ShortCode, base_url: str, back_url: str, today: date
) -> LetterPage:
    """Return what stands on paper for who answers this sheet."""
    words, told = wording.words_of(sheet), wording.told(sheet)
    texts = words.letter
    is_child = sheet.role is Informant.CHILD
    question = sheet.questionnaire.question.in_language(sheet.language)
    code_address = f"{base_url.removeprefix('https://')}/code"
    return LetterPage(
        words=words,
        language=sheet.language,
        direction=sheet.questionnaire.edition(sheet.language).direction,
        is_child=is_child,
        receiver=wording.child_in_words(sheet) if is_child else sheet.label,
        for_whom=AT_SCHOOL[sheet.role]
        if sheet.school_informant_id is not None
        else wording.say(getattr(texts, f"for_{sheet.role.value}"), sheet),
        school=sheet.school_name,
        day=long_date(words, today),
        question=wording.asked(question, sheet),
        greeting=wording.say(told.greeting, sheet),
        steps=texts.steps,
        facts=(
            (wording.minutes(words, sheet.questionnaire.minutes), wording.question_count(sheet)),
            (wording.say(told.readers[0], sheet), wording.say(told.readers[1], sheet)),
            (told.stopping[0], told.stopping[1]),
        ),
        until=fill(texts.until, day=day(words, sheet.closes_on)),
        voluntary=f"{texts.rather_not} {wording.say(told.decline, sheet)}",
        coach=wording.first_name(sheet.coach_name) if is_child else sheet.coach_name,
        phone=sheet.coach_phone,
        qr=qr_of(link),
        link=link,
        code_address=code_address,
        code=written(code),
        back_url=back_url,
    )
