"""`remind --school`: planning for one school, as an operator at a terminal does it."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from survey_app.commands import delivering
from survey_app.commands.main import cli
from survey_app.errors import InputError

PLANNED = "SELECT act, actor_kind, object_kind, object_id FROM audit_event WHERE act LIKE 'plan %'"


@pytest.fixture
def run(three_settings, monkeypatch):
    """Return a function that runs `remind` on the database of this world, a week later."""
    monkeypatch.setattr(delivering, "utc_now", lambda: datetime(2026, 9, 14, 9, tzinfo=UTC))
    return lambda *arguments: CliRunner().invoke(cli, ["remind", *arguments])


@pytest.fixture
def schools(world):
    """Give two schools of one organisation, with a teacher who teaches at both."""
    schools = [world.coach(school=name) for name in ("Het Zandpad", "De Brink")]
    for coach in (*schools, *schools):
        asked = world.traject(coach)
        world.reach(coach, asked, "parent", "moeder@thuis.nl")
        world.reach(coach, asked, "teacher", "juf@school.nl")
    world.sql("UPDATE outbox_message SET state = 'sent', sent_at = made_at")
    return schools


def state_at(world, coach):
    """Return all that planning could touch of a school."""
    return world.sql(
        "SELECT i.id, i.next_message_on, m.number, o.* FROM invitation AS i"
        " JOIN traject ON traject.id = i.traject_id"
        " LEFT JOIN invitation_message AS m ON m.invitation_id = i.id"
        " LEFT JOIN outbox_message AS o ON o.id = m.message_id"
        " WHERE traject.school_id = :school ORDER BY 1, 3",
        school=coach.school_id,
    )


def test_ac_024_reminding_for_one_school_leaves_the_other_untouched(world, run, schools):
    here, there = schools
    before = state_at(world, there)

    done = run("--school", "Het Zandpad")

    assert (done.exit_code, done.output) == (0, "3 messages planned.\n")
    assert state_at(world, there) == before
    assert world.sql(PLANNED) == [("plan 3 messages", "command", "school", here.school_id)]
    assert run("--school", "De Brink").output == "3 messages planned.\n"


def test_ac_024_a_teacher_at_two_schools_gets_nothing_of_the_other_along(world, run, schools):
    here, there = schools
    world.sql(
        "UPDATE invitation SET next_message_on = '2026-09-15' WHERE next_message_on = '2026-09-14'"
        " AND traject_id IN (SELECT id FROM traject WHERE school_id = :school)",
        school=there.school_id,
    )
    before = state_at(world, there)

    run("--school", "Het Zandpad")

    assert state_at(world, there) == before


def test_ac_024_a_message_that_waits_for_another_school_is_not_added_to(world, run, schools):
    here, there = schools
    run("--school", "De Brink")
    before = state_at(world, there)

    run("--school", "Het Zandpad")

    shared = world.sql(
        "SELECT message_id FROM invitation_message AS m JOIN invitation AS i"
        " ON i.id = m.invitation_id JOIN traject ON traject.id = i.traject_id"
        " WHERE m.number = 1 GROUP BY message_id HAVING count(DISTINCT traject.school_id) > 1"
    )
    assert (shared, state_at(world, there)) == ([], before)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--school", "De Es"], "There is no school 'De Es'. Write the name as it was added."),
        (
            ["--school", "De Brink", "--organisation", "Oost"],
            "There is no school 'De Brink' of 'Oost'. Write the name as it was added.",
        ),
        (
            ["--school", "De Brink"],
            "'Noord', 'Zuid' each have a school 'De Brink': say whose with --organisation.",
        ),
        (["--organisation", "Noord"], "--organisation says whose school it is: give --school too."),
    ],
)
def test_ac_024_a_school_that_is_not_clear_is_asked_for(world, run, arguments, said):
    world.coach(school="De Brink")
    world.coach(organisation="Zuid", school="De Brink")

    done = run(*arguments)

    assert isinstance(done.exception, InputError)
    assert str(done.exception) == said
    assert world.sql(PLANNED) == []
