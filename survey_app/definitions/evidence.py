"""What may still be claimed of a form, an item or a scale after its words or answers changed.

A study is about the version it was done with. Each later step in wording takes the items whose
words changed back to stage 1, since their sense was not asked again, and a step in the answers
takes the whole form back to stage 0. Source: `lists.md` 8.

Everywhere `languages` are those somebody answered in; without them the languages that are offered,
for a claim that holds whatever language was answered in. Of several the weakest counts.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from survey_app.definitions.languages import Evidence
from survey_app.definitions.values import ChangeKind, Questionnaire, Step

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
    questionnaire: Questionnaire, scale: str, languages: Iterable[str] | None = None
) -> Evidence:
    """Return what may be claimed of one scale: what may be of the weakest item that counts in it.

    Raises
    ------
    UnknownKeyError
        There is no such scale or language.
    """
    chosen = _chosen(questionnaire, languages)
    return _weakest(
        _of_item(questionnaire, item, language)
        for item in _items_of(questionnaire, scale)
        for language in chosen
    )


def _chosen(questionnaire: Questionnaire, languages: Iterable[str] | None) -> tuple[str, ...]:
    return questionnaire.offered_languages if languages is None else tuple(languages)


def _weakest(found: Iterable[Evidence]) -> Evidence:
    return min(found, key=lambda each: each.stage, default=NOTHING)


def _of_form(questionnaire: Questionnaire, language: str) -> Evidence:
    studied = questionnaire.edition(language).evidence
    changed = any(step.options for step in _steps_since(questionnaire, studied))
    return NOTHING if changed else studied


def _of_item(questionnaire: Questionnaire, item: str, language: str) -> Evidence:
    of_form = _of_form(questionnaire, language)
    studied = questionnaire.edition(language).evidence
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
