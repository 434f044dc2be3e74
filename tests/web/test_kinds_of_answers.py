"""Several answers, numbers and faces on the pages: asked, refused with everything in it, stored."""

import re

import pytest

from tests.web.world import asked, checked

pytestmark = pytest.mark.one_database


@pytest.fixture
def visitor(world):
    visitor = world.visitor(world.kinds_case().intake["parent"])
    visitor.begin()
    return visitor


def value_of(page, key):
    """Return what stands in a field to type in."""
    return re.search(rf'name="a\.{key}"[^>]* value="([^"]*)"', page.text)[1]


def test_several_answers_and_a_number_are_stored_in_one_form(world, visitor):
    visitor.walk(hulp="ja", spel=["buiten", "lezen"], uren="2,5", jaren="-1")

    (response,) = world.responses()
    assert response.answers["spel"] == "lezen buiten"
    assert (response.answers["uren"], response.answers["jaren"]) == ("2.5", "-1")


def test_boxes_say_how_many_and_can_be_ticked_together(visitor):
    assert "Kies er hoogstens 2." in visitor.page.text
    assert visitor.page.text.count('type="checkbox" name="a.spel"') == 4

    visitor.send(1, hulp="ja", spel=["lezen", "buiten"])

    assert checked(visitor.get("/1")) == {"hulp-ja", "spel-lezen", "spel-buiten"}


@pytest.mark.parametrize(
    "spel", [["lezen", "tekenen", "buiten"], ["lezen", "weet_niet"]], ids=["too many", "and unsure"]
)
def test_too_many_ticks_come_back_ticked_with_what_to_do(world, visitor, spel):
    before = world.dump()

    refused = visitor.send(1, hulp="ja", spel=spel)

    assert refused.status_code == 422
    assert checked(refused) == {"hulp-ja", *(f"spel-{key}" for key in spel)}
    assert 'id="spel-e"' in refused.text
    assert "Of haal je antwoord weg en kies onderaan" in refused.text
    assert world.dump() == before


def test_a_number_has_its_unit_beside_it_and_the_keys_of_a_phone(visitor):
    page = visitor.send(1, hulp="ja", spel="lezen")

    field = re.search(r'<input name="a\.uren"[^>]*>', page.text)[0]
    assert 'inputmode="decimal"' in field
    assert 'aria-labelledby="uren-l uren-u"' in field
    assert '<span id="uren-u">uur per week</span>' in page.text


def test_a_number_that_can_be_below_nought_gets_keys_with_a_minus(visitor):
    visitor.send(1, hulp="nee", spel="lezen")

    assert 'name="a.jaren" id="jaren-t" inputmode="text"' in visitor.page.text


@pytest.mark.parametrize("typed", ["41", "2,55", "drie", '"><b>', "١٢", "1e1"])
def test_ac_069_a_number_that_cannot_be_taken_comes_back_as_typed(world, visitor, typed):
    visitor.send(1, hulp="ja", spel="lezen")
    before = world.dump()

    refused = visitor.send(2, hoe="midden", uren=typed)

    assert refused.status_code == 422
    assert "Vul een getal in, van 0 tot en met 40." in refused.text
    assert value_of(refused, "uren") == typed.replace('"', "&#34;").replace(">", "&gt;").replace(
        "<", "&lt;"
    )
    assert checked(refused) == {"hoe-midden"}
    assert '<a href="#uren-t">' in refused.text
    assert world.dump() == before


def test_a_number_left_empty_is_asked_again_once_and_may_be_skipped(world, visitor):
    visitor.send(1, hulp="ja", spel="lezen")

    again = visitor.send(2, hoe="midden", uren="")
    skipped = visitor.send(2, act="skip", hoe="midden", uren="")

    assert again.status_code == 422
    assert "Je hebt nog niets ingevuld" in again.text
    assert "Of kies onderaan" in again.text
    assert visitor.number == 3
    visitor.walk()
    (response,) = world.responses()
    assert (response.missing["uren"], skipped.status_code) == ("skipped", 200)


def test_a_saved_number_comes_back_with_a_comma(visitor):
    visitor.send(1, hulp="ja", spel="lezen")
    visitor.send(2, hoe="midden", uren="2.5")

    assert value_of(visitor.get("/2"), "uren") == "2,5"


def test_not_knowing_among_several_is_stored_alone(world, visitor):
    visitor.walk(hulp="nee", spel="weet_niet")

    (response,) = world.responses()
    assert response.answers["spel"] == "weet_niet"


def test_every_face_has_its_word_in_its_label(visitor):
    page = visitor.send(1, hulp="nee", spel="lezen")

    for key, word in (("niet", "niet zo goed"), ("wel", "gaat wel"), ("goed", "goed")):
        label = re.search(rf'<label for="gezicht-{key}">(.*?)</label>', page.text)[1]
        assert label.startswith('<svg class="face"')
        assert label.endswith(f"</svg>{word}")
    assert asked(page)["gezicht"] == ["niet", "wel", "goed"]
