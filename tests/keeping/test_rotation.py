"""Everything is sealed again under a new key, while the service runs and however it is stopped."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from survey_app.accounts.queries import person_by_email
from survey_app.answering.models import Draft
from survey_app.commands.main import cli
from survey_app.invitations import link_requests
from survey_app.invitations.codes import ShortCodes, code_for
from survey_app.invitations.models import Invitation
from survey_app.keeping.old_keys import note_rotation, old_keys
from survey_app.keeping.rotation import keys_in_use, reseal, sealed_tables
from survey_app.measurements import following_up
from survey_app.measurements.models import Signal
from survey_app.storage import Keyring, SealError, for_row
from survey_app.storage.sealed_text import sealed_columns
from survey_app.trajects.models import Traject
from tests.factories.answers import answer
from tests.factories.world import OTHER_SECRET, SECRET, opened
from tests.rig.bootstrap import ROOT

NEW, OLD = OTHER_SECRET, SECRET
RING = Keyring((NEW, OLD))
ADDRESS = "moeder@thuis.example"
DIE_AFTER = """
import os, signal, sys
from sqlalchemy import Engine, event
from survey_app.commands.main import cli
from survey_app.keeping import rotation

rotation.reseal.__defaults__ = (2,)
left = int(sys.argv[1])

@event.listens_for(Engine, "after_cursor_execute")
def count(connection, cursor, statement, *rest):
    global left
    if statement.lstrip().upper().startswith("UPDATE"):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

