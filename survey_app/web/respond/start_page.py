"""The start page: who asks, why, how long, who reads it, and that stopping is allowed."""

from survey_app.answering.sheets import Sheet
from survey_app.definitions import Informant
from survey_app.frames import LANGUAGES
from survey_app.web.respond import language, wording
from survey_app.web.respond.framing import address, direction_of, frame, heading_of
from survey_app.web.respond.pages import Fact, StartPage


def start_page(sheet: Sheet, token: str | None) -> StartPage:
    """Return the five plain answers: who asks, why, how long, who reads it, stopping is allowed."""
    words, told = wording.words_of(sheet), wording.told(sheet)
    begun = sheet.started_at is not None
    facts = [
        Fact(
            "clock",
            wording.minutes(words, sheet.questionnaire.minutes),
            wording.question_count(sheet),
        ),
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
        heading=heading_of(sheet),
        language=sheet.language,
        direction=direction_of(sheet),
        greeting=wording.say(told.greeting, sheet),
        facts=tuple(facts),
        action=address("begin", token),
        forward_label=words.acts.resume if begun else words.acts.begin,
        decline_url=language.carried(address("decline", token)),
        carries=sheet.spoken,
    )
