"""Mail over a real SMTP dialogue: what each fault means depends on when it comes."""

import socket
import time

import pytest

from survey_app.delivery.mail import SmtpSender
from survey_app.delivery.mail_server import Security, read_mail_server
from survey_app.delivery.outcomes import Accepted, NotNow, Refused, Unknown, Withheld
from tests.delivery.conftest import letter
from tests.rig.server import free_port


def sender_for(sink, clock, patience=1):
    return SmtpSender(read_mail_server(sink.url), "kansmeter@kansmeter.example", clock, patience)


def hand_over(sink, clock, given=None, may_go=lambda: True):
    sender = sender_for(sink, clock)
    try:
        return sender.hand_over(given or letter(), may_go)
    finally:
        sender.close()


def test_a_mail_arrives_as_it_was_written(sink, clock):
    assert hand_over(sink, clock) == Accepted()

    (mail,) = sink.mails
    assert mail["From"] == "Het Zandpad <kansmeter@kansmeter.example>"
    assert mail["To"] == "moeder@thuis.example"
    assert mail["Subject"] == "Een paar korte vragen"
    assert mail["Message-ID"] == "<abc@kansmeter.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"] == "Mon, 07 Sep 2026 10:00:00 +0200"
    assert sink.texts[0].splitlines() == letter().text.splitlines()
    assert mail.get_body(("html",)).get_content().strip() == "<p>Dag</p>"


@pytest.mark.parametrize("words", ["é è ë ’ €", "x" * 3000, "a\nb\r\nc", ".", "..begin\n.\neind"])
def test_every_text_arrives_whole(sink, clock, words):
    hand_over(sink, clock, letter(text=words))

    assert sink.texts[0].splitlines() == words.splitlines()


def test_several_mails_go_over_one_connection(sink, clock):
    sender = sender_for(sink, clock)
    outcomes = [sender.hand_over(letter(f"m{number}"), lambda: True) for number in range(3)]
    sender.close()

    assert outcomes == [Accepted()] * 3
    assert [mail["Message-ID"][:3] for mail in sink.mails] == ["<m0", "<m1", "<m2"]


@pytest.mark.parametrize(
    ("mode", "outcome", "kept"),
    [
        ("later", NotNow("mail server said 451"), 0),
        ("later_text", NotNow("mail server said 451"), 0),
        ("refuse", Refused("refused with 550", address=True), 0),
        ("refuse_text", Refused("refused with 554"), 0),
        ("drop", Unknown("no answer to the mail"), 1),
        ("stall", Unknown("no answer to the mail"), 1),
    ],
)
def test_ac_092_what_the_server_does_decides_whether_it_may_go_again(
    sink, clock, mode, outcome, kept
):
    sink.mode = mode

    assert hand_over(sink, clock) == outcome
    assert len(sink.mails) == kept


def test_after_a_refusal_the_next_mail_goes_over_the_same_connection(sink, clock):
    sender = sender_for(sink, clock)
    sink.mode = "refuse"
    first = sender.hand_over(letter("m1"), lambda: True)
    sink.mode = "accept"
    second = sender.hand_over(letter("m2"), lambda: True)
    sender.close()

    assert (type(first), second) == (Refused, Accepted())
    assert [mail["Message-ID"] for mail in sink.mails] == ["<m2@kansmeter.example>"]


def test_ac_096_what_may_not_go_at_the_last_moment_is_not_sent(sink, clock):
    asked = []

    def may_go():
        asked.append(len(sink.named))
        return False

    assert hand_over(sink, clock, may_go=may_go) == Withheld()
    assert asked == [1]  # the recipient was named, the text not yet sent
    assert sink.mails == []


def test_ac_092_a_server_that_is_not_there_leaves_everything_for_later(clock):
    nobody = read_mail_server(f"smtp://127.0.0.1:{free_port()}")

    outcome = SmtpSender(nobody, "k@kansmeter.example", clock, 1).hand_over(letter(), lambda: True)

    assert outcome == NotNow("no mail server", unreachable=True)


def test_ac_092_a_server_that_says_nothing_is_left_in_time(clock):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = read_mail_server(f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        began = time.monotonic()
        outcome = SmtpSender(server, "k@kansmeter.example", clock, 1).hand_over(
            letter(), lambda: True
        )

    assert outcome == NotNow("no mail server", unreachable=True)
    assert time.monotonic() - began < 5


def test_ac_093_a_server_without_tls_gets_nothing_unless_the_settings_say_so(sink, clock):
    strict = read_mail_server(sink.url)
    strict = type(strict)(strict.host, strict.port, Security.STARTTLS)

    outcome = SmtpSender(strict, "k@kansmeter.example", clock, 1).hand_over(letter(), lambda: True)

    assert outcome == NotNow("no mail server", unreachable=True)
    assert sink.named == []


@pytest.mark.parametrize("name", ["Jan\r\nBcc: x@y.nl", "Jan\nBcc: x@y.nl"])
def test_ac_053_a_name_with_a_line_end_makes_no_header(sink, clock, name):
    with pytest.raises(ValueError, match="newline|CR or LF|invalid"):
        hand_over(sink, clock, letter(sender_name=name))

    assert sink.mails == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", ("mail.example", 587, "starttls")),
        ("smtps://mail.example", ("mail.example", 465, "implicit")),
        ("smtp://mail.example:2525", ("mail.example", 2525, "starttls")),
        ("smtp://relay.example?tls=off", ("relay.example", 587, "none")),
        ("smtp://127.0.0.1:1025", ("127.0.0.1", 1025, "none")),
        ("smtp://[::1]:1025", ("::1", 1025, "none")),
    ],
)
def test_the_address_of_the_server_says_how_it_is_spoken_to(url, expected):
    server = read_mail_server(url)

    assert (server.host, server.port, server.security) == expected


def test_name_and_password_are_read_and_never_shown():
    server = read_mail_server("smtps://kans%40school:p%3Aw%2Fd@mail.example")

    assert (server.user, server.password) == ("kans@school", "p:w/d")
    assert "p:w/d" not in repr(server)


@pytest.mark.parametrize(
    "url",
    [
        "http://mail.example",
        "smtp://",
        "smtp://mail.example/inbox",
        "smtp://mail.example:0x1",
        "smtp://mail.example:99999",
        "smtp://only-a-user@mail.example",
        "smtp://mail.example?tls=maybe",
        "smtps://mail.example?tls=off",
        "mail.example:25",
    ],
)
def test_an_address_that_cannot_be_right_is_refused(url):
    with pytest.raises(ValueError, match="must be|may only|cannot end"):
        read_mail_server(url)
