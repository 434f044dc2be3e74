"""Workers that are killed, paused or run side by side: `survey-app deliver` as real processes.

A mail server outside counts what arrived. The processes live at a school day's morning.
"""

import os
import random
import signal
import time
from collections import Counter
from datetime import timedelta

import pytest

from survey_app.commands.delivering import make_worker, plan_due
from survey_app.config import Settings
from survey_app.invitations.links import Purpose, SignedLinks
from survey_app.storage import Database, Keyring
from tests.attacks.test_database_faults import wait_until
from tests.factories.world import MONDAY, HandClock, World, opened
from tests.rig.mail_sink import running_sink
from tests.rig.server import SECRET_KEYS, free_port
from tests.rig.sizes import Size
from tests.rig.worker_processes import BASE_URL, run_at, running_at

PATIENCE = {"send_patience": "1"}
HOLD = timedelta(seconds=15)
"""Longer than a claim lasts with that patience (see `Worker.hold`)."""


@pytest.fixture
def world(migrated_url):
    with opened(migrated_url, SECRET_KEYS) as database:
        yield World(database, HandClock())


@pytest.fixture
def coach(world):
    return world.coach()


def asked_parents(world, coach, count):
    """Ask so many parents by mail; return the invitation of each address."""
    invitations = {}
    for number in range(count):
        traject = world.traject(coach, child=f"Kind {number}", teachers=())
        world.reach(coach, traject, "parent", f"ouder{number}@thuis.nl")
        invitations[f"ouder{number}@thuis.nl"] = world.invitation(traject, "parent")
    return invitations


def states(world):
    """Return state and reason of every message by the invitation that it brings."""
    return {
        invitation_id: (state, reason)
        for invitation_id, state, reason in world.sql(
            "SELECT invitation_id, state, reason FROM outbox_message"
            " JOIN invitation_message ON message_id = outbox_message.id"
        )
    }


def arrived(sink):
    """Count the mails that the server took for each address."""
    return Counter(mail["To"] for mail in sink.mails)


def test_ac_088_ac_089_killed_workers_send_nothing_twice_and_lose_nothing(
    world, coach, migrated_url, size: Size
):
    chance = random.Random(5)  # noqa: S311  # chance that can be repeated
    invitations = asked_parents(world, coach, size.trajects)
    with running_sink() as sink:
        settings = {"smtp_url": sink.url, **PATIENCE}
        for turn in range(size.kills):
            moment = MONDAY + turn * HOLD
            before = len(sink.mails)
            with running_at(moment, migrated_url, "deliver", count=4, **settings) as workers:
                wait_until(lambda seen=before: len(sink.mails) > seen, seconds=20)
                time.sleep(chance.random() * 0.05)
                for worker in workers:
                    os.killpg(worker.pid, signal.SIGKILL)
        done = run_at(MONDAY + 200 * HOLD, migrated_url, "deliver", "--once", **settings)

    assert done.returncode == 0, done.stderr
    counts, ended = arrived(sink), states(world)
    assert max(counts.values()) == 1
    assert len(sink.mails) > size.kills
    for address, invitation_id in invitations.items():
        state, reason = ended[invitation_id]
        if counts[address] == 0:
            assert (state, reason) == ("uncertain", "stopped while sending")
        else:
            assert state in ("sent", "uncertain")


def test_ac_089_a_worker_paused_beyond_its_claim_sends_nothing_twice(world, coach, migrated_url):
    asked_parents(world, coach, 6)
    with running_sink("stall") as sink:
        settings = {"smtp_url": sink.url, **PATIENCE}
        with running_at(MONDAY, migrated_url, "deliver", **settings) as (paused,):
            wait_until(lambda: len(sink.mails) == 1)
            os.killpg(paused.pid, signal.SIGSTOP)
            sink.mode = "accept"
            done = run_at(MONDAY + HOLD, migrated_url, "deliver", "--once", **settings)
            os.killpg(paused.pid, signal.SIGCONT)
            time.sleep(2)

    assert done.returncode == 0, done.stderr
    assert sorted(arrived(sink).values()) == [1] * 6
    assert Counter(state for state, _ in states(world).values()) == {"sent": 5, "uncertain": 1}


def worker_for(world, sink_url):
    """Return a worker of this process, as `survey-app deliver` makes it."""
    settings = Settings(
        database_url=str(world.database.url),
        secret_keys=SECRET_KEYS,
        base_url=BASE_URL,
        smtp_url=sink_url,
        send_patience=1,
    )
    return make_worker(settings, world.database, world.clock)


