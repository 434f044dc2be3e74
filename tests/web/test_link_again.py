"""Asking for a lost link: one field, and the same answer to everybody."""

import re

import pytest

from survey_app.commands.delivering import answer_asked
from tests.rig.statements import counted
from tests.web.test_contact import deliver, person_url
from tests.web.world import act, csrf, data_page

pytestmark = pytest.mark.one_database


@pytest.fixture
def case(world):
    world.coach()
    case = world.case()
    act(world.signed_in(), person_url(case), channel="mail", address="moeder@thuis.nl")
    deliver(world)
    return case


def ask(world, typed, **more):
    client = world.client()
    token = csrf(client.get("/nieuwe-link"))
    return client.post("/nieuwe-link", data={"csrf_token": token, "address": typed, **more})


def test_ac_048_a_known_and_an_unknown_address_get_the_same_answer_by_the_same_work(world, case):
    seen = []
    for typed in ("moeder@thuis.nl", "vreemd@elders.nl", "06 12345678"):
        with counted(world.database) as counts:
            done = ask(world, typed)
        seen.append((done.status_code, done.location, done.text, counts["statements"]))

    assert len(set(seen)) == 1
    assert data_page(world.client().get(seen[0][1])) == "link-asked"
    answer_asked(world.database, world.clock)
    assert [each.to for each in deliver(world).letters] == ["moeder@thuis.nl"]
    assert (
        "opnieuw gevraagd en gestuurd"
        in world.signed_in().get(f"/trajecten/{case.traject_id}").text
    )


@pytest.mark.parametrize("typed", ["", "moeder", "a@b@c", "0591 55 01 23", "x" * 300 + "@thuis.nl"])
def test_what_can_be_no_address_is_refused_where_it_is_typed(world, typed):
    before = world.dump()
    done = ask(world, typed)

    assert (done.status_code, data_page(done)) == (422, "link-again")
    (at_field,) = re.findall(r'id="address-e">.*?</svg>(.*?)</p>', done.text)
    assert at_field in done.text.split("</form>")[0].split("<form")[0]
    assert "Kijk het nog eens na" not in at_field
    assert world.dump() == before


def test_what_does_not_work_leads_to_the_page(world, case):
    world.clock.move(weeks=8)
    past = world.visitor(case.intake["parent"])

    for page in (past.get(), world.client().get("/v/wrong"), world.client().get("/code")):
        assert 'href="/nieuwe-link"' in page.text
    child = world.visitor(case.intake["child"]).get()
    assert (child.status_code, "/nieuwe-link" in child.text) == (410, False)


def test_ac_045_048_who_asks_very_often_from_one_place_reads_the_same(world, monkeypatch):
    monkeypatch.setattr("survey_app.invitations.link_requests.MOST_FROM_A_PLACE", 1)
    first, second = ask(world, "een@thuis.nl"), ask(world, "twee@thuis.nl")

    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert first.status_code == 303
    assert len(world.dump()["link_request"]) == 1
