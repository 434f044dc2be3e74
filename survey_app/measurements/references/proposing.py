"""A proposal: what the stored answers say of every scale up to a moment. It changes nothing.

A proposal is a document for people: it is accepted only when the stored answers still say the same
(`accepting`), so a file that somebody edited, or of another database, pins nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from survey_app import __version__
from survey_app.definitions import Questionnaire, evidence_of_form
from survey_app.measurements.recomputing import scores_by
from survey_app.measurements.references.figures import ScaleFigures, figures_of
from survey_app.measurements.references.gates import UNDERSTOOD, doubts, missing, stage_of
from survey_app.measurements.references.samples import Answered, Sample, read_samples

KIND: Final = "kansmeter proposal of references"


@dataclass(frozen=True, slots=True)
class ProposedScale:
    """The figures of one scale, and what the list itself says of its stage."""

    figures: ScaleFigures
    understood: bool

    @property
    def stage(self) -> int:
        """The stage these figures justify, with the interviews that the list names."""
        return stage_of(self.figures, understood=self.understood)

    @property
    def missing(self) -> list[str]:
        """What the next stage asks and is not there."""
        return missing(self.figures, understood=self.understood)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was found of some lists in the answers up to a moment."""

    as_of: datetime
    lists: tuple[Questionnaire, ...]
    scales: tuple[ProposedScale, ...]

    def document(self) -> dict[str, Any]:
        """Return it as what stands in a file of JSON."""
        return {
            "kind": KIND,
            "as_of": self.as_of.isoformat(),
            "software": __version__,
            "lists": [
                {"key": each.key, "version": each.version, "fingerprint": each.fingerprint}
                for each in self.lists
            ],
            "scales": [
                {
                    **plain(asdict(each.figures)),
                    "stage": each.stage,
                    "missing": each.missing,
                    "doubts": doubts(each.figures),
                }
                for each in self.scales
            ],
        }


def propose(session: Session, lists: Iterable[Questionnaire], as_of: datetime) -> Proposal:
    """Compute per form, language and scale what the answers up to a moment say."""
    chosen = tuple(lists)
    return Proposal(as_of, chosen, tuple(_scales(session, chosen, as_of)))


def plain(value: Any) -> Any:
    """Return values as JSON holds them: days as text, tuples as lists."""
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _scales(
    session: Session, lists: Iterable[Questionnaire], as_of: datetime
) -> Iterator[ProposedScale]:
    for questionnaire in lists:
        for informant, sample in read_samples(session, questionnaire, as_of).items():
            scores = _Scores(questionnaire)
            for language in _languages(questionnaire, sample):
                known = evidence_of_form(questionnaire, [language]).stage >= UNDERSTOOD
                for scale in questionnaire.scales:
                    found = figures_of(questionnaire, scale, informant, language, sample, scores)
                    yield ProposedScale(found, known)


class _Scores:
    """Scores every sheet once, by the rules of one version."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        self._known: dict[int, dict[str, float | None]] = {}

    def __call__(self, sheet: Answered) -> Mapping[str, float | None]:
        known = self._known.get(id(sheet))
        if known is None:
            scores = scores_by(self._questionnaire, sheet.answers)
            known = self._known[id(sheet)] = {each.scale: each.value for each in scores}
        return known


def _languages(questionnaire: Questionnaire, sample: Sample) -> list[str]:
    """Return what was answered in; the ordinary language where people were only asked so far."""
    answered = {each.language for each in sample.starts}
    answered |= {pair.first.language for pair in sample.pairs}
    if sample.enrolled and not answered:
        return [questionnaire.languages[0]]
    return [language for language in questionnaire.languages if language in answered]
