"""`survey-app signals`, as a person at a terminal meets it: counts, and nothing of a child."""

import pytest
from click.testing import CliRunner

from survey_app.commands.main import cli
from survey_app.commands.unseen import tell_of_unseen
from survey_app.measurements import following_up
from survey_app.measurements.signals import open_signals
from tests.factories.answers import answer
from tests.factories.school import add_person


@pytest.fixture
def run(three_settings, world):
    """Return a function that runs a command on the database of this world."""
    return lambda *arguments: CliRunner().invoke(cli, list(arguments))


def test_it_counts_by_level_what_was_right_and_what_was_told_of(world, coach, run):
    add_person(world, coach, "Joke", "ib", channel="mail", address="joke@school.example")
    for child, right in (("Sam", True), ("Noor", False), ("Mila", None)):
        traject = world.traject(coach, child=child)
        answer(world, world.invitation(traject, "child"), {"h1": "nooit", "l1": "nooit"})
        if right is not None:
            with world.database.write() as session:
                (line,) = open_signals(session, coach.actor, traject)
                following_up.close(
                    session,
                    coach.actor,
                    line.id,
                    done="child",
                    note="",
                    was_right=right,
                    now=world.clock(),
                )
    answer(world, world.invitation(traject, "parent"), {"l1": "nooit", "c": "ja_graag"})
    world.clock.forward(days=1)
    assert tell_of_unseen(world.database, world.clock) == 1

    assert run("signals", "--since", "2026-09-01").output.splitlines() == [
        "Noord, today: 3 raised, 2 closed; right 1, not right 1; told of 1.",
        "Noord, two_days: 1 raised, 0 closed; right 0, not right 0; told of 0.",
    ]
    assert run("signals", "--since", "2026-09-08").output == "No signals.\n"
    assert run("signals", "--since", "gisteren").exit_code != 0


def test_reminding_by_hand_tells_of_what_waits_at_one_school_only(world, coach, run, monkeypatch):
    elsewhere = world.coach(school="De Heidebloem")
    for each, child in ((coach, "Sam"), (elsewhere, "Noor")):
        add_person(world, each, "Joke", "ib", channel="mail", address="joke@school.example")
        traject = world.traject(each, child=child)
        answer(world, world.invitation(traject, "child"), {"h1": "nooit"})
    world.clock.forward(days=1)
    monkeypatch.setattr("survey_app.commands.delivering.utc_now", world.clock)

    done = run("remind", "--school", "De Heidebloem")

    assert done.exit_code == 0, done.output
    told = (
        "SELECT traject.school_id FROM signal_message"
        " JOIN signal ON signal.id = signal_message.signal_id"
        " JOIN traject ON traject.id = signal.traject_id"
    )
    assert world.sql(told) == [(elsewhere.school_id,)]
