"""`survey-app audit`, as an operator at a terminal meets it."""

import logging
from pathlib import Path
from threading import Event

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text

from survey_app.accounts.models import Person
from survey_app.accounts.roles import Role
from survey_app.audit.models import AuditEvent
from survey_app.commands.audit import verified
from survey_app.commands.delivering import keep_planning
from survey_app.commands.main import cli
from survey_app.config import SettingsError, load_settings
from survey_app.errors import ForbiddenError, InputError, NotFoundError
from tests.audit.conftest import Trail
from tests.factories.world import OTHER_SECRET

pytestmark = pytest.mark.one_every_day


@pytest.fixture
def anchors(tmp_path):
    return tmp_path / "anchors"


@pytest.fixture
def run(three_settings, world, monkeypatch, anchors):
    """Return a function that runs `audit` on the database of this world."""
    monkeypatch.setenv("KANSMETER_AUDIT_ANCHOR", str(anchors))
    return lambda *arguments: CliRunner().invoke(cli, ["audit", *arguments])


def cut_off(world):
    trail = object.__new__(Trail)
    trail.database, trail.chain = world.database, "-"
    trail.attack(
        "DELETE FROM audit_event WHERE position > 2",
        "UPDATE audit_head SET position = 2, digest = (SELECT digest FROM audit_event"
        " WHERE audit_event.chain = audit_head.chain AND audit_event.position = 2)"
        " WHERE position > 2",
    )


def test_ac_124_what_is_written_and_noted_while_it_is_verified_is_no_fault(
    world, coach, traject, run, anchors
):
    run("anchor")
    looking = verified(world.database, anchors)
    seen = [next(looking)]
    world.traject(coach, child="B")
    assert run("anchor").exit_code == 0

    seen += looking

    assert [each for each in seen if isinstance(each, str)] == []
    assert len(seen) == 1


def test_a_trail_with_its_anchor_is_found_whole(world, traject, run):
    noted, checked = run("anchor"), run("verify")

    assert (noted.exit_code, checked.exit_code) == (0, 0)
    ((count,),) = world.sql("SELECT count(*) FROM audit_event")
    assert checked.output.split(": ")[1] == f"{count} lines\n"
    assert checked.output.startswith("ok    chain ")


def test_ac_124_a_changed_line_is_told_in_one_line_with_exit_code_1(world, traject, run):
    run("anchor")
    trail = object.__new__(Trail)
    trail.database, trail.chain = world.database, "-"
    trail.attack("UPDATE audit_event SET act = 'x' WHERE position = 2")

    done = run("verify")

    assert done.exit_code == 1
    assert [each[:12] for each in done.output.splitlines()] == ["FAULT chain "]
    assert "line 2 was changed" in done.output


def test_ac_124_a_tail_cut_off_after_the_anchor_is_told(world, traject, run, anchors):
    run("anchor")
    cut_off(world)

    done = run("verify")

    assert done.exit_code == 1
    assert f"FAULT anchor 1 in {anchors}: chain" in done.output
    assert "has lost line" in done.output


def test_without_the_file_of_anchors_the_end_is_not_vouched_for(
    world, traject, run, anchors, monkeypatch
):
    missing = run("verify")
    assert missing.exit_code == 1
    assert "cannot be read" in str(missing.exception)
    run("anchor")
    assert run("verify", "--anchor", str(anchors)).exit_code == 0


def test_a_key_that_is_not_known_is_told(world, traject, run, monkeypatch):
    run("anchor")
    monkeypatch.setenv("KANSMETER_SECRET_KEYS", OTHER_SECRET)

    done = run("verify")

    assert done.exit_code == 1
    assert "unknown key" in done.output


def test_a_coach_lists_what_was_done_with_the_own_trajects_and_that_is_recorded(
    world, coach, traject, run
):
    colleague = world.coach()
    theirs = world.traject(colleague, child="Noor")

    done = run("list", "--as", coach.email)
    other = run("list", "--as", colleague.email, "--traject", theirs)

    assert f"traject {traject}" in done.output
    assert theirs not in done.output
    assert traject not in other.output
    assert "Marit Velthuis (coach)" not in done.output.splitlines()[-1]
    with world.database.read() as session:
        found = (
            select(AuditEvent).where(AuditEvent.act == "list trail").order_by(AuditEvent.position)
        )
        first, second = session.scalars(found)
    assert (first.actor_id, first.roles, first.object_kind) == (
        *(coach.actor.person_id, "coach", "person"),
    )
    assert (first.origin, second.object_id) == ("command line: audit list", theirs)


