"""`user require-second-factor` and `user forget-second-factor`, as an operator types them."""

import pytest
from click.testing import CliRunner

from survey_app.accounts import second_factor
from survey_app.accounts import services as accounts
from survey_app.accounts.factor_queries import factors_of
from survey_app.accounts.models import Person
from survey_app.commands.main import cli
from survey_app.errors import InputError
from tests.factories.phone import Phone

pytestmark = pytest.mark.one_every_day


@pytest.fixture
def run(three_settings, world):
    """Return a function that runs `user` on the database of this world."""
    return lambda *arguments: CliRunner().invoke(cli, ["user", *arguments])


def lacks(world, coach):
    """Tell whether a coach who signs in now has to set a factor up first."""
    with world.database.write() as session:
        person = session.get_one(Person, coach.actor.person_id)
        secret = accounts.start_session(session, person, world.clock())
        now, today = world.clock(), world.clock.today
        return accounts.actor_of_session(session, secret, now, today).lacks_second_factor


def test_one_organisation_demands_it_and_no_other_and_takes_it_back(world, run):
    here, there = world.coach("Noord"), world.coach("Zuid")

    assert run("require-second-factor", "--organisation", "Noord").exit_code == 0
    assert (lacks(world, here), lacks(world, there)) == (True, False)
    assert run("require-second-factor", "--organisation", "Noord", "--off").exit_code == 0
    assert not lacks(world, here)
    acts = world.sql("SELECT act FROM audit_event WHERE object_kind = 'organisation'")
    assert sorted(acts) == [("demand no second factor",), ("demand second factor",)]


def test_an_unknown_organisation_is_named(world, run):
    refused = run("require-second-factor", "--organisation", "West")

    assert isinstance(refused.exception, InputError)
    assert "West" in str(refused.exception)


def test_who_lost_phone_and_paper_gets_in_again_by_the_operator(world, coach, run):
    with world.database.write() as session:
        person = session.get_one(Person, coach.actor.person_id)
        seed = second_factor.seed_for(session, "a session")
        code = Phone(seed, world.clock).code()
        second_factor.set_up(session, person, seed, code, world.clock())
        secret = accounts.start_session(session, person, world.clock())

    assert run("forget-second-factor", "--email", coach.email).exit_code == 0

    with world.database.read() as session:
        assert not factors_of(session, coach.actor.person_id).asks_second_step
        now, today = world.clock(), world.clock.today
        assert accounts.actor_of_session(session, secret, now, today) is None
    assert world.sql("SELECT act FROM audit_event") == [("forget second factor",)]
    assert world.sql("SELECT kind FROM account_message") == [("sign-in changed",)]
    assert isinstance(run("forget-second-factor", "--email", "x@y.nl").exception, InputError)
