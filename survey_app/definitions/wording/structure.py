"""What an own list names beside its words: facet, indicator, core mark, period.

That every scale sets `min_answered` and every text is there in every language is refused on
reading, so nothing of it is repeated here. A recorded voice cannot be compared with its text
before there are recordings.
"""

import re
from collections.abc import Iterator

from survey_app.definitions.values import Item, Questionnaire
from survey_app.definitions.wording.findings import Path, Remark
from survey_app.definitions.wording.language import asks_how_often
from survey_app.definitions.wording.passages import placed_items
from survey_app.definitions.wording.vocabulary import CORE_FACETS

_TIME = re.compile(r"\b(dag|dagen|weken|week|maand|maanden|schooljaar|vandaag|gewone)\b")


def of_questionnaire(questionnaire: Questionnaire, language: str) -> Iterator[tuple[Path, Remark]]:
    """Return what is not named, each with its place."""
    if questionnaire.period is None and questionnaire.scales:
        yield (), Remark("`period` is missing", "say which time the answers are about")
    for placed in placed_items(questionnaire):
        item = placed.item
        if item.facet is None or item.indicator is None:
            what = "`facet` or `indicator` is missing"
            yield placed.path, Remark(what, "name what the item is about and what is seen")
        core = CORE_FACETS.get(item.facet or "")
        if core is not None and item.parallel != core:
            what = f"the facet {item.facet!r} is one of the core five"
            yield placed.path, Remark(what, f"write `parallel: {core}`")
        if item.parallel in CORE_FACETS.values() and core != item.parallel:
            what = f"the mark {item.parallel} is of the core five and this facet is not"
            yield (*placed.path, "parallel"), Remark(what, "give it another mark")
        if questionnaire.period is None and not questionnaire.scales:
            yield from _how_often_without_time(item, placed.path, language)


def _how_often_without_time(item: Item, path: Path, language: str) -> Iterator[tuple[Path, Remark]]:
    """`Vaak` of what time? A list without a period may say it in the hint of the item."""
    has_hint = item.hint is not None and language in item.hint.languages
    hint = item.hint.in_language(language) if item.hint and has_hint else ""
    if asks_how_often(item) and not _TIME.search(hint):
        what = "answers of frequency without a time"
        yield path, Remark(what, "write a `period`, or the time in the `hint`")
