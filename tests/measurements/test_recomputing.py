"""Answers can be scored by new rules; old and new scores are both kept, and compared."""

from dataclasses import replace

import pytest

from survey_app.definitions import lineage, load
from survey_app.measurements.pairing import series_of
from survey_app.measurements.queries import placed_responses
from survey_app.measurements.recomputing import NothingToRecomputeError, recompute
from tests.factories.answers import answer
from tests.factories.lists import NEW_SCORING, PARENTS, changed


@pytest.fixture
def new_rules(tmp_path):
    """Return a function that gives the parents' list under new rules."""

    def new_rules(*replacements):
        return load(changed(PARENTS, tmp_path, NEW_SCORING, *replacements))

    return new_rules


@pytest.fixture
def answered(world, coach):
    """Have two parents answer: one everything, one with two items of Kracht left open."""
    traject = world.traject(
        coach, parents=("moeder", "vader"), teachers=(), lists=[load("kansmeter-ouder")]
    )
    answer(world, world.invitation(traject, "parent", number=1), {"o1": "vaak"})
    answer(world, world.invitation(traject, "parent", number=2), {"o1": None, "o2": None})
    return traject


def run(world, questionnaire):
    with world.database.write() as session:
        return recompute(session, questionnaire, world.clock.forward(days=1))


def scores(world):
    return sorted(
        world.sql("SELECT scale, scoring_version, value, reason FROM score ORDER BY 1, 2, 3"),
        key=str,
    )


def test_a_new_rule_gives_new_scores_beside_the_old_ones(world, answered, new_rules):
    before = scores(world)

    done = run(world, new_rules(("min_answered: 7", "min_answered: 6")))

    kept = [row for row in scores(world) if row[1] == "1"]
    new = [row for row in scores(world) if row[1] == "2"]
    assert kept == before
    assert new == [
        ("kracht", "2", 0.0, None),
        ("kracht", "2", 3 / 8, None),
        ("last", "2", 0.0, None),
        ("last", "2", 0.0, None),
    ]
    found = [each for each in done.scores if not each.is_same]
    assert [(each.before, each.reason_before, each.after) for each in found] == [
        (None, "too_few_items", 0.0)
    ]


def test_the_newest_scores_are_shown_and_go_on_in_one_line(world, answered, new_rules):
    rules = new_rules(("min_answered: 7", "min_answered: 6"))
    run(world, rules)

    with world.database.read() as session:
        placed = placed_responses(session, answered)
    series = series_of(placed, lineage([load("kansmeter-ouder"), rules]))

    assert {each.fingerprint for each in series} == {rules.fingerprint}
    assert [each.first().value for each in series if each.label == "vader"] == [0.0, 0.0]


def test_doing_it_again_adds_nothing(world, answered, new_rules):
    rules = new_rules()
    run(world, rules)
    once = scores(world)

    with pytest.raises(NothingToRecomputeError, match="all have their scores"):
        run(world, rules)

    assert scores(world) == once


def test_more_sheets_than_one_batch_are_each_scored_once(world, answered, new_rules, monkeypatch):
    monkeypatch.setattr("survey_app.measurements.recomputing.AT_ONCE", 1)

    done = run(world, new_rules())

    assert len(done.scores) == 4
    assert len([row for row in scores(world) if row[1] == "2"]) == 4


def test_answers_to_other_options_are_left_out_with_the_reason(world, answered, new_rules):
    other = new_rules(
        ("- {key: soms, value: 1", "- {key: af_en_toe, value: 1"),
        ('version: "1.0"', 'version: "1.1"'),
        ("change: scoring, comparable: [kracht, last]", "change: scoring, options: true"),
    )

    with pytest.raises(NothingToRecomputeError, match="answers changed after it"):
        run(world, other)

    assert {row[1] for row in scores(world)} == {"1"}


def test_only_the_sheets_of_this_list_are_scored(world, coach, answered, new_rules):
    other = world.traject(coach, child="Noor", lists=[load("kansmeter-leerkracht")])
    answer(world, world.invitation(other, "teacher"))

    done = run(world, new_rules())

    assert {each.scale for each in done.scores} == {"kracht", "last"}
    assert len(done.scores) == 4


def test_a_recomputation_is_in_the_trail(world, answered, new_rules):
    run(world, new_rules())

    assert ("recompute 4 scores",) in world.sql("SELECT act FROM audit_event")


REWORDED = ("is {kind} ontspannen.", "is {kind} moe.")


def test_answers_to_other_words_stay_in_a_line_of_their_own_under_new_rules(
    world, answered, new_rules
):
    """The rules are the same for both; that does not make the questions the same."""
    later = new_rules(
        REWORDED,
        ('version: "1.0"\n', 'version: "1.1"\n'),
        ("comparable: [kracht, last]", "items: [r2], comparable: [last]"),
    )
    run(world, later)

    with world.database.read() as session:
        (first, second) = placed_responses(session, answered)
    newer = replace(first, fingerprint=later.fingerprint, occasion_kind="follow_up")
    series = series_of([first, newer], lineage([load("kansmeter-ouder"), later]))

    assert sorted((each.scale, len(each.points)) for each in series) == [
        ("kracht", 1),
        ("kracht", 1),
        ("last", 2),
    ]


def test_older_rules_never_take_the_place_of_newer_ones(world, coach, new_rules):
    traject = world.traject(coach, teachers=(), lists=[new_rules()])
    answer(world, world.invitation(traject, "parent"))

    with pytest.raises(NothingToRecomputeError, match="not named in `follows`"):
        run(world, load("kansmeter-ouder"))

    assert {row[1] for row in scores(world)} == {"2"}
