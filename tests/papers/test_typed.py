"""What is typed on a paper keeps its letters and loses what steers them."""

import pytest

from survey_app.papers.typed import direction_of, printable, typed_lines


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Jan\u202egnirts", "Jangnirts"),
        ("\u2067Sam\u2069", "Sam"),
        ("a\x00b\x07c", "a b c"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
        ("d'Ávila & O'Brien <b>", "d'Ávila & O'Brien <b>"),
    ],
)
def test_signs_that_steer_are_left_out_and_letters_stay(typed, printed):
    assert printable(typed) == printed


@pytest.mark.parametrize(
    ("text", "direction"), [("Sam", "ltr"), ("3 سام", "rtl"), ("123", "ltr"), ("Sam سام", "ltr")]
)
def test_a_line_is_read_in_the_direction_of_its_first_letter(text, direction):
    assert direction_of(text) == direction


def test_each_line_stands_apart_and_empty_ones_are_gone():
    lines = typed_lines("een\n\n  \nسام twee\n")

    assert [(line.text, line.direction) for line in lines] == [("een", "ltr"), ("سام twee", "rtl")]
