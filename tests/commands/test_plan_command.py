"""`plan`: letting moments come, as an operator at a terminal does it."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from survey_app.commands import planning
from survey_app.commands.main import cli
from survey_app.errors import InputError
from tests.factories.plans import standard


@pytest.fixture
def run(three_settings, monkeypatch):
    """Return a function that runs `plan` on the database of this world, in February."""
    monkeypatch.setattr(planning, "utc_now", lambda: datetime(2027, 2, 10, 9, tzinfo=UTC))
    return lambda *arguments: CliRunner().invoke(cli, ["plan", *arguments])


def test_ac_024_planning_for_one_school_leaves_the_other_untouched(world, run):
    here, there = (world.coach(school=name) for name in ("Het Zandpad", "De Brink"))
    for coach in (here, there):
        world.traject(coach, using=standard())
    moments = "SELECT moment FROM occasion JOIN traject ON traject.id = traject_id"
    at_school = moments + " WHERE school_id = :school"

    first = run("--school", "Het Zandpad")

    told = "Trajects looked at: 1; invitations made: 4.\n"
    assert (first.exit_code, first.output) == (0, told)
    assert ("overdracht",) in world.sql(at_school, school=here.school_id)
    assert ("overdracht",) not in world.sql(at_school, school=there.school_id)
    assert run("--school", "Het Zandpad").output == "Trajects looked at: 0; invitations made: 0.\n"
    assert run().output == told


def test_when_too_much_is_due_at_once_nothing_is_planned(world, run):
    coach = world.coach()
    for _ in range(2):
        world.traject(coach, using=standard())
    before = world.rows("occasion")

    refused = run("--at-most", "1")

    assert isinstance(refused.exception, InputError)
    assert "Is the clock right?" in str(refused.exception)
    assert world.rows("occasion") == before
