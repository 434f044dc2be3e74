"""The chart in words: numbers, table, description."""

import doctest

import pytest

from survey_app.charts import description_of, in_words, table_of, words
from tests.charts.samples import AMOUNTS, banded, chart, moments, talks


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "bijna nooit"),
        (1.25, "tussen soms en ongeveer de helft van de tijd"),
        (3.9999999999, "bijna altijd"),
    ],
)
def test_a_score_lies_at_a_word_or_between_two(value, text) -> None:
    assert in_words(value, AMOUNTS) == text


def test_a_score_beyond_the_words_of_the_axis_says_so() -> None:
    assert in_words(0, AMOUNTS[1:]) == "onder soms"
    assert in_words(4, AMOUNTS[:4]) == "boven vaak"


def test_the_table_has_every_moment_by_date_also_a_gap() -> None:
    table = table_of(chart(moments=moments(1.0, None, 2.5)[::-1]))

    assert table.columns == ("Moment", "In woorden")
    assert table.rows == (
        ("intake, 16 sep 2025", "soms"),
        ("vervolgmeting, 12 dec 2025", "niet ingevuld"),
        ("afsluiting, 3 mrt 2026", "tussen ongeveer de helft van de tijd en vaak"),
    )


def test_the_table_shows_numbers_only_where_the_chart_does() -> None:
    assert [row[1] for row in table_of(banded(band=None)).rows] == ["3,2", "4,6", "6,4"]


def test_steps_that_are_all_whole_have_no_decimals() -> None:
    assert [row[1] for row in table_of(banded(moments=talks(2), band=None)).rows] == ["0", "1"]


def test_the_description_says_all_that_is_shown() -> None:
    assert description_of(banded(moments=moments(3.2, None, 6.4))) == (
        "Volgens de ouder. Hoger is meer rust. "
        "Intake, 16 september 2025: 3,2. "
        "Vervolgmeting, 12 december 2025: niet ingevuld. "
        "Afsluiting, 3 maart 2026: 6,4. "
        "In deze band kan het toeval zijn: van 0,6 tot 5,8. "
        "Voorbeeld, verzonnen referentie. "
        "De ouder ziet meer rust: van 3,2 naar 6,4. "
        "We weten nog niet hoeveel een antwoord vanzelf schommelt."
    )


def test_the_description_of_a_new_list_has_no_score_in_numbers() -> None:
    said = description_of(chart())

    assert "Afsluiting, 3 maart 2026: tussen ongeveer de helft van de tijd en vaak." in said
    assert "2,9" not in said


def test_the_worked_examples_give_what_they_say() -> None:
    outcome = doctest.testmod(words)

    assert (outcome.attempted > 0, outcome.failed) == (True, 0)
