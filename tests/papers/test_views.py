"""The one difference of a sheet: by where answers stand on their own rows, never subtracted."""

from dataclasses import replace
from datetime import date

import pytest

from survey_app.definitions import load, shipped
from survey_app.frames import LANGUAGES, words_in
from survey_app.papers.views import CORE, difference_of, sights
from tests.papers.answers import said

SOME = {"o1": "soms", "w1": "soms", "r1": "soms", "p1": "soms", "l1": "soms"}
"""What everybody says but where a test says otherwise."""


def parent(on=date(2026, 9, 3), **answers):
    return said("parent", "kansmeter-ouder", on, **{**SOME, **answers})


def teacher(on=date(2026, 9, 3), **answers):
    return said("teacher", "kansmeter-leerkracht", on, **{**SOME, **answers})


def child(on=date(2026, 9, 3), **answers):
    return said("child", "kansmeter-kind", on, **{**SOME, **answers})


def found(*placed):
    return difference_of(list(sights(placed, load).values()))


def test_the_two_that_lie_furthest_apart_on_their_own_rows_are_chosen():
    chosen = found(parent(o1="vaak", w1="bijna_altijd"), teacher(o1="soms", w1="bijna_nooit"))

    assert (chosen.kind, chosen.first.topic) == ("apart", "W1")
    assert (chosen.first.given, chosen.second.given) == ("bijna_altijd", "bijna_nooit")


def test_the_best_answers_of_rows_of_four_and_of_five_stand_at_the_same_place():
    sight = sights([parent(o1="bijna_altijd"), child(o1="altijd")], load)

    assert sight["parent"][0].views["O1"].place == sight["child"][0].views["O1"].place == 1


def test_half_a_row_is_a_difference_and_less_is_not():
    assert found(parent(r1="vaak"), teacher(r1="soms")).kind == "apart"
    assert found(parent(r1="helft"), teacher(r1="soms")) is None


def test_of_equal_differences_the_first_of_the_fixed_order_is_chosen():
    assert found(parent(p1="bijna_altijd", w1="bijna_altijd"), teacher()).first.topic == "W1"


@pytest.mark.parametrize(
    ("topic", "then", "now", "kind"),
    [
        ("o1", "soms", "vaak", "better"),
        ("o1", "vaak", "soms", "harder"),
        ("l1", "vaak", "soms", "better"),
        ("l1", "soms", "vaak", "harder"),
    ],
)
def test_without_two_views_apart_the_one_that_moved_is_chosen(topic, then, now, kind):
    later = date(2026, 12, 1)

    chosen = found(parent(**{topic: then}), parent(later, **{topic: now}))

    assert chosen.kind == kind
    assert (chosen.first.answered_on, chosen.second.answered_on) == (date(2026, 9, 3), later)


@pytest.mark.parametrize("then", ["soms", "weet_niet"])
def test_who_does_not_know_differs_from_nobody(then):
    unsure = [parent(o1=then), parent(date(2026, 12, 1), o1="weet_niet")]

    assert found(*unsure) is None
    assert found(*unsure, teacher(o1="bijna_altijd")) is None


def test_only_the_last_answer_of_each_is_put_beside_that_of_another():
    later = date(2026, 12, 1)
    then = parent(o1="bijna_altijd")

    assert found(then, parent(later), teacher()).kind == "harder"


def test_answers_to_rows_with_other_words_are_never_put_in_time():
    young = replace(
        child(o1="niet_zo_goed", w1="gaat_wel", r1="gaat_wel", p1="gaat_wel"),
        fingerprint="kansmeter-kind-jong",
    )
    young = replace(young, answers={k: v for k, v in young.answers.items() if k != "l1"})
    later = child(date(2026, 12, 1), o1="altijd")

    assert found(young, later) is None


def test_what_was_not_answered_and_lists_without_the_core_five_are_left_out():
    unseen = teacher()
    answered = {key: given for key, given in unseen.answers.items() if key != "o1"}
    step = replace(child(), fingerprint="kansmeter-stapje", answers={"a_kind": "3"})

    sight = sights([replace(unseen, answers=answered), step], load)

    assert set(sight) == {"teacher"}
    assert set(sight["teacher"][0].views) == {"W1", "R1", "P1", "L1"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_to_the_core_five_has_words_in_every_language_of_the_sheet(language):
    known = words_in(language).talk.answers
    keys = {
        option.key
        for each in shipped()
        for item in each.items
        if item.parallel in CORE
        for option in item.options
    }

    assert {"weet_niet", "niet_gezien", "soms"} <= keys
    assert [key for key in keys if not getattr(known, key, "")] == []
