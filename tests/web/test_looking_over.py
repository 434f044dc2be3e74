"""The overview before sending: it shows what this browser answered, and sends just that."""

import re

import pytest

from tests.web.world import csrf, data_page, revision

pytestmark = pytest.mark.one_database


@pytest.fixture
def case(world):
    return world.words_case()


@pytest.fixture
def visitor(world, case):
    visitor = world.visitor(case.intake["parent"])
    visitor.begin()
    visitor.send(1, q1="2", q2="4")
    visitor.send(2, act="look_over", q3="1", woorden="KNR-verhaal")
    return visitor


def answers_on(page):
    return re.findall(r"<dt[^>]*>[^<]*</dt><dd[^>]*>([^<]*)</dd>", page.text)


def send(visitor, page=None):
    """Press the button of an overview that was shown."""
    page = page or visitor.page
    fields = {
        "csrf_token": csrf(page),
        "revision": re.search(r'name="revision" value="(\d+)"', page.text)[1],
        "act": "forward",
    }
    return visitor.client.post(f"{visitor.path}/overzicht", data=fields)


def test_all_that_was_answered_is_shown_and_sent(world, visitor):
    assert data_page(visitor.page) == "look-over"
    assert "KNR-verhaal" in answers_on(visitor.page)

    assert send(visitor).location == f"{visitor.path}/bedankt"

    (response,) = world.responses()
    assert response.answers == {"q1": "2", "q2": "4", "q3": "1"}


def test_ac_080_what_was_answered_elsewhere_since_then_is_looked_at_first(world, case, visitor):
    other = world.visitor(case.intake["parent"])
    other.begin()
    other.send(1, q1="5", q2="4")

    again = send(visitor)

    assert (again.location, world.responses()) == (f"{visitor.path}/overzicht?veranderd=1", [])
    page = visitor.client.get(again.location)
    assert "Kijk dit nog even na" in page.text
    assert answers_on(page)[0] == "op een ander apparaat beantwoord"
    assert send(visitor, page).location == f"{visitor.path}/bedankt"
    assert world.responses()[0].answers["q1"] == "5"


def test_what_is_open_leads_to_its_question(world, visitor, case):
    other = world.visitor(case.intake["parent"])
    other.begin()

    assert other.get("/overzicht").status_code == 200
    assert "nog niet gekozen" not in other.page.text
    assert set(answers_on(other.page)) == {"op een ander apparaat beantwoord"}


def test_what_is_changed_from_the_overview_leads_back_to_it(visitor):
    change = re.findall(r'<a href="([^"]+)">Verander', visitor.page.text)[0]
    asked = visitor.client.get(change)
    action = re.search(r'id="sheet" method="post" action="([^"]+)"', asked.text)[1]
    assert f'href="{visitor.path}/overzicht"' in asked.text
    fields = {"csrf_token": csrf(asked), "revision": revision(asked), "act": "forward"}

    refused = visitor.client.post(action, data={**fields, "a.q1": "9", "a.q2": "4"})
    assert f'action="{action}"' in refused.text
    done = visitor.client.post(action, data={**fields, "a.q1": "5", "a.q2": "4"})

    assert done.location == f"{visitor.path}/overzicht"
    assert answers_on(visitor.client.get(done.location))[0] == "altijd"