cli(["rotate-keys"])
"""


@pytest.fixture
def filled(world, coach):
    """Give a traject with answers, a draft, an address and what was done about a signal."""
    traject = world.traject(coach)
    world.reach(coach, traject, "parent", ADDRESS)
    answer(world, world.invitation(traject, "child"), {"h1": "nooit"})
    with world.database.write() as session:
        following_up.close(
            session,
            coach.actor,
            session.scalars(select(Signal.id)).one(),
            done="child",
            note="KNR-gepraat",
            was_right=True,
            now=world.clock(),
        )
        session.add(
            Draft(
                organisation_id=coach.actor.organisation_id,
                invitation_id=world.invitation(traject, "teacher"),
                revision=1,
                entries={},
                texts="KNR-concept",
                posted="[]",
                started_at=world.clock(),
                saved_at=world.clock(),
            )
        )
    return traject


@pytest.fixture
def url(world, filled):
    return world.database.url.render_as_string(hide_password=False)


def texts(database):
    with database.read() as session:
        return {
            f"{table}.{column.name}": session.scalars(
                select(column).order_by(*table.primary_key)
            ).all()
            for table in sealed_tables()
            for column in sealed_columns(table)
        }


def stored(world):
    return [
        world.sql(f"SELECT * FROM {table} ORDER BY {next(iter(table.primary_key)).name}")  # noqa: S608  # names of our own tables
        for table in sealed_tables()
    ]


@pytest.fixture
def run(url, monkeypatch):
    """Return a function that runs a command with the new key before the old one."""
    for name, value in environment(url).items():
        monkeypatch.setenv(name, value)
    return lambda *arguments: CliRunner().invoke(cli, list(arguments))


def environment(url):
    return {
        "KANSMETER_DATABASE_URL": url,
        "KANSMETER_SECRET_KEYS": f"{NEW},{OLD}",
        "KANSMETER_BASE_URL": "http://127.0.0.1:8000",
    }


def test_ac_111_after_rotation_the_new_key_alone_reads_everything(world, coach, url):
    before = texts(world.database)
    with opened(url, NEW, OLD) as both:
        done = reseal(both, RING, at_once=2)
        with both.read() as session:
            assert keys_in_use(session) == {RING.newest: done.texts}
    known = sum(text is not None for column in before.values() for text in column)

    with opened(url, NEW) as newest:
        assert texts(newest) == before
        with newest.write() as session:
            link_requests.note_request(session, "mail", ADDRESS, "somewhere", world.clock())
            link_requests.answer_requests(session, world.clock())
        with newest.read() as session:
            assert person_by_email(session, coach.email.upper()).name == "Marit Velthuis"
    assert (done.texts, done.fingerprints, done.closed) == (known, 2, [])
    assert before["signal_step.note"] == ["KNR-gepraat"]
    assert world.sql("SELECT brought FROM link_request") == [(1,)]
    with pytest.raises(SealError):
        texts(world.database)


def test_ac_111_a_second_run_changes_nothing_and_says_so(world, run):
    first = run("rotate-keys")
    before, trail = stored(world), world.rows("audit_event")

    second = run("rotate-keys")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "were sealed again and 2 addresses" in first.output
    assert "Nothing was changed" in second.output
    assert (stored(world), world.rows("audit_event")) == (before, trail)


def test_ac_111_a_rotation_that_is_killed_is_finished_by_the_next(world, url, run):
    before = texts(world.database)
    own = {name: value for name, value in os.environ.items() if "KANSMETER_" not in name}

    died = subprocess.run(
        [sys.executable, "-c", DIE_AFTER, "5"],
        cwd=ROOT,
        env={**own, **environment(url)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert died.returncode == -signal.SIGKILL, died.stderr
    with opened(url, NEW, OLD) as both:
        with both.read() as session:
            assert set(keys_in_use(session)) == set(RING.names)
        assert texts(both) == before
    assert run("rotate-keys").exit_code == 0
    with opened(url, NEW) as newest:
        assert texts(newest) == before


def test_ac_111_the_service_reads_and_writes_while_keys_are_rotated(world, url, filled):
    """One worker has the new key behind the old one still: half of them was started again."""
    seen, stop = [], threading.Event()

    def work(*secrets):
        with opened(url, *secrets) as database:
            while not stop.is_set():
                with database.write() as session:
                    session.execute(
                        update(Traject)
                        .where(Traject.id == filled)
                        .values(for_row(Traject, {"child_name": f"Sam {len(seen)}"}, filled))
                    )
                with database.read() as session:
                    seen.append(session.get_one(Traject, filled).child_name)

    workers = [threading.Thread(target=work, args=keys) for keys in ((OLD, NEW), (NEW, OLD))]
    for each in workers:
        each.start()
    with opened(url, NEW, OLD) as both:
        for _ in range(3):
            done = reseal(both, RING, at_once=1)
        stop.set()
        for each in workers:
            each.join()
        reseal(both, RING)

    assert done.closed == []
    assert len(seen) > 2
    with opened(url, NEW) as newest, newest.read() as session:
        assert session.get_one(Traject, filled).child_name.startswith("Sam ")


def test_what_cannot_be_opened_is_named_and_stays(world, coach, run, filled):
    other = world.start(coach, child="Noor")
    world.sql(
        "UPDATE traject SET child_name = (SELECT child_name FROM traject WHERE id = :t)"
        " WHERE id = :o",
        t=filled,
        o=other,
    )
    moved = world.sql("SELECT child_name FROM traject WHERE id = :o", o=other)

    done = run("rotate-keys")

    assert done.exit_code == 1
    assert f"traject.child_name of row {other} could not be opened" in done.output
    assert world.sql("SELECT child_name FROM traject WHERE id = :o", o=other) == moved


def test_an_old_key_is_needed_as_long_as_links_and_codes_of_it_are_open(world, coach, filled):
    codes = ShortCodes.of((OLD,))
    with world.database.write() as session:
        invitation = session.get_one(Invitation, world.invitation(filled, "teacher"))
        code_for(session, invitation, codes)
        last_on = invitation.closes_on
        note_rotation(session, RING.newest, world.clock.forward(minutes=1))

    world.plan(coach, world.traject(coach, child="Later"))
    with world.database.read() as session:
        (old,) = old_keys(session, (NEW, OLD), world.clock.forward(days=1))
        (later,) = old_keys(session, (NEW, OLD), world.clock() + timedelta(days=400))

    assert (old.name, old.codes) == (RING.names[1], 1)
    assert 0 < old.links < world.rows("invitation")
    assert old.last_on >= last_on
    assert old.is_needed(old.last_on)
    assert not old.is_needed(old.last_on + timedelta(days=1))
    assert (later.links, later.codes) == (0, 0)


def test_an_old_key_is_needed_for_a_code_that_a_process_of_before_made_later(world, coach, filled):
    with world.database.write() as session:
        note_rotation(session, RING.newest, world.clock())
    world.clock.forward(days=1)
    later = world.traject(coach, child="Later")
    world.plan(coach, later)
    with world.database.write() as session:
        invitation = session.scalars(
            select(Invitation).where(Invitation.traject_id == later).order_by(Invitation.closes_on)
        ).all()[-1]
        code_for(session, invitation, ShortCodes.of((OLD,)))
        session.execute(
            update(Invitation)
            .where(Invitation.id != invitation.id)
            .values(revoked_at=world.clock())
        )

        (old,) = old_keys(session, (NEW, OLD), world.clock())

    assert (old.links, old.codes, old.last_on) == (0, 1, invitation.closes_on)


def test_a_browser_that_may_correct_keeps_the_old_key_two_days(world):
    with world.database.write() as session:
        note_rotation(session, RING.newest, world.clock())
    with world.database.write() as session:
        assert not note_rotation(session, RING.newest, world.clock.forward(hours=1))
        (old,) = old_keys(session, (NEW, OLD), world.clock())

    assert old.last_on == world.clock.today + timedelta(days=2)


def test_the_command_says_until_when_and_then_that_a_key_may_go(world, run, monkeypatch):
    monkeypatch.setattr("survey_app.commands.rotation.utc_now", world.clock)
    told = run("rotate-keys").output
    world.sql("UPDATE invitation SET revoked_at = made_at")
    world.clock.forward(days=2)
    two_days_later = run("rotate-keys").output
    world.clock.forward(days=1)
    after = run("rotate-keys").output

    assert f"Key {RING.names[1]} is still needed up to and including" in told
    assert "for 0 open links" in two_days_later
    assert f"Key {RING.names[1]} may go" in after
    assert not any(secret in told + after for secret in (NEW, OLD))


def test_the_command_tells_what_is_made_with_the_keys_and_changes_nothing(world, run):
    before = stored(world)

    told = run("rotate-keys", "--uses")

    assert told.exit_code == 0
    assert "a link to one list. When a key goes: the page tells how" in told.output
    assert stored(world) == before


def test_a_process_that_loaded_no_page_knows_every_table_with_sealed_text():
    asked = "from survey_app.keeping.rotation import sealed_tables; print(*sealed_tables())"

    told = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert set(told.stdout.split()) == {table.name for table in sealed_tables()}
    assert {"meldcode_step", "paper", "goal_level", "card_offer"} <= set(told.stdout.split())
