"""What every answer of the service carries, whatever its status, and where no page leads."""

import base64
import hashlib
import re

import pytest

from survey_app.storage import engine
from survey_app.web.permissions import public
from tests.attacks.faults import held
from tests.web.guarded import faults_of
from tests.web.world import a_world, address_of, csrf, fill_words, sign_in, type_code

OWN_NAMES = ("http://www.w3.org/", "https://www.w3.org/", "http://purl.org/", "http://localhost/")


@pytest.fixture
def world(migrated_url):
    with a_world(migrated_url) as world:
        yield world


@pytest.fixture
def pages(world, monkeypatch):
    """Give one page of every kind and status, by a name."""
    case, open_case = world.words_case(child="Noor"), world.case(child="Sam")
    visitor, sender = (
        world.visitor(open_case.intake["child"]),
        world.visitor(case.intake["parent"]),
    )
    coach = world.signed_in()
    anonymous = world.client()
    printing = f"/trajecten/{open_case.traject_id}/uitnodigingen/{open_case.intake['teacher']}"
    found = {
        "start": visitor.get(),
        "questions": visitor.begin(),
        "refused": visitor.post(1, visitor.fields(p1="x")),
        "csrf lost": visitor.client.post(visitor.path + "/1", data={"a.p1": "soms"}),
        "stopped": visitor.get("/stop"),
        "decline": visitor.get("/liever-niet"),
        "early": world.visitor(open_case.follow_up["parent"]).get(),
        "thanks": fill_words(sender),
        "already": sender.get(),
        "neutral": anonymous.get("/snel-weg"),
        "code": anonymous.get("/code"),
        "wrong code": type_code(anonymous, "K7M-2PX-9TD"),
        "wrong link": anonymous.get("/v/niets"),
        "sign in": anonymous.get("/inloggen"),
        "redirect": anonymous.get("/"),
        "today": coach.get("/vandaag"),
        "new traject": coach.get("/trajecten/nieuw"),
        "new traject refused": coach.post(
            "/trajecten/nieuw", data={"csrf_token": csrf(coach.get("/trajecten/nieuw"))}
        ),
        "traject": coach.get(f"/trajecten/{case.traject_id}"),
        "letter": coach.get(f"{printing}/brief"),
        "card": coach.get(f"{printing}/kaart"),
        "credentials": anonymous.get(world.credential_link(world.coach("Joris Zandstra"))),
        "bad csrf": coach.post("/uitloggen"),
        "not found": anonymous.get("/niets"),
        "wrong method": anonymous.post("/vandaag"),
        "too large": anonymous.post("/inloggen", data={"email": "x" * 70_000}),
        "too large on a link": anonymous.post(visitor.path + "/1", data={"a.q1": "x" * 70_000}),
        "health": anonymous.get("/health/live"),
        "foreign host": anonymous.get("/inloggen", headers={"Host": "evil.example"}),
    }
    chart = re.search(r'(/trajecten/[^" ]+\.svg)', found["traject"].text)[1]
    found["chart"] = coach.get(chart)
    style = re.search(r'href="(/static/[^"]+)"', found["start"].text)[1]
    found["style"] = anonymous.get(style)

    def fall(**_):
        raise RuntimeError("broken in this test")

    with monkeypatch.context() as patch:
        for endpoint in ("coach.today", "respond.start"):
            patch.setitem(world.app.view_functions, endpoint, public("falls in this test")(fall))
        found["error"] = anonymous.get("/vandaag")
        found["error on a link"] = anonymous.get(visitor.path)
    return found


STATUSES = {
    "bad csrf": 400,
    "csrf lost": 400,
    "error": 500,
    "error on a link": 500,
    "foreign host": 400,
    "new traject refused": 422,
    "not found": 404,
    "redirect": 303,
    "refused": 422,
    "too large": 413,
    "too large on a link": 413,
    "wrong code": 422,
    "wrong link": 404,
    "wrong method": 405,
}


def test_the_pages_of_this_test_are_what_they_are_called(pages):
    assert {name: page.status_code for name, page in pages.items() if page.status_code != 200} == (
        STATUSES
    )


