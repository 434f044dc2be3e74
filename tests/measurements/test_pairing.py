"""A series is one informant, scale and version; the pair is the intake and the last follow-up."""

from datetime import date

import pytest

from survey_app.definitions import Lineage, lineage, load
from survey_app.measurements.pairing import series_of
from survey_app.measurements.queries import Placed, Scored, placed_responses
from tests.factories.answers import answer

UNRELATED = Lineage({}, {})
"""Versions of which nothing is known: each stands alone."""


def placed(kind, day, value, *, informant="mother", scale="kracht", fingerprint="v1", number=1):
    """Return one response with one score; without a value there is a reason."""
    return Placed(
        informant_id=informant,
        role="parent",
        number=number,
        label=informant,
        joined_on=date(2026, 8, 1),
        occasion_id=f"{kind} {day}",
        occasion_kind=kind,
        answered_on=date(2026, 9, day),
        fingerprint=fingerprint,
        language="nl",
        quality=(),
        answers={},
        texts={},
        missing={},
        scores={scale: Scored(value, None if value is not None else "too_few_items", fingerprint)},
    )


def pair(*responses):
    (series,) = series_of(responses, UNRELATED)
    first, last = series.first(), series.last()
    return (first and first.value, last and last.value)


def test_the_intake_is_paired_with_the_follow_up():
    assert pair(placed("intake", 1, 1.0), placed("follow_up", 20, 3.0)) == (1.0, 3.0)


def test_of_two_follow_ups_the_last_counts():
    responses = [
        placed("follow_up", 25, 3.5),
        placed("intake", 1, 1.0),
        placed("follow_up", 20, 3.0),
    ]

    assert pair(*responses) == (1.0, 3.5)


def test_a_closing_after_the_follow_up_counts_as_the_last():
    responses = [
        placed("intake", 1, 1.0),
        placed("follow_up", 20, 3.0),
        placed("closing", 28, 2.0),
    ]

    assert pair(*responses) == (1.0, 2.0)


@pytest.mark.parametrize("kind", ["session", "nomination", "aftercare"])
def test_another_moment_never_counts_as_one_of_the_two(kind):
    assert pair(placed(kind, 1, 1.0), placed(kind, 28, 4.0)) == (None, None)


def test_talks_between_change_nothing():
    responses = [
        placed("session", 1, 0.0),
        placed("intake", 2, 1.0),
        placed("session", 10, 4.0),
        placed("follow_up", 20, 3.0),
        placed("session", 28, 0.5),
    ]

    assert pair(*responses) == (1.0, 3.0)


def test_without_an_intake_there_is_no_first():
    assert pair(placed("follow_up", 20, 3.0)) == (None, 3.0)


def test_without_a_follow_up_there_is_no_last():
    assert pair(placed("intake", 1, 1.0)) == (1.0, None)


def test_an_intake_that_cannot_be_scored_stays_the_first():
    # The later one is not moved up into its place.
    (series,) = series_of([placed("intake", 1, None), placed("follow_up", 20, 3.0)], UNRELATED)

    assert (series.first().value, series.first().reason) == (None, "too_few_items")


def test_two_parents_are_two_series():
    found = series_of(
        [
            placed("intake", 1, 1.0),
            placed("follow_up", 20, 3.0, informant="father", number=2),
        ],
        UNRELATED,
    )

    assert [(each.label, each.first() is None, each.last() is None) for each in found] == [
        ("mother", False, True),
        ("father", True, False),
    ]


def test_two_versions_of_a_list_are_two_series():
    found = series_of(
        [placed("intake", 1, 1.0), placed("follow_up", 20, 3.0, fingerprint="v2")], UNRELATED
    )

    assert [(each.fingerprint, len(each.points)) for each in found] == [("v1", 1), ("v2", 1)]


def test_versions_that_may_be_compared_are_one_series_by_the_rules_of_the_last():
    joined = Lineage({("v1", "kracht"): "v2", ("v2", "kracht"): "v2"}, {"v1": "v2", "v2": "v2"})
    responses = [placed("follow_up", 20, 3.0, fingerprint="v2"), placed("intake", 1, 1.0)]

    (found,) = series_of(responses, joined)

    assert (found.fingerprint, found.first().value, found.last().value) == ("v2", 1.0, 3.0)


def test_two_scales_are_two_series():
    responses = [placed("intake", 1, 1.0), placed("intake", 1, 2.0, scale="last")]

    found = series_of(responses, UNRELATED)

    assert [each.scale for each in found] == ["kracht", "last"]


def test_the_points_stand_in_the_order_of_time():
    (series,) = series_of(
        [placed("follow_up", 20, 3.0), placed("session", 10, 2.0), placed("intake", 1, 1.0)],
        UNRELATED,
    )

    assert [point.value for point in series.points] == [1.0, 2.0, 3.0]


def test_from_the_database_each_parent_has_the_own_intake_and_follow_up(world, coach):
    traject = world.traject(coach, parents=("moeder", "vader"), lists=[load("kansmeter-ouder")])
    answer(world, world.invitation(traject, "parent", number=1), {"o1": "soms"})
    answer(world, world.invitation(traject, "parent", number=2), {"o1": "vaak"})
    world.clock.forward(weeks=11)
    answer(world, world.invitation(traject, "parent", "follow_up", number=2), {"o1": "helft"})

    with world.database.read() as session:
        found = series_of(placed_responses(session, traject), lineage([load("kansmeter-ouder")]))

    pairs = {
        (each.label, each.scale): (
            each.first().value,
            each.last().value if each.last() else None,
        )
        for each in found
    }
    assert pairs[("moeder", "kracht")] == (1 / 8, None)
    assert pairs[("vader", "kracht")] == (3 / 8, 2 / 8)


@pytest.mark.parametrize(("older", "newer"), [("1", "2"), ("9", "10")])
def test_from_the_database_the_newest_rules_give_the_score(world, traject, older, newer):
    answer(world, world.invitation(traject, "parent"))
    world.sql("UPDATE score SET scoring_version = :older", older=older)
    same = "organisation_id, measurement_id, fingerprint, scale, reason, answered, asked"
    same += ", evidence_stage"
    world.sql(
        f"INSERT INTO score (id, scoring_version, value, scored_at, {same})"  # noqa: S608  # names from above
        f" SELECT 'x', :newer, 3.25, :later, {same} FROM score WHERE scale = 'kracht'",
        newer=newer,
        later="9999-01-01T00:00:00.000000Z",
    )

    with world.database.read() as session:
        (response,) = placed_responses(session, traject)

    assert response.scores["kracht"].value == 3.25


def test_from_the_database_another_childs_answers_stay_out(world, coach, traject):
    other = world.traject(coach, child="Noor")
    answer(world, world.invitation(other, "parent"))

    with world.database.read() as session:
        assert placed_responses(session, traject) == []
