"""What is said to who answers a list twice about a child without a traject.

They must know what it is for, that nobody looks up what they chose, that one thing is passed on
(that somebody asks for contact or has nobody to go to), and that the same comes once more. The
second time they are not told what they chose: it is about how it is now.
"""

from dataclasses import replace

from survey_app.definitions import Informant
from survey_app.web.respond.frame_texts import IS_KEPT, MAY_SKIP, FrameTexts

CHILD_IN_WORDS = {
    Informant.PARENT: "je kind",
    Informant.TEACHER: "deze leerling",
    Informant.CHILD: "je",
}
AGAIN = "Over 10 dagen vraag ik hetzelfde nog 1 keer."
DONE = "Dit was de tweede keer. Je bent klaar."
NOT_ME = "Deze link is niet voor mij"
COUNTED = "Wij tellen je antwoorden op bij die van anderen."
COUNTED_READERS = (
    "Niemand zoekt jouw antwoorden op",
    "Alleen als je om contact vraagt, hoort {coach} dat.",
)

TWICE = {
    Informant.PARENT: FrameTexts(
        greeting=(
            "Dag! Ik ben {coach}, kansencoach op {school}. "
            "Wij maken een vragenlijst over kinderen. Jij helpt ons zien of die goed werkt. "
            "Daarom vraag ik je 2 keer hetzelfde. "
            "Denk aan het kind waarover wij spraken."
        ),
        readers=COUNTED_READERS,
        stopping=MAY_SKIP,
        next_steps=(COUNTED, AGAIN),
        decline="Dat mag. Het verandert niets voor jou of je kind.",
        not_me=NOT_ME,
    ),
    Informant.TEACHER: FrameTexts(
        greeting=(
            "Dag! Ik ben {coach}, kansencoach op {school}. "
            "Wij maken een vragenlijst over leerlingen. Jij helpt ons zien of die goed werkt. "
            "Daarom vraag ik je 2 keer hetzelfde. "
            "Het gaat over de leerling met code {code}."
        ),
        readers=COUNTED_READERS,
        stopping=IS_KEPT,
        next_steps=(COUNTED, AGAIN),
        decline="Dat mag. Het verandert niets voor jou of de leerling.",
        not_me=NOT_ME,
    ),
    Informant.CHILD: FrameTexts(
        greeting=(
            "Dag! Ik ben {coach}. Ik maak vragen voor kinderen. "
            "Jij helpt mij zien of ze goed zijn. "
            "Daarom vraag ik je 2 keer hetzelfde. Er is geen goed of fout."
        ),
        readers=(
            "Niemand zoekt op wat jij kiest",
            "Wil je praten? Of heb je niemand die je helpt? Dan hoort {coach} dat wel.",
        ),
        stopping=MAY_SKIP,
        next_steps=(
            COUNTED,
            "Wil je nu met iemand praten? Ga naar {coach}, of naar je juf of meester.",
            AGAIN,
        ),
        decline="Dat mag. Niemand wordt boos.",
        not_me=NOT_ME,
    ),
}
SAME_AGAIN = {
    role: replace(
        texts,
        greeting=texts.greeting.replace(
            "Daarom vraag ik je 2 keer hetzelfde.",
            "Dit is de tweede keer. Kies wat nu past, ook als dat anders is dan toen.",
        ),
        next_steps=tuple(DONE if step == AGAIN else step for step in texts.next_steps),
    )
    for role, texts in TWICE.items()
}
