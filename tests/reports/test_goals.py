"""The steps towards a goal as a line, a sentence and a table; what others say is never joined."""

from datetime import date, timedelta

import pytest

from survey_app.charts import svg_of
from survey_app.reports.goals import axis_of_goal, goal_picture, goal_said
from survey_app.reports.traject import NORTH
from survey_app.trajects.goal_lines import GoalLine, Rated
from survey_app.trajects.models import TrajectEvent

pytestmark = pytest.mark.one_database

START = date(2026, 9, 7)
LEVELS = ("nooit", "1 keer", "3 keer", "4 keer", "elke dag")


def rated(weeks, value, by="child", mode="talk"):
    label = {"child": "Sam", "teacher": "juf Anouk"}[by]
    return Rated(START + timedelta(weeks=weeks), value, by, by, label, mode)


def goal(*ratings, **given):
    said = {
        "id": "a" * 32,
        "number": 1,
        "owner_id": "child",
        "owner_role": "child",
        "owner_number": 1,
        "owner_label": "Sam",
        "words": "Ik doe mee.",
        "area": "contact",
        "method": "steps",
        "start_step": 3,
        "good_enough": 7,
        "words_for_ten": "Elke pauze buiten.",
        "levels": (),
        "status": "runs",
        "reason": None,
        "set_on": START,
        "review_on": START + timedelta(weeks=6),
        "ended_on": None,
        "history": (),
        "ratings": ratings,
        **given,
    }
    return GoalLine(**said)


def drawn(child, line, *events):
    return goal_picture(child, line, axis_of_goal(line, events, NORTH))


def test_the_line_begins_where_the_goal_began_and_marks_what_is_good_enough():
    picture = drawn("Sam", goal(rated(1, 4), rated(3, 6, mode="link")))

    chart = picture.chart
    assert [(each.on, each.step, each.asked) for each in chart.answers] == [
        (START, 3, "talk"),
        (START + timedelta(weeks=1), 4, "talk"),
        (START + timedelta(weeks=3), 6, "link"),
    ]
    assert (chart.good_enough.step, chart.good_enough.word) == (7, "goed genoeg")
    assert picture.direction == "0 is zo moeilijk als het maar kan, 10 is „Elke pauze buiten”."
    assert picture.rows[-1] == ("goed genoeg", "–", "7", "–")
    assert "goed genoeg" in svg_of(chart, "narrow")


def test_a_step_on_the_first_day_takes_the_place_of_the_start():
    chart = drawn("Sam", goal(rated(0, 4))).chart

    assert [each.step for each in chart.answers] == [4]


@pytest.mark.parametrize(
    ("ratings", "says"),
    [
        ((), "Begonnen op stap 3. Stap 7 is goed genoeg."),
        ((rated(1, 0),), "Begonnen op stap 3, nu op stap 0. Stap 7 is goed genoeg."),
        (
            (rated(1, 7),),
            "Begonnen op stap 3, nu op stap 7. Dat is minstens wat goed genoeg is: stap 7.",
        ),
        (
            (rated(1, 5), rated(1, 8, "teacher"), rated(2, 4, "teacher")),
            "Begonnen op stap 3, nu op stap 5. Stap 7 is goed genoeg. Volgens juf Anouk: stap 4.",
        ),
    ],
)
def test_the_sentence_says_where_it_began_and_is_and_nothing_about_why(ratings, says):
    assert goal_said(goal(*ratings)) == says


def test_what_another_says_is_in_the_table_and_in_no_line_of_the_owner():
    picture = drawn("Sam", goal(rated(1, 5), rated(2, 9, "teacher")))

    assert [each.step for each in picture.chart.answers] == [3, 5]
    assert ("volgens juf Anouk", "21 sep 2026", "9", "in gesprek") in picture.rows


def test_what_happened_lies_on_the_axis_and_stands_in_the_table():
    moved = TrajectEvent(kind="event", first_on=date(2026, 9, 10), last_on=None, words="verhuizing")

    picture = drawn("Sam", goal(rated(1, 5)), moved)

    assert [each.word for each in picture.chart.events] == ["verhuizing"]
    assert "verhuizing" in "".join(map("".join, picture.rows))


def test_five_sentences_are_shown_as_steps_1_to_5():
    by_level = goal(rated(1, 1), method="levels", start_step=-1, good_enough=0, levels=LEVELS)

    picture = drawn("Sam", by_level)

    assert [each.step for each in picture.chart.answers] == [2, 4]
    assert (picture.chart.lowest, picture.chart.highest) == (1, 5)
    assert picture.direction == "1 is „nooit”, 3 is „3 keer”, 5 is „elke dag”."
    assert picture.conclusion == (
        "Begonnen op stap 2, nu op stap 4. Dat is minstens wat verwacht is: stap 3."
    )
