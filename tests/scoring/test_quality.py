"""Which sheets ask for care in reading, and which do not."""

import pytest

from survey_app.definitions import Informant, load
from survey_app.scoring import QualityFlag, quality_flags

LINE, CONTRADICTION, FAST, ANOTHER_DAY = QualityFlag
LK = load("kansmeter-leerkracht")
KRACHT = ("p1", "r1", "o1", "w1", "r2", "w2", "o2", "p2")
LAST = ("l1", "l2")
SDQ = load("sdq-t4-17")


def teacher(strength: str | None, strain: str | None, **single: str | None) -> dict:
    return dict.fromkeys(KRACHT, strength) | dict.fromkeys(LAST, strain) | single


def flags(answers, **told):
    return quality_flags(LK, answers, informant="teacher", **told)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (teacher("bijna_altijd", "bijna_nooit"), ()),
        (teacher("bijna_nooit", "bijna_altijd"), ()),
        (teacher("vaak", "soms"), ()),
        (teacher("helft", "helft"), (LINE,)),
        (teacher("bijna_altijd", "bijna_altijd"), (LINE, CONTRADICTION)),
        (teacher("bijna_nooit", "bijna_nooit"), (LINE, CONTRADICTION)),
        # Eight in a row, and one other before or after them.
        (teacher("vaak", "vaak", p1="soms", p2="soms"), (LINE,)),
        # A break in the middle leaves five and four.
        (teacher("vaak", "vaak", l1="soms"), ()),
        # "Niet gezien" neither breaks a run nor joins it.
        (teacher("vaak", "vaak", r2="niet_gezien"), (LINE,)),
        (teacher("vaak", "vaak", r2=None, p1=None), (LINE,)),
        (teacher("vaak", "vaak", r2=None, p1=None, p2=None), ()),
        # Without the scale that runs the other way, the same answer to all can be true.
        (teacher("vaak", None), ()),
        # One strain item is too few for the scale, so it contradicts nothing.
        (teacher("bijna_altijd", "bijna_altijd", l2=None), (LINE,)),
        ({}, ()),
    ],
)
def test_a_teacher_who_answers_all_alike(answers, expected) -> None:
    assert flags(answers) == expected


def test_a_scale_with_reversed_items_contradicts_itself() -> None:
    conduct = dict.fromkeys(("q05", "q07", "q12", "q18", "q22"), "2")

    assert quality_flags(SDQ, conduct, informant="teacher") == (CONTRADICTION,)
    assert quality_flags(SDQ, conduct | {"q07": "0"}, informant="teacher") == ()


def test_an_answer_in_the_middle_contradicts_nothing() -> None:
    conduct = dict.fromkeys(("q05", "q07", "q12", "q18", "q22"), "1")

    assert quality_flags(SDQ, conduct, informant="teacher") == ()


@pytest.mark.parametrize(
    ("seconds", "typical", "expected"),
    [
        (None, None, ()),
        (19.9, None, (FAST,)),
        (20.0, None, ()),
        (29.9, 90.0, (FAST,)),
        (30.0, 90.0, ()),
        (86_400.0, 90.0, ()),
    ],
)
def test_ten_answers_within_twenty_seconds_or_a_third_of_the_usual_time(
    seconds, typical, expected
) -> None:
    answers = teacher("vaak", "soms")

    assert flags(answers, seconds=seconds, typical_seconds=typical) == expected


def test_for_a_child_only_the_comparison_with_others_counts() -> None:
    child = load("kansmeter-kind")
    answers = {item.key: item.options[1].key for item in child.items if item.values}

    def child_flags(**told):
        return quality_flags(child, answers, informant=Informant.CHILD, **told)

    assert FAST not in child_flags(seconds=1)
    assert FAST in child_flags(seconds=1, typical_seconds=120)


def test_two_scales_that_run_the_same_way_contradict_nothing() -> None:
    child = load("kansmeter-kind")
    best = dict.fromkeys((*child.scale("kracht").items, *child.scale("houvast").items), "altijd")
    strain = dict.fromkeys(child.scale("last").items, "nooit")

    assert CONTRADICTION not in quality_flags(child, best | strain, informant="child")
    assert CONTRADICTION in quality_flags(
        child, best | dict.fromkeys(strain, "altijd"), informant="child"
    )


def test_what_is_not_asked_of_this_informant_is_not_looked_at() -> None:
    assert quality_flags(LK, teacher("helft", "helft"), informant="parent") == ()
