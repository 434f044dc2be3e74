"""Texts never mix languages, names are put in plainly, and everybody gets the own items."""

from pathlib import Path

import pytest

from survey_app.definitions import (
    Informant,
    MissingTextError,
    Questionnaire,
    Text,
    UnfilledTextError,
    UnknownKeyError,
    fill,
    load,
)
from tests.definitions.files import SOUND, write


@pytest.fixture
def sound(tmp_path: Path) -> Questionnaire:
    return load(write(tmp_path, SOUND))


def test_an_absent_language_is_an_error_and_no_other_language() -> None:
    text = Text({"nl": "hallo", "en": "hello"})

    with pytest.raises(MissingTextError, match="'ar'.*en, nl"):
        text.in_language("ar")


def test_a_text_without_languages_differs_from_an_empty_one() -> None:
    assert Text({}).languages == ()
    assert Text({}) != Text({"nl": ""})


def test_names_are_put_in_their_places() -> None:
    assert fill("{informant} over {kind}", kind="Noor", informant="oma") == "oma over Noor"


@pytest.mark.parametrize("name", ["{informant}", "{kind}", "{0.__class__}", "\\1", "%s", "<b>"])
def test_a_name_is_never_read_as_a_variable(name: str) -> None:
    assert fill("Dag {kind}!", kind=name, informant="oma") == f"Dag {name}!"


def test_a_name_that_was_not_given_is_an_error() -> None:
    with pytest.raises(UnfilledTextError):
        fill("Hoe gaat het met {kind}?", informant="oma")


def test_a_text_without_places_needs_no_names() -> None:
    assert fill("Hoe gaat het?") == "Hoe gaat het?"


def test_each_informant_gets_the_own_items_and_no_empty_page(sound: Questionnaire) -> None:
    pages = sound.pages_for(Informant.CHILD)

    assert [(page.key, [item.key for item in page.items]) for page in pages] == [("een", ["q1"])]


def test_an_item_without_informants_is_for_all_of_the_questionnaire(sound: Questionnaire) -> None:
    assert sound.item("q1").informants == {Informant.PARENT, Informant.CHILD}


@pytest.mark.parametrize("find", ["item", "scale"])
def test_an_unknown_key_is_an_error_that_names_it(sound: Questionnaire, find: str) -> None:
    with pytest.raises(UnknownKeyError, match="'weg'"):
        getattr(sound, find)("weg")


def test_an_unknown_option_is_an_error_that_names_it(sound: Questionnaire) -> None:
    with pytest.raises(UnknownKeyError, match="'10'"):
        sound.item("q1").option("10")


def test_the_range_of_a_sum_adds_the_ranges_of_its_items(sound: Questionnaire) -> None:
    assert (sound.scale("som").lowest, sound.scale("som").highest) == (0, 3)


def test_values_are_frozen(sound: Questionnaire) -> None:
    with pytest.raises(AttributeError):
        sound.item("q1").key = "x"  # type: ignore[misc]  # a frozen value is what is tried
