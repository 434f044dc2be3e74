"""A questionnaire comes in; what breaks the limits for plain Dutch goes out, each with its place.

`findings` is the one entry. Our own lists must keep the limits; of all other lists the same is
only told. What remains for people: one main verb in an item, whether it can be seen, can move, and
can be answered by a proud, a tired and a frightened parent alike. Only Dutch is checked; texts in
every language are compared with protected ones, and leave open the same names.
"""

from collections.abc import Iterator

from survey_app.definitions.faults import Severity
from survey_app.definitions.nodes import MOST_FAULTS
from survey_app.definitions.values import Questionnaire
from survey_app.definitions.wording import (
    language,
    options,
    person,
    shingles,
    spelling,
    structure,
    translations,
)
from survey_app.definitions.wording.findings import Finding, Path, Remark
from survey_app.definitions.wording.passages import passages, placed_items
from survey_app.definitions.wording.sentences import syllables
from survey_app.definitions.wording.shingles import fingerprints, read_fingerprints
from survey_app.definitions.words import shown

__all__ = ["Finding", "findings", "fingerprints", "read_fingerprints", "syllables"]

HOLDER = "Kansmeter"
LANGUAGE = "nl"


def findings(
    questionnaire: Questionnaire, protected: frozenset[str] = frozenset()
) -> list[Finding]:
    """Return what breaks the limits.

    Parameters
    ----------
    protected : frozenset of str, optional
        Hashes of the texts of protected instruments, as `fingerprints` makes them. None come with
        Kansmeter: who holds a licence makes them.

    Returns
    -------
    list of Finding
        Faults for our own lists. For lists of others and invented ones they are warnings, and
        what only a list of words suspects is a warning everywhere. After 100 that are certain it
        stops: a file of nothing but breaches may not cost minutes.
    """
    found: list[Finding] = []
    certain = 0
    for path, remark in _remarks(questionnaire, protected):
        message, severity = _message(questionnaire, remark), _severity(questionnaire, remark)
        found.append(Finding(path, remark.start, message, severity))
        certain += remark.is_certain
        if certain == MOST_FAULTS:
            break
    return found


def _remarks(
    questionnaire: Questionnaire, protected: frozenset[str]
) -> Iterator[tuple[Path, Remark]]:
    # The texts of a protected list are of course its own.
    if protected and questionnaire.licence.ship_text:
        for each in questionnaire.languages:
            for passage in passages(questionnaire, each):
                for remark in shingles.of_passage(passage, protected):
                    yield passage.path, remark
    yield from translations.of_questionnaire(questionnaire)
    if LANGUAGE not in questionnaire.languages:
        return
    texts = passages(questionnaire, LANGUAGE)
    yield from (((), remark) for remark in language.of_frame(texts))
    for passage in texts:
        for remarks in (
            language.of_passage(passage),
            person.of_passage(questionnaire, passage),
            spelling.of_passage(passage),
        ):
            yield from ((passage.path, remark) for remark in remarks)
    seen: set[int] = set()
    for placed in placed_items(questionnaire):
        if "options" not in placed.item.derived_fields and id(placed.item.options) not in seen:
            seen.add(id(placed.item.options))
            for inside, remark in options.of_options(placed.item.options, LANGUAGE):
                yield (*placed.path, "options", *inside), remark
    if _is_ours(questionnaire):
        yield from structure.of_questionnaire(questionnaire, LANGUAGE)


def _is_ours(questionnaire: Questionnaire) -> bool:
    return questionnaire.licence.holder == HOLDER and not questionnaire.fictitious


def _severity(questionnaire: Questionnaire, remark: Remark) -> Severity:
    is_fault = remark.is_certain and _is_ours(questionnaire)
    return Severity.FAULT if is_fault else Severity.WARNING


def _message(questionnaire: Questionnaire, remark: Remark) -> str:
    """Advise who may change a text; of the texts of others only tell what is the case."""
    if questionnaire.licence.holder == HOLDER:
        return f"{remark.what}; {remark.advice}"
    return f"{remark.what} (in a list of {shown(questionnaire.licence.holder)})"
