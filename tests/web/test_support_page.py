"""Support around a child: added, changed, taken away, and what is wrong is said."""

import re

import pytest

from tests.web.world import act

pytestmark = pytest.mark.one_database


@pytest.fixture
def case(world):
    return world.case(child="Fenna")


@pytest.fixture
def coach(world, case):
    return world.signed_in()


def add(coach, case, **more):
    said = {
        "kind": "social_team",
        "from_day": "2026-05-19",
        "status": "runs",
        "source": "parent",
        **more,
    }
    return act(coach, url(case), url(case), **said)


def url(case, *parts):
    return "/".join((f"/trajecten/{case.traject_id}/steun", *parts))


def test_support_stands_on_both_pages_and_is_changed(coach, case):
    assert "Geen andere steun bekend." in coach.get(f"/trajecten/{case.traject_id}").text

    assert add(coach, case).location == url(case) + "?melding=vastgelegd"

    assert "Steun nu: sociaal team." in coach.get(f"/trajecten/{case.traject_id}").text
    page = coach.get(url(case)).text
    assert "loopt, sinds mei 2026 · van ouder" in page
    change = re.search(rf'action="({url(case)}/[0-9a-f]{{32}})"', page)[1]
    wrong = act(coach, change, url(case), status="done", until_day="")
    assert (wrong.status_code, "wanneer de steun eindigde" in wrong.text) == (422, True)
    act(coach, change, url(case), status="done", until_day="2026-09-02")
    assert "klaar, volgens plan, sinds mei 2026 tot september 2026" in coach.get(url(case)).text
    assert "Geen andere steun bekend." in coach.get(f"/trajecten/{case.traject_id}").text

    act(coach, f"{change}/weg", url(case))
    assert "klaar, volgens plan, sinds" not in coach.get(url(case)).text


def test_no_two_fields_of_the_page_have_one_id(coach, case):
    for kind in ("school", "social_team"):
        add(coach, case, kind=kind)
    refer(coach, case)

    ids = re.findall(r' id="([^"]+)"', coach.get(url(case)).text)

    assert len(ids) == len(set(ids))


def refer(coach, case, **more):
    said = {"considered_by": "school", "considered_on": "2026-10-05", "outcome": "open", **more}
    return act(coach, url(case, "verwijzing"), url(case), **said)


def test_a_referral_is_noted_and_settled(coach, case):
    refer(coach, case, why="<b>eerst</b> hier")
    page = coach.get(url(case)).text
    assert "oktober 2026: nog niet beslist" in page
    assert "&lt;b&gt;eerst&lt;/b&gt; hier" in page

    settle = re.search(rf'action="({url(case)}/verwijzing/[0-9a-f]{{32}})"', page)[1]
    act(coach, settle, url(case), outcome="not_needed")

    assert "oktober 2026: niet nodig gebleken" in coach.get(url(case)).text


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"kind": ""}, "Kies wat voor steun het is."),
        ({"kind": "toveren"}, "Kies wat voor steun het is."),
        ({"from_day": "32-13-2026"}, "Vul een datum in"),
        ({"from_day": "2027-01-01"}, "moet nog komen"),
        ({"source": ""}, "Kies van wie je het weet."),
    ],
)
def test_what_is_wrong_is_said_with_the_rest_still_there(coach, case, more, says):
    wrong = add(coach, case, **more)

    assert (wrong.status_code, says in wrong.text) == (422, True)
    assert re.search(r'<input checked id="status-\d" name="status"', wrong.text)
    assert "Er is nog geen andere steun bekend." in coach.get(url(case)).text
