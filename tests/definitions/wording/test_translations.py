"""A text in another language is there, draft or not, and leaves open what the Dutch leaves open."""

from pathlib import Path

import pytest

from survey_app.definitions import Severity, check
from tests.definitions.files import write
from tests.definitions.wording.own_list import content

ENGLISH = {
    "{nl: bijna nooit}": "{nl: bijna nooit, en: almost never}",
    "{nl: soms}": "{nl: soms, en: sometimes}",
    "{nl: vaak}": "{nl: vaak, en: often}",
    "{nl: bijna altijd}": "{nl: bijna altijd, en: almost always}",
    "{nl: niet gezien}": "{nl: niet gezien, en: not seen}",
    '{nl: "Vragenlijst voor de ouder"}': '{nl: "Vragenlijst voor de ouder", en: "Questions"}',
    '{nl: "Hoe gaat het thuis?"}': '{nl: "Hoe gaat het thuis?", en: "How are things at home?"}',
    "{nl: Denk aan de afgelopen 4 weken.}": "{nl: Denk aan de afgelopen 4 weken., en: 4 weeks.}",
    '      nl: "{kind} speelt graag buiten."\n': (
        '      nl: "{kind} speelt graag buiten."\n      en: "{kind} likes to play outside."\n'
    ),
    "reviewed, evidence: {stage: 0}}\n": (
        "reviewed, evidence: {stage: 0}}\n  - {language: en, status: own, evidence: {stage: 0}}\n"
    ),
}
STATEMENT = '"{kind} likes to play outside."'


def translated(old: str = "", new: str = "", **changes: str) -> str:
    """Return the small own list with an English draft, with one piece of it replaced."""
    text = content(**changes)
    for dutch, both in ENGLISH.items():
        assert text.count(dutch) == 1, dutch
        text = text.replace(dutch, both)
    assert old in text
    return text.replace(old, new, 1)


def test_a_whole_draft_is_sound(tmp_path: Path) -> None:
    assert check([write(tmp_path, translated())]) == []


@pytest.mark.parametrize("lacking", [", en: almost never", ', en: "Questions"', ", en: 4 weeks."])
def test_a_draft_that_lacks_a_text_is_refused(tmp_path: Path, lacking: str) -> None:
    [fault] = check([write(tmp_path, translated(lacking))])

    assert fault.severity is Severity.FAULT
    assert fault.message == "the text in 'en' is missing; add it"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            f"en: {STATEMENT}",
            "en: The child likes to play outside.",
            "nothing is left open here, and {kind} in 'nl'; leave open the same in every language",
        ),
        (
            f"en: {STATEMENT}",
            'en: "{kind} and {informant} play."',
            "{informant} {kind} is left open here, and {kind} in 'nl'; "
            "leave open the same in every language",
        ),
        (
            "en: sometimes",
            'en: "{kind} may"',
            "{kind} is left open here, and nothing in 'nl'; leave open the same in every language",
        ),
    ],
)
def test_another_language_leaves_open_the_same_names(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = translated(old, new)
    before = text[: text.index(new) + len("en: ")]

    [fault] = check([write(tmp_path, text)])

    assert (fault.severity, fault.message) == (Severity.FAULT, message)
    assert (fault.line, fault.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))


def test_a_name_may_stand_more_often_in_one_language(tmp_path: Path) -> None:
    twice = '"{kind} likes what {kind} plays."'

    assert check([write(tmp_path, translated(STATEMENT, twice))]) == []


def test_of_a_list_of_others_it_is_only_told(tmp_path: Path) -> None:
    text = translated(STATEMENT, "The child likes to play outside.", holder="iemand")

    [warning] = check([write(tmp_path, text)])

    assert warning.severity is Severity.WARNING
    assert warning.message == (
        "nothing is left open here, and {kind} in 'nl' (in a list of 'iemand')"
    )