def test_ac_113_114_every_answer_has_all_headers_and_names_no_software(pages):
    for name, page in pages.items():
        assert faults_of(page.headers, "static_file" if name == "style" else None) == [], name


def test_ac_113_only_the_very_styles_in_a_page_are_allowed_in_it(pages):
    for name, page in pages.items():
        (styles,) = re.findall(r"style-src ([^;]+);", page.headers["Content-Security-Policy"])
        assert hashes_of_styles(page) == set(styles.split()) - {"'self'"}, name


def test_ac_113_a_page_breaks_no_rule_of_its_own_policy(pages):
    for name, page in pages.items():
        if page.mimetype not in ("text/html", "image/svg+xml"):
            continue
        assert not re.search(r"<script(?![^>]*\ssrc=\"/)", page.text), name
        assert not re.search(r"<[^>]+\son\w+\s*=", page.text), name
        if page.mimetype == "text/html":
            assert not re.search(r"<[^>]+\sstyle\s*=", page.text), name


def test_a_page_met_once_has_its_style_inside_and_asks_for_that_of_the_questions(pages):
    for name in ("start", "already", "wrong link", "neutral", "thanks", "stopped", "early"):
        assert pages[name].text.count("<style>") == 1, name
        assert ":checked" not in pages[name].text, name
    asked = re.findall(r'<link rel="stylesheet" media="print" href="([^"]+)"', pages["start"].text)
    waited_for = re.findall(r'<link rel="stylesheet" href="([^"]+)"', pages["questions"].text)
    assert asked == waited_for
    assert len(asked) == 2
    assert "<style>" not in pages["questions"].text + pages["refused"].text


def test_who_comes_to_a_question_for_the_first_time_finds_all_style_inside(world):
    visitor = world.visitor(world.case().intake["parent"])
    visitor.begin()

    cold = world.client().get(visitor.page.request.path)

    assert cold.text.count("<style>") == 2
    assert '<link rel="stylesheet"' not in cold.text
    assert "fieldset" in cold.text
    policy = cold.headers["Content-Security-Policy"]
    assert all(each in policy for each in hashes_of_styles(cold))


def hashes_of_styles(page):
    """Return the hashes of the styles inside a page, as a browser takes them."""
    styles = re.findall(r"<style>(.*?)</style>", page.text, re.DOTALL)
    digests = (hashlib.sha256(each.encode()).digest() for each in styles)
    return {f"'sha256-{base64.b64encode(each).decode()}'" for each in digests}


def test_ac_136_no_answer_holds_an_address_of_somebody_else(pages):
    for name, page in pages.items():
        others = [
            url
            for url in re.findall(r"(?:https?:)?//[\w.-]+[^\s\"'<)]*", page.text)
            if not url.startswith(OWN_NAMES) and "." in url.split("/")[2]
        ]
        assert others == [], name
        assert not re.search(r"@import|url\(\s*['\"]?(?!data:|#)", page.text), name


def test_ac_113_114_an_unreachable_database_gives_the_same_headers(migrated_url, monkeypatch):
    rules = [rule for rule in engine.SQLITE_PRAGMAS if "busy_timeout" not in rule]
    monkeypatch.setattr(engine, "SQLITE_PRAGMAS", (*rules, "busy_timeout=200"))
    options = engine.POSTGRESQL_OPTIONS.replace("lock_timeout=8000", "lock_timeout=200")
    monkeypatch.setattr(engine, "POSTGRESQL_OPTIONS", options)
    with a_world(migrated_url) as world:
        visitor = world.visitor(world.words_case().intake["parent"])
        visitor.begin()
        with held(world.database):
            page = visitor.post(1, visitor.fields(q1="2", q2="3"))

    assert page.status_code == 503
    assert faults_of(page.headers) == []
    assert page.headers["Retry-After"].isdigit()


def test_ac_114_a_local_address_does_not_ask_for_https(world):
    world.coach()
    page = sign_in(world.client(), address_of("Marit Velthuis"), "fout")

    assert "Strict-Transport-Security" not in page.headers
