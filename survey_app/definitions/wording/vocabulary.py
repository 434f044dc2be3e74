"""The declared words of the rules: what is refused, what is allowed by name, what means the same.

Each list can be read aloud to somebody who knows children and schools, and argued with.
"""

from typing import Final

NEGATIONS: Final = frozenset("niet geen nooit nergens niemand niets noch zonder nee".split())
NO_NEGATIONS: Final = frozenset(
    """
    ondanks ongeveer onlangs online ons onze onweer onkosten onkruid ondeugend oneven
    onderwijs onder ontspannen
    """.split()
)
"""Words that begin like `onrustig` and negate nothing."""

JOINERS: Final = frozenset("en of maar omdat zodat terwijl".split())
FREQUENCIES: Final = frozenset(
    "soms vaak altijd meestal bijna regelmatig dagelijks zelden steeds telkens".split()
)

JUDGING: Final = frozenset(
    """
    probleem problemen stoornis stoornissen achterstand gedrag natuurlijk gelukkig waarom
    test uitslag score normaal gemiddeld cijfer voldoende onvoldoende risico zorgelijk
    zielig schuldig lastpost zwak slim dom braaf lui
    u uw indien middels betreffende teneinde
    """.split()
)
"""Reproach, blame, marks, leading and office words: in no text of ours, whoever reads it."""

PRIVATE: Final = frozenset(
    """
    diagnose medicijn medicijnen politie rechter geld schuld schulden inkomen geloof kerk moskee
    slaan straf
    """.split()
)
"""What is not asked. A hint may name it, as in "noem geen diagnose"."""

NO_SUPERLATIVES: Final = frozenset(
    """
    eerste laatste achtste zoveelste honderdste duizendste juiste onjuiste vaste naaste bewuste
    gewenste woeste robuuste aangepaste gepaste paste plaatste wenste miste danste verraste kuste
    loste luste suste wiste poste koste gepeste gehaaste belaste ongewenste onbewuste
    """.split()
)
"""Words on -ste that compare nothing."""

LOANWORDS: Final = frozenset(
    """
    stress gestrest stressen relaxed relaxen chill chillen happy cool sorry skills feedback
    mindset issue issues coping support burn-out burnout challenge drive mood vibe vibes boost
    awareness mindful mindfulness empowerment resilience performance timemanagement focus
    focussen triggeren trigger triggers pushen settelen checken loser nice fun sharen switchen
    matchen faken bullying safe me-time selfcare
    """.split()
)

IDIOMS: Final = (
    "in je vel",
    "op de rit",
    "lekker bezig",
    "vrij hoofd",
    "over de grens",
    "dwarszit",
    "aan de bel",
    "uit de hand",
    "op eigen benen",
    "de boot afhoud",
    "onder de knie",
    "op zijn tenen",
    "op haar tenen",
    "uit de verf",
    "in de put",
)

PROGRAMME: Final = frozenset(
    """
    kansencoach kansencoaches kansmeter groepsklimaat traject trajecten meekiezen
    leerkracht leerkrachten projectleider schoolwerk schooldag schooldagen schooljaar lestijd
    schooltaal jeugdhulp huisarts verwijzing vragenlijst juf gymles schoolplein speelplaats
    knutselen buitenspelen overblijven
    """.split()
)
"""Words of the programme and of every primary school, heard there from the first day on.

They are spelt right, and neither long nor rare for whoever answers; film subtitles, by which words
are counted, seldom play in a primary school.
"""

MISSPELT: Final = frozenset({"eigelijk"})
"""What the list of words holds and is wrong; of 220 common slips it was the only one."""

OTHERS: Final = frozenset("hij zij ze hem haar hun".split())
SELF: Final = frozenset("ik me mij mijn".split())
YOU: Final = frozenset("je jij jou jouw".split())

NEGATED_ANSWERS: Final = frozenset(
    (
        # lists.md section 3: the response formats.
        "nooit",
        "bijna nooit",
        "niet zo goed",
        "nog niet",
        "bijna geen",
        "niet gezien",
        "weet ik niet",
        "weet ik niet / past niet",
        # Section 1: the wish for contact, and what is skipped.
        "nu niet",
        "zeg ik liever niet",
        # Section 4B: aftercare, roles, factors, support.
        "nee",
        "nee, er loopt hulp",
        "geen zicht op",
        "speelt niet",
        "niet besproken",
        "niet nodig gebleken",
        # Support that is not there: nothing else names an empty row.
        "geen",
    )
)
"""Answers with a negation that may be, by name and with the place that gives them."""

SLASHED_ANSWERS: Final = frozenset({"weet ik niet / past niet"})
"""Section 3 prints this one with a slash: two reasons for the same missing answer."""

CORE_FACETS: Final = {
    "vertellen": "O1",
    "verder": "W1",
    "aandacht hier": "R1",
    "meedoen": "P1",
    "merkbaar": "L1",
}
"""Facet to mark of the core five, which every informant is asked in the same sense."""

LADDERS: Final = (
    # How often.
    (
        frozenset({"nooit"}),
        frozenset({"bijna nooit", "haast nooit", "zelden", "heel soms"}),
        frozenset({"soms", "af en toe", "weleens", "wel eens", "zo nu en dan"}),
        frozenset({"ongeveer de helft van de tijd", "de helft van de tijd"}),
        frozenset({"vaak", "regelmatig", "geregeld", "dikwijls"}),
        frozenset({"meestal", "heel vaak", "erg vaak", "zeer vaak"}),
        frozenset({"bijna altijd", "haast altijd", "vrijwel altijd"}),
        frozenset({"altijd", "steeds"}),
    ),
    # How much.
    (
        frozenset({"niets", "geen", "helemaal niets", "helemaal geen"}),
        frozenset({"bijna geen", "bijna niets", "haast geen", "heel weinig"}),
        frozenset({"een beetje", "weinig", "iets", "wat"}),
        frozenset({"best wat", "redelijk wat"}),
        frozenset({"veel"}),
        frozenset({"heel veel", "erg veel", "zeer veel"}),
        frozenset({"alles"}),
    ),
    # How good.
    (
        frozenset({"nog niet"}),
        frozenset({"niet zo goed", "niet goed"}),
        frozenset({"gaat wel", "best goed", "redelijk", "redelijk goed"}),
        frozenset({"goed"}),
        frozenset({"heel goed", "erg goed", "zeer goed"}),
    ),
    # How much changed.
    (
        frozenset({"veel moeilijker", "veel slechter"}),
        frozenset({"iets moeilijker", "iets slechter", "een beetje slechter"}),
        frozenset({"hetzelfde", "gelijk", "even goed"}),
        frozenset({"iets beter", "een beetje beter"}),
        frozenset({"veel beter"}),
    ),
)
"""Answers in their order; those on one rung mean the same."""

CATCH_ALL: Final = frozenset({"anders", "iets anders", "overig", "overige", "de rest"})
