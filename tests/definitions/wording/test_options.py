"""Answers that say the same, overlap, share a value or stand out of order."""

from pathlib import Path

import pytest

from tests.definitions.wording.own_list import F5, found_in, options, the_one_in

MONTHS = "januari februari maart april mei juni juli augustus".split()
ITEM = {"text": "Wat kiest {kind}?"}


@pytest.mark.parametrize(
    "texts",
    [
        ["nooit", "soms", "vaak", "altijd"],
        ["altijd", "vaak", "soms", "nooit"],
        ["nog niet", "een beetje", "best goed", "goed", "heel goed"],
        ["bijna geen", "een beetje", "best wat", "veel", "heel veel"],
        ["veel moeilijker", "iets moeilijker", "hetzelfde", "iets beter", "veel beter"],
        ["kostte veel", "kostte iets", "gelijk", "scheelde iets", "scheelde veel"],
        ["5 minuten", "10 minuten", "15 minuten", "30 minuten"],
        ["minder dan 2", "2-3", "4 tot 6", "6 of meer"],
        ["1-3 dagen", "1-3 weken"],
        MONTHS,
        ["ja", "ja, met gewone steun", "nee", "anders"],
    ],
)
def test_answers_that_differ_are_left_alone(tmp_path: Path, texts: list[str]) -> None:
    assert found_in(tmp_path, options=options(*texts), **ITEM) == []


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["thuis", "¦thuis"], "'thuis' stands here twice"),
        (["ja, graag", "¦ja graag"], "'ja graag' stands here twice"),
        (["bij de buren", "¦bij buren"], "'bij buren' stands here twice"),
        (["school of thuis", "¦thuis of school"], "'thuis of school' stands here twice"),
        (["in de klassen", "¦in de klasse"], "'in de klasse' differs from 'in de klassen' by one"),
        (["soms", "vaak", "¦regelmatig"], "'regelmatig' means the same as 'vaak'"),
        (["soms", "¦af en toe"], "'af en toe' means the same as 'soms'"),
        (["overige", "thuis", "¦iets anders"], "'iets anders' means the same as 'overige'"),
        (["1-3", "¦3-5"], "'3-5' overlaps with '1-3'"),
        (["1 tot 3 keer", "¦2 tot 5 keer"], "'2 tot 5 keer' overlaps with '1 tot 3 keer'"),
        (["minder dan 2", "¦1 tot en met 4"], "'1 tot en met 4' overlaps with 'minder dan 2'"),
        (["5 of meer", "¦meer dan 10"], "'meer dan 10' overlaps with '5 of meer'"),
        (["hoogstens 1 week", "¦1-3 weken"], "'1-3 weken' overlaps with 'hoogstens 1 week'"),
        (["3", "¦2-4"], "'2-4' overlaps with '3'"),
    ],
)
def test_answers_that_overlap_are_named_at_the_later(
    tmp_path: Path, texts: list[str], message: str
) -> None:
    marked = options(*texts).replace('"¦', '¦"')

    fault = the_one_in(tmp_path, options=marked, **ITEM)

    assert fault.message.startswith(message)
    assert fault.message.endswith("; make them differ or drop one")


def test_an_answer_and_its_denial_are_no_slip_of_one_letter(tmp_path: Path) -> None:
    found = found_in(tmp_path, options=options("kostte iets", "kostte niets"), **ITEM)

    assert [each.message for each in found if "one letter" in each.message] == []


def test_a_missing_answer_with_the_words_of_an_answer_is_named(tmp_path: Path) -> None:
    fault = the_one_in(tmp_path, options=F5.replace("niet gezien", "¦soms"))

    assert fault.message == (
        "'soms' is an answer and a missing answer; make them differ or drop one"
    )


def test_two_missing_answers_with_the_same_words_are_named(tmp_path: Path) -> None:
    twice = F5 + "    - {key: weet, missing: prefers_not, text: {nl: ¦niet gezien}}\n"

    fault = the_one_in(tmp_path, options=twice)

    assert fault.message == "'niet gezien' stands here twice; make them differ or drop one"


def test_a_value_that_is_there_twice_is_named_at_the_later(tmp_path: Path) -> None:
    fault = the_one_in(tmp_path, options=F5.replace("value: 2", "value: ¦1"))

    assert fault.message == "the value 1 is here twice; give each its own"


def test_values_that_go_up_and_down_are_named_where_they_turn(tmp_path: Path) -> None:
    given = options("thuis", "buiten", "op school").replace("value: 2", "value: ¦-1")

    fault = the_one_in(tmp_path, options=given, **ITEM)

    assert fault.message == (
        "the values go up and down; put the answers in the order of their values"
    )


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["nooit", "vaak", "¦soms", "altijd"], "'soms' stands after 'vaak', out of order"),
        (["altijd", "soms", "¦vaak", "nooit"], "'vaak' stands after 'soms', out of order"),
        (["een beetje", "heel veel", "¦veel"], "'veel' stands after 'heel veel', out of order"),
    ],
)
def test_words_out_of_their_order_are_named(tmp_path: Path, texts: list[str], message: str) -> None:
    marked = options(*texts).replace('"¦', '¦"')

    fault = the_one_in(tmp_path, options=marked, **ITEM)

    assert fault.message == f"{message}; go from little to much"
