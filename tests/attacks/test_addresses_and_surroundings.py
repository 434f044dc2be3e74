"""Sections 9 and 10 of the catalogue, as far as they exist: addresses, caches, daily use."""

import pytest
from sqlalchemy import text

from survey_app.definitions import load
from tests.web.world import (
    LOCAL,
    PASSWORD,
    PUBLIC,
    WORDS_FILE,
    a_world,
    act,
    address_of,
    checked,
    csrf,
    data_page,
    words_list,
)

pytestmark = pytest.mark.one_every_day

HOSTS = [
    "evil.example",
    "evil.example:80",
    "localhost.evil.example",
    "kansmeter.example.evil",
    "[::2]",
]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/inloggen", "/", "/v/niets", "/vandaag", "/health/live"])
def test_ac_129_a_foreign_host_is_refused(world, host, path):
    page = world.client().get(path, headers={"Host": host})

    assert page.status_code == 400
    assert "evil" not in page.text
    assert "Content-Security-Policy" in page.headers


def test_ac_129_a_forwarded_host_changes_no_link_and_no_redirect(world):
    case = world.case()
    coach = world.signed_in()
    forged = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "Forwarded": "host=evil",
    }

    page = coach.get(f"/trajecten/{case.traject_id}", headers=forged)
    away = world.client().get("/vandaag", headers=forged)

    assert f"{LOCAL}/v/" in page.text
    assert "evil" not in page.text + away.location
    assert away.location.startswith("/")


def test_ac_129_links_carry_the_configured_address(migrated_url):
    with a_world(migrated_url, base_url=PUBLIC) as world:
        assert world.links.url("0" * 32).startswith(f"{PUBLIC}/v/")
        assert world.client().get("/inloggen", base_url=PUBLIC).status_code == 200
        assert world.client().get("/inloggen", base_url="https://x.example").status_code == 400


ELSEWHERE = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https://evil.example",
    "http://localhost@evil.example",
    "/%0d%0aSet-Cookie:x=1",
    "/\r\nSet-Cookie: x=1",
    "javascript:alert(1)",
    "/%2f%2fevil.example",
    "///evil.example",
    "//2130706433",
    "//evil",
    "/@evil.example",
    "/vandaag?next=//evil.example",
    "\t//evil.example",
    "evil.example",
    "",
]


@pytest.mark.parametrize("goal", ELSEWHERE, ids=lambda goal: ascii(goal))
def test_ac_130_signing_in_never_leads_elsewhere(world, goal):
    world.coach()
    client = world.client()
    fields = {
        "csrf_token": csrf(client.get("/inloggen")),
        "email": address_of("Marit Velthuis"),
        "password": PASSWORD,
    }

    done = client.post("/inloggen", query_string={"verder": goal}, data=fields)

    assert (done.status_code, done.location) == (303, "/")


def test_ac_130_signing_in_leads_back_to_an_own_page(world):
    case = world.case()
    client = world.client()
    away = client.get(f"/trajecten/{case.traject_id}")
    fields = {"email": address_of("Marit Velthuis"), "password": PASSWORD}

    done = client.post(
        away.location, data={"csrf_token": csrf(client.get(away.location)), **fields}
    )

    assert done.location == f"/trajecten/{case.traject_id}"


def test_ac_137_a_child_gets_one_functional_cookie_at_most(world):
    visitor = world.visitor(world.case().intake["child"])
    visitor.get()
    assert len(visitor.client._cookies) <= 1

    visitor.begin()

    assert [key[2] for key in visitor.client._cookies] == ["kansmeter"]


def test_ac_138_personal_pages_are_kept_and_indexed_by_nobody(world):
    case = world.case()
    visitor = world.visitor(case.intake["parent"])
    coach = world.signed_in()
    pages = [visitor.get(), visitor.begin(), visitor.get("/stop"), visitor.get("/x.css")]
    pages += [coach.get("/vandaag"), coach.get(f"/trajecten/{case.traject_id}")]
    pages += [world.client().get("/niets"), coach.get(f"/trajecten/{case.traject_id}/x.css")]

    for page in pages:
        assert page.headers["Cache-Control"] == "no-store"
        assert "noindex" in page.headers["X-Robots-Tag"]
    assert visitor.get("/x.css").status_code == 404


