"""What was tried and refused, in Dutch: by act of the policy, behind "wilde"."""

from typing import Final

from survey_app.accounts.policy import Act
from survey_app.audit.words import words_of

REFUSED: Final = "refused"
NOT_FOUND: Final = "not found"
"""How it ends when somebody seeks a child in an emergency and types another name."""
ALARMING: Final = (REFUSED, NOT_FOUND)
EMERGENCIES: Final = ("open in an emergency", "see in an emergency")
_GIVING: Final = "iemand een recht geven"
_REFERRED: Final = "werken met kaarten van collega's"
TRIED: Final[dict[Act, str]] = {
    Act.SEE_CASELOAD: "de bladzijden van een coach bekijken",
    Act.START_TRAJECT: "een traject beginnen",
    Act.SEE_TRAJECT: "een traject bekijken",
    Act.CHANGE_TRAJECT: "iets aan een traject veranderen",
    Act.EXPORT_RESPONSES: "een export maken",
    Act.EXPORT_NETWORK: "een export van alle scholen maken",
    Act.ENROL_PARTICIPANT: "iemand aanmelden voor de hertest",
    Act.SEE_PARTICIPANT: "iemand van de hertest bekijken",
    Act.CHANGE_PARTICIPANT: "iets aan iemand van de hertest veranderen",
    Act.ACCEPT_REFERENCE: "vaststellen waarmee een lijst wordt vergeleken",
    Act.CHANGE_CALENDAR: "de schooldagen aanpassen",
    Act.CHANGE_SCHOOL_PEOPLE: "aanpassen wie er rond de school zijn",
    Act.DECIDE_NOMINATION: "een aanmelding bekijken of aannemen",
    Act.ENTER_ANSWERS: "antwoorden overnemen",
    Act.HAND_OVER_TABLET: "een tablet aan iemand geven om in te vullen",
    Act.LOG_CONTACT: "een contact opschrijven",
    Act.CHANGE_CONTACT: "een contact van iemand anders aanpassen",
    Act.SEE_CARDS: _REFERRED,
    Act.CHECK_CARD: _REFERRED,
    Act.WITHDRAW_CARD: _REFERRED,
    Act.TAKE_UP_SIGNAL: "een signaal opvolgen",
    Act.NAME_SUBSTITUTE: "een vervanger aanwijzen",
    Act.KEEP_MELDCODE: "de meldcode bekijken of eraan werken",
    Act.SEE_PEOPLE: "bekijken wie er werkt",
    Act.GIVE_SCHOOL_RIGHT: _GIVING,
    Act.GIVE_WIDE_RIGHT: _GIVING,
    Act.KEEP_ACCOUNTS: "een account regelen",
    Act.KEEP_SCHOOLS: "scholen regelen",
    Act.KEEP_TERMS: "vastleggen hoe lang er bewaard wordt",
    Act.ASK_EXPORT: "om gegevens zonder namen vragen",
    Act.SEE_APPROVALS: "de vragen om goedkeuring bekijken",
    Act.DECIDE_APPROVAL: "een vraag van iemand goedkeuren",
    Act.OPEN_IN_EMERGENCY: "noodtoegang vragen",
    Act.SEE_IN_EMERGENCY: "met noodtoegang kijken",
    Act.KEEP_OWN_ACCOUNT: "een account van iemand anders veranderen",
    Act.SEE_TRAIL: "bekijken wie er bij een traject keek",
    Act.SEE_SCHOOL_TRAIL: "bekijken wie er op school keek",
    Act.SEE_ACCOUNT_TRAIL: "bekijken wie er iets met accounts deed",
    Act.GIVE_AWAY_TRAJECT: "een traject aan een ander geven",
    Act.ERASE_TRAJECT: "alles van een kind wissen",
    Act.KEEP_REQUESTS: "werken aan een vraag over de gegevens van een kind",
}
_SOUGHT: Final = "zocht een kind via de noodtoegang en vond niets"
_AT_THE_SERVER: Final = "iets doen op de server"
_BY_A_CODE: Final = {
    "change second factor": "de tweede stap van het inloggen aanpassen",
    "second step to sign in": "inloggen met een code",
    "unlock tablet": "de tablet van het slot halen",
}
"""What the policy lets somebody do, but a wrong code does not."""
_OFF_PAPER: Final = frozenset({Act.KEEP_MELDCODE, Act.TAKE_UP_SIGNAL, Act.KEEP_REQUESTS})
OFF_PAPER: Final = frozenset(act.value for act in _OFF_PAPER)
"""What is not printed for parents, also when it was refused (see `words.OFF_PAPER`)."""


def told(act: str, outcome: str) -> str:
    """Return what was done or tried and how it ended: what follows the name of who did it."""
    if outcome == REFUSED:
        return f"wilde {_tried(act)} en mocht dat niet"
    return _SOUGHT if outcome == NOT_FOUND else words_of(act)


def is_alarming(act: str, outcome: str) -> bool:
    """Tell whether somebody who watches over a school or over accounts wants to see this first."""
    return outcome in ALARMING or act in EMERGENCIES


def _tried(act: str) -> str:
    return TRIED[Act(act)] if act in set(Act) else _BY_A_CODE.get(act, _AT_THE_SERVER)
