"""What the codes in somebody's data mean, in the words of the pages on which they were chosen."""

from collections.abc import Mapping
from typing import Final

from survey_app.reports import wording
from survey_app.trajects.course import ENDINGS, REGIMES
from survey_app.trajects.moments import SHIFT_REASONS
from survey_app.trajects.services import REASONS
from survey_app.web.coach import (
    consent_page,
    decision_forms,
    goals_forms,
    meldcode_forms,
    practice_forms,
    signal_forms,
    support_forms,
)
from survey_app.web.coach.forms import LANGUAGES
from survey_app.web.coach.moment_words import LEFT_OUT, NOT_HELD
from survey_app.web.coach.shared import DECLINED

KINDS: Final = {
    "access": "inzage",
    "portability": "overdracht",
    "rectification": "correctie",
    "restriction": "beperken",
}
OUTCOMES: Final = {"given": "gedaan", "refused": "geweigerd", "withdrawn": "teruggenomen"}
RESTRICTED_BECAUSE: Final = {
    "accuracy": "de gegevens kloppen misschien niet, en we zoeken het uit",
    "unlawful": "we mochten ze niet gebruiken, en wissen is niet gewenst",
    "claim": "iemand heeft ze nodig voor een rechtszaak",
    "objection": "er is bezwaar gemaakt, en we wegen dat nog",
}
PLACES: Final = {
    "traject.child_name": "naam van het kind",
    "traject.birth_month": "geboortemaand",
    "traject_informant.label": "naam",
    "traject_event.words": "tijdlijn",
    "logged_contact.line": "contact",
    "deviation.why": "waarom anders gewerkt is",
    "deviation.expected": "wat verwacht werd",
    "deviation.found": "wat ervan kwam",
    "considered_referral.why": "verwijzing",
    "response": "antwoord",
    "statement": "verklaring",
}
"""Of an answer the key of its question follows after a slash."""

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "role": wording.ROLES,
    "language": {key: words for key, words, *_ in LANGUAGES},
    "occasion": wording.OCCASIONS,
    "mode": {"self": wording.ALONE, **wording.MODES},
    "channel": {
        "person": "de coach geeft de link",
        "paper": "op papier",
        "mail": "per e-mail",
        "sms": "per sms",
    },
    "traject.reason": REASONS,
    "traject.ending": ENDINGS,
    "traject.regime": REGIMES,
    "purpose": {
        "help": "de hulp",
        "measuring": "vragen stellen",
        "network": "leren van elkaar",
    },
    "consent": {
        "asked": "gevraagd",
        "given": "akkoord",
        "refused": "niet akkoord",
        "withdrawn": "ingetrokken",
        "court_decision": "uitspraak van de rechter",
    },
    "consent.channel": {str(key): words for key, words in consent_page.CHANNELS.items()},
    "message": {
        "waiting": "wacht",
        "claimed": "gaat weg",
        "sending": "gaat weg",
        "sent": "verstuurd",
        "uncertain": "niet zeker of het aankwam",
        "refused": "niet aangenomen",
        "given_up": "niet gelukt",
        "dropped": "niet verstuurd",
    },
    "request": KINDS,
    "outcome": OUTCOMES,
    "place": PLACES,
    "decline": DECLINED,
    "left_out": LEFT_OUT,
    "not_held": NOT_HELD,
    "shift": SHIFT_REASONS,
    "signal.level": {
        "today": "vandaag",
        "two_days": "binnen 2 dagen",
        "talk": "in het volgende gesprek",
    },
    "signal.step": {
        "seen": "gezien",
        "taken_up": "opgepakt",
        "put_back": "teruggezet",
        "closed": "afgerond",
    },
    "signal.done": signal_forms.DONE,
    "goal.area": goals_forms.AREAS,
    "goal.method": {"steps": "stappen van 0 tot 10", "levels": "5 niveaus"},
    "goal.status": {
        "runs": "loopt",
        "reached": "gehaald",
        "changed": "kreeg andere woorden",
        "dropped": "losgelaten",
    },
    "goal.mode": {"talk": "in een gesprek", "link": "met een link"},
    "contact.kind": practice_forms.KINDS,
    "contact.party": practice_forms.PARTIES,
    "deviation.outcome": practice_forms.OUTCOMES,
    "decision.choice": {**decision_forms.CHOICES, "skipped": "overgeslagen"},
    "decision.stance": {"with": "met de cijfers mee", "against": "tegen de cijfers in"},
    "decision.doer": {**decision_forms.DOERS, "coach": "de coach"},
    "support.kind": support_forms.KINDS,
    "support.status": support_forms.STATUSES,
    "support.source": {**support_forms.SOURCES, "coach": "de coach"},
    "referral.by": {**support_forms.CONSIDERED_BY, "coach": "de coach"},
    "referral.outcome": support_forms.OUTCOMES,
    "meldcode.party": meldcode_forms.PARTIES,
    "meldcode.decision": meldcode_forms.DECISIONS,
    "event": {"pause": "pauze", "event": "gebeurtenis"},
    "paper": {"talk": "gespreksblad", "report": "verslag", "steps": "jouw stapjes"},
}


def place_words(place: str) -> str:
    """Return what a place is called."""
    return PLACES.get(place.partition("/")[0], place)
