"""`erase` and `retention` at a terminal (AC-097, AC-117, AC-118, AC-120)."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from survey_app.accounts.models import Person
from survey_app.accounts.roles import Role
from survey_app.audit import services as audit
from survey_app.commands import erasing
from survey_app.commands.main import cli
from survey_app.commands.serving import check_safe_start
from survey_app.config import load_settings
from survey_app.errors import InputError
from survey_app.keeping import holding, terms
from survey_app.keeping.holding import HeldError
from survey_app.keeping.list_file import ListFileError
from survey_app.keeping.two_people import WaitsError
from tests.attacks.test_undone_acts import circles
from tests.factories.world import SECRET, World, opened
from tests.keeping.second import say
from tests.keeping.test_terms import end
from tests.rig.bootstrap import ROOT

DIE_IN_THE_MIDDLE = """
import os, signal, sys
from sqlalchemy import Engine, event
from survey_app.commands.main import cli
from survey_app.commands.serving import check_safe_start

left = 2

@event.listens_for(Engine, "before_cursor_execute")
def count(connection, cursor, statement, *rest):
    global left
    if " ".join(statement.split()).startswith("DELETE FROM traject WHERE"):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

cli(["retention"])
"""


@pytest.fixture
def environment(world, tmp_path):
    """Give the settings of this world, with a list of its own."""
    return {
        "KANSMETER_DATABASE_URL": world.database.url.render_as_string(hide_password=False),
        "KANSMETER_SECRET_KEYS": SECRET,
        "KANSMETER_BASE_URL": "http://127.0.0.1:8000",
        "KANSMETER_ERASURE_LIST": str(tmp_path / "list"),
    }


@pytest.fixture
def run(environment, monkeypatch):
    """Return a function that runs a command on the database of this world."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return lambda *arguments, **more: CliRunner().invoke(cli, [*arguments], **more)


def live_on(world):
    """Let something be done two days ago by the real clock, so that the clock looks right."""
    act(world, datetime.now(UTC) - timedelta(days=2))


def act(world, at):
    with world.database.write() as session:
        audit.record(session, audit.COMMAND, "act", "thing", None, organisation_id=None, now=at)


@pytest.fixture
def administrator(world, coach):
    """Give the address of an administrator of Noord."""
    return address_of(world, world.member(Role.ADMINISTRATOR))


def address_of(world, person):
    with world.database.read() as session:
        return session.get_one(Person, person).email


def second(world, *, yes=True):
    """Let another administrator of Noord say yes or no today; return who."""
    person = world.member(Role.ADMINISTRATOR)
    say(world, person, yes=yes, now=datetime.now(UTC))
    return person


def state(world):
    done = "SELECT count(*) FROM audit_event WHERE outcome <> 'refused'"
    return world.sql("SELECT id FROM traject ORDER BY id"), world.sql(done)


def test_ac_117_erase_asks_the_id_again_and_prints_the_certificate(
    world, coach, traject, run, tmp_path
):
    arguments = ("erase", traject, "--by", coach.email, "--reason", "request")
    wrong = run(*arguments, input="another\n")
    assert isinstance(wrong.exception, InputError)
    assert world.rows("traject") == 1

    done = run(*arguments, "--certificate", str(tmp_path / "proof.json"), input=f"{traject}\n")

    assert done.exit_code == 0, done.output
    assert "BEWIJS VAN WISSEN" in done.output
    assert "zijn opgeschoond op" in done.output
    (proof,) = json.loads((tmp_path / "proof.json").read_text())
    assert proof["rows_erased"]["traject"] == 1
    assert len((tmp_path / "list").read_text().splitlines()) == 1
    assert world.rows("traject") == 0


@pytest.mark.one_database
@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("ID", "--by", "coach1@school.example"),
        ("ID", "--reason", "request"),
        ("ID", "--by", "nobody@school.example", "--reason", "request", "--yes"),
        ("ID", "--by", "coach1@school.example", "--reason", "repeated", "--yes"),
        ("ID", "--replay"),
        ("--replay", "/nowhere/at/all"),
        ("0" * 32, "--by", "coach1@school.example", "--reason", "request", "--yes"),
    ],
)
def test_what_is_not_whole_or_not_allowed_erases_nothing(world, traject, run, arguments):
    before = state(world)

    done = run("erase", *(traject if each == "ID" else each for each in arguments))

    assert done.exit_code != 0
    assert state(world) == before


