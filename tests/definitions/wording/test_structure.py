"""An own list names facet and indicator, marks the core five and says which time it is about."""

from pathlib import Path

import pytest

from tests.definitions.wording.own_list import found_in, options

ITEM = (20, 5)
AMOUNT = options("een beetje", "veel")
SCALE = """\
scales:
  - key: som
    title: {nl: Spelen}
    direction: {nl: Hoger is meer spelen.}
    question: {nl: Hoeveel spelen?}
    items: [q1]
    method: mean
    min_answered: 1
    higher_is_better: true"""


@pytest.mark.parametrize("part", ["facet", "indicator"])
def test_an_item_without_facet_or_indicator_is_named(tmp_path: Path, part: str) -> None:
    [fault] = found_in(tmp_path, **{part: ""})

    assert fault.message == (
        "`facet` or `indicator` is missing; name what the item is about and what is seen"
    )
    assert (fault.line, fault.column) == ITEM


def test_an_item_of_the_core_five_carries_its_mark(tmp_path: Path) -> None:
    core = {"facet": "    facet: vertellen"}

    [fault] = found_in(tmp_path, **core)

    assert fault.message == ("the facet 'vertellen' is one of the core five; write `parallel: O1`")
    assert (fault.line, fault.column) == ITEM
    assert found_in(tmp_path, **core, parallel="    parallel: O1") == []


def test_no_other_item_carries_a_mark_of_the_core_five(tmp_path: Path) -> None:
    [fault] = found_in(tmp_path, parallel="    parallel: W1")

    assert fault.message == (
        "the mark W1 is of the core five and this facet is not; give it another mark"
    )
    assert (fault.line, fault.column) == (26, 15)


def test_a_list_with_a_score_says_which_time_it_is_about(tmp_path: Path) -> None:
    assert found_in(tmp_path, key="met", ages=SCALE) == []
    [fault] = found_in(tmp_path, key="zonder", ages=SCALE, period="", options=AMOUNT)

    assert fault.message == "`period` is missing; say which time the answers are about"
    assert (fault.line, fault.column) == (1, 1)


def test_answers_of_frequency_have_a_time_in_the_period_or_the_hint(tmp_path: Path) -> None:
    [fault] = found_in(tmp_path, period="")

    assert fault.message == (
        "answers of frequency without a time; write a `period`, or the time in the `hint`"
    )
    assert (fault.line, fault.column) == ITEM
    assert found_in(tmp_path, period="", hint="Denk aan de afgelopen 4 weken.") == []
    assert found_in(tmp_path, period="", options=AMOUNT) == []
