"""A score keeps the evidence stage of the day it was made, whatever is accepted later."""

import json

from survey_app.measurements.references.accepting import accept
from survey_app.measurements.references.proposing import propose
from tests.factories.answers import answer


def test_scores_before_the_acceptance_keep_their_stage_and_later_ones_have_the_new(
    sampled, sample, understood
):
    world, (_, (coach, *_)) = sampled, sample
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
    ) == [(1, 104), (2, 1)]
