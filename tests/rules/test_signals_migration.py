"""Signals that were taken up keep who did so and when, upwards and on the way back."""

from survey_app.measurements import following_up
from survey_app.measurements.signals import open_signals, steps_of
from survey_app.storage import migrate
from tests.factories.answers import answer
from tests.factories.world import KEYRING

BEFORE = "0029_practice"


def url_of(world):
    return world.database.url.render_as_string(hide_password=False)


def raised(world, coach):
    """Let four children ask for somebody; return the signals in the order in which they came."""
    for child in ("Sam", "Noor", "Mila", "Bo"):
        traject = world.traject(coach, child=child)
        answer(world, world.invitation(traject, "child"), {"h1": "nooit"})
        world.clock.forward(minutes=1)
    with world.database.read() as session:
        return [each.id for each in open_signals(session, coach.actor)]


def test_who_took_up_what_and_when_is_kept_there_and_back(world, coach):
    taken_up, closed, put_back, untouched = raised(world, coach)
    me = coach.actor.person_id
    with world.database.write() as session:
        following_up.look(session, coach.actor, taken_up, world.clock.forward(minutes=1))
        for each in (taken_up, put_back):
            following_up.take_up(session, coach.actor, each, world.clock.forward(minutes=1))
        following_up.put_back(session, coach.actor, put_back, world.clock.forward(minutes=1))
        following_up.close(
            session,
            coach.actor,
            closed,
            done="child",
            note="gepraat",
            was_right=True,
            now=world.clock.forward(minutes=1),
        )
    steps = (
        "SELECT signal_id, kind, by_id, at FROM signal_step WHERE kind IN ('taken_up', 'closed')"
    )
    at = {(id_, kind): (who, when) for id_, kind, who, when in world.sql(steps)}

    migrate.downgrade(url_of(world), BEFORE, keyring=KEYRING)

    seen = "SELECT id, seen_by, seen_at FROM signal"
    assert {id_: (who, when) for id_, who, when in world.sql(seen)} == {
        taken_up: at[taken_up, "taken_up"],
        closed: at[closed, "closed"],
        put_back: (None, None),
        untouched: (None, None),
    }

    migrate.upgrade(url_of(world), keyring=KEYRING)

    assert at[taken_up, "taken_up"][0] == me
    with world.database.read() as session:
        assert [each.id for each in open_signals(session, coach.actor)] == [put_back, untouched]
        assert [each.kind for each in steps_of(session, closed)] == ["taken_up"]
    kept = "SELECT signal_id, by_id, at FROM signal_step"
    assert sorted(world.sql(kept)) == sorted(
        [(taken_up, *at[taken_up, "taken_up"]), (closed, *at[closed, "closed"])]
    )
    waits = "SELECT id, CAST(tell_ib_on AS VARCHAR) FROM signal WHERE tell_ib_on IS NOT NULL"
    assert sorted(world.sql(waits)) == sorted([(put_back, "2026-09-07"), (untouched, "2026-09-07")])
