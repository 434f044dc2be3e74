"""`survey-app user`: no password on a command line, and everything in the trail (AC-049)."""

import re

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from survey_app.accounts import services as accounts
from survey_app.accounts.mail_models import AccountMessage
from survey_app.accounts.queries import person_by_email
from survey_app.clock import utc_now
from survey_app.commands.accounts import user
from survey_app.commands.main import cli
from survey_app.errors import InputError

pytestmark = pytest.mark.one_every_day

NEW = ("add", "--name", "Marit Velthuis", "--email", "Marit@Zandpad.example", "--school", "Zandpad")
MARIT = "marit@zandpad.example"


@pytest.fixture
def run(three_settings, world):
    """Return a function that runs `user` on the database of this world."""
    return lambda *arguments: CliRunner().invoke(cli, ["user", *arguments], catch_exceptions=False)


def person(world):
    with world.database.read() as session:
        return person_by_email(session, MARIT)


def trail(world):
    rows = world.sql("SELECT act, actor_kind, object_id FROM audit_event ORDER BY chain, position")
    return [(act, kind, found == person(world).id) for act, kind, found in rows]


def test_ac_049_no_command_about_accounts_takes_a_password(run):
    taken = {
        option
        for command in user.commands.values()
        for parameter in command.params
        for option in (*parameter.opts, parameter.name)
    }

    assert len(user.commands) >= 9
    assert all(isinstance(each, click.Command) for each in user.commands.values())
    assert not [each for each in taken if re.search("pass|secret|pin|wachtwoord", each)]


def test_ac_049_an_account_begins_with_a_printed_link_and_a_line_in_the_trail(world, run):
    done = run(*NEW)

    assert done.exit_code == 0
    assert re.search(r"http://127\.0\.0\.1:8000/toegang/[0-9a-f]{32}\.", done.output)
    assert person(world).password_hash is None
    assert trail(world) == [
        ("add account", "command", True),
        ("give coach", "command", True),
    ]
    assert world.rows("outbox_message") == 0


@pytest.mark.parametrize("again", [False, True])
def test_the_link_goes_by_mail_in_the_same_transaction_when_asked(world, run, again):
    if again:
        run(*NEW)
        done = run("link", "--email", MARIT, "--mail")
    else:
        done = run(*NEW, "--mail")

    assert "set KANSMETER_SMTP_URL" in done.output
    with world.database.read() as session:
        message = session.scalars(select(AccountMessage)).one()
        assert (message.kind, message.person_id) == ("invitation", person(world).id)
        assert accounts.person_of_link(session, message.link_id, utc_now()).email == MARIT


def test_ac_049_an_account_is_switched_off_and_on_with_lines_in_the_trail(world, run):
    run(*NEW)
    off = run("deactivate", MARIT.upper())

    assert (off.exit_code, person(world).active) == (0, False)
    assert world.sql("SELECT count(*) FROM credential_link WHERE used_at IS NULL") == [(0,)]
    assert f"{MARIT}\tMarit Velthuis\tZandpad\tswitched off" in run("list").output
    with pytest.raises(InputError, match="switched off"):
        run("link", "--email", MARIT)

    assert run("activate", MARIT).exit_code == 0
    assert "coach at Zandpad, no password yet" in run("list").output
    assert [act for act, _, _ in trail(world)] == [
        "add account",
        "give coach",
        "deactivate account",
        "activate account",
    ]


def test_the_last_administrator_is_not_switched_off_and_a_second_one_is(world, run):
    for name in ("Bas", "Cor"):
        made = ("--organisation", "Noord", "--role", "administrator")
        run("add", "--name", f"{name} Vink", "--email", f"{name}@noord.example", *made)

    assert run("deactivate", "bas@noord.example").exit_code == 0
    with pytest.raises(InputError, match="last administrator"):
        run("deactivate", "cor@noord.example")


@pytest.mark.parametrize("act", ["deactivate", "activate"])
def test_an_account_that_is_not_there_is_said_to_be_so_and_nothing_is_written(world, run, act):
    with pytest.raises(InputError, match="no account"):
        run(act, "nobody@zandpad.example")

    assert world.rows("audit_event") == 0


@pytest.mark.parametrize("act", ["deactivate", "activate"])
def test_switching_twice_is_refused_and_leaves_no_second_line(world, run, act):
    run(*NEW)
    if act == "deactivate":
        run(act, MARIT)
    before = trail(world)

    with pytest.raises(InputError):
        run(act, MARIT)

    assert trail(world) == before


def test_ac_054_a_name_is_one_line_of_text_wherever_it_is_typed(world, run):
    escape = "\x1b]0;eigen\x07"
    run(*NEW[:2], f"Marit\n{escape}Velthuis\u202e", *NEW[3:5], "--school", "Het\tZandpad\r\n")
    run("add", "--name", "B", "--email", "b@zandpad.example", "--school", " Het  Zandpad ")

    told = run("list").output

    assert world.sql("SELECT name FROM school") == [("Het Zandpad",)]
    assert person(world).name == "Marit ]0;eigen Velthuis"
    assert all(each.isprintable() or each in "\t\n" for each in told)
    assert told.count("\n") == 2


@pytest.mark.parametrize(
    ("option", "longest"), [("--name", 100), ("--school", 200), ("--organisation", 200)]
)
def test_a_name_that_no_column_holds_is_refused_in_english(world, run, option, longest):
    with pytest.raises(InputError) as refused:
        run(*NEW, *([] if option == "--school" else ["--school", "Zandpad"]), option, "x" * 201)

    assert refused.value.english == f"Keep it within {longest} characters."
    assert world.rows("person") == world.rows("audit_event") == 0
