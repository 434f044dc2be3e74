"""The proof that everything of a child was erased: as values, as Dutch text and as JSON.

It holds numbers, days and fingerprints, nothing of the child. Its own fingerprint is of the JSON
without who printed it, so that two prints of one certificate can be held beside each other.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final

from sqlalchemy.orm import Session

from survey_app.accounts.models import Organisation, Person, School
from survey_app.clock import LOCAL
from survey_app.dutch import counted, date_in_words
from survey_app.keeping.belongings import NOMINATION, PARTICIPANT, TRAJECT
from survey_app.keeping.erasing import Ground
from survey_app.keeping.models import Erasure

GROUNDS: Final = {
    Ground.REQUEST: "op verzoek van een ouder of van het kind",
    Ground.TERM: "omdat de bewaartermijn voorbij was",
    Ground.MISTAKE: "omdat het ten onrechte was aangemaakt",
    Ground.REPEATED: "omdat het eerder al gewist was en met een oude kopie terugkwam",
}
WHAT: Final = {
    TRAJECT: "een traject van één kind",
    PARTICIPANT: "een deelnemer aan een hertest",
    NOMINATION: "een aanmelding",
}
_OTHER: Final = "andere gegevens van het traject"
_WORDS: Final = {
    "het traject en de mensen erin": ("traject", "traject_informant", "reference_participant"),
    "adressen": ("contact",),
    "aanmeldingen": ("nomination",),
    "akkoordverklaringen": ("consent_statement", "answer_release"),
    "momenten, gebeurtenissen en pauzes": ("occasion", "occasion_shift", "traject_event"),
    "uitnodigingen": ("invitation", "left_out"),
    "berichten": (*("invitation_message", "consent_message", "signal_message", "outbox_message"),),
    "ingevulde lijsten en concepten": ("response", "correction", "draft", "paper_entry"),
    "metingen en scores": ("measurement", "score"),
    "signalen en wat daarmee gebeurde": ("signal", "signal_step"),
    "doelen en stapjes": ("goal", "goal_level", "goal_rating", "talk_step"),
    "contacten, besluiten en gedeelde kaarten": (
        *("logged_contact", "contact_principle", "deviation", "decision", "decision_figure"),
        *("decision_principle", "card_offer"),
    ),
    "steun, verwijzingen en meldcode": ("support", "considered_referral", "meldcode_step"),
    "papieren": ("paper", "paper_text"),
    "bewaarplichten": ("legal_hold",),
    "rechten van collega's op dit traject": ("role_grant",),
    "verzoeken over de gegevens": (
        *("rights_request", "rights_given", "withheld_text", "restriction", "rectification"),
    ),
}
WORD_OF: Final = {table: words for words, tables in _WORDS.items() for table in tables}


@dataclass(frozen=True, slots=True)
class Certificate:
    """One erasure in words; `rows` has what went with how much of it."""

    what: str
    why: str
    when: str
    whose: str
    by: str
    rows: tuple[tuple[str, int], ...]
    total: int
    remains: tuple[str, ...]
    cleaned: str
    is_cleaned: bool
    subject: str
    fingerprint: str


def document_of(erasure: Erasure) -> dict[str, Any]:
    """Return the certificate as data; the same as long as the row is."""
    told = {
        "certificate": erasure.id,
        "what": erasure.kind,
        "subject": erasure.subject,
        "ground": erasure.ground,
        "organisation": erasure.organisation_id,
        "school": erasure.school_id,
        "erased_at": erasure.erased_at.astimezone(UTC).isoformat(),
        "erased_by": erasure.erased_by,
        "approved_by": erasure.approved_by,
        "rows_erased": erasure.counts,
        "remains": {
            "lines_of_the_trail": erasure.lines_of_trail,
            "copies_until": erasure.copies_until.isoformat(),
        },
    }
    return {**told, "fingerprint": _fingerprint(told)}


def certificate_of(session: Session, erasure: Erasure) -> Certificate:
    """Return the certificate in Dutch, with the names of who works here and of the school."""
    school = session.get_one(School, erasure.school_id)
    owner = session.get_one(Organisation, erasure.organisation_id)
    local = erasure.erased_at.astimezone(LOCAL)
    return Certificate(
        what=WHAT[erasure.kind],
        why=GROUNDS[Ground(erasure.ground)],
        when=f"{date_in_words(local.date())}, {local:%H.%M} uur",
        whose=f"{school.name}, {owner.name}" if school.name != owner.name else school.name,
        by=_by(session, erasure),
        rows=in_words(erasure.counts),
        total=sum(erasure.counts.values()),
        remains=_remains(erasure),
        cleaned=_cleaned(erasure),
        is_cleaned=erasure.cleaned_at is not None,
        subject=_in_fours(erasure.subject[:32]),
        fingerprint=_in_fours(document_of(erasure)["fingerprint"][:32]),
    )


def in_words(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Return how much there is of what, in Dutch words for groups of tables."""
    rows: dict[str, int] = dict.fromkeys(_WORDS, 0)
    for table, count in counts.items():
        words = WORD_OF.get(table, _OTHER)
        rows[words] = rows.get(words, 0) + count
    return tuple((words, count) for words, count in rows.items() if count)


