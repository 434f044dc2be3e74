"""SMS over real HTTP to a gateway on this machine, and what an SMS costs."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from survey_app.delivery.outcomes import Accepted, NotNow, Refused, Unknown, Withheld
from survey_app.delivery.sms import SmsSender
from survey_app.delivery.sms_gateway import SmsGateway, read_fields, read_gateway_url
from survey_app.delivery.sms_text import is_gsm7, parts, plain
from tests.delivery.conftest import letter
from tests.rig.server import free_port


class Gateway(ThreadingHTTPServer):
    """A gateway that says what a test tells it to, and keeps what it was given."""

    daemon_threads = True

    def __init__(self) -> None:
        self.status = 202
        self.silent_for = 0.0
        self.given: list[tuple[dict[str, str], dict[str, str]]] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1/messages"


class _Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:  # the library's name
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.given.append((dict(self.headers), body))
        time.sleep(self.server.silent_for)
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with Gateway() as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


SMS = letter("m1", to="+31612345678", text="Korte vragen van school: https://k.example/v/x")


def hand_over(gateway, may_go=lambda: True, **settings):
    sender = SmsSender(SmsGateway(url=gateway.url, **settings), patience=1)
    try:
        return sender.hand_over(SMS, may_go)
    finally:
        sender.close()


def test_a_gateway_gets_number_sender_text_and_our_reference(gateway):
    assert hand_over(gateway, token="t0ken", sender="Zandpad") == Accepted()

    ((headers, body),) = gateway.given
    assert body == {
        "to": "+31612345678",
        "from": "Zandpad",
        "text": "Korte vragen van school: https://k.example/v/x",
        "reference": "m1",
    }
    assert headers["Authorization"] == "Bearer t0ken"
    assert headers["Idempotency-Key"] == "m1"


def test_a_gateway_gets_its_own_names(gateway):
    hand_over(gateway, fields=read_fields("recipients, originator,body ,client_ref"))

    assert set(gateway.given[0][1]) == {"recipients", "originator", "body", "client_ref"}


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Accepted()),
        (201, Accepted()),
        (400, Refused("refused with 400", address=True)),
        (422, Refused("refused with 422", address=True)),
        (401, NotNow("gateway said 401", unreachable=True)),
        (404, NotNow("gateway said 404", unreachable=True)),
        (302, NotNow("gateway said 302", unreachable=True)),
        (429, NotNow("gateway said 429")),
        (503, NotNow("gateway said 503")),
        (502, Unknown("gateway said 502")),
        (504, Unknown("gateway said 504")),
    ],
)
def test_ac_095_the_answer_of_the_gateway_decides(gateway, status, outcome):
    gateway.status = status

    assert hand_over(gateway) == outcome
    assert len(gateway.given) == 1


def test_ac_095_a_gateway_that_took_it_and_says_nothing_is_not_asked_again(gateway):
    gateway.silent_for = 2

    assert hand_over(gateway) == Unknown("no answer to the SMS")
    assert len(gateway.given) == 1


def test_a_gateway_that_is_not_there_leaves_it_for_later():
    sender = SmsSender(SmsGateway(url=f"http://127.0.0.1:{free_port()}/"), patience=1)

    assert sender.hand_over(SMS, lambda: True) == NotNow("no SMS gateway", unreachable=True)


def test_ac_096_what_may_not_go_is_not_posted(gateway):
    assert hand_over(gateway, may_go=lambda: False) == Withheld()
    assert gateway.given == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("é" * 160, 1),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 152, 3),
        ("ë" * 70, 1),
        ("ë" * 71, 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("😀" * 67, 3),
    ],
)
def test_the_parts_of_a_text_are_counted_as_networks_do(text, count):
    assert parts(text) == count


@pytest.mark.parametrize(
    ("sign", "fits"), [("é", True), ("ñ", True), ("€", True), ("ë", False), ("ï", False)]
)
def test_only_signs_of_the_alphabet_are_cheap(sign, fits):
    assert is_gsm7(sign) is fits


def test_quotes_and_dashes_of_a_keyboard_become_plain():
    assert plain("‘Dag’ “jij” – zo…") == "'Dag' \"jij\" - zo..."
    assert is_gsm7(plain("‘Dag’ “jij” – zo…\u00a0"))


@pytest.mark.parametrize("url", ["", "http://sms.example/", "ftp://sms.example/", "sms.example"])
def test_a_gateway_is_https_or_on_this_machine(url):
    with pytest.raises(ValueError, match="https"):
        read_gateway_url(url)


@pytest.mark.parametrize("names", ["", "to,from,text", "to,from,text,", "a,b,c,d,e"])
def test_four_names_are_needed(names):
    with pytest.raises(ValueError, match="4 names"):
        read_fields(names)
