"""The page on which a coach keeps the days a school is closed."""

import re

import pytest

from tests.web.world import act

pytestmark = pytest.mark.one_database

STUDY_DAY = {"words": "studiedag", "first_on": "2026-11-09", "last_on": ""}


@pytest.fixture
def school(world):
    return world.coach().school.id


@pytest.fixture
def coach(world, school):
    return world.signed_in()


def test_the_page_is_found_from_the_questionnaires(coach):
    assert 'href="/schooldagen"' in coach.get("/vragenlijsten").text
    assert "Er staan geen eigen vrije dagen" in coach.get("/schooldagen").text


def test_a_day_is_put_on_and_taken_off(coach, school):
    assert act(coach, "/schooldagen", school=school, **STUDY_DAY).status_code == 303
    page = coach.get("/schooldagen").text
    assert "9 november 2026" in page
    assert "studiedag" in page

    remove = re.search(r'action="(/schooldagen/\w+/weg)"', page)[1]
    assert act(coach, remove).status_code == 303
    assert "studiedag</span>" not in coach.get("/schooldagen").text


def test_on_that_day_nothing_goes(world, coach, school):
    act(coach, "/schooldagen", school=school, **STUDY_DAY)
    world.clock.move(days=6)  # Sunday
    case = world.case()
    coach = world.signed_in()
    url = f"/trajecten/{case.traject_id}/mensen/{case.informants['parent']}"

    act(coach, url, channel="mail", address="moeder@thuis.nl")

    assert "gaat per e-mail weg, 10 nov" in coach.get(f"/trajecten/{case.traject_id}").text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"first_on": "morgen"}, "Vul een datum in"),
        ({"first_on": "2026-11-09", "last_on": "2026-11-08"}, "ligt voor de eerste"),
        ({"words": ""}, "Vul in wat het is"),
    ],
)
def test_what_is_not_right_is_said_and_stays(coach, school, given, said):
    done = act(coach, "/schooldagen", school=school, **{**STUDY_DAY, **given})

    assert done.status_code == 422
    assert said in done.text
    assert "Er staan geen eigen vrije dagen" in coach.get("/schooldagen").text


def test_the_region_of_a_school_can_be_chosen(coach, school):
    assert act(coach, f"/schooldagen/{school}/regio", region="Midden").status_code == 303
    assert "<option selected>Midden</option>" in coach.get("/schooldagen").text
    assert act(coach, f"/schooldagen/{school}/regio", region="Oost").status_code == 422


def test_ac_017_another_school_is_not_found(world, coach):
    other = world.coach("Anouk Bergsma", "De Heidebloem").school.id

    assert act(coach, f"/schooldagen/{other}/regio", region="Midden").status_code == 404
    assert act(coach, "/schooldagen", school=other, **STUDY_DAY).status_code in (404, 422)
    assert "De Heidebloem" not in coach.get("/schooldagen").text
