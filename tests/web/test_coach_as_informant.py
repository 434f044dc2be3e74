"""The coach and the IB'er as informants: own lists from the page, and what never becomes noise."""

import re

import pytest

from survey_app.definitions import load, shipped_folder
from survey_app.invitations import planning
from survey_app.trajects import services as trajects
from survey_app.trajects.models import Traject
from tests.factories.lists import changed
from tests.factories.plans import asking
from tests.web.world import Visitor, act, data_page

pytestmark = pytest.mark.one_database
OWN = [load("kansmeter-factoren"), load("kansmeter-samenwerking")]


def page_of(client, case):
    return client.get(f"/trajecten/{case.traject_id}").text


def own_link(html):
    """Return the path of the one link with which the coach fills in, or None."""
    found = re.findall(r'href="http://localhost(/v/[^"]+)"[^>]*>Vul in<', html)
    assert len(found) < 2
    return found[0] if found else None


def test_the_coach_fills_in_both_lists_from_the_page_and_nobody_hears_of_it(world):
    case = world.case(lists=OWN)
    coach = world.signed_in()
    page = page_of(coach, case)
    assert "0 van 2 ingevuld" in page
    assert "4 minuten" in page
    assert "coach over Sam" not in coach.get("/vandaag").text

    filling = Visitor(coach, own_link(page))
    assert "Deze lijst vul je voor jezelf in" in filling.get().text
    filling.begin()
    filling.walk()
    assert "Nog 1 lijst" in filling.page.text
    second = Visitor(coach, own_link(page_of(coach, case)))
    second.begin()
    second.walk(sw1="nog_niet", sw2="nog_niet")

    assert data_page(second.page) == "thanks"
    page = page_of(coach, case)
    assert own_link(page) is None
    folded = re.findall(r"</svg>coach: [^<]*</h2>\s*<details><summary>", page)
    assert len(folded) == 2
    today = coach.get("/vandaag").text
    assert "coach over Sam" not in today
    assert "Nieuwe antwoorden" not in today


def test_of_an_ib_er_the_page_says_that_the_plan_has_no_questions(world):
    case = world.case()
    coach = world.signed_in()

    done = act(
        coach,
        f"/trajecten/{case.traject_id}/informanten",
        role="ib",
        label="Joke",
        authority="yes",
        language="nl",
        channel="mail",
        address="joke@school.nl",
    )

    assert done.status_code == 303
    page = page_of(coach, case)
    assert "intern begeleider; krijgt geen vragen van dit meetplan" in page
    assert "Zet de links klaar" not in page


def test_answers_of_an_ib_er_stand_on_the_page_with_their_charts(world, tmp_path):
    case = world.case()
    found = load(
        changed(
            shipped_folder() / "kansmeter-factoren.yaml",
            tmp_path,
            ("informants: [coach]", "informants: [ib]"),
        )
    )
    by, now = world.coach().actor, world.clock()
    with world.database.write() as db:
        traject = db.get_one(Traject, case.traject_id)
        trajects.add_informant(db, by, traject, role="ib", label="Joke", now=now)
        made = planning.plan_invitations(db, by, traject, asking([found]), now)
        first = min(made, key=lambda each: each.opens_on).id
    start = world.visitor(first).get().text
    assert "kansencoach" in start
    assert "op school mee" in start
    world.answer(first)
    coach = world.signed_in()

    page = page_of(coach, case)

    assert "Joke: Wat drukt en wat draagt" in page
    chart = re.search(r'src="(/trajecten/\w+/grafiek/[\w-]+/smal\.svg)"', page)[1]
    assert "intern begeleider" in coach.get(chart).text


def test_a_coach_is_sent_nothing(world):
    case = world.case()

    done = act(
        world.signed_in(),
        f"/trajecten/{case.traject_id}/mensen/{case.informants['coach']}",
        channel="mail",
        address="marit@school.nl",
    )

    assert done.status_code == 422
    assert "Vul ze daar in" in done.text
