"""Which scores, and which answers, of several versions may stand in one line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from survey_app.definitions.values import Questionnaire
from survey_app.definitions.versions.differences import rule_differences
from survey_app.definitions.versions.steps import scale_of, why_not_rescored


@dataclass(frozen=True, slots=True)
class Lineage:
    """Some versions, and which of them go on from which.

    Attributes
    ----------
    scales : Mapping of (str, str) to str
        (fingerprint, scale key) to the fingerprint that stands for the line of that scale.
    lists : Mapping of str to str
        Fingerprint to the fingerprint of the newest version with which it shares anything.
    rescored : frozenset of (str, str, str)
        (answered, rules, scale key): answers to the one version, scored by the rules of the other,
        go on in the line of that other version.
    """

    scales: Mapping[tuple[str, str], str]
    lists: Mapping[str, str]
    rescored: frozenset[tuple[str, str, str]] = frozenset()

    def line_of(self, answered: str, rules: str, scale: str) -> str:
        """Return what stands for the line of a score.

        Parameters
        ----------
        answered, rules : str
            Fingerprints of the version that was answered and of the one whose rules gave the
            score. Rules alone make no two wordings comparable: unless `follows` says so, answers
            to an earlier wording stay in a line of their own.
        """
        line = self.scales.get((rules, scale), rules)
        if answered == rules or (answered, rules, scale) in self.rescored:
            return line
        return f"{answered} by {rules}"


def lineage(questionnaires: Iterable[Questionnaire]) -> Lineage:
    """Find which of some versions go on from each other.

    Parameters
    ----------
    questionnaires : iterable of Questionnaire
        Every version some answers or scores come from; of several lists at once if wanted.

    Returns
    -------
    Lineage
        Two versions share a line of a scale when no number changed, or when each step between
        them, told in `follows` of the newer one, names the scale as comparable. Over a new scoring
        that holds for scores that both rules give alike; others come in one line when the old
        answers are scored again, since a score comes from the version whose rules gave it. The
        answers of two versions stand side by side when they share a line or the version of the
        text.
    """
    newest_first = sorted(
        {each.fingerprint: each for each in questionnaires}.values(),
        key=lambda each: (-len(each.follows), each.fingerprint),
    )
    scales: dict[tuple[str, str], str] = {}
    lists: dict[str, str] = {}
    rescored: set[tuple[str, str, str]] = set()
    for newer in newest_first:
        own = lists.setdefault(newer.fingerprint, newer.fingerprint)
        for older in newest_first:
            if older.key != newer.key:
                continue
            rescored |= {
                (older.fingerprint, newer.fingerprint, scale.key)
                for scale in newer.scales
                if (older.version, older.scoring_version) in comparable_numbers(newer, scale.key)
            }
            shared = [each.key for each in newer.scales if _share_a_line(older, newer, each.key)]
            for key in shared:
                line = scales.setdefault((newer.fingerprint, key), newer.fingerprint)
                scales.setdefault((older.fingerprint, key), line)
            if shared or older.version == newer.version:
                lists.setdefault(older.fingerprint, own)
    return Lineage(scales, lists, frozenset(rescored))


def _share_a_line(older: Questionnaire, newer: Questionnaire, scale: str) -> bool:
    numbers = (older.version, older.scoring_version)
    return numbers in comparable_numbers(newer, scale) and _scored_alike(older, newer, scale)


def comparable_numbers(questionnaire: Questionnaire, scale: str) -> set[tuple[str, str]]:
    """Return the versions a scale is comparable with: this one, and back until a step breaks.

    Each as its version and its scoring version.
    """
    numbers = {(questionnaire.version, questionnaire.scoring_version)}
    for step in questionnaire.follows:
        if scale not in step.comparable:
            break
        numbers.add((step.version, step.scoring_version))
    return numbers


def _scored_alike(older: Questionnaire, newer: Questionnaire, scale: str) -> bool:
    """Tell whether both versions give the same score for the same answers."""
    old, new = scale_of(older, scale), scale_of(newer, scale)
    if old is None or new is None or any(rule_differences(old, new)):
        return False
    if not new.items:
        return all(_scored_alike(older, newer, part) for part in new.scales)
    return why_not_rescored(older, newer, scale) is None and all(
        _values(older, key) == _values(newer, key) for key in new.items
    )


def _values(questionnaire: Questionnaire, item: str) -> dict[str, float | None]:
    return {option.key: option.value for option in questionnaire.item(item).options}
