"""Adults are asked about a child by name, an older child says `ik`, a young one hears `jij`."""

from pathlib import Path

import pytest

from tests.definitions.wording.own_list import found_in, the_one_in

CHILD = {"informants": "[child]", "ages": "ages: [8, 12]"}
YOUNG = {"informants": "[child]", "ages": "ages: [6, 7]"}
WISH = {"facet": "    facet: contactwens"}


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Hoe gaat het nu met jou?", **CHILD},
        {"text": "Ik speel graag buiten.", **CHILD},
        {"text": "Hoe luistert de kansencoach naar jou?", **YOUNG},
        {"text": "Wil je met de kansencoach praten?", **WISH},
        {"text": "Wil je met de kansencoach praten?", **WISH, **YOUNG},
    ],
)
def test_the_right_person_is_left_alone(tmp_path: Path, changes: dict[str, str]) -> None:
    assert found_in(tmp_path, **changes) == []


def test_an_item_for_an_adult_names_the_child(tmp_path: Path) -> None:
    [fault] = found_in(tmp_path, text="Wij zien dat het lukt.")

    assert fault.message == "the child is not named; write {kind}"
    assert (fault.line, fault.column) == (23, 11)


def test_nobody_is_called_he_or_she(tmp_path: Path) -> None:
    fault = the_one_in(tmp_path, text="{kind} zegt wat ¦hij wil.")

    assert fault.message == "the word 'hij'; use the name or a neutral turn"


@pytest.mark.parametrize(
    ("group", "text", "message"),
    [
        (CHILD, "Ik speel met ¦{kind}.", "a child is named in its own list; write 'ik' or 'jij'"),
        (CHILD, "Jij speelt.", "a child's statement is not about 'ik'; write it about 'ik'"),
        (CHILD, "Ik help jou.", "a child's statement is not about 'ik'; write it about 'ik'"),
        (CHILD, "Spelen is leuk.", "a child's statement is not about 'ik'; write it about 'ik'"),
        (CHILD, "Is spelen leuk?", "a child is not addressed; say 'je', 'jij' or 'jou'"),
        (YOUNG, "Ik let op.", "a young child is not addressed; say 'jij' or 'jou', not 'ik'"),
        (YOUNG, "Ik help jou.", "a young child is not addressed; say 'jij' or 'jou', not 'ik'"),
        (YOUNG, "Spelen is leuk.", "a young child is not addressed; say 'jij' or 'jou', not 'ik'"),
    ],
)
def test_an_item_for_a_child_speaks_of_or_to_it(
    tmp_path: Path, group: dict[str, str], text: str, message: str
) -> None:
    [fault] = found_in(tmp_path, text=text.replace("¦", ""), **group)

    assert fault.message == message
    assert (fault.line, fault.column) == (23, 12 + text.index("¦") if "¦" in text else 11)
