"""`bounces`, as a mail server and a person meet it: what came back, and what is made up."""

from time import process_time

import pytest
from click.testing import CliRunner

from survey_app.commands.main import cli
from survey_app.delivery.mail_bounces import read_bounce
from tests.invitations.conftest import Post

NOTICE = """\
Return-Path: <>
From: MAILER-DAEMON@mx.thuis.nl (Mail Delivery System)
To: kansmeter@kansmeter.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="grens"

--grens
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

<moeder@thuis.nl>: host mx.thuis.nl said: 550 5.1.1 User unknown. See {stray}

--grens
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.thuis.nl
X-Postfix-Queue-ID: 4C2F1
Arrival-Date: Mon,  7 Sep 2026 10:00:00 +0200 (CEST)

Final-Recipient: rfc822; moeder@thuis.nl
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--grens
Content-Type: {returned}

Message-ID:
 <{message_id}@kansmeter.example>
Subject: Een paar korte vragen

--grens--
"""
GIVEN = {
    "message_id": "a" * 32,
    "status": "5.1.1",
    "action": "failed",
    "returned": "text/rfc822-headers",
    "stray": "",
}


def notice(**changes):
    return NOTICE.format(**{**GIVEN, **changes}).encode()


@pytest.fixture
def run(three_settings, world, monkeypatch):
    monkeypatch.setattr("survey_app.commands.bounces.utc_now", lambda: world.clock())
    return lambda raw, *files: CliRunner().invoke(cli, ["bounces", *files, "-"], input=raw)


def test_a_mail_that_came_back_marks_its_address_once(world, coach, traject, run):
    world.reach(coach, traject, "parent", "moeder@thuis.nl")
    Post(world).now()
    ((message_id,),) = world.sql("SELECT id FROM outbox_message")

    later, forged, first, again = (
        run(notice(message_id=message_id, status="4.4.1", action="delayed")),
        run(notice()),
        run(notice(message_id=message_id)),
        run(notice(message_id=message_id)),
    )

    assert [each.exit_code for each in (later, forged, first, again)] == [0, 1, 0, 1]
    assert "nothing noted" in forged.stderr
    assert "noted, 5.1.1" in first.stdout
    assert world.sql("SELECT state, reason FROM outbox_message") == [
        ("refused", "bounced with 5.1.1")
    ]
    assert world.sql("SELECT refused_at IS NOT NULL FROM contact") in ([(True,)], [(1,)])


def test_a_file_that_makes_no_sense_keeps_no_other_from_being_read(
    world, coach, traject, run, tmp_path
):
    world.reach(coach, traject, "parent", "moeder@thuis.nl")
    Post(world).now()
    ((message_id,),) = world.sql("SELECT id FROM outbox_message")
    nested = tmp_path / "nested"
    nested.write_bytes(b"Content-Type: message/rfc822\n\n" * 5000)

    done = run(notice(message_id=message_id), str(nested), str(tmp_path), str(tmp_path / "gone"))

    assert done.exit_code == 1
    assert done.stderr.count("nothing noted") == 3
    assert "-: noted, 5.1.1" in done.stdout


def nested_in(depth):
    """Return a notice whose returned mail holds others, so deep."""
    inner = b"Content-Type: message/rfc822\n\n" * depth
    return notice(returned="message/rfc822").replace(b"Subject: Een paar", inner + b"Subject: Een")


def test_what_costs_a_reader_long_is_not_taken_apart():
    header = b"Content-Type: multipart/report" + b";a=b" * 200_000 + b"\n\n"
    began = process_time()

    assert read_bounce(header + notice()) is None
    assert read_bounce(nested_in(10)) is not None
    assert read_bounce(nested_in(900)) is None
    assert process_time() - began < 0.5


@pytest.mark.parametrize("returned", ["text/rfc822-headers", "message/rfc822"])
def test_a_notification_names_our_mail_by_the_part_that_was_returned(returned):
    found = read_bounce(notice(returned=returned))

    assert (found.reference, found.status, found.is_permanent) == ("a" * 32, "5.1.1", True)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\x00" * 100,
        notice().replace(b"multipart/report", b"multipart/mixed"),
        notice(action="relayed"),
        notice(status="5"),
        notice(message_id="a" * 31),
        notice(message_id="x", stray=f"<{'a' * 32}@kansmeter.example>"),
        notice().split(b"--grens\n")[0],
    ],
)
def test_what_is_no_notification_about_a_mail_of_ours_says_nothing(raw):
    assert read_bounce(raw) is None
