"""Rights given at a terminal, and what each of them takes out with `export --as`."""

import csv
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from survey_app.accounts import approvals
from survey_app.accounts.approvals import ApprovalNeededError
from survey_app.accounts.models import Person
from survey_app.accounts.queries import person_by_email
from survey_app.accounts.roles import Right, Role
from survey_app.commands.main import cli
from survey_app.definitions import load
from survey_app.errors import ForbiddenError, InputError
from survey_app.trajects.consent import Purpose
from tests.factories.answers import answer
from tests.factories.samples import enrol
from tests.keeping.second import say

pytestmark = pytest.mark.one_database
"""The rules are of `accounts` and `exchange`, which are tried on both databases."""

SCHOOL = "Het Zandpad"
OLGA = "olga@noord.example"


@pytest.fixture
def run(three_settings, world, coach):
    """Return a function that runs a command on the database of this world."""
    return lambda *arguments: CliRunner().invoke(cli, [*arguments], catch_exceptions=False)


def add(run, *more, email=OLGA):
    return run(
        *("user", "add", "--name", "Olga Onder", "--email", email, "--organisation", "Noord"), *more
    )


def rights(world, email):
    """Return the rights somebody holds today, by the clock that commands go by."""
    with world.database.read() as session:
        held = person_by_email(session, email).roles
        return {Right(Role(each.role), each.school_id, each.coach_id) for each in held}


def email_of(world, person):
    with world.database.read() as session:
        return session.get_one(Person, person).email


def acts(world):
    return world.sql("SELECT act, actor_kind FROM audit_event WHERE object_kind = 'account'")


# user add, grant and rights


@pytest.mark.parametrize("role", [Role.PROJECT_LEADER, Role.RESEARCHER, Role.ADMINISTRATOR])
def test_an_account_begins_with_a_role_in_the_whole_organisation(world, run, role):
    assert add(run, "--role", role.value).exit_code == 0

    assert rights(world, OLGA) == {Right(role)}
    assert (f"give {role}", "command") in acts(world)


def test_ac_024_an_account_with_a_role_at_a_school_has_it_there_and_the_operator_is_named(
    world, coach, run
):
    assert add(run, "--role", "director", "--school", SCHOOL).exit_code == 0

    assert rights(world, OLGA) == {Right(Role.DIRECTOR, coach.school_id)}
    assert acts(world)[-2:] == [("add account", "command"), ("give director", "command")]


@pytest.mark.parametrize(
    "more",
    [
        ("--role", "director"),
        ("--role", "administrator", "--school", SCHOOL),
        ("--role", "substitute", "--school", SCHOOL),
        ("--role", "substitute", "--school", SCHOOL, "--until", "2099-01-01"),
        ("--role", "researcher", "--until", "2020-01-01"),
        ("--role", "researcher", "--for", "coach1@school.example"),
    ],
)
def test_a_role_that_makes_no_sense_leaves_no_account(world, run, more):
    before = world.rows("person"), world.rows("audit_event")

    with pytest.raises(InputError):
        add(run, *more)

    assert (world.rows("person"), world.rows("audit_event")) == before


def test_an_emergency_is_given_by_nobody(world, run):
    assert add(run, "--role", "emergency", "--school", SCHOOL).exit_code == 2
    assert world.rows("person") == 1


def test_one_more_right_is_given_once_and_shown_with_its_days(world, coach, run):
    add(run, "--role", "ib", "--school", SCHOOL)
    until = f"{datetime.now(UTC).date() + timedelta(days=30)}"
    stand_in = (
        *("user", "grant", "--email", OLGA, "--role", "substitute", "--school", SCHOOL),
        *("--until", until, "--for", coach.email),
    )

    assert "Olga Onder is substitute" in run(*stand_in).output
    with pytest.raises(InputError, match="heeft deze persoon al"):
        run(*stand_in)

    told = run("user", "rights", "--email", OLGA).output.splitlines()
    assert told[0].startswith(f"ib at {SCHOOL} from ")
    assert told[1].startswith(f"substitute at {SCHOOL} from ")
    assert told[1].endswith(f" until {until}")
    assert len(told) == 2


def test_ac_024_no_right_is_given_at_a_school_of_another_organisation(world, run):
    world.coach("Zuid", "De Es")
    add(run, "--role", "researcher")
    before = world.rows("role_grant"), world.rows("school"), world.rows("audit_event")

    with pytest.raises(InputError, match="no school with that name"):
        run("user", "grant", "--email", OLGA, "--role", "director", "--school", "De Es")

    assert (world.rows("role_grant"), world.rows("school"), world.rows("audit_event")) == before


