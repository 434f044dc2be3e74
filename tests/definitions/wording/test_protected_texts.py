"""An item near a protected text is found by hashes alone, and a list of its holder is not."""

from pathlib import Path

import pytest

from survey_app.definitions import check, load
from survey_app.definitions.wording import fingerprints, read_fingerprints
from survey_app.errors import InputError
from tests.definitions.wording.own_list import content, found_in

# Invented, as every text here: nobody's instrument is quoted.
PROTECTED = "{kind} telt in de ochtend alle rode fietsen voor de school."


@pytest.fixture
def hashes(tmp_path: Path) -> frozenset[str]:
    path = tmp_path / "beschermd.yaml"
    given = content(key="beschermd", holder="iemand", ship_text="false", text=PROTECTED)
    path.write_text(given, encoding="utf-8")
    return frozenset(fingerprints(load(path)))


@pytest.mark.parametrize(
    "text",
    [
        PROTECTED,
        "In de ochtend telt {kind} alle rode fietsen voor de school.",
        "{kind} telt in de avond alle rode fietsen voor de school!",
        "Alle rode FIETSEN voor de school.",
    ],
)
def test_the_same_and_nearly_the_same_text_is_found(
    tmp_path: Path, hashes: frozenset[str], text: str
) -> None:
    found = found_in(tmp_path, hashes, text=text)

    near = [each for each in found if "protected" in each.message]
    assert len(near) == 1
    assert "groups of words are those of a protected instrument" in near[0].message
    assert near[0].message.endswith("; ask it in words of your own")
    assert (near[0].line, near[0].column) == (23, 11)


@pytest.mark.parametrize(
    "text",
    [
        "{kind} speelt in de ochtend graag buiten.",
        "{kind} wacht voor de school op vrienden.",
        "{kind} telt alle stappen naar school.",
    ],
)
def test_a_text_that_shares_a_turn_is_left_alone(
    tmp_path: Path, hashes: frozenset[str], text: str
) -> None:
    assert found_in(tmp_path, hashes, text=text) == []


def test_texts_in_every_language_are_compared(tmp_path: Path) -> None:
    path = tmp_path / "protected.yaml"
    text = "{kind} counts all red bicycles in the morning."
    given = content(key="protected", holder="iemand", ship_text="false", text=text)
    path.write_text(given.replace("nl", "en"), encoding="utf-8")
    hashes = frozenset(fingerprints(load(path)))
    path.write_text(content(key="protected", text=text).replace("nl", "en"), encoding="utf-8")

    [fault] = check([path], hashes)

    assert "5 of 5 groups of words are those of a protected" in fault.message


def test_the_protected_list_itself_is_not_compared(tmp_path: Path, hashes: frozenset[str]) -> None:
    changes = {"text": PROTECTED, "holder": "iemand", "ship_text": "false"}

    assert found_in(tmp_path, hashes, **changes) == found_in(tmp_path, **changes)


def test_the_hashes_give_away_no_word_and_no_order(hashes: frozenset[str]) -> None:
    assert {len(each) for each in hashes} == {8}
    assert all(int(each, 16) >= 0 for each in hashes)


def test_a_file_of_hashes_may_have_remarks_and_nothing_else() -> None:
    lines = ["# SDQ, licence 12", "", "0123abcd", " 4567cdef "]

    assert read_fingerprints(lines, "lijst.txt") == {"0123abcd", "4567cdef"}
    with pytest.raises(InputError, match=r"^lijst\.txt:5: this is no hash of 8 hexadecimals"):
        read_fingerprints([*lines, "telt in de ochtend"], "lijst.txt")
