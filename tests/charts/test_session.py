"""The steps of the talks: single answers, goals, no band."""

import dataclasses
import math
from datetime import date

import pytest

from survey_app.charts import (
    Answer,
    Goal,
    GoodEnough,
    UndrawableChartError,
    description_of,
    fingerprint,
    session_layout,
    table_of,
)
from tests.charts.reading import WIDTHS, corners, drawn, groups, height_of, middle, texts
from tests.charts.samples import EVENTS, SESSIONS, SPANS, session, steps

WITH_GOALS = SESSIONS["session with goals"]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_step_and_gap_can_be_read_back(width) -> None:
    root = drawn(session(), width)

    read = [
        Answer(
            date.fromisoformat(point.get("data-on")),
            float(point.get("data-value")) if point.get("data-value") else None,
            "link" if point.get("data-word") == "via de link" else "talk",
        )
        for point in groups(root, "point", "gap")
    ]

    assert sorted(read, key=lambda answer: answer.on) == list(session().answers)
    for point in groups(root, "point"):
        value = float(point.get("data-value"))
        assert middle(point)[1] == pytest.approx(height_of(root, value), abs=0.01)


def test_no_line_runs_over_a_gap_and_time_is_true() -> None:
    root = drawn(session())

    lines = [[x for x, _ in corners(line)] for line in groups(root, "line")]
    (gap,) = groups(root, "gap")

    assert [len(xs) for xs in lines] == [4, 3]
    assert max(lines[0]) < middle(gap)[0] < min(lines[1])
    distances = [round(b - a, 1) for a, b in zip(lines[0], lines[0][1:], strict=False)]
    assert max(distances) - min(distances) < 0.11


def test_there_is_never_a_band_and_the_reason_is_said() -> None:
    assert groups(drawn(session()), "band") == []
    assert "Bij één vraag is niet bekend hoe groot het toeval is." in description_of(session())


@pytest.mark.parametrize("width", WIDTHS)
def test_an_answer_by_link_has_another_mark_and_a_key(width) -> None:
    root = drawn(session(), width)
    by_link = [each for each in groups(root, "point") if each.get("data-word") == "via de link"]

    dots = [middle(dot) for dot in groups(root, "remark")]

    # One on the point and one in the key.
    assert middle(by_link[0]) in dots
    assert len(dots) == 2
    assert {"in gesprek", "via de link"} <= set(texts(root))


@pytest.mark.parametrize("ways", [("talk", "link"), ("link", "link"), ("talk", "talk")])
def test_the_key_names_only_ways_that_occur(ways) -> None:
    answers = tuple(
        dataclasses.replace(answer, asked=way)
        for answer, way in zip(steps(3, 4), ways, strict=True)
    )
    # Where there is no step, no mark stands for how it was asked.
    gap = Answer(date(2025, 12, 1), None, "talk")

    key = session_layout._key(session(answers=(*answers, gap)), enough_said=False)

    words = {"talk": "in gesprek", "link": "via de link"}
    expected = [words[way] for way in words if way in ways] if "link" in ways else []
    assert [word for _, word in key] == expected


@pytest.mark.parametrize("width", WIDTHS)
def test_the_good_enough_step_is_a_line_with_its_words(width) -> None:
    root = drawn(WITH_GOALS, width)

    (line,) = groups(root, "good-enough")

    assert (line.get("data-value"), line.get("data-word")) == ("7.0", "goed genoeg voor Sam")
    assert corners(line)[0][1] == pytest.approx(height_of(root, 7), abs=0.01)
    assert "goed genoeg voor Sam" in texts(root)


@pytest.mark.parametrize("width", WIDTHS)
def test_long_words_of_the_good_enough_step_stand_under_the_chart(width) -> None:
    said = " ".join(texts(drawn(SESSIONS["session of five steps"], width)))

    assert "dan ben ik tevreden met hoe het nu gaat, en mama ook" in said


@pytest.mark.parametrize("width", WIDTHS)
def test_goals_are_lines_of_their_own_that_keep_their_gaps(width) -> None:
    root = drawn(WITH_GOALS, width)

    read = [(goal.get("data-goal"), float(goal.get("data-value"))) for goal in groups(root, "goal")]
    lines = [len(corners(line)) for line in groups(root, "goal-line")]

    assert read == [("1", 1), ("1", 2), ("1", 4), ("2", 5), ("2", 5), ("2", 8)]
    assert lines == [2, 3]
    said = " ".join(texts(root))
    assert "doel: vrienden maken in de klas" in said
    assert "doel: rustig slapen" in said