@pytest.mark.parametrize(
    ("mode", "state", "reason", "kept"),
    [
        ("refuse", "refused", "refused with 550", 0),
        ("refuse_text", "refused", "refused with 554", 0),
        ("drop", "uncertain", "no answer to the mail", 1),
        ("stall", "uncertain", "no answer to the mail", 1),
        ("later", "waiting", "mail server said 451", 0),
    ],
)
def test_ac_092_what_the_server_says_is_on_record_and_nothing_goes_twice(
    world, coach, mode, state, reason, kept
):
    (invitation_id,) = asked_parents(world, coach, 1).values()
    with running_sink(mode) as sink:
        worker = worker_for(world, sink.url)
        for _ in range(4):
            worker.deliver_due()
            world.clock.forward(minutes=30)
        worker.close()

    assert states(world) == {invitation_id: (state, reason)}
    assert len(sink.mails) == kept


def test_ac_092_a_server_that_comes_back_after_hours_gets_everything_once(world, coach):
    asked_parents(world, coach, 5)
    port = free_port()
    worker = worker_for(world, f"smtp://127.0.0.1:{port}")
    reached = []
    for _ in range(8):
        reached.append(worker.deliver_due())
        world.clock.forward(minutes=45)
    with running_sink("once_later", port) as sink:
        for _ in range(3):
            worker.deliver_due()
            world.clock.forward(minutes=75)
        worker.close()

    assert reached == [False] * 8
    assert sorted(arrived(sink).values()) == [1] * 5
    assert {state for state, _ in states(world).values()} == {"sent"}


def test_ac_097_a_clock_that_is_an_hour_behind_sends_once_and_its_link_works(world, coach):
    ((address, invitation_id),) = asked_parents(world, coach, 1).items()
    with running_sink() as sink:
        worker = worker_for(world, sink.url)
        for hours in (-1, 1, -1, 25, -24):
            world.clock.forward(hours=hours)
            plan_due(world.database, world.clock)
            worker.deliver_due()
        worker.close()

    assert arrived(sink) == {address: 1}
    link = SignedLinks((SECRET_KEYS,), Purpose.ANSWER, BASE_URL).url(invitation_id)
    assert link in sink.texts[0]


@pytest.mark.one_every_day
def test_ac_089_four_planners_at_one_moment_plan_one_reminder(world, coach, migrated_url):
    asked_parents(world, coach, 8)
    with running_sink() as sink:
        first = run_at(MONDAY, migrated_url, "deliver", "--once", smtp_url=sink.url)
        week_later = MONDAY + timedelta(days=7)
        with running_at(week_later, migrated_url, "remind", count=4) as planners:
            codes = [each.wait(60) for each in planners]
        later = week_later + timedelta(minutes=5)
        second = run_at(later, migrated_url, "deliver", "--once", smtp_url=sink.url)

    assert codes == [0] * 4
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert sorted(arrived(sink).values()) == [2] * 8


@pytest.mark.one_every_day
def test_without_a_way_to_send_messages_wait_and_it_is_said(world, coach, migrated_url):
    asked_parents(world, coach, 1)

    done = run_at(MONDAY, migrated_url, "deliver", "--once")
    looked = run_at(MONDAY + timedelta(hours=1), migrated_url, "doctor")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "Error: Set KANSMETER_SMTP_URL or KANSMETER_SMS_URL: "
        "without them messages wait in the outbox.\n"
    )
    assert looked.returncode == 1
    assert "FAULT Messages wait and nothing can send them: set KANSMETER_SMTP_URL." in looked.stdout
    assert states(world).popitem()[1] == ("waiting", None)


@pytest.mark.one_every_day
def test_ac_091_doctor_tells_the_oldest_unsent_message(world, coach, migrated_url, tmp_path):
    asked_parents(world, coach, 2)
    away = {
        "smtp_url": f"smtp://127.0.0.1:{free_port()}",
        "audit_anchor": str(tmp_path / "anchors"),
        **PATIENCE,
    }
    run_at(MONDAY, migrated_url, "deliver", "--once", **away)

    soon = run_at(MONDAY + timedelta(minutes=10), migrated_url, "doctor", **away)
    late = run_at(MONDAY + timedelta(minutes=20), migrated_url, "doctor", **away)

    assert soon.returncode == 0, soon.stdout
    assert late.returncode == 1
    assert "FAULT 2 messages wait; the oldest since 2026-09-07 10:00" in late.stdout
    assert "last time: no mail server" in late.stdout


def test_planning_by_hand_and_by_a_worker_do_not_meet(world, coach, migrated_url):
    asked_parents(world, coach, 3)
    other = Database(migrated_url, Keyring((SECRET_KEYS,)))
    world.clock.forward(days=7)

    planned = plan_due(world.database, world.clock) + plan_due(other, world.clock)
    other.dispose()

    assert planned == 0  # what never went is not reminded of
