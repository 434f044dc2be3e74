"""Every route, whoever asks and whatever comes of it, answers with all headers and no banner."""

import re
from itertools import product

import pytest
from werkzeug.exceptions import HTTPException

from survey_app.web.permissions import for_machines, public
from tests.web.guarded import faults_of
from tests.web.world import PUBLIC, a_world

pytestmark = pytest.mark.one_database

METHODS = ("GET", "POST", "GE\tT")
NOTHING = "0" * 32


@pytest.fixture
def world(migrated_url):
    with a_world(migrated_url) as world:
        yield world


def filled(rule):
    """Return an address of a route at which nothing is."""
    return re.sub(r"<(?:[^:>]+:)?[^>]+>", NOTHING, rule.rule)


def faults_at(client, address, endpoint=None, **asked):
    """Return what is wrong with the answer at an address."""
    page = client.open(address, **asked)
    kept = endpoint if page.status_code == 200 else None
    return [(address, page.status_code, fault) for fault in faults_of(page.headers, kept)]


def test_ac_113_114_every_route_is_guarded_whoever_asks_in_whatever_way(world):
    browsers = {"nobody": world.client(), "a coach": world.signed_in()}
    faults = []
    for (who, client), rule, method in product(
        browsers.items(), world.app.url_map.iter_rules(), METHODS
    ):
        faults += [(who, method, *f) for f in faults_at(client, filled(rule), method=method)]

    assert faults == []


def test_ac_113_114_what_is_wrong_with_a_request_is_answered_guarded(world):
    foreign = {"Host": "evil.example"}
    asked = [
        ("/inloggen", {"headers": foreign}),
        ("/niets", {"headers": foreign}),
        ("/v/niets", {"headers": foreign}),
        ("/inloggen", {"method": "POST", "data": {"email": "x" * 70_000}}),
        ("/inloggen", {"method": "POST", "data": b"\xff\xfe%zz&=", "content_type": "x/\xff"}),
        ("/inloggen", {"headers": {"Transfer-Encoding": "chunked"}}),
        ("/inloggen", {"headers": {"Range": "bytes=5-2", "If-None-Match": '"*'}}),
        ("/%00", {}),
        ("/v/%ff%fe/1", {}),
        ("/../../etc/passwd", {}),
        ("/vandaag?__debugger__=yes&cmd=resource&f=debugger.js", {}),
        ("//evil.example/%2f..", {}),
    ]

    faults = [
        fault for address, how in asked for fault in faults_at(world.client(), address, **how)
    ]

    assert faults == []


def test_ac_114_behind_https_everything_asks_for_https_and_cookies_stay_there(migrated_url):
    with a_world(migrated_url, base_url=PUBLIC) as world:
        client = world.client()
        asked = [
            client.open(filled(rule), method=method, base_url=PUBLIC)
            for rule, method in product(world.app.url_map.iter_rules(), ("GET", "POST"))
        ]
        hosts = [client.get("/inloggen", base_url="https://evil.example")]

    for page in asked + hosts:
        assert page.headers.getlist("Strict-Transport-Security") == [
            "max-age=31536000; includeSubDomains"
        ]
        for cookie in page.headers.getlist("Set-Cookie"):
            parts = {part.strip() for part in cookie.split(";")[1:]}
            assert cookie.startswith("__Host-"), cookie
            assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= parts, cookie
            assert not any(part.startswith("Domain") for part in parts), cookie


def test_ac_137_whoever_only_looks_round_gets_one_cookie_at_most(world):
    visitor = world.client()
    for rule in world.app.url_map.iter_rules():
        visitor.get(filled(rule))
    child = world.visitor(world.case().intake["child"])
    child.begin()

    assert {key[2] for key in visitor._cookies} <= {"kansmeter"}
    assert [key[2] for key in child.client._cookies] == ["kansmeter"]


@pytest.mark.parametrize("status", [500, 501, 502, 503, 504])
def test_ac_116_each_failure_of_ours_has_a_number_and_its_headers(world, monkeypatch, status):
    class Falls(HTTPException):
        code = status
        description = "KNR-verhaal"

    def fall(**_):
        raise Falls

    broken = public("falls in this test")(fall)
    link = f"/v/{world.token('0' * 32)}"
    for endpoint in ("coach.today", "respond.start"):
        monkeypatch.setitem(world.app.view_functions, endpoint, broken)
    monkeypatch.setitem(world.app.view_functions, "delivery_reports.sms", for_machines(broken))

    client = world.client()
    pages = [client.get("/vandaag"), client.get(link), client.get(f"{link}?taal=ar")]
    machine = client.post("/meldingen/sms", json={"id": 1})

    for page in pages:
        assert page.status_code == status
        assert re.search(r"\b[0-9a-f]{8}\b", page.text)
        assert "KNR" not in page.text
        assert faults_of(page.headers) == []
    assert machine.status_code == status
    assert set(machine.json) == {"status", "reference"}
    assert faults_of(machine.headers) == []
