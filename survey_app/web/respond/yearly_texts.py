"""What is said to who answers every year about the own work, a group, or the role at a school.

They must know that no child is named and none is meant, who reads it, and, of a teacher, that it is
no appraisal and does not go to the director.
"""

from survey_app.definitions import Subject
from survey_app.web.respond.frame_texts import IS_KEPT, FrameTexts

NOT_ME = "Deze link is niet voor mij"
NOT_THE_DIRECTOR = (
    "Alleen voor {coach}",
    "De directeur ziet het niet. Het telt nooit mee in een beoordeling.",
)
TWICE_A_YEAR = (
    "Vroeg je om contact? {coach} neemt binnen 2 schooldagen contact op.",
    "Over een half jaar vraag ik het nog een keer.",
)
SETTLED = "Misschien heeft een collega de groep al ingevuld. Dan hoef jij niets te doen."

EVERY_YEAR = {
    Subject.PERSON: FrameTexts(
        greeting=(
            "Dag! Ik ben {coach}, kansencoach op {school}. Dit gaat over jouw eigen werk, "
            "niet over een leerling. Wil je mij vertellen hoe het gaat?"
        ),
        readers=NOT_THE_DIRECTOR,
        stopping=IS_KEPT,
        next_steps=TWICE_A_YEAR,
        decline="Dat mag. Het verandert niets voor jou of je leerlingen.",
        not_me=NOT_ME,
    ),
    Subject.GROUP: FrameTexts(
        greeting=(
            "Dag! Ik ben {coach}, kansencoach op {school}. Dit gaat over {groep} als geheel, "
            "niet over één kind en niet over jou. Wil je mij vertellen wat je ziet?"
        ),
        readers=NOT_THE_DIRECTOR,
        stopping=IS_KEPT,
        next_steps=TWICE_A_YEAR,
        decline="Dat mag. Het verandert niets voor jou of je leerlingen.",
        not_me=NOT_ME,
    ),
    Subject.SCHOOL: FrameTexts(
        greeting=(
            "Dag! Ik ben {coach}, kansencoach op {school}. Dit gaat over de rol van de kansencoach "
            "op deze school, niet over een kind en niet over mij als persoon."
        ),
        readers=(
            "Voor {coach} en de school",
            "We leggen het naast wat anderen van deze school zeggen.",
        ),
        stopping=IS_KEPT,
        next_steps=("Jullie praten erover in het volgende overleg.",),
        decline="Dat mag. Het verandert niets aan de hulp op school.",
        not_me=NOT_ME,
    ),
}


def about_what(about: Subject, group_name: str | None, school_name: str) -> str:
    """Return in a few words what a list is about."""
    if about is Subject.GROUP and group_name:
        return group_name
    return "Je eigen werk" if about is Subject.PERSON else f"De kansencoach op {school_name}"
