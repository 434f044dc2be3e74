"""What may still be claimed of a form, an item or a scale after its words or answers changed.

A study is about the version it was done with. Each later step in wording takes the items whose
words changed back to stage 1, since their sense was not asked again, and a step in the answers
takes the whole form back to stage 0. Source: `lists.md` 8.

What was found of a scale after the list was published (a reference that was accepted) comes in as a
value beside what the list itself says; the same steps take both back, and the stronger counts.

Everywhere `languages` are those somebody answered in; without them the languages that are offered,
for a claim that holds whatever language was answered in. Of several the weakest counts.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from survey_app.definitions.changes import ChangeKind, Step
from survey_app.definitions.languages import Evidence
from survey_app.definitions.values import Questionnaire

NOTHING: Final = Evidence(0)
AFTER_NEW_WORDS: Final = 1
"""Highest stage of an item whose words changed after the study."""


def evidence_of_form(
    questionnaire: Questionnaire, languages: Iterable[str] | None = None
) -> Evidence:
    """Return what may be claimed of the form as a whole.

    Returns
    -------
    Evidence
        Stage 0 without a study when the answers that can be chosen changed since the study, or when
        there is no language.
    """
    return _weakest(_of_form(questionnaire, each) for each in _chosen(questionnaire, languages))


def evidence_of_item(
    questionnaire: Questionnaire, item: str, languages: Iterable[str] | None = None
) -> Evidence:
    """Return what may be claimed of one item: at most stage 1 when its words changed."""
    chosen = _chosen(questionnaire, languages)
    return _weakest(_of_item(questionnaire, item, each) for each in chosen)


def evidence_of_scale(
    questionnaire: Questionnaire,
    scale: str,
    languages: Iterable[str] | None = None,
    found: Mapping[str, Evidence] | None = None,
) -> Evidence:
    """Return what may be claimed of one scale: what may be of the weakest item that counts in it.

    Parameters
    ----------
    found : Mapping of str to Evidence, optional
        By language, what was found of this scale since: with the version it was found with. Of a
        version that this one does not go on from it says nothing.

    Raises
    ------
    UnknownKeyError
        There is no such scale or language.
    """
    items = tuple(_items_of(questionnaire, scale))
    return _weakest(
        _strongest(
            _weakest(_limited(questionnaire, item, studied) for item in items)
            for studied in _studies(questionnaire, language, found or {})
        )
        for language in _chosen(questionnaire, languages)
    )


def _chosen(questionnaire: Questionnaire, languages: Iterable[str] | None) -> tuple[str, ...]:
    return questionnaire.offered_languages if languages is None else tuple(languages)


def _weakest(found: Iterable[Evidence]) -> Evidence:
    return min(found, key=lambda each: each.stage, default=NOTHING)


def _strongest(claims: Iterable[Evidence]) -> Evidence:
    return max(claims, key=lambda each: each.stage)


def _studies(
    questionnaire: Questionnaire, language: str, found: Mapping[str, Evidence]
) -> Iterator[Evidence]:
    """Give what the list says of itself in this language, and what was found since."""
    yield questionnaire.edition(language).evidence
    if language in found:
        known = {None, questionnaire.version, *(step.version for step in questionnaire.follows)}
        yield found[language] if found[language].version in known else NOTHING


def _of_form(questionnaire: Questionnaire, language: str) -> Evidence:
    return _after_options(questionnaire, questionnaire.edition(language).evidence)


def _after_options(questionnaire: Questionnaire, studied: Evidence) -> Evidence:
    changed = any(step.options for step in _steps_since(questionnaire, studied))
    return NOTHING if changed else studied


def _of_item(questionnaire: Questionnaire, item: str, language: str) -> Evidence:
    return _limited(questionnaire, item, questionnaire.edition(language).evidence)


def _limited(questionnaire: Questionnaire, item: str, studied: Evidence) -> Evidence:
    """Return what is left of a study for one item after the steps that were taken since."""
    of_form = _after_options(questionnaire, studied)
    reworded = any(_rewords(step, item) for step in _steps_since(questionnaire, studied))
    if reworded and of_form.stage > AFTER_NEW_WORDS:
        return Evidence(AFTER_NEW_WORDS)
    return of_form


def _steps_since(questionnaire: Questionnaire, studied: Evidence) -> Iterator[Step]:
    """Give the steps that were taken after the studied version, newest first."""
    at = questionnaire.version
    for step in questionnaire.follows:
        if studied.version in (None, at):
            return
        yield step
        at = step.version


def _rewords(step: Step, item: str) -> bool:
    return item in step.items or (step.change is ChangeKind.WORDING and not step.items)


def _items_of(questionnaire: Questionnaire, scale: str) -> Iterator[str]:
    found = questionnaire.scale(scale)
    yield from found.items
    for part in found.scales:
        yield from _items_of(questionnaire, part)
