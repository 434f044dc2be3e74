"""What is said round the questions to who answers about a child that is helped."""

from dataclasses import dataclass

from survey_app.definitions import Informant


@dataclass(frozen=True, slots=True)
class FrameTexts:
    """Who asks and why, who reads it, that stopping is allowed, what comes next, and two ways out.

    `readers` and `stopping` are a bold and a quiet line. `{kind}`, `{coach}`, `{school}` and, of a
    child without a traject, `{code}` or `{kenmerk}` stand for names.
    """

    greeting: str
    readers: tuple[str, str]
    stopping: tuple[str, str]
    next_steps: tuple[str, ...]
    decline: str
    not_me: str


THANKS = "Dank je wel. Je antwoorden zijn verstuurd."
MAY_SKIP = ("Stoppen mag altijd", "Een vraag overslaan mag ook.")
IS_KEPT = ("Stoppen mag altijd", "Wat je hebt ingevuld, blijft bewaard.")
READ_FIRST = "{coach} leest wat je hebt gekozen."
NO_HARM = "Dat mag. Het verandert niets aan de hulp voor {kind}."

HELPED = {
    Informant.PARENT: FrameTexts(
        greeting=(
            "Dag! Ik ben {coach}, kansencoach op {school}. Ik help {kind} op school. "
            "Jij kent {kind} het best. Wil je mij vertellen hoe het gaat?"
        ),
        readers=(
            "Alleen {coach} leest het",
            "De juf of meester niet. Een andere ouder ook niet.",
        ),
        stopping=MAY_SKIP,
        next_steps=(READ_FIRST, "Daarna praten jullie er samen over."),
        decline=NO_HARM,
        not_me="Ik ken {kind} niet",
    ),
    Informant.TEACHER: FrameTexts(
        greeting=(
            "Dag! Ik ben {coach}, kansencoach op {school}. Ik help {kind}. "
            "Jij ziet {kind} elke dag in de klas. Wil je mij vertellen wat je ziet?"
        ),
        readers=(
            "{coach} leest het",
            "De ouders en {kind} zien het niet, behalve als jij dat goed vindt.",
        ),
        stopping=IS_KEPT,
        next_steps=(READ_FIRST, "Daarna bespreken jullie wat {kind} helpt."),
        decline=NO_HARM,
        not_me="Ik ken {kind} niet",
    ),
    Informant.CHILD: FrameTexts(
        greeting=(
            "Dag {kind}! Ik ben {coach}. Ik wil graag weten hoe het met jou gaat. "
            "Jij weet dat het best. Er is geen goed of fout."
        ),
        readers=(
            "{coach} leest wat jij kiest",
            "Zo snel als het kan. Je ouders zien het alleen als jij dat goed vindt.",
        ),
        stopping=MAY_SKIP,
        next_steps=(
            READ_FIRST,
            "Wil je nu met iemand praten? Ga naar {coach}, of naar je juf of meester.",
        ),
        decline="Dat mag. Niemand wordt boos.",
        not_me="Ik ben niet {kind}",
    ),
}
