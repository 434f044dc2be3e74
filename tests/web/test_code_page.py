"""Typing a short code opens the same link as tapping it; a wrong one keeps what was typed."""

import gzip
import re
from html import unescape

import pytest

from survey_app.invitations.wrong_codes import ALLOWED
from tests.attacks.faults import cannot_store
from tests.web.world import a_world, act, csrf, data_page, fill_words, type_code

UNKNOWN = "K7M-2PX-9TD"


@pytest.fixture
def parent(world):
    return world.words_case().intake["parent"]


def field(page):
    """Return what stands in the field of the page."""
    return unescape(re.search(r'<input name="code"[^>]* value="([^"]*)"', page.text)[1])


def wrong_often(world, times=ALLOWED, address="127.0.0.1"):
    client = world.client(address)
    token = csrf(client.get("/code"))
    for _ in range(times):
        last = client.post("/code", data={"csrf_token": token, "code": UNKNOWN})
    return last


def test_the_page_asks_one_thing_in_dutch_and_loads_no_script(world):
    page = world.client().get("/code")

    assert (page.status_code, data_page(page)) == (200, "code")
    assert '<html lang="nl"' in page.text
    assert len(re.findall(r"<input(?![^>]*hidden)", page.text)) == 1
    assert '<label for="code">' in page.text
    assert "<script" not in page.text
    assert re.search(r"<title>(.*)</title>", page.text)[1] == "Code – Kansmeter"


@pytest.mark.parametrize(
    "as_typed",
    [
        str,
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: f"  {code.replace('-', ' – ').lower()}\t",
    ],
    ids=["as printed", "lower case", "no dashes", "spaces", "all of it"],
)
def test_a_right_code_leads_to_its_link(world, parent, as_typed):
    client = world.client()

    done = type_code(client, as_typed(world.code(parent)))

    assert (done.status_code, done.location) == (303, f"/v/{world.token(parent)}")
    assert data_page(client.get(done.location)) == "start"
    assert world.dump()["wrong_code"] == []


@pytest.mark.parametrize(
    "typed", [UNKNOWN, "k7m 2px 9t0", "K7M", "hallo", "K7M-2PX-9TDD", '"><b>x', "😀", "\x00", "-"]
)
def test_a_wrong_code_is_said_once_and_stays_in_the_field(world, typed):
    page = type_code(world.client(), typed)

    assert (page.status_code, data_page(page)) == (422, "code")
    assert field(page) == typed
    assert "Deze code werkt niet" in page.text
    assert re.search(r"<title>(.*)</title>", page.text)[1] == "Fout: Code – Kansmeter"
    assert 'aria-invalid="true"' in page.text
    assert len(world.dump()["wrong_code"]) == 1


def test_an_empty_field_is_no_wrong_code(world):
    page = type_code(world.client(), "  ")

    assert page.status_code == 422
    assert "Vul de 9 tekens van je code in." in page.text
    assert world.dump()["wrong_code"] == []


def test_what_is_far_too_long_is_cut_and_refused(world):
    page = type_code(world.client(), "K" * 5_000)

    assert page.status_code == 422
    assert field(page) == "K" * 60


def test_the_code_of_a_sheet_that_was_sent_says_that_it_was_received(world, parent):
    code = world.code(parent)
    fill_words(world.visitor(parent))
    client = world.client()

    assert data_page(client.get(type_code(client, code).location)) == "already"


def test_a_renewed_link_has_a_code_of_its_own(world):
    case = world.words_case()
    old = world.code(case.intake["parent"])
    path = f"/trajecten/{case.traject_id}/uitnodigingen/{case.intake['parent']}/vernieuwen"
    fresh = act(world.signed_in(), path).location.rpartition("#u-")[2]

    new = world.code(fresh)

    assert new != old
    assert type_code(world.client(), old).status_code == 422
    assert type_code(world.client(), new).location == f"/v/{world.token(fresh)}"


def test_a_page_without_its_csrf_token_comes_back_with_what_was_typed(world, parent):
    code = world.code(parent)
    client = world.client()

    page = client.post("/code", data={"code": code})

    assert (page.status_code, field(page)) == (400, code)
    assert "Druk nog een keer op de knop" in page.text
    again = client.post("/code", data={"csrf_token": csrf(page), "code": field(page)})
    assert again.status_code == 303


def test_a_full_disk_keeps_what_was_typed_and_a_right_code_still_opens(world, parent, monkeypatch):
    code = world.code(parent)
    client = world.client()
    token = csrf(client.get("/code"))

    with cannot_store(world.database, monkeypatch):
        for _ in range(ALLOWED):  # a page of SQLite has room for some wrong codes
            page = client.post("/code", data={"csrf_token": token, "code": UNKNOWN})
            if page.status_code == 503:
                break
        right = client.post("/code", data={"csrf_token": token, "code": code})

    assert (page.status_code, field(page)) == (503, UNKNOWN)
    assert page.headers["Retry-After"] == "10"
    assert "Je code staat er nog." in page.text
    assert right.status_code == 303


def test_after_many_wrong_codes_the_page_is_friendly_and_keeps_the_code(world):
    assert wrong_often(world).status_code == 422

    page = type_code(world.client(), UNKNOWN)

    assert (page.status_code, data_page(page)) == (429, "code")
    assert page.headers["Retry-After"] == "601"
    assert field(page) == UNKNOWN
    assert "De goede code werkt altijd meteen." in page.text
    world.clock.move(minutes=10)
    assert type_code(world.client(), UNKNOWN).status_code == 422


def test_the_count_holds_over_workers(world, migrated_url):
    wrong_often(world)

    with a_world(migrated_url, clock=world.clock) as second_worker:
        assert type_code(second_worker.client(), UNKNOWN).status_code == 429
        assert type_code(second_worker.client("192.0.2.1"), UNKNOWN).status_code == 422


def test_looking_at_the_page_changes_nothing(world):
    before = world.dump()

    for method in ("GET", "HEAD", "OPTIONS"):
        assert world.client().open("/code", method=method).status_code == 200

    assert world.dump() == before


def test_the_page_with_its_style_is_light(world):
    page = world.client().get("/code", headers={"Accept-Encoding": "gzip"})

    assert page.headers["Content-Encoding"] == "gzip"
    assert "<style>" in gzip.decompress(page.data).decode()
    assert 2_000 < len(page.data) < 8_000