def test_ac_097_two_children_at_once_go_when_a_second_person_approved_it(
    world, coach, traject, run
):
    other = world.traject(coach, child="B")
    both = ("erase", traject, other, "--by", coach.email, "--reason", "request", "--yes")

    for _ in range(2):
        waits = run(*both)
        assert (waits.exit_code, type(waits.exception)) == (1, WaitsError)
        assert str(waits.exception).startswith("Nothing was erased: asked on ")
        assert "on the page Goedkeuren, run the same command again" in str(waits.exception)
    assert (world.rows("traject"), world.rows("approval")) == (2, 1)
    director = world.member(Role.DIRECTOR, school="Het Zandpad")
    say(world, director, yes=True, now=datetime.now(UTC))

    wrong = run(*both[:-1], input=f"{traject}\nanother\n")
    assert isinstance(wrong.exception, InputError)
    done = run(*both)

    assert done.output.count("met instemming van") == 2
    assert world.rows("traject") == 0
    assert world.sql("SELECT DISTINCT approved_by FROM erasure") == [(director,)]


@pytest.mark.one_database
def test_ac_097_no_command_takes_the_word_of_who_runs_it_for_a_second_person(
    world, coach, traject, run
):
    two = (traject, world.traject(coach, child="B"), "--by", coach.email, "--reason", "mistake")
    rule = ("rule", "--regime", "school", "--months", "1", "--by", coach.email)
    for command in (("erase", *two, "--yes"), ("retention",), ("retention", *rule)):
        done = run(*command, "--approved-by", world.coach().email)
        assert (done.exit_code, "No such option" in done.output) == (2, True)

    assert world.rows("traject") == 2


@pytest.mark.one_database
def test_ac_118_a_dry_run_tells_what_is_due_per_school_and_changes_nothing(
    world, coach, traject, run
):
    end(world, traject, on="2020-01-01")
    world.traject(coach, child="B")
    live_on(world)
    before = state(world)

    done = run("retention", "--dry-run")

    assert done.exit_code == 0, done.output
    assert "Het Zandpad (Noord): 1 due, 1 runs" in done.output
    assert f"due {traject} since 2022-01-01: school, 2 years from closing" in done.output
    assert "papers as PDF: 0 over (a day, by remind)" in done.output
    assert "The clock looks right." in done.output
    assert state(world) == before


@pytest.mark.one_database
def test_ac_118_retention_erases_what_is_over_and_nothing_else(world, coach, traject, run):
    other, held = world.traject(coach, child="B"), world.traject(coach, child="C")
    for each in (traject, held):
        end(world, each, on="2020-01-01")
    live_on(world)
    holds = ("retention", "hold", held, "--by", coach.email)
    assert run(*holds, "--why", "de rechter").exit_code == 0

    done = run("retention")

    assert "Erased: 1 trajects." in done.output
    assert {each for (each,) in world.sql("SELECT id FROM traject")} == {other, held}
    assert world.sql("SELECT ground, erased_by FROM erasure") == [("term", None)]
    kept = run("erase", held, "--by", coach.email, "--reason", "request", "--yes")
    assert isinstance(kept.exception, HeldError)
    assert run(*holds, "--lift").exit_code == 0
    assert "Erased: 1 trajects." in run("retention").output


@pytest.mark.one_database
def test_ac_118_what_runs_on_or_is_held_since_it_was_looked_at_stays(
    world, coach, traject, run, monkeypatch
):
    runs_on = world.traject(coach, child="B")
    for each in (traject, runs_on):
        end(world, each, on="2020-01-01")
    live_on(world)
    looked = terms.due

    def look(kept):
        end(world, runs_on, on="2026-09-07")
        with world.database.write() as session:
            holding.hold(session, coach.actor, traject, "de rechter vroeg erom", world.clock())
        return looked(kept)

    monkeypatch.setattr(terms, "due", look)

    assert "Erased: 0 trajects." in run("retention").output
    assert world.rows("traject") == 2


def test_ac_118_a_shorter_term_of_the_organisation_is_followed_at_the_next_run(
    world, coach, traject, run, administrator
):
    end(world, traject, on="2025-01-01", years=30)
    live_on(world)
    assert "Erased: 0 trajects." in run("retention").output

    rule = ("retention", "rule", "--regime", "school", "--months", "12", "--by", administrator)
    waits = run(*rule)
    assert (waits.exit_code, type(waits.exception)) == (1, WaitsError)
    assert str(waits.exception).startswith("Nothing was set: asked on ")
    second(world)
    assert run(*rule).exit_code == 0

    assert "Erased: 1 trajects." in run("retention").output


