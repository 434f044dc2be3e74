"""A score remembers the norm and the bands that held for the child on that day."""

from pathlib import Path

import pytest

from survey_app.definitions import load
from tests.factories.answers import answer

LIST = load(Path(__file__).parent / "lists" / "normed.yaml")


@pytest.fixture
def kept(world, coach):
    """Return a function that has the list answered for a child and gives what the score kept."""

    def kept(**birth):
        traject = world.start(coach)
        world.add(coach, traject, "parent", "moeder")
        world.agree(coach, traject, **birth)
        world.plan(coach, traject, [LIST])
        answer(world, world.invitation(traject, "parent"))
        return {
            scale: (norm, bands)
            for scale, norm, bands in world.sql("SELECT scale, norm, bands FROM score")
        }

    return kept


@pytest.mark.parametrize(
    ("year", "month", "expected"),
    [
        (2017, 8, ("norm-9-12", "band-9-12")),  # nine years since last month
        (2018, 1, ("norm-4-8", None)),  # eight
        (2017, 9, (None, None)),  # its ninth birthday is this month, before or after today
        (2016, 9, ("norm-9-12", "band-9-12")),  # nine or ten: the same norm
        (2012, 1, (None, None)),  # fourteen: no norm is meant for that age
    ],
)
def test_a_score_keeps_what_is_meant_for_every_age_the_child_can_have(kept, year, month, expected):
    birth = {"birth_year": year, "birth_month": month}

    assert kept(**birth) == {"som": expected, "los": (None, None)}


def test_a_score_keeps_the_evidence_stage_of_its_scale_and_language(kept, world):
    kept()

    assert set(world.sql("SELECT evidence_stage FROM score")) == {(2,)}