def text_of(told: Certificate) -> str:
    """Return the certificate as plain text, to read on a screen or to print."""
    widest = max(len(words) for words, _ in told.rows)
    lines = [
        "BEWIJS VAN WISSEN",
        "",
        f"Gewist: {told.what}, {told.why}.",
        f"Wanneer: {told.when}.",
        f"Van: {told.whose}.",
        f"Door: {told.by}.",
        "",
        "Wat er weg is:",
        *(f"  {words.ljust(widest)}  {count:>6}" for words, count in told.rows),
        f"  {'samen'.ljust(widest)}  {told.total:>6}",
        "",
        told.cleaned,
        "",
        "Wat er nog is:",
        *(f"  {each}" for each in told.remains),
        "",
        f"Nummer van wat gewist is: {told.subject}",
        f"Kenmerk van dit bewijs:   {told.fingerprint}",
    ]
    return "\n".join(lines) + "\n"


def _remains(erasure: Erasure) -> tuple[str, ...]:
    lines = counted(erasure.lines_of_trail + 1, "regel", "regels")
    until = date_in_words(erasure.copies_until)
    return (
        f"Het logboek houdt {lines}: wie iets deed en wanneer, met een nummer. "
        "Er staat geen naam, antwoord of tekst in. Niemand kan het nummer terugrekenen.",
        f"Reservekopieën van voor het wissen kunnen er zijn tot {until}. "
        "Wordt zo'n kopie teruggezet, dan wordt dit eerst opnieuw gewist.",
        "Wat iemand eerder opsloeg of printte, zoals een brief of een pdf, gooit die zelf weg.",
    )


def _cleaned(erasure: Erasure) -> str:
    if erasure.cleaned_at is None:
        return (
            "De bestanden van de database worden nog opgeschoond. Tot dan kunnen er resten in "
            "staan, die niemand op een pagina ziet."
        )
    local = erasure.cleaned_at.astimezone(LOCAL)
    return (
        "De bestanden van de database zijn opgeschoond op "
        f"{date_in_words(local.date())}, {local:%H.%M} uur."
    )


def _by(session: Session, erasure: Erasure) -> str:
    if erasure.erased_by is None:
        return "Kansmeter, zonder dat iemand het vroeg"
    names = session.get_one(Person, erasure.erased_by).name
    if erasure.approved_by is not None:
        names += f", met instemming van {session.get_one(Person, erasure.approved_by).name}"
    return names


def _fingerprint(told: dict[str, Any]) -> str:
    whole = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(whole.encode()).hexdigest()


def _in_fours(text: str) -> str:
    return " ".join(text[first : first + 4] for first in range(0, len(text), 4))