def test_ac_097_more_than_a_handful_at_once_waits_for_two_and_others_go_on(
    world, coach, traject, run, administrator
):
    end(world, traject, on="2020-01-01")
    end(world, world.traject(coach, child="B"), on="2020-01-01")
    end(world, world.traject(world.coach("Zuid", "De Es"), child="C"), on="2020-01-01")
    live_on(world)
    retention = ("retention", "--at-most", "1")

    waits = run(*retention)
    assert (waits.exit_code, type(waits.exception)) == (1, WaitsError)
    assert "Noord: run it with --by EMAIL" in str(waits.exception)
    assert "Zuid" not in str(waits.exception)
    assert "Erased: 1 trajects." in waits.output
    assert "Noord: asked on" in str(run(*retention, "--by", administrator).exception)
    approver = second(world)

    late = world.traject(coach, child="D")
    end(world, late, on="2020-01-02")
    grown = run(*retention, "--by", administrator)
    assert "Noord: asked on" in str(grown.exception)
    assert world.rows("traject") == 3
    end(world, late, on="2026-09-07")

    done = run(*retention, "--by", administrator)
    assert (done.exit_code, "Erased: 2 trajects." in done.output) == (0, True)
    assert world.sql("SELECT id FROM traject") == [(late,)]
    assert world.sql("SELECT approved_by FROM erasure ORDER BY erased_at")[1:] == [(approver,)] * 2


@pytest.mark.one_database
def test_ac_097_by_a_clock_that_jumped_nothing_is_erased_before_somebody_looked(
    world, coach, traject, run, administrator
):
    end(world, traject, on="2020-01-01")
    act(world, datetime.now(UTC) - timedelta(days=40))
    world.sql(
        "INSERT INTO wrong_code (id, counter_key, at) VALUES"
        " ('a', 'k', '2026-01-01T00:00:00.000000Z')"
    )

    for more in ((), ("--by", administrator), ("--by", administrator)):
        waits = run("retention", *more)
        assert (waits.exit_code, type(waits.exception)) == (1, WaitsError)
        assert "Is the clock right?" in str(waits.exception)
    assert world.rows("traject") == world.rows("wrong_code") == world.rows("approval") == 1
    assert "Odd about the clock" in run("retention", "--dry-run").output
    second(world)

    assert "Erased: 1 trajects." in run("retention", "--by", administrator).output
    assert world.rows("wrong_code") == 0


@pytest.mark.one_database
def test_ac_097_what_a_second_person_refused_stays(world, coach, traject, run, administrator):
    end(world, traject, on="2020-01-01")
    end(world, world.traject(coach, child="B"), on="2020-01-01")
    live_on(world)
    retention = ("retention", "--at-most", "1", "--by", administrator)
    run(*retention)
    second(world, yes=False)

    waits = run(*retention)

    assert "did not approve it on" in str(waits.exception)
    assert (world.rows("traject"), world.rows("approval")) == (2, 1)