def test_rights_that_ended_are_shown_as_such_and_of_nobody_there_are_none(world, run):
    add(run, "--role", "researcher")
    world.sql(
        "UPDATE role_grant SET ended_at = '2026-10-01T09:00:00.000000Z' WHERE role <> 'coach'"
    )
    assert "researcher at Noord" in run("user", "rights", "--email", OLGA).output
    assert ", taken away 2026-10-01" in run("user", "rights", "--email", OLGA).output
    world.sql("DELETE FROM role_grant WHERE role <> 'coach'")

    assert run("user", "rights", "--email", OLGA).output == "This account holds no rights.\n"


# export --as


@pytest.fixture
def answered(world, coach, traject):
    """Give a traject the network may learn from and one it may not, each answered, and a retest."""
    kept = world.traject(coach, child="B", teachers=())
    for each in (traject, kept):
        answer(world, world.invitation(each, "parent"))
    with world.database.write() as session:
        _, first, _ = enrol(session, coach, load("kansmeter-ouder"), world.clock())
        first_id = first.id
    answer(world, first_id)
    ((parent,),) = world.sql(
        "SELECT id FROM traject_informant WHERE traject_id = :id AND role = 'parent'", id=kept
    )
    world.say(coach, kept, parent, Purpose.NETWORK, yes=False)
    return traject


@pytest.fixture
def export(run, tmp_path):
    """Return a function that exports and returns the samples of the responses."""

    def exporting(email):
        done = run("export", "--format", "csv", "--out", str(tmp_path / "out"), "--as", email)
        assert done.exit_code == 0
        with (tmp_path / "out" / "responses.csv").open(newline="") as file:
            return sorted(row["sample"] for row in csv.DictReader(file))

    return exporting


def ask(world, person):
    with world.database.write() as session:
        actor = world.who(person)
        approvals.ask_export(session, actor, "het jaarverslag van 2026", datetime.now(UTC))


def test_ac_022_ac_024_a_researcher_takes_out_once_what_a_second_person_approved(
    world, answered, export
):
    researcher, leader = world.member(Role.RESEARCHER), world.member(Role.PROJECT_LEADER)
    email = email_of(world, researcher)
    for _ in range(2):
        with pytest.raises(ApprovalNeededError, match="page Goedkeuren"):
            export(email)
        if not world.rows("approval"):
            ask(world, researcher)
    say(world, leader, yes=True, now=datetime.now(UTC))
    with pytest.raises(ApprovalNeededError):
        export(email_of(world, world.member(Role.RESEARCHER)))

    assert export(email) == ["traject"]

    assert world.sql("SELECT actor_id, act FROM audit_event WHERE act LIKE 'export%'") == [
        (researcher, "export csv, 1 rows")
    ]
    with pytest.raises(ApprovalNeededError):
        export(email)


@pytest.mark.parametrize(("yes", "days"), [(False, 0), (True, 8)])
def test_ac_022_a_no_and_a_yes_of_long_ago_give_a_researcher_nothing(
    world, answered, export, tmp_path, yes, days
):
    researcher = world.member(Role.RESEARCHER)
    ask(world, researcher)
    say(world, world.member(Role.ADMINISTRATOR), yes=yes, now=datetime.now(UTC))
    if days:
        world.sql("UPDATE approval SET ends_at = '2026-09-08T09:00:00.000000Z'")

    with pytest.raises(ApprovalNeededError):
        export(email_of(world, researcher))

    assert not (tmp_path / "out").exists()


def test_ac_022_a_coach_takes_out_the_own_trajects_and_retest_without_a_second_person(
    world, coach, answered, export
):
    assert export(coach.email) == ["retest", "traject", "traject"]
    assert export(world.coach().email) == []


@pytest.mark.parametrize(
    "role", [Role.PROJECT_LEADER, Role.ADMINISTRATOR, Role.DIRECTOR, Role.SUPERVISOR]
)
def test_ac_019_who_only_leads_or_keeps_the_network_takes_nothing_out(
    world, answered, export, tmp_path, role
):
    at = SCHOOL if role in (Role.DIRECTOR, Role.SUPERVISOR) else None

    with pytest.raises(ForbiddenError):
        export(email_of(world, world.member(role, school=at)))

    assert not (tmp_path / "out").exists()
    assert world.sql("SELECT act FROM audit_event WHERE act LIKE 'export%'") == []
