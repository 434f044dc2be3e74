"""Of several people who accept the same proposal at the same moment one does so."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from survey_app.measurements.references.accepting import ProposalError, accept
from survey_app.measurements.references.proposing import propose
from tests.factories.samples import add_starts

PEOPLE = 4


def test_a_proposal_is_pinned_once_however_many_accept_it_at_once(world, coach, understood):
    add_starts(world.database, coach, understood, 30, seed=1, now=world.clock())
    now = world.clock.forward(days=60)
    with world.database.read() as session:
        document = propose(session, [understood], now).document()
    as_read, barrier = json.loads(json.dumps(document)), Barrier(PEOPLE)

    def outcome(_: int) -> str:
        barrier.wait()
        try:
            with world.database.write() as session:
                accept(
                    session,
                    as_read,
                    lambda _: understood,
                    actor=coach.actor,
                    interviews=None,
                    now=now,
                )
        except ProposalError as refused:
            return str(refused)
        return "accepted"

    with ThreadPoolExecutor(PEOPLE) as threads:
        outcomes = sorted(threads.map(outcome, range(PEOPLE)))

    assert outcomes.count("accepted") == 1
    assert sum("accepted before" in each for each in outcomes) == PEOPLE - 1
    assert world.rows("accepted_reference") == 1
