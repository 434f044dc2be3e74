"""A line tells who, in which role, what, on what, when, from where and how it ended (AC-123)."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from survey_app.accounts.models import Organisation
from survey_app.audit import services as audit
from survey_app.audit.models import AuditEvent
from survey_app.audit.origin import (
    Origin,
    acting_as,
    coming_from,
    command_line,
    here,
    move_to,
    roles_of,
)


def lines(database):
    with database.read() as session:
        return list(session.scalars(select(AuditEvent).order_by(AuditEvent.position)))


def test_ac_123_a_line_has_the_fields_of_nen_7513(world, coach):
    me = coach.actor
    with coming_from(Origin("203.0.113.7")), world.database.write() as session:
        acting_as(me)
        audit.record(
            session,
            audit.person(me.person_id),
            "see traject",
            "traject",
            "t" * 32,
            organisation_id=me.organisation_id,
            now=world.clock(),
            outcome="refused",
            reason="emergency",
        )

    (line,) = lines(world.database)
    assert (line.actor_kind, line.actor_id, line.roles) == ("person", me.person_id, "coach")
    assert (line.act, line.object_kind, line.object_id) == ("see traject", "traject", "t" * 32)
    assert line.at.isoformat() == "2026-09-07T08:00:00+00:00"
    assert (line.origin, line.outcome, line.reason) == ("203.0.113.7", "refused", "emergency")


def test_the_roles_of_one_person_are_not_put_beside_another(trail, coach):
    with coming_from(Origin("203.0.113.7")):
        acting_as(coach.actor)
        trail.write()

    assert lines(trail.database)[0].roles == ""
    assert roles_of(coach.actor) == ("coach",)


def test_a_place_ends_with_its_block_also_when_something_acted_there(coach):
    with coming_from(command_line("user add")):
        acting_as(coach.actor)
        move_to(Origin("203.0.113.7"))

    assert here() == Origin()


@pytest.mark.parametrize("reason", ["Sam is boos", "emergency!", "", "é", "a" * 61])
def test_a_reason_that_somebody_typed_is_refused(trail, reason):
    with pytest.raises(ValueError, match="a word of the software"):
        trail.write(reason=reason)

    assert lines(trail.database) == []


def test_a_line_in_a_session_that_only_reads_is_refused(trail):
    with trail.database.read() as session, pytest.raises(RuntimeError, match="only reads"):
        audit.record(
            session, audit.COMMAND, "act", "thing", None, organisation_id=None, now=trail.clock()
        )


def start_another(trail):
    with trail.database.write() as session:
        session.add(Organisation(name="Zuid"))
        args = (session, audit.COMMAND, "act", "thing", None)
        audit.record(*args, organisation_id=trail.chain, now=trail.clock())


def test_ac_123_when_the_line_cannot_be_written_the_act_does_not_happen(trail):
    trail.write(2)
    trail.attack("UPDATE audit_head SET position = 1 WHERE chain = :c")

    with pytest.raises(IntegrityError):
        start_another(trail)

    with trail.database.read() as session:
        assert list(session.scalars(select(Organisation.name))) == ["Noord"]
    assert len(lines(trail.database)) == 2


def test_what_a_savepoint_undoes_leaves_no_line_and_what_it_keeps_does(trail):
    with trail.database.write() as session:

        def record(act):
            args = (session, audit.COMMAND, act, "thing", None)
            audit.record(*args, organisation_id=trail.chain, now=trail.clock())

        record("before")
        with session.begin_nested():
            record("kept")
            inner = session.begin_nested()
            record("undone inside")
            inner.rollback()
        outer = session.begin_nested()
        with session.begin_nested():
            record("kept by what was undone")
        outer.rollback()
        record("after")

    assert [each.act for each in lines(trail.database)] == ["before", "kept", "after"]
    assert trail.faults() == []


def test_what_is_undone_as_a_whole_leaves_no_line_for_the_next_transaction(trail):
    with trail.database.write() as session:
        args = (session, audit.COMMAND, "undone", "thing", None)
        audit.record(*args, organisation_id=trail.chain, now=trail.clock())
        session.rollback()
        session.add(Organisation(name="Zuid"))

    assert lines(trail.database) == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE audit_event SET outcome = 'x'", "never change"),
        ("DELETE FROM audit_event", "never removed"),
        ("DELETE FROM audit_head", "never removed"),
        ("UPDATE audit_head SET position = position - 1", "moves forward"),
        ("UPDATE audit_head SET digest = 'x'", "moves forward"),
        ("UPDATE audit_head SET chain = 'x', position = position + 1", "moves forward"),
    ],
)
def test_ac_124_the_database_refuses_to_change_or_remove_the_trail(trail, statement, told):
    trail.write(2)

    with pytest.raises(IntegrityError, match=told), trail.database.write() as session:
        session.execute(text(statement))

    assert trail.faults() == []


@pytest.mark.parametrize("table", ["audit_event", "audit_head"])
def test_ac_124_the_trail_cannot_be_emptied_at_once(trail, table):
    trail.write()
    if trail.database.is_sqlite:
        return  # it knows no TRUNCATE: that is the DELETE above

    with pytest.raises(IntegrityError, match="never emptied"), trail.database.write() as session:
        session.execute(text(f"TRUNCATE {table}"))
