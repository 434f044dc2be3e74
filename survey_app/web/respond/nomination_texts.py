"""What is said to a teacher who puts a child forward, before and round the questions.

It must be true at every moment until the parents agree: what is sealed, what is not, until when.
"""

from survey_app.web.respond.frame_texts import IS_KEPT, FrameTexts

SEALED = (
    "Naam en reden ziet {coach} als de ouders hulp goed vinden. De rest als zij ook akkoord zijn "
    "met vragen."
)
SEEN = (
    "{coach} ziet eerst alleen dat jij een kind aanmeldt, of de ouders het weten en of je contact "
    "wilt."
)
READERS = ("Het meeste leest nog niemand", f"{SEEN} {SEALED}")
MARK = "Noem kenmerk {kenmerk} als jullie erover praten."
KEPT = "Na 6 schoolweken zonder akkoord wissen we alles."

NOMINATED = FrameTexts(
    greeting="Dag! Ik ben {coach}, kansencoach op {school}. Je meldt {kind} bij mij aan.",
    readers=READERS,
    stopping=IS_KEPT,
    next_steps=(f"{SEEN} {MARK}", SEALED, KEPT),
    decline="Dat mag. Wat je hebt ingevuld, wissen we meteen.",
    not_me="Deze link is niet voor mij",
)