def test_the_table_says_how_each_step_was_asked() -> None:
    table = table_of(WITH_GOALS)

    assert table.columns == ("Wat", "Dag", "Stap", "Hoe")
    own = [row for row in table.rows if row[0] == "stapje"]
    assert own[:3] == [
        ("stapje", "16 sep 2025", "3", "in gesprek"),
        ("stapje", "30 sep 2025", "4", "in gesprek"),
        ("stapje", "14 okt 2025", "4", "via de link"),
    ]
    assert ("stapje", "11 nov 2025", "niet ingevuld", "–") in table.rows
    assert table.rows[-1] == ("goed genoeg voor Sam", "–", "7", "–")
    assert ("rustig slapen", "20 dec 2025", "8", "via de link") in table.rows
    assert any(row[3] == "vakantie" for row in table.rows)


def test_the_table_is_in_time_with_what_happened_between_and_every_date_in_its_column() -> None:
    rows = table_of(session(spans=SPANS, events=EVENTS)).rows

    assert [(row[0], row[1]) for row in rows[2:6]] == [
        ("stapje", "14 okt 2025"),
        ("herfstvakantie", "18 okt 2025 tot en met 26 okt 2025"),
        ("stapje", "28 okt 2025"),
        ("stapje", "11 nov 2025"),
    ]
    assert ("verhuisd", "14 nov 2025", "–", "gebeurtenis") in rows
    assert all(cell for row in rows for cell in row)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (steps(3, 4, 6), "Van stap 3 naar stap 6, in 3 antwoorden."),
        (
            steps(6, None, 3.5),
            "Van stap 6 naar stap 3,5, in 2 antwoorden. 1 keer kwam er geen antwoord.",
        ),
        (steps(4, 9, 4), "Het eerste en het laatste antwoord is stap 4, in 3 antwoorden."),
        (steps(4, 4, None), "antwoord is stap 4, in 2 antwoorden. 1 keer kwam er geen antwoord."),
        (steps(0), "Eén antwoord: stap 0. Eén antwoord is nog geen lijn."),
        (
            steps(None, 0),
            "Eén antwoord: stap 0. 1 keer kwam er geen antwoord. Eén antwoord is nog geen lijn.",
        ),
        (steps(None, None), "Er is nog geen antwoord."),
    ],
)
def test_the_sentence_says_first_and_last_and_no_verdict(answers, said) -> None:
    assert session(answers=answers).said.endswith(said)
    assert said in description_of(session(answers=answers))


def test_a_sentence_that_was_given_is_kept() -> None:
    assert session(conclusion="Sam klom drie stappen.").said == "Sam klom drie stappen."


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"answers": ()}, "at least one answer"),
        ({"answers": steps(11)}, "outside the ladder"),
        ({"answers": steps(math.nan)}, "outside the ladder"),
        ({"good_enough": GoodEnough(12, "hoog")}, "outside the ladder"),
        ({"goals": (Goal("slapen", steps(-1)),)}, "outside the ladder"),
        ({"goals": (Goal("slapen", ()),)}, "a goal needs"),
        ({"goals": tuple(Goal(str(number), steps(1)) for number in range(4))}, "at most three"),
        ({"lowest": 10}, "lowest must be below highest"),
    ],
)
def test_steps_that_contradict_the_ladder_are_refused(changed, text) -> None:
    with pytest.raises(UndrawableChartError, match=text):
        session(**changed)


def test_every_field_changes_the_fingerprint() -> None:
    others = {
        "question": "Anders?",
        "whose": "Anders.",
        "direction": "Lager is beter.",
        "informant": "parent",
        "answers": steps(1, 2),
        "lowest": -1,
        "highest": 11,
        "ticks": WITH_GOALS.ticks[1:],
        "good_enough": GoodEnough(7, "goed"),
        "goals": WITH_GOALS.goals,
        "spans": SPANS,
        "events": EVENTS,
        "notice": "voorbeeld",
        "conclusion": "Anders.",
        "unknown": "Anders.",
    }

    assert set(others) == {field.name for field in dataclasses.fields(session())}
    prints = {fingerprint(session(**{name: other})) for name, other in others.items()}
    assert len(prints | {fingerprint(session())}) == len(others) + 1
