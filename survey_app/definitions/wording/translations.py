"""Whether a text leaves open the same names in every language it is there in.

That each text is there in each language, a draft as well, is refused on reading.
"""

from collections.abc import Iterator

from survey_app.definitions.texts import VARIABLE
from survey_app.definitions.values import Questionnaire
from survey_app.definitions.wording.findings import Path, Remark
from survey_app.definitions.wording.passages import passages


def of_questionnaire(questionnaire: Questionnaire) -> Iterator[tuple[Path, Remark]]:
    """Return where another language has other places than the ordinary one, which stands first."""
    ordinary, *others = questionnaire.languages
    left_open = {each.path[:-1]: _places(each.text) for each in passages(questionnaire, ordinary)}
    for language in others:
        for passage in passages(questionnaire, language):
            here, there = _places(passage.text), left_open[passage.path[:-1]]
            if here != there:
                what = f"{_named(here)} is left open here, and {_named(there)} in {ordinary!r}"
                yield passage.path, Remark(what, "leave open the same in every language")


def _places(text: str) -> frozenset[str]:
    return frozenset(place.group(0) for place in VARIABLE.finditer(text))


def _named(places: frozenset[str]) -> str:
    return " ".join(sorted(places)) or "nothing"
