"""What planning and composing ask of the database: no more for many than for few."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from survey_app.delivery.models import OutboxMessage
from survey_app.delivery.outcomes import Letter
from survey_app.invitations.messages import Messages
from survey_app.invitations.reminders import plan_batch
from tests.invitations.conftest import BASE, CODES, CONSENTS, LINKS, ROUNDS
from tests.rig.statements import counted

TEACHERS = 3


@pytest.fixture
def ask(world, coach):
    """Return a function that has parents and three teachers asked about so many more children."""

    def ask(children, next_message_on):
        for number in range(children):
            traject = world.traject(coach)
            world.reach(coach, traject, "parent", "moeder@thuis.nl")
            world.reach(coach, traject, "teacher", f"juf{number % TEACHERS}@school.nl")
        world.sql("UPDATE outbox_message SET state = 'sent', sent_at = made_at")
        world.sql(
            "UPDATE invitation SET next_message_on = :day WHERE next_message_on > :today"
            " AND opens_on <= :today",
            day=next_message_on,
            today=world.clock.today,
        )

    return ask


def cost_of_planning(world, size):
    """Return messages, statements and rows that came into memory; nothing is kept."""
    loaded = []
    with world.database.write() as session:
        event.listen(session, "loaded_as_persistent", lambda _, row: loaded.append(row))
        with counted(world.database) as counts:
            batch = plan_batch(session, world.clock(), size)
        session.rollback()
    return batch.planned, counts["statements"], len(loaded)


def test_many_due_invitations_take_as_many_statements_as_few(world, ask):
    today = world.clock.today
    ask(12, next_message_on=today + timedelta(days=7))
    # A parent and a teacher come first.
    world.sql(
        "UPDATE invitation SET next_message_on = :day WHERE next_message_on > :today"
        " AND opens_on <= :today AND traject_id = (SELECT min(traject_id) FROM invitation)",
        day=today + timedelta(days=6),
        today=today,
    )
    world.clock.forward(days=7)

    few, few_statements, _ = cost_of_planning(world, 2)
    many, many_statements, _ = cost_of_planning(world, 100)

    assert (few, many) == (2, 12 + TEACHERS)
    assert few_statements == many_statements <= 12


def test_what_is_not_due_is_not_read(world, ask):
    ask(3, next_message_on=world.clock.today + timedelta(days=1))
    world.clock.forward(days=1)
    before = cost_of_planning(world, 100)
    ask(9, next_message_on=date(2026, 10, 1))
    after = cost_of_planning(world, 100)

    assert (before[0], before[2]) == (3 + TEACHERS, 6)
    assert after == before


def test_two_planners_at_one_moment_take_nothing_twice_along(world, coach):
    """On SQLite they wait for each other; on PostgreSQL each leaves what the other holds."""
    if world.database.is_sqlite:
        return
    for days in (7, 7, 8):
        traject = world.traject(coach)
        world.reach(coach, traject, "teacher", "juf@school.nl")
        world.sql(
            "UPDATE invitation SET next_message_on = :day WHERE id = :id",
            id=world.invitation(traject, "teacher"),
            day=world.clock.today + timedelta(days=days),
        )
    world.sql("UPDATE outbox_message SET state = 'sent', sent_at = made_at")
    world.clock.forward(days=7)

    with world.database.write() as one, world.database.write() as other:
        planned = [plan_batch(session, world.clock(), 1).planned for session in (one, other)]

    reminded = world.sql("SELECT count(*) FROM invitation_message WHERE number = 1")
    assert (planned, reminded) == ([1, 1], [(3,)])


def test_a_message_about_many_children_takes_as_many_statements_as_one_about_one(world, coach):
    messages = Messages(LINKS, ROUNDS, CONSENTS, CODES, BASE, world.clock)
    asked = []
    for _ in range(3):
        world.reach(coach, world.traject(coach), "teacher", "juf@school.nl")
        with world.database.read() as session:
            message = session.scalars(select(OutboxMessage)).one()
            with counted(world.database) as counts:
                assert isinstance(messages.compose(session, message), Letter)
        asked.append(counts["statements"])

    assert asked[1:] == [4, 4]
