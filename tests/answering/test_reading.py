"""A posted page is compared with the definition: exact keys or nothing (AC-068 to AC-076)."""

import pytest

from survey_app.answering.reading import read_page
from survey_app.definitions import load
from tests.scoring.examples import TURNED_FILE

PARENT_PAGE = load("kansmeter-ouder").pages_for("parent")[0]
ITEM = PARENT_PAGE.items[0].key
TURNED_PAGES = load(TURNED_FILE).pages_for("parent")
STEP_PAGE = next(page for page in TURNED_PAGES if any(item.key == "words" for item in page.items))


def read(*fields, page=PARENT_PAGE):
    return read_page(page, fields)


def test_the_key_of_an_option_is_an_answer():
    reading = read((f"a.{ITEM}", "vaak"))

    assert (reading.answers, reading.is_sound) == ({ITEM: "vaak"}, True)


def test_a_page_without_answers_is_sound_and_empty():
    reading = read()

    assert (reading.answers, reading.texts, reading.is_sound) == ({}, {}, True)


@pytest.mark.parametrize(
    "value",
    ["", " ", "3", "Vaak", "vaak ", " vaak", "vaak\x00", "vааk", "soms,vaak", "null", "v" * 9999],
)
def test_ac_068_what_is_no_option_is_refused_by_name(value):
    reading = read((f"a.{ITEM}", value))

    assert set(reading.problems) == {ITEM}
    assert reading.answers == {}


@pytest.mark.parametrize(
    "value",
    ["11", "-1", "3.5", "03", " 3", "+3", "3,0", "١", "３", "1_0", "²", "NaN", "inf", "1e0", "0x1"],
)
def test_ac_069_a_step_is_compared_and_never_parsed(value):
    reading = read(("a.f", value), page=STEP_PAGE)

    assert set(reading.problems) == {"f"}
    assert reading.answers == {}


@pytest.mark.parametrize("value", [str(step) for step in range(11)])
def test_every_step_from_0_to_10_is_an_answer(value):
    assert read(("a.f", value), page=STEP_PAGE).answers == {"f": value}


@pytest.mark.parametrize("second", ["soms", "vaak", "nonsense"])
def test_ac_072_two_answers_to_one_question_are_not_chosen_from(second):
    reading = read((f"a.{ITEM}", "vaak"), (f"a.{ITEM}", second))

    assert set(reading.problems) == {ITEM}
    assert reading.answers == {}


@pytest.mark.parametrize(
    "name",
    ["a.no_item", "a.", "a.__proto__", f"A.{ITEM}", f"a.{ITEM}[]", "id", "school_id", "score"],
)
def test_ac_070_a_field_that_does_not_belong_to_the_page_makes_it_unsound(name):
    reading = read((f"a.{ITEM}", "vaak"), (name, "vaak"))

    assert not reading.is_sound
    assert reading.answers == {ITEM: "vaak"}


@pytest.mark.parametrize("name", ["csrf_token", "act", "revision"])
def test_the_fields_of_our_own_form_are_no_fault(name):
    assert read((f"a.{ITEM}", "vaak"), (name, "x")).is_sound


def test_one_wrong_answer_leaves_the_others_standing():
    reading = read(("a.f", "3"), ("a.g", "nonsense"), page=STEP_PAGE)

    assert reading.answers == {"f": "3"}
    assert set(reading.problems) == {"g"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("=1+1", "=1+1"),
        ("{{7*7}} %(x)s ' OR 1=1--", "{{7*7}} %(x)s ' OR 1=1--"),
        ("een\x00twee\x1b[31m\x7f", "eentwee[31m"),
        ("regel 1\nregel 2\tja", "regel 1\nregel 2\tja"),
        (
            "  \U0001f468\u200d\U0001f469\u200d\U0001f467 Łucja ",
            "\U0001f468\u200d\U0001f469\u200d\U0001f467 Łucja",
        ),
    ],
)
def test_ac_076_written_words_are_kept_as_text_without_control_characters(typed, kept):
    assert read(("a.words", typed), page=STEP_PAGE).texts == {"words": kept}


@pytest.mark.parametrize("typed", ["", "   ", "\n\t", "\x00"])
def test_words_that_say_nothing_are_no_answer(typed):
    reading = read(("a.words", typed), page=STEP_PAGE)

    assert (reading.texts, reading.is_sound) == ({}, True)


@pytest.mark.parametrize(("length", "problems"), [(200, set()), (201, {"words"})])
def test_words_longer_than_the_question_allows_are_refused(length, problems):
    assert set(read(("a.words", "w" * length), page=STEP_PAGE).problems) == problems


def test_what_came_in_is_kept_as_it_came():
    reading = read((f"a.{ITEM}", "nonsense"), ("csrf_token", "secret"))

    assert reading.posted == ((f"a.{ITEM}", "nonsense"),)


def test_ac_074_of_very_many_fields_only_a_hundred_are_kept():
    reading = read(*[("a.no_item", str(number)) for number in range(100_000)])

    assert len(reading.posted) == 100
    assert not reading.is_sound