def next_version(tmp_path):
    """Return the list with own words in a newer version: q1 and q2 in turned order, q3 gone."""
    source = WORDS_FILE.read_text()
    q1 = '      - {key: q1, options: vijf, text: {nl: "{kind} eet een appel."}}\n'
    q2 = '      - {key: q2, options: vijf, text: {nl: "{kind} eet een peer."}}\n'
    q3 = '      - {key: q3, options: vijf, text: {nl: "{kind} eet een pruim."}}\n'
    numbers = ('version: "1.0"\nscoring_version: "1"', 'version: "2.0"\nscoring_version: "2"')
    assert numbers[0] in source
    newer = source.replace(*numbers)
    newer = newer.replace(q1 + q2, q2 + q1).replace(q3, "")
    newer = newer.replace("[q1, q2, q3]", "[q1, q2]").replace("min_answered: 3", "min_answered: 2")
    path = tmp_path / "words-2.yaml"
    path.write_text(newer)
    return load(path)


def test_ac_143_a_draft_keeps_the_version_it_began_with(world, tmp_path):
    old = world.words_case()
    visitor = world.visitor(old.intake["parent"])
    visitor.begin()
    visitor.send(1, q1="5", q2="1")

    newer = world.case(lists=[next_version(tmp_path)], teachers=(), child="Noor")
    other = world.visitor(newer.intake["parent"])
    other.begin()

    assert other.page.text.index("een peer") < other.page.text.index("een appel")
    visitor.send(2, q3="4")
    (response,) = world.responses()
    assert response.fingerprint == words_list().fingerprint
    assert response.answers == {"q1": "5", "q2": "1", "q3": "4"}
    other.send(1, q1="5", q2="1")
    other.send(2, act="skip")
    assert {r.fingerprint: r.answers for r in world.responses()}[
        next_version(tmp_path).fingerprint
    ] == {
        "q1": "5",
        "q2": "1",
    }


def at_the_end_of(world, invitation_id):
    """Put the clock at one second to midnight of a link's last day."""
    last = world.invitation(invitation_id).closes_on
    world.clock.now = world.clock.now.replace(
        year=last.year, month=last.month, day=last.day, hour=22, minute=59, second=59
    )


def test_ac_147_what_was_opened_in_time_and_sent_just_too_late_is_not_thrown_away(world):
    link = world.words_case().intake["parent"]
    at_the_end_of(world, link)
    visitor = world.visitor(link)
    visitor.begin()
    visitor.send(1, q1="2", q2="3")
    world.clock.move(minutes=5)

    sent = visitor.post(2, visitor.fields(q3="4", woorden="KNR-verhaal"))

    stored = [response.answers for response in world.responses()]
    assert stored == [{"q1": "2", "q2": "3", "q3": "4"}] or (
        "KNR-verhaal" in sent.text and checked(sent) == {"q3-4"}
    )


def test_ac_147_saved_pages_outlive_the_window_and_go_on_under_a_new_link(world):
    case = world.words_case()
    link = case.intake["parent"]
    at_the_end_of(world, link)
    visitor = world.visitor(link)
    visitor.begin()
    visitor.send(1, q1="2", q2="3")
    world.clock.move(days=4)
    assert data_page(visitor.get("/2")) == "ended"
    path = f"/trajecten/{case.traject_id}"
    renewed = act(world.signed_in(), f"{path}/uitnodigingen/{link}/vernieuwen")

    again = world.visitor(renewed.location.rpartition("#u-")[2])

    assert again.begin().request.path.endswith("/2")
    assert data_page(again.send(2, q3="4")) == "thanks"
    assert world.responses()[0].answers == {"q1": "2", "q2": "3", "q3": "4"}


def test_ac_150_health_tells_ready_or_not_and_nothing_more(world):
    world.case()
    for path in ("/health/live", "/health/ready"):
        page = world.client().get(path)
        assert (page.status_code, page.text) == (200, "ok\n")
    for path in ("/metrics", "/status", "/health", "/health/", "/info", "/version", "/api/v1/"):
        assert world.client().get(path).status_code == 404


def test_ac_150_health_says_not_ready_on_an_older_schema(world):
    with world.database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'older'"))

    page = world.client().get("/health/ready")

    assert (page.status_code, page.text) == (503, "not ready\n")
    assert world.client().get("/health/live").status_code == 200