def test_ac_118_a_run_that_was_killed_is_finished_by_the_next(
    world, coach, traject, run, environment
):
    for each in (traject, *(world.traject(coach, child=child) for child in "BC")):
        end(world, each, on="2020-01-01")
    live_on(world)

    killed = subprocess.run(
        [sys.executable, "-c", DIE_IN_THE_MIDDLE],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert world.rows("traject") == 2
    assert world.rows("erasure") == 1
    assert "Erased: 2 trajects." in run("retention").output
    assert world.rows("traject") == 0
    assert world.sql("SELECT count(*) FROM erasure WHERE cleaned_at IS NULL") == [(0,)]
    assert world.rows("score") == world.rows("invitation") == world.rows("traject_informant") == 0


@pytest.mark.parametrize("command", ["retention", "erase"])
def test_ac_109_what_is_undone_because_two_waited_for_each_other_is_erased_all_the_same(
    world, coach, traject, run, command
):
    """Else a run stops half-way, and what a second person said yes to is used up."""
    end(world, traject, on="2020-01-01")
    live_on(world)
    by_hand = (traject, "--by", coach.email, "--reason", "request", "--yes")
    with circles(world.database, "SELECT 1 FROM traject FOR UPDATE") as met:
        done = run(command, *(by_hand if command == "erase" else ()))

    assert len(met) == (not world.database.is_sqlite)
    assert done.exit_code == 0, done.output
    assert world.rows("traject") == 0
    assert world.rows("erasure") == 1


# An older copy


def test_ac_120_an_older_copy_that_is_put_back_is_cleaned_before_any_command_does_its_work(
    world, coach, traject, run, monkeypatch, database_server
):
    other = world.traject(coach, child="B")
    world.reach(coach, traject, "parent", "moeder@thuis.example")
    world.database.dispose()
    older = database_server.copy(world.database.url.render_as_string(hide_password=False))
    run("erase", traject, "--by", coach.email, "--reason", "request", "--yes")
    monkeypatch.setenv("KANSMETER_DATABASE_URL", older)
    with opened(older) as database:
        copy = World(database, world.clock)
        assert (copy.rows("traject"), copy.rows("outbox_message")) == (2, 1)

        done = run("remind")

        assert "This is an older copy of the database. Done again on it: 1 erasures" in done.stderr
        assert copy.sql("SELECT id FROM traject") == [(other,)]
        assert copy.rows("outbox_message") == 0
    assert run("erase", "--replay").output.startswith("Cleaned: yes.")
    database_server.drop(older)


@pytest.mark.one_database
def test_ac_120_a_server_starts_only_after_an_older_copy_was_cleaned(
    world, coach, traject, run, monkeypatch, database_server
):
    world.database.dispose()
    older = database_server.copy(world.database.url.render_as_string(hide_password=False))
    run("erase", traject, "--by", coach.email, "--reason", "request", "--yes")
    monkeypatch.setenv("KANSMETER_DATABASE_URL", older)

    check_safe_start(load_settings())

    with opened(older) as database:
        assert World(database, world.clock).rows("traject") == 0
    database_server.drop(older)


@pytest.mark.one_database
def test_ac_120_with_a_list_that_somebody_changed_nothing_starts(world, traject, run, tmp_path):
    (tmp_path / "list").write_text("{}\n")

    done = run("remind")

    assert isinstance(done.exception, ListFileError)
    assert str(done.exception).startswith("Line 1 of ")


@pytest.mark.one_database
def test_ac_120_a_list_of_elsewhere_can_be_done_again_by_hand(
    world, coach, traject, run, tmp_path, environment, monkeypatch
):
    run("erase", traject, "--by", coach.email, "--reason", "request", "--yes")
    away = (tmp_path / "list").rename(tmp_path / "elsewhere")
    world.sql("DELETE FROM act_to_repeat")

    done = run("erase", "--replay", str(away))

    assert "Done again: 0 erasures" in done.output
    assert world.rows("act_to_repeat") == 1
    assert (tmp_path / "list").read_text() == away.read_text()


@pytest.mark.one_database
def test_the_list_lies_beside_a_database_that_is_a_file_unless_told(run, monkeypatch, tmp_path):
    monkeypatch.delenv("KANSMETER_ERASURE_LIST")
    monkeypatch.setenv("KANSMETER_DATABASE_URL", f"sqlite:///{tmp_path}/kansmeter.db")

    assert load_settings().list_file.path == tmp_path / "kansmeter.db.gewist"
    monkeypatch.setenv("KANSMETER_DATABASE_URL", "postgresql://localhost/kansmeter")
    assert load_settings().list_file is None
    monkeypatch.setenv("KANSMETER_ERASURE_LIST", "list")
    with pytest.raises(InputError, match="KANSMETER_ERASURE_LIST: must be the absolute path"):
        load_settings()


# Nominations


@pytest.mark.one_database
def test_ac_097_many_nominations_due_by_an_odd_clock_stay_until_somebody_looked(
    world, coach, caplog, monkeypatch
):
    monkeypatch.setattr(erasing, "count_due", lambda session, now: 26)
    called = []
    monkeypatch.setattr(erasing, "erase_due", lambda *given: called.append(given) or 0)
    world.clock.forward(days=400)

    assert erasing.erase_in_time(world.database, world.clock) == 0

    assert called == []
    assert "none was erased" in caplog.text
    act(world, world.clock() - timedelta(days=2))
    erasing.erase_in_time(world.database, world.clock)
    assert len(called) == 1
