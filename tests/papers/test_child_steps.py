"""The child's own paper: strengths in its own words, stairs without figures, no burdens."""

import re
from datetime import date

import pytest

from survey_app.definitions import load
from survey_app.papers.child_steps import (
    HIGHER,
    LOWER,
    NOTHING_YET,
    ONCE,
    SAME,
    THANKS,
    child_steps,
)
from survey_app.papers.kinds import Kind
from survey_app.papers.rendering import body_of
from survey_app.trajects.goal_lines import GoalLine, Rated
from tests.papers.answers import said

LATER = date(2026, 10, 5)
ALL = ("o1", "w1", "w2", "r1", "r2", "p1", "h1", "l1")


def paper(*own, goals=(), wish="", coach_said=""):
    return child_steps(
        child="Sam", coach="Marit", goals=goals, wish=wish, said=coach_said, own=own, read=load
    )


def goal(*rated, levels=(), words="Ik wil meedoen.", **more):
    """Return a goal of the child, rated by these people: who and which step."""
    on = date(2026, 9, 10)
    return GoalLine(
        id="g",
        number=1,
        owner_id="child",
        owner_role="child",
        owner_number=1,
        owner_label="Sam",
        words=words,
        area="contact",
        method="levels" if levels else "steps",
        start_step=-1 if levels else 3,
        good_enough=0 if levels else 7,
        words_for_ten=None,
        levels=levels,
        status="runs",
        reason=None,
        set_on=on,
        review_on=LATER,
        ended_on=None,
        history=(),
        ratings=tuple(Rated(on, value, by, by, by, "talk") for by, value in rated),
        **more,
    )


def step(given, on=date(2026, 9, 3), key="kansmeter-stapje"):
    return said("child", key, on, a_kind=given)


def test_what_goes_well_is_said_in_the_childs_own_words_what_goes_best_first():
    strengths = paper(
        said("child", "kansmeter-kind", o1="vaak", w1="altijd", r1="soms", p1="nooit")
    ).strengths

    assert strengths == (
        "Na iets vervelends ga ik weer verder.",
        "Ik vertel het iemand als er iets vervelends is.",
    )


def test_what_weighs_and_the_wish_to_talk_are_never_a_strength():
    answers = dict.fromkeys(ALL, "altijd") | {"c": "ja_graag"}

    strengths = paper(said("child", "kansmeter-kind", **answers)).strengths

    assert len(strengths) == 5
    assert not any("zorgen" in each or "kansencoach" in each for each in strengths)


def test_the_questions_with_faces_become_sentences_that_can_be_given_back():
    young = load("kansmeter-kind-jong")
    answers = {item.key: "goed" for item in young.items if not item.is_wish_for_contact}

    strengths = paper(said("child", young.key, **answers)).strengths

    assert len(strengths) == 5
    assert all(re.fullmatch(r"[A-Z][^?]+(\?[^?]+)?\.", each) for each in strengths)


def test_what_was_said_last_counts():
    then = said("child", "kansmeter-kind", o1="altijd")
    now = said("child", "kansmeter-kind", LATER, o1="soms")

    assert paper(then, now).strengths == ()


@pytest.mark.parametrize(
    ("then", "now", "said_of_it"),
    [("3", "6", HIGHER), ("6", "3", LOWER), ("4", "4", SAME), (None, "4", ONCE)],
)
def test_the_stairs_say_kindly_and_honestly_which_way_it_went(then, now, said_of_it):
    own = [step(then)] if then else []

    (stairs,) = paper(*own, step(now, LATER)).steps

    assert stairs.stairs.said == said_of_it
    marks = {stone.mark for stone in stairs.stairs.stones}
    assert marks == {"", "now", "then"} if then not in (None, now) else marks <= {"", "now", "both"}


def test_the_stairs_of_a_young_child_have_five_stones():
    (stairs,) = paper(step("3", key="kansmeter-stapje-jong")).steps

    assert len(stairs.stairs.stones) == 5


def test_a_goal_has_stairs_of_its_own_by_what_the_child_itself_says_of_it():
    asked_of_a_goal = said("child", "kansmeter-stapje", LATER, b_kind="9", d="2")
    own = goal(("child", 4), ("child", 6), ("teacher", 9))

    (stairs,) = paper(asked_of_a_goal, goals=[own]).steps

    marks = {place: stone.mark for place, stone in enumerate(stairs.stairs.stones) if stone.mark}
    assert marks == {3: "then", 6: "now"}
    assert (stairs.question.text, stairs.stairs.said) == ("Ik wil meedoen.", HIGHER)
    assert paper(goals=[goal(("teacher", 9))]).steps == ()


def test_a_goal_in_sentences_has_five_stones_between_its_own_words():
    sentences = ("nooit", "1 dag", "3 dagen", "4 dagen", "elke dag")

    (stairs,) = paper(goals=[goal(("child", -2), levels=sentences)]).steps

    marks = {place: stone.mark for place, stone in enumerate(stairs.stairs.stones) if stone.mark}
    assert (len(stairs.stairs.stones), marks) == (5, {0: "now", 1: "then"})
    assert (stairs.low.text, stairs.high.text, stairs.stairs.said) == ("nooit", "elke dag", LOWER)


def test_what_the_coach_writes_stands_instead_of_the_words_of_a_goal():
    shown = paper(goals=[goal(words="KNR-doel")], wish="Ik wil buiten spelen.")

    assert [line.text for line in shown.goals] == ["Ik wil buiten spelen."]


def test_both_ends_stand_apart_and_the_key_is_drawn_as_the_stones_are():
    html = body_of(Kind.STEPS, paper(step("3"), step("6", LATER)))

    ends = re.search(r'<div class="ends"><p>(.*?)</p><p>(.*?)</p></div>', html).groups()
    assert [re.sub("<[^>]+>", "", each) for each in ends] == [
        "zo moeilijk als het maar kan",
        "zoals jij het graag wilt",
    ]
    for mark in ('stroke-dasharray="4 3"', 'fill="#6b3572"'):
        assert html.count(mark) == 2


def test_no_figure_and_no_mark_is_on_the_paper():
    html = body_of(
        Kind.STEPS,
        paper(
            said("child", "kansmeter-kind", **dict.fromkeys(ALL, "altijd")),
            step("3"),
            step("6", LATER),
            goals=[goal(("child", 6))],
            coach_said="Je durfde het.",
        ),
    )

    words = re.sub(r"<[^>]+>", " ", html).replace("0800-0432", "")
    assert "Je durfde het." in words
    assert "Ik wil meedoen." in words
    assert not re.search(r"\d", words)
    for word in ("score", "cijfer", "goed gedaan", "zorgen"):
        assert word not in words.lower()


def test_a_child_for_whom_all_is_hard_is_thanked_and_still_gets_a_paper_to_draw_on():
    hard = paper(said("child", "kansmeter-kind", **dict.fromkeys(ALL, "nooit")))

    for each, said_to_it in ((hard, THANKS), (paper(), NOTHING_YET)):
        html = body_of(Kind.STEPS, each)
        assert said_to_it in html
        assert "Teken of schrijf" in html
        assert "Dit gaat goed" not in html
