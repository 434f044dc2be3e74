"""What may be said about a group of children, by evidence stage and by how many there are."""

from survey_app.definitions import Questionnaire
from survey_app.dutch import counted, decimal_comma, signed
from survey_app.effects import INSIDE, Category, Response, Share
from survey_app.reports import wording
from survey_app.reports.pairs import Why
from survey_app.reports.small_numbers import FEW, WORDS_FROM

WHOSE = {
    "child": "Volgens de kinderen zelf",
    "parent": "Volgens de ouders",
    "teacher": "Volgens de leerkrachten",
}
GROUPS = {"child": "Kinderen", "parent": "Ouders", "teacher": "Leerkrachten"}
LANGUAGES = {
    "en": "het Engels",
    "ar": "het Arabisch",
    "tr": "het Turks",
    "pl": "het Pools",
    "uk": "het Oekraïens",
    "ti": "het Tigrinya",
}
BY_ITSELF = (
    "We weten niet hoeveel hiervan vanzelf ging. "
    "Er is geen groep zonder hulp om mee te vergelijken."
)
TOO_FEW = (
    f"Minder dan {INSIDE} kinderen hebben een intake en een latere meting. "
    f"Cijfers over een groep tonen we vanaf {INSIDE} kinderen."
)
CAUTION_TITLE = "Lees dit met voorzichtigheid"
CAUTION = (
    "Van minder dan 60% van de kinderen is een vergelijking te maken. "
    "Met wie niet antwoordde, kan het anders gaan."
)
CAUTION_IN_PICTURE = "minder dan 60% is te vergelijken"
NOT_COMPARED = "geen intake, een late intake of een andere invuller"
STILL_RUNNING = (
    "Sommige latere metingen lopen nog. Hoeveel kinderen antwoordden, staat hier als ze voorbij "
    "zijn."
)
NEARLY_ALL = f"Van alle kinderen is een vergelijking te maken, op {FEW} na."
STEPS_LEFT_OUT = f"Een stap die {FEW} verschilt met de volgende, staat er niet bij."
NO_REFERENCE = (
    "Hoeveel kinderen meer dan toeval veranderden, is niet te zeggen: "
    "voor deze schaal is geen bruikbare spreiding en betrouwbaarheid bekend."
)
NO_DIVISION = f"Niet getoond: een van de delen is {FEW}, of iedereen valt in één deel."
INVITED, OPENED, COMPLETED, COMPARED = "uitgenodigd", "geopend", "ingevuld", "te vergelijken"
WHO_COUNTS = {
    INVITED: (
        "kinderen met toestemming, voor wie een latere meting is gevraagd en van wie de laatste "
        "dag om te antwoorden voorbij is. Een link die is ingetrokken, telt niet."
    ),
    OPENED: "van hen, de kinderen bij wie minstens één invuller de lijst opende.",
    COMPLETED: "van hen, de kinderen bij wie minstens één invuller de lijst verstuurde.",
    COMPARED: (
        "van hen, de kinderen met een intake op tijd en een latere meting van dezelfde persoon, "
        "waarvan de scores te bepalen en te vergelijken zijn."
    ),
}
"""Which children are counted in each step of the response."""
LEFT_OUT = {
    Why.WITHDRAWN: "De toestemming is ingetrokken.",
    Why.NO_INTAKE: "Er is geen intake ingevuld.",
    Why.LATE: "De intake kwam laat: er was al even hulp.",
    Why.NOT_COMPUTABLE: "Een score is niet te bepalen: te veel vragen zijn open.",
    Why.TWO_LANGUAGES: "De intake en de latere meting zijn in twee talen ingevuld.",
    Why.OTHER_FIGURE: "Ingevuld in een andere taal of versie, die apart staat.",
    Why.OTHER_VERSION: "De latere meting was een versie die niet te vergelijken is.",
    Why.OTHER_RATER: "Iemand anders vulde later in.",
    Why.NOT_YET: "De latere meting is er nog niet, of staat nog open.",
    Why.NO_FOLLOW_UP: "De latere meting is niet ingevuld.",
}
PARTS = {
    (Category.IMPROVED,): "Beter, meer dan toeval",
    (Category.UNCHANGED,): "Het verschil kan toeval zijn",
    (Category.DETERIORATED,): "Minder goed, meer dan toeval",
    (Category.IMPROVED, Category.UNCHANGED): "Beter, of het verschil kan toeval zijn",
    (Category.UNCHANGED, Category.DETERIORATED): "Minder goed, of het verschil kan toeval zijn",
}

Interval = tuple[float, float]


def asked_of(role: str) -> str:
    """Return who was asked, and which children the response is about."""
    return (
        f"Gevraagd aan de {GROUPS[role].lower()}. "
        "Het gaat om kinderen bij wie de latere meting voorbij is."
    )


def whose(role: str, language: str) -> str:
    """Return whose view a figure shows, and in which other language it was given."""
    said = f"{WHOSE[role]}."
    return f"{said} Antwoorden in {LANGUAGES[language]}." if language in LANGUAGES else said


def version_said(questionnaire: Questionnaire) -> str:
    """Return which list it is, in which version."""
    return (
        f"{questionnaire.title.in_language('nl')}: {questionnaire.key}, "
        f"versie {questionnaire.version}, vingerafdruk {questionnaire.fingerprint[:12]}"
    )


def no_figure_yet(stage: int) -> str:
    """Return why a list has no figures of change yet."""
    return (
        f"Deze lijst staat op trap {stage} van 5. Pas vanaf trap {wording.VERDICT_STAGE} weten we "
        "hoeveel een antwoord vanzelf schommelt. Daarom staat hier nog geen verandering."
    )


def both_measurements(count: int) -> str:
    """Return how many children have a first and a last measurement."""
    return (
        f"Van {counted(count, 'kind', 'kinderen')} zijn er een intake en een latere meting "
        "van dezelfde persoon."
    )


def direction_of_change(count: int, interval: Interval | None, *, higher_is_better: bool) -> str:
    """Return the word for a mean difference, where there are enough children and it is not zero."""
    if count < WORDS_FROM or interval is None or interval[0] <= 0 <= interval[1]:
        return ""
    is_better = (interval[0] > 0) == higher_is_better
    return "Gemiddeld gaat het beter." if is_better else "Gemiddeld gaat het minder goed."


def between(interval: Interval | None, digits: int = 1) -> str:
    """Return "tussen +0,1 en +0,8", or that there is no margin."""
    if interval is None:
        return "zonder marge"
    low, high = (signed(each, digits) for each in interval)
    return f"tussen {low} en {high}"


def share_said(share: Share) -> str:
    """Return "6 van 12 kinderen: 50% (tussen 25% en 75%)"."""
    said = f"{share.count} van {share.n} kinderen: {percent(share.count, share.n)}"
    if share.interval is None:
        return said
    low, high = (decimal_comma(100 * each, 0) for each in share.interval)
    return f"{said} (tussen {low}% en {high}%)"


def percent(count: int, of: int) -> str:
    """Return a share in whole per cents."""
    return f"{decimal_comma(100 * count / of, 0)}%"


def response_said(response: Response) -> str:
    """Return how many of the children can be compared."""
    return (
        f"Van {response.paired} van de {counted(response.invited, 'kind', 'kinderen')} is een "
        f"vergelijking te maken ({percent(response.paired, response.invited)})."
    )
