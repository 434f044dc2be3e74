"""The references that count now, as values for whoever scores or judges.

Of one scale, informant and language the one that was accepted last counts, whatever it says: who
accepts newer figures below stage 2 takes the verdicts back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.clock import local_date
from survey_app.definitions import Evidence, Questionnaire, comparable_numbers
from survey_app.dutch import date_in_words, decimal_comma
from survey_app.measurements.references.models import AcceptedReference


@dataclass(frozen=True, slots=True)
class Pinned:
    """One accepted reference.

    `n`, `mean` and `sd` are of children at the start of a traject, `reliability` is that among
    them; `retest` and its limits are of the `retest_pairs` children who were rated twice.
    """

    id: str
    questionnaire_key: str
    version: str
    scoring_version: str
    scale: str
    informant: str
    language: str
    stage: int
    n: int | None
    mean: float | None
    sd: float | None
    reliability: float | None
    reliability_kind: str | None
    retest: float | None
    retest_low: float | None
    retest_high: float | None
    retest_pairs: int
    answers_until: datetime
    first_on: date
    last_on: date
    accepted_on: date

    @property
    def about(self) -> tuple[str, ...]:
        """Which scores it is about: of two about the same the later counts."""
        return (
            *(self.questionnaire_key, self.version, self.scoring_version),
            *(self.scale, self.informant, self.language),
        )

    @property
    def evidence(self) -> Evidence:
        """What may be claimed of the version it was found with, with the words for a report."""
        return Evidence(self.stage, self.words, self.version)

    @property
    def words(self) -> str:
        """What it rests on, in Dutch: the study, how many children, when, and its number."""
        study = f"referentie {self.id}, vastgesteld op {date_in_words(self.accepted_on)}"
        if self.retest is None or self.retest_low is None or self.retest_high is None:
            return study
        low, high = decimal_comma(self.retest_low, 2), decimal_comma(self.retest_high, 2)
        return (
            f"betrouwbaarheid {decimal_comma(self.retest, 2)} ({low} tot {high}), "
            f"hertest, {self.retest_pairs} kinderen, {study}"
        )

    @property
    def source(self) -> str:
        """Where spread and error come from, in Dutch."""
        return (
            f"eigen {self.words}. De spreiding is van {self.n or 0} kinderen bij de start van een "
            "traject, de meetfout van de hertest"
        )


class References:
    """The accepted references of some lists."""

    def __init__(self, accepted: Iterable[Pinned] = ()) -> None:
        """Take them in the order in which they were accepted: a later one replaces."""
        self._newest = {each.about: each for each in accepted}

    def of(self, questionnaire: Questionnaire, scale: str, informant: str) -> dict[str, Pinned]:
        """Return by language what counts for the scores of a scale by one kind of informant.

        Those of this version, else of the latest before it whose scores are comparable.
        """
        found: dict[str, Pinned] = {}
        for version, scoring_version in _newest_first(questionnaire, scale):
            for language in questionnaire.languages:
                key = (questionnaire.key, version, scoring_version, scale, informant, language)
                if key in self._newest:
                    found.setdefault(language, self._newest[key])
        return found

    def evidence(
        self, questionnaire: Questionnaire, scale: str, informant: str
    ) -> Mapping[str, Evidence]:
        """Return by language what was found since the list was published."""
        pinned = self.of(questionnaire, scale, informant)
        return {language: each.evidence for language, each in pinned.items()}


def references_in_force(session: Session, key: str | None = None) -> References:
    """Return what counts now, of one list or of all."""
    return References(accepted_references(session, key))


def accepted_references(session: Session, key: str | None = None) -> list[Pinned]:
    """Return every accepted reference, in the order of acceptance."""
    query = select(AcceptedReference).order_by(AcceptedReference.number)
    if key is not None:
        query = query.where(AcceptedReference.questionnaire_key == key)
    return [pinned_of(row) for row in session.scalars(query)]


def _newest_first(questionnaire: Questionnaire, scale: str) -> list[tuple[str, str]]:
    comparable = comparable_numbers(questionnaire, scale)
    own = (questionnaire.version, questionnaire.scoring_version)
    steps = [(step.version, step.scoring_version) for step in questionnaire.follows]
    return [own, *(numbers for numbers in steps if numbers in comparable)]


def pinned_of(row: AcceptedReference) -> Pinned:
    """Return a row as what counts of it."""
    return Pinned(
        id=row.id,
        questionnaire_key=row.questionnaire_key,
        version=row.version,
        scoring_version=row.scoring_version,
        scale=row.scale,
        informant=row.informant,
        language=row.language,
        stage=row.stage,
        n=row.n,
        mean=row.mean,
        sd=row.sd,
        reliability=row.reliability,
        reliability_kind=row.reliability_kind,
        retest=row.retest,
        retest_low=row.retest_low,
        retest_high=row.retest_high,
        retest_pairs=row.retest_pairs,
        answers_until=row.answers_until,
        first_on=row.first_on,
        last_on=row.last_on,
        accepted_on=local_date(row.accepted_at),
    )
