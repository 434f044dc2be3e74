"""A score keeps the evidence stage of the day it was made, whatever is accepted later."""

import json

from survey_app.measurements.references.accepting import accept
from survey_app.measurements.references.proposing import propose
from tests.factories.answers import answer
from tests.factories.samples import add_pairs, add_starts
from tests.factories.world import MONDAY


def test_scores_before_the_acceptance_keep_their_stage_and_later_ones_have_the_new(
    world, coach, understood
):
    add_starts(world.database, coach, understood, 101, seed=1, now=MONDAY)
    add_pairs(world.database, [coach], understood, 62, seed=1, now=MONDAY)
    world.clock.forward(days=30)
    with world.database.write() as session:
        document = json.loads(json.dumps(propose(session, [understood], world.clock()).document()))
        (row,) = accept(
            session,
            document,
            lambda _: understood,
            actor=coach.actor,
            interviews=None,
            now=world.clock(),
        )
        assert row.stage == 2

    traject = world.traject(coach, child="Later", teachers=(), lists=[understood])
    answer(world, world.invitation(traject, "parent"))

    assert world.sql(
        "SELECT s.evidence_stage, count(*) FROM score s GROUP BY s.evidence_stage ORDER BY 1"
    ) == [(1, 101), (2, 1)]
