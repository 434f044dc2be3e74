"""What was done, in Dutch and in the past tense: what follows the name of who did it.

An act with something of its own in it, such as a count, is known by its fixed part. Words say
nothing of which parent, and of consent only that it was about consent: what is printed here may
come before the eyes of the other parent (AC-126).
"""

import re

_CONSENT = "legde iets vast over de toestemming"
_SHOWING = "legde vast of iemand de eigen antwoorden laat zien"
_SUPPORT = "paste aan welke hulp er is"
_SIGNAL = "volgde een signaal op"
_MELDCODE = "werkte aan de meldcode"
_REFERRAL = "schreef iets op over doorverwijzen"
_CARD = "deed iets met een kaart voor collega's"
_PEOPLE = "paste aan wie er rond de school zijn"
_EXPLANATION = "bekeek hoe een cijfer is berekend"
_SECOND = "paste de tweede stap van het inloggen aan"
_SCHOOL = "paste aan met welk schoolaccount er wordt ingelogd"

WORDS = {
    "accept nomination": "nam een aanmelding aan",
    "accept reference, stage {}": "stelde vast waarmee een lijst wordt vergeleken",
    "activate account": "opende een account weer",
    "add account": "maakte een account",
    "add event": "zette een gebeurtenis op de tijdlijn",
    "add informant": "zette erbij wie we iets vragen",
    "add passkey": "maakte een sleutel om in te loggen",
    "add school informant": _PEOPLE,
    "add school": "zette een school erbij",
    "add statement": "zette een verklaring bij de gegevens",
    "add {}": "maakte een account",
    "answer {}": "koos hoe het invullen voor meer leerlingen gaat",
    "approve {}": "zei ja op een vraag van een ander",
    "argue deviation": "schreef op waarom het anders gaat dan afgesproken",
    "ask consent": "vroeg om toestemming",
    "ask erasure": "vroeg een tweede persoon om te mogen wissen",
    "ask export": "vroeg om gegevens zonder namen",
    "ask reset link": "vroeg om een nieuw wachtwoord",
    "ask term": "vroeg een tweede persoon om een andere bewaartermijn",
    "ask {}": "vroeg om een recht",
    "begin to enter answers": "begon antwoorden over te nemen",
    "bring contact to traject": "zette een contact bij het traject",
    "change authority": _CONSENT,
    "change contact": "paste aan hoe een link bij iemand komt",
    "change goal": "paste een doel aan",
    "change password": "koos een ander wachtwoord",
    "change school informant": _PEOPLE,
    "change second factor": _SECOND,
    "change support": _SUPPORT,
    "choose plan": "koos een ander meetplan",
    "clear card": _CARD,
    "close request": "rondde een verzoek over de gegevens af",
    "close school": "paste de schooldagen aan",
    "close signal": _SIGNAL,
    "command {}": "gaf een opdracht op de server",
    "consider referral": _REFERRAL,
    "correct meldcode step": _MELDCODE,
    "correct": "verbeterde antwoorden",
    "deactivate account": "sloot een account",
    "decide": "schreef op hoe het verder gaat",
    "decline": "wilde een lijst niet invullen",
    "demand no second factor": "vroeg niet meer om een tweede stap bij het inloggen",
    "demand second factor": "vroeg iedereen om een tweede stap bij het inloggen",
    "end goal": "sloot een doel af",
    "end other sessions": "logde op andere plekken uit",
    "end session": "logde op een andere plek uit",
    "end substitution": "beëindigde een vervanging",
    "end traject": "sloot het traject af",
    "enrol participant": "meldde iemand aan voor de hertest",
    "erase nomination": "wiste een aanmelding",
    "erase, {}": "wiste alles van een kind",
    "export {}, {} rows": "maakte een export",
    "extend request": "nam meer tijd voor een verzoek over de gegevens",
    "fetch paper": "opende een papier als PDF",
    "first step to {}": "begon met inloggen",
    "forget second factor": _SECOND,
    "give {}": "gaf een recht",
    "go on on tablet": "ging op de tablet verder met de volgende lijst",
    "hand over tablet": "gaf de tablet aan iemand om in te vullen",
    "hand over traject": "gaf het traject over aan een andere coach",
    "hold traject": "legde vast dat het dossier niet weg mag",
    "keep answers back": _SHOWING,
    "keep group picture": "bewaarde een grafiek van meer kinderen samen",
    "keep picture": "bewaarde een grafiek",
    "lend traject": "liet een collega het traject zolang doen",
    "let school informant go": _PEOPLE,
    "lift hold": "legde vast dat het dossier weer weg mag",
    "lift restriction": "gaf de gegevens weer vrij",
    "link school account": _SCHOOL,
    "list trail": "vroeg op wie er keek",
    "log contact": "schreef een contact op",
    "look back on deviation": "keek terug op wat anders ging",
    "look over request": "keek na wat er wordt gegeven",
    "make credential link": "maakte een link om een wachtwoord te kiezen",
    "make invitation": "zette vragen klaar",
    "make recovery codes": "maakte nieuwe reservecodes",
    "moment not held": "liet een meting vervallen",
    "move moment": "verzette een meting",
    "name substitute": "wees een vervanger aan",
    "nominate": "meldde een kind aan",
    "offer card": _CARD,
    "open in an emergency": "opende de noodtoegang",
    "order paper": "liet een papier maken",
    "parents agree to card": _CARD,
    "plan {} messages": "zette berichten klaar",
    "prepare paper": "maakte een papier klaar",
    "print invitation": "printte een brief of kaartje met een link",
    "print restriction note": "printte een bericht over de gegevens",
    "print trail": "printte wie er keek",
    "prove who one is": "liet opnieuw zien wie het is",
    "publish way": "legde een werkwijze vast",
    "put back signal": _SIGNAL,
    "put right": "verbeterde de gegevens",
    "rate goal": "noteerde een stapje bij een doel",
    "recompute {} scores": "rekende scores opnieuw uit",
    "record consent": _CONSENT,
    "record court decision": _CONSENT,
    "record request": "legde een verzoek over de gegevens vast",
    "record support": _SUPPORT,
    "record who decides": _CONSENT,
    "refuse {}": "zei nee op een vraag van een ander",
    "release answers": _SHOWING,
    "remind": "stuurde een herinnering",
    "remove contact": "haalde een contact weg",
    "remove deviation": "haalde weg wat anders ging",
    "remove event": "haalde een gebeurtenis van de tijdlijn",
    "remove passkey": "haalde een sleutel om in te loggen weg",
    "remove referral": _REFERRAL,
    "remove second factor": _SECOND,
    "remove support": _SUPPORT,
    "reopen school": "paste de schooldagen aan",
    "reopen traject": "opende het traject opnieuw",
    "repeat withdrawal": _CONSENT,
    "report wrong person": "liet weten dat een link bij de verkeerde kwam",
    "restrict": "zette het gebruik van de gegevens stil",
    "retention, {} erased": "wiste wat lang genoeg was bewaard",
    "revoke invitation": "trok een link in",
    "rotate keys": "nam een nieuwe sleutel in gebruik",
    "second step to sign in": "deed de tweede stap van het inloggen",
    "see account trail": "bekeek wie er iets met accounts deed",
    "see address": "bekeek hoe een link bij iemand komt",
    "see answer to put right": "bekeek wat er te verbeteren is",
    "see cards to check": "bekeek kaarten van collega's",
    "see cards": "bekeek kaarten van collega's",
    "see caseload": "bekeek de bladzijde Vandaag",
    "see certificate": "bekeek een bewijs van wissen",
    "see contact": "bekeek een contact",
    "see contacts": "bekeek de eigen contacten",
    "see course": "bekeek het verloop van het traject",
    "see decision": "bekeek hoe het verder gaat",
    "see deviation": "bekeek wat anders ging dan afgesproken",
    "see example of data": "bekeek wat er wordt gegeven",
    "see explanation": _EXPLANATION,
    "see fact to put right": "bekeek wat er te verbeteren is",
    "see goal": "bekeek een doel",
    "see group explanation": _EXPLANATION,
    "see group": "bekeek alle eigen kinderen samen",
    "see group picture": "bekeek een grafiek van meer kinderen samen",
    "see in an emergency": "bekeek het kind via de noodtoegang",
    "see meldcode": "bekeek de meldcode",
    "see moment": "bekeek een meting",
    "see nominations": "bekeek de aanmeldingen",
    "see paper": "bekeek een papier op het scherm",
    "see participants": "bekeek de hertest",
    "see people": "bekeek wie er werkt",
    "see picture": "bekeek een grafiek",
    "see request": "bekeek een verzoek over de gegevens",
    "see requests": "bekeek de verzoeken over de gegevens",
    "see rights": "bekeek de rechten van iemand",
    "see school people": "bekeek de mensen rond de school",
    "see school trail": "bekeek wie er op school keek",
    "see signal": "bekeek een signaal",
    "see steps": "bekeek de stapjes van een gesprek",
    "see support": "bekeek welke hulp er is",
    "see texts of staff": "keek na wat er wordt gegeven",
    "see trail": "bekeek wie er keek",
    "see traject": "bekeek het traject",
    "see what would be erased": "bekeek wat er gewist zou worden",
    "see who stands in": "bekeek wie het traject zolang doet",
    "send again": "verstuurde een bericht opnieuw",
    "send card back": _CARD,
    "send consent link": "verstuurde een link voor de toestemming",
    "set goal": "schreef een doel op",
    "set keeping": "legde vast waar en hoe lang het dossier wordt bewaard",
    "set password": "koos een wachtwoord",
    "set pin": "koos een pincode",
    "set region": "paste de schooldagen aan",
    "set term {} from {}": "legde vast hoe lang dossiers worden bewaard",
    "set up second factor": _SECOND,
    "settle referral": _REFERRAL,
    "show signal": "bekeek een signaal",
    "sign in by code on paper": "logde in met een reservecode",
    "sign in by code": "logde in",
    "sign in by passkey": "logde in",
    "sign in by school account": "logde in",
    "sign in": "logde in",
    "skip decision": "sloeg een kaart over",
    "spray": "probeerde veel accounts",
    "start traject": "begon het traject",
    "submit": "verstuurde antwoorden",
    "take away {}": "haalde een recht weg",
    "take meldcode step": _MELDCODE,
    "take traject back": "nam het traject weer zelf",
    "take up signal": _SIGNAL,
    "tell internal supervisor": "vroeg de intern begeleider om te bellen",
    "transfer traject": "nam het traject mee naar een andere school",
    "unlink school account": _SCHOOL,
    "unlock tablet": "haalde de tablet van het slot",
    "unseal nomination": "opende wat bij een aanmelding stond",
    "withdraw card": _CARD,
    "withdraw consent": _CONSENT,
    "withdraw participant": "meldde iemand af voor de hertest",
    "write {} paper": "schreef iets op een papier",
}
"""By act; where something is put into the act stands {}."""
OFF_PAPER = frozenset(
    act for act, words in WORDS.items() if words in {_SIGNAL, _MELDCODE, _REFERRAL}
) | {
    *("see meldcode", "see signal", "show signal", "tell internal supervisor"),
    *("add statement", "close request", "extend request", "lift restriction"),
    *("look over request", "print restriction note", "put right", "record request", "restrict"),
    *("see answer to put right", "see example of data", "see fact to put right", "see request"),
    *("see requests", "see texts of staff"),
}
"""What is not printed for parents: that there is a worry is told in a talk, not by a list.

Nor that somebody asked something about the data: that may have been the other parent (AC-126).
"""
ROLES = {
    "administrator": "beheerder",
    "coach": "coach",
    "director": "directeur",
    "emergency": "noodtoegang",
    "ib": "intern begeleider",
    "project_leader": "projectleider",
    "researcher": "onderzoeker",
    "substitute": "vervanger",
}
SYSTEM = "Kansmeter zelf"
BY_LINK = "Iemand met een eigen link"
GONE = "Iemand die hier niet meer werkt"
_PATTERNS = [
    (re.compile(re.escape(act).replace(r"\{\}", ".+")), words)
    for act, words in WORDS.items()
    if "{}" in act
]


def words_of(act: str) -> str:
    """Return what was done in words; an act nobody gave words is called by its own name."""
    if act in WORDS:
        return WORDS[act]
    found = (words for pattern, words in _PATTERNS if pattern.fullmatch(act))
    return next(found, act)


def roles_in_words(roles: str | None) -> str:
    """Return the roles somebody had, as the trail keeps them, in words."""
    return ", ".join(ROLES.get(each, each) for each in (roles or "").split(",") if each)
