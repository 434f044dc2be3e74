"""What is done about a signal: every step is a row, and the last one tells how it stands."""

import pytest
from sqlalchemy.exc import IntegrityError

from survey_app.errors import InputError, NotFoundError
from survey_app.measurements import following_up
from survey_app.measurements.following_up import ClosedBeforeError
from survey_app.measurements.signals import (
    followed_up,
    open_signals,
    signals_taken_up,
    steps_of,
)
from tests.factories.answers import answer

HOSTILE = "<script>x</script> =1+1 \u202egnorts\x00 &amp;"


@pytest.fixture
def signal(world, coach, traject):
    """Give the id of a signal: a child says that nobody listens."""
    answer(world, world.invitation(traject, "child"), {"h1": "nooit"})
    with world.database.read() as session:
        (line,) = open_signals(session, coach.actor)
    return line.id


def do(world, coach, act, signal_id, **more):
    with world.database.write() as session:
        act(session, coach.actor, signal_id, now=world.clock(), **more)


def close(world, coach, signal_id, done="child", note="", was_right=None):
    do(world, coach, following_up.close, signal_id, done=done, note=note, was_right=was_right)


def steps(world, signal_id):
    with world.database.read() as session:
        return [(each.kind, each.by_id, each.note) for each in steps_of(session, signal_id)]


def test_it_goes_from_raised_to_seen_to_taken_up_to_closed(world, coach, traject, signal):
    me = coach.actor.person_id
    with world.database.read() as session:
        assert [each.step for each in open_signals(session, coach.actor)] == [None]

    do(world, coach, following_up.look, signal)
    with world.database.read() as session:
        (line,) = open_signals(session, coach.actor)
    assert (line.step.kind, line.step.by, line.asks) == ("seen", "Marit Velthuis", True)

    do(world, coach, following_up.take_up, signal)
    with world.database.read() as session:
        assert open_signals(session, coach.actor) == []
        (line,) = followed_up(session, coach.actor, world.clock())
    assert (line.step.kind, line.asks) == ("taken_up", False)

    world.clock.forward(days=3)
    close(world, coach, signal, "team", "  met juf\nPetra  ", was_right=True)
    with world.database.read() as session:
        (line,) = signals_taken_up(session, coach.actor, traject)
        assert [each.id for each in followed_up(session, coach.actor, world.clock())] == [signal]
        assert followed_up(session, coach.actor, world.clock.forward(minutes=1)) == []
        (*_, last) = steps_of(session, signal)
    assert (line.step.kind, line.step.done) == ("closed", "team")
    assert (last.note, last.was_right) == ("met juf Petra", True)
    assert steps(world, signal) == [
        ("seen", me, None),
        ("taken_up", me, None),
        ("closed", me, "met juf Petra"),
    ]


def test_the_first_look_is_kept_and_a_later_one_stands_in_the_trail_only(world, coach, signal):
    for _ in range(2):
        do(world, coach, following_up.look, signal)
        world.clock.forward(minutes=5)

    assert [kind for kind, _, _ in steps(world, signal)] == ["seen"]
    told = "SELECT count(*) FROM audit_event WHERE act = 'see signal' AND object_id = :id"
    assert world.sql(told, id=signal) == [(2,)]


def test_it_can_be_closed_at_once_and_put_back_on_the_same_day(world, coach, signal):
    close(world, coach, signal)
    do(world, coach, following_up.put_back, signal)

    with world.database.read() as session:
        (line,) = open_signals(session, coach.actor)
    assert (line.step.kind, line.asks) == ("put_back", True)

    close(world, coach, signal, "parent")
    world.clock.forward(days=1)
    with pytest.raises(following_up.TakenUpBeforeError):
        do(world, coach, following_up.put_back, signal)


def test_the_same_closing_twice_is_one_and_another_is_refused(world, coach, signal):
    close(world, coach, signal, "not_needed", "was een grapje", was_right=False)
    close(world, coach, signal, "not_needed", "was een grapje", was_right=False)

    with pytest.raises(ClosedBeforeError, match="al afgerond"):
        close(world, coach, signal, "child", "iets anders")

    assert len(steps(world, signal)) == 1
    told = "SELECT count(*) FROM audit_event WHERE act = 'close signal'"
    assert world.sql(told) == [(1,)]


def test_a_closing_says_what_was_done(world, coach, signal):
    for done, note, words in (
        ("", "", "Kies wat je deed"),
        ("police", "", "Kies wat je deed"),
        ("not_needed", " \n", "Schrijf in één zin"),
        ("otherwise", "", "Schrijf in één zin"),
        ("child", "x" * 141, "140 tekens"),
    ):
        with pytest.raises(InputError, match=words):
            close(world, coach, signal, done, note)

    assert steps(world, signal) == []


def test_ac_055_a_note_is_kept_as_it_was_typed_on_one_line_and_sealed(world, coach, signal):
    close(world, coach, signal, "child", HOSTILE)

    ((_, _, note),) = steps(world, signal)
    assert note == "<script>x</script> =1+1 gnorts &amp;"
    ((kept,),) = world.sql("SELECT note FROM signal_step")
    assert "script" not in kept


def test_a_step_never_changes(world, coach, signal):
    close(world, coach, signal)

    with pytest.raises(IntegrityError, match="never change"):
        world.sql("UPDATE signal_step SET kind = 'seen', done = NULL")


def test_a_colleague_at_the_same_school_can_do_nothing(world, coach, signal):
    colleague = world.coach()

    for act in (following_up.look, following_up.take_up, following_up.put_back):
        with pytest.raises(NotFoundError):
            do(world, colleague, act, signal)
    with pytest.raises(NotFoundError):
        close(world, colleague, signal)

    assert steps(world, signal) == []
