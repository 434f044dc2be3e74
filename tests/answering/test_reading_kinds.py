"""Several answers and numbers: compared with what the definition allows, never guessed (AC-068)."""

import pytest

from survey_app.answering.reading import read_page
from survey_app.definitions import Page, load
from survey_app.frames import words_in
from survey_app.web.respond.wording import mend
from tests.web.world import KINDS_FILE

KINDS = load(KINDS_FILE)
PAGE = Page("all", KINDS.items)


def read(*fields):
    return read_page(PAGE, fields)


def said_of(reading):
    """Return what to do about each item, in Dutch."""
    return {key: mend(words_in("nl"), fault) for key, fault in reading.problems.items()}


def ticked(*keys):
    return read(*(("a.spel", key) for key in keys))


@pytest.mark.parametrize(
    ("keys", "kept"),
    [
        (["lezen"], "lezen"),
        (["lezen", "buiten"], "lezen buiten"),
        (["buiten", "lezen"], "lezen buiten"),
        (["weet_niet"], "weet_niet"),
    ],
)
def test_several_answers_are_kept_in_the_order_of_the_options(keys, kept):
    reading = ticked(*keys)

    assert (reading.answers, reading.is_sound) == ({"spel": kept}, True)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["lezen", "tekenen", "buiten"], "Kies er hoogstens 2. Je koos er nu 3."),
        (["lezen", "weet_niet"], "Haal dat weg, of de rest."),
        (["lezen", "lezen"], "2 keer hetzelfde"),
        (["lezen", "zwemmen"], "Kies uit deze antwoorden."),
        (["lezen buiten"], "Kies uit deze antwoorden."),
        (["Lezen"], "Kies uit deze antwoorden."),
        ([""], "Kies uit deze antwoorden."),
        (["lezen", ""], "Kies uit deze antwoorden."),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_ac_068_ticks_that_cannot_go_together_are_refused_with_what_to_do(keys, said):
    reading = ticked(*keys)

    assert reading.answers == {}
    assert said in said_of(reading)["spel"]


@pytest.mark.parametrize("count", [1, 2])
def test_too_few_of_exactly_three_are_refused_and_three_are_kept(count):
    themes = load("kansmeter-rol-september").pages[0]
    keys = [option.key for option in themes.items[0].options]

    few = read_page(themes, [("a.themas", key) for key in keys[:count]])
    enough = read_page(themes, [("a.themas", key) for key in keys[:3]])

    assert said_of(few) == {"themas": f"Kies er 3. Je koos er nu {count}."}
    assert enough.answers == {"themas": " ".join(keys[:3])}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("7", "7"),
        ("0", "0"),
        ("40", "40"),
        ("2.5", "2.5"),
        ("2,5", "2.5"),
        ("7,0", "7"),
        ("0,0", "0"),
        ("10", "10"),
        ("20.0", "20"),
    ],
)
def test_a_number_is_kept_in_one_form_whatever_the_comma(typed, kept):
    reading = read(("a.uren", typed))

    assert (reading.answers, reading.is_sound) == ({"uren": kept}, True)


@pytest.mark.parametrize(
    "typed",
    [
        "40,1", "41", "-1", "-0,5", "2,55", "03", " 3", "3 ", "+3", "١٢", "３", "1_0", "²", "½",
        "3,", ",5", ".5", "1.000", "1,0,0", "NaN", "Infinity", "-inf", "1e1", "1e999", "0x1F",
        "true", "null", "[3]", '{"$gt":0}', "9" * 5000, "drie", "3\n", "3\x00", "−1", "- 1",
    ],
    ids=lambda typed: ascii(typed)[:14],
)  # fmt: skip
def test_ac_069_what_is_no_plain_number_in_range_is_refused_with_what_to_do(typed):
    reading = read(("a.uren", typed))

    assert reading.answers == {}
    assert said_of(reading) == {
        "uren": "Vul een getal in, van 0 tot en met 40. Hooguit 1 cijfer na de komma."
    }


@pytest.mark.parametrize(
    ("typed", "kept"), [("-2", "-2"), ("12", "12"), ("-3", None), ("1,0", None), ("13", None)]
)
def test_a_whole_number_may_be_below_nought_when_the_question_says_so(typed, kept):
    reading = read(("a.jaren", typed))

    assert reading.answers.get("jaren") == kept
    if kept is None:
        assert said_of(reading) == {"jaren": "Vul een heel getal in, van −2 tot en met 12."}


def test_an_empty_field_for_a_number_is_no_answer_and_no_fault():
    reading = read(("a.uren", ""))

    assert (reading.answers, reading.is_sound) == ({}, True)


def test_ac_072_two_numbers_are_not_chosen_from():
    assert set(read(("a.uren", "1"), ("a.uren", "2")).problems) == {"uren"}