def test_a_list_can_be_of_one_person_and_from_a_day_on(world, coach, traject, run):
    nobody = run("list", "--as", coach.email, "--person", "0" * 32)
    later = run("list", "--as", coach.email, "--since", "2040-01-01")
    mine = run("list", "--as", coach.email, "--person", coach.actor.person_id)

    assert (nobody.output, later.output) == ("", "")
    assert len(mine.output.splitlines()) > 5


def test_ac_016_the_trail_of_somebody_elses_traject_is_refused_and_only_that_is_written(
    world, coach, traject, run
):
    stranger = world.coach(organisation="Zuid")
    before = world.rows("audit_event")

    foreign = run("list", "--as", stranger.email, "--traject", traject)
    unknown = run("list", "--as", "niemand@school.example")

    assert isinstance(foreign.exception, NotFoundError)
    assert isinstance(unknown.exception, InputError)
    assert (foreign.output, unknown.output) == ("", "")
    assert world.rows("audit_event") == before + 1  # who was refused; nobody is no line


def test_whoever_plans_notes_where_the_trail_ends(world, traject, run, anchors, caplog):
    remind = CliRunner().invoke(cli, ["remind"])
    assert remind.exit_code == 0, remind.exception
    noted = anchors.read_text()
    assert noted.count("\n") == 2
    cut_off(world)

    class Once(Event):
        def wait(self, timeout=None):
            self.set()
            return True

    with caplog.at_level(logging.ERROR):
        keep_planning(world.database, world.clock, Once(), anchors)

    assert "The trail is shorter than" in caplog.text
    assert anchors.read_text() == noted


def test_a_command_is_named_as_the_place_it_comes_from(world, coach, run):
    done = CliRunner().invoke(cli, ["user", "link", "--email", coach.email])

    assert done.exit_code == 0
    with world.database.read() as session:
        found = session.execute(
            text("SELECT actor_kind, origin FROM audit_event WHERE act = 'make credential link'")
        ).one()
    assert tuple(found) == ("command", "command line: user link")


@pytest.mark.parametrize("given", ["anchors", "./anchors"])
def test_a_file_of_anchors_that_depends_on_the_folder_is_refused(run, monkeypatch, given):
    monkeypatch.setenv("KANSMETER_AUDIT_ANCHOR", given)

    refused = run("anchor")

    assert isinstance(refused.exception, SettingsError)
    assert str(refused.exception) == ("KANSMETER_AUDIT_ANCHOR: must be the absolute path of a file")


def test_beside_a_database_that_is_a_file_lie_its_anchors_and_beside_a_server_none(
    run, monkeypatch
):
    monkeypatch.delenv("KANSMETER_AUDIT_ANCHOR")
    files = []
    for url in ("sqlite:////var/lib/kansmeter/kansmeter.db", "postgresql://kansmeter@/kansmeter"):
        monkeypatch.setenv("KANSMETER_DATABASE_URL", url)
        files.append(load_settings().anchor_file)

    assert files == [Path("/var/lib/kansmeter/audit-anchors"), None]
    assert "Set KANSMETER_AUDIT_ANCHOR" in str(run("anchor").exception)


def refused(world):
    with world.database.read() as session:
        found = session.scalars(select(AuditEvent).where(AuditEvent.outcome == "refused"))
        return [(each.actor_id, each.roles, each.act, each.object_id) for each in found]


@pytest.mark.parametrize("which", ["foreign", "unknown"])
def test_ac_123_a_list_that_is_refused_leaves_one_line_of_who_asked(world, traject, run, which):
    stranger, asked = world.coach("Zuid"), traject if which == "foreign" else "f" * 32

    done = run("list", "--as", stranger.email, "--traject", asked)

    assert isinstance(done.exception, NotFoundError)
    assert refused(world) == [
        (stranger.actor.person_id, "coach", "command audit list", asked),
    ]


def test_ac_123_an_export_that_is_refused_leaves_one_line(world, traject, run, tmp_path):
    leader = world.member(Role.PROJECT_LEADER)
    with world.database.read() as session:
        email = session.get_one(Person, leader).email
    command = ["export", "--format", "csv", "--out", str(tmp_path / "out")]

    for more in ([], ["--as", email]):
        assert isinstance(CliRunner().invoke(cli, [*command, *more]).exception, ForbiddenError)

    assert sorted(refused(world), key=repr) == [
        (leader, "project_leader", "command export", None),
        (None, "", "command export", None),
    ]
    assert not (tmp_path / "out").exists()
