"""One word for where an invitation stands, from what is on record about it."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from survey_app.clock import LOCAL
from survey_app.invitations.states import Facts, state_on
from survey_app.measurements.queries import asked as asked_lines

pytestmark = pytest.mark.one_database

OPENS, CLOSES = date(2026, 9, 7), date(2026, 10, 5)
MONDAY, TUESDAY = (datetime(2026, 9, day, 10, tzinfo=LOCAL) for day in (7, 8))
BARE = Facts(
    OPENS,
    CLOSES,
    is_brought=False,
    started_at=None,
    answered_at=None,
    revoked_at=None,
    declined_at=None,
)
SENT = replace(BARE, is_brought=True)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (BARE, "planned"),
        (replace(SENT, opens_on=date(2026, 9, 9)), "planned"),
        (SENT, "sent"),
        (replace(BARE, started_at=MONDAY), "started"),
        (replace(SENT, closes_on=OPENS), "expired"),
        (replace(SENT, closes_on=OPENS, started_at=MONDAY), "expired"),
        (replace(SENT, declined_at=TUESDAY, started_at=MONDAY), "declined"),
        (replace(SENT, declined_at=MONDAY, started_at=TUESDAY), "started"),
        (replace(SENT, declined_at=MONDAY, closes_on=OPENS), "declined"),
        (replace(SENT, declined_at=MONDAY, revoked_at=TUESDAY), "revoked"),
        (replace(SENT, declined_at=MONDAY, revoked_at=MONDAY, answered_at=TUESDAY), "answered"),
    ],
)
def test_the_state_follows_from_the_facts(facts, state):
    assert state_on(date(2026, 9, 8), facts) == state


def test_an_invitation_is_planned_until_a_message_about_it_went(world, coach, traject, post):
    world.reach(coach, traject, "parent", "moeder@thuis.nl")

    def states():
        with world.database.read() as session:
            lines = asked_lines(session, coach.actor, traject)
            return {
                each.role: each.state_on(world.clock.today)
                for each in lines
                if each.occasion_kind == "intake"
            }

    assert states() == {"parent": "planned", "teacher": "sent", "child": "sent"}
    post.now()
    assert states()["parent"] == "sent"
