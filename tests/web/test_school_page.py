"""The people around a school: kept on one page, asked by a link, and what they want to be told."""

import re

import pytest
from sqlalchemy import select

from survey_app.answering.models import Response
from survey_app.invitations import yearly_planning
from survey_app.invitations.models import Invitation
from survey_app.measurements.models import Measurement
from tests.web.world import act, csrf, data_page

pytestmark = pytest.mark.one_database

PAGE = "/school"
ANOUK = {"role": "teacher", "name": "juf Anouk", "group_name": "groep 5", "channel": "person"}


@pytest.fixture
def coach(world):
    world.coach()
    return world.signed_in()


def add(world, client, **given):
    (school,) = re.findall(r'name="school".*?value="([0-9a-f]{32})"', client.get(PAGE).text, re.S)
    return act(client, PAGE, PAGE, school=school, **{**ANOUK, **given})


def links(world, page):
    """Return a visitor of each link on a page, by the list."""
    tokens = re.findall(r'value="http://localhost/v/([^"]+)"', page)
    with world.database.read() as db:
        found = {each.id: each.questionnaire_key for each in db.scalars(select(Invitation))}
    return {found[key]: world.visitor(key) for key in map(world.links.read, tokens)}


def test_a_teacher_is_added_and_what_this_month_asks_is_ready_to_give(world, coach):
    assert f'href="{PAGE}"' in coach.get("/vragenlijsten").text
    empty = coach.get(PAGE).text
    assert "Er staat nog niemand." in empty
    assert "Elke kansencoach van deze school ziet dit adres." in empty
    assert "Anderen zien" not in empty

    page = coach.get(add(world, coach).location).text

    assert "Toegevoegd. Wat deze maand wordt gevraagd, staat klaar." in page
    assert "leerkracht · groep 5 · jij geeft de link" in page
    assert sorted(links(world, page)) == ["kansmeter-groep", "kansmeter-leerkracht-zelf"]
    assert "nog niet begonnen, kan tot en met 30 nov" in page
    assert "Volgende vragen: in mei." in page
    assert "2 vragenlijsten staan open" in coach.get("/vandaag").text


def test_what_did_not_fit_under_the_ceiling_stands_at_the_teacher(world, coach, monkeypatch):
    monkeypatch.setattr(yearly_planning, "yearly_ceilings", lambda: {"teacher": 2.5})

    page = coach.get(add(world, coach).location).text

    assert sorted(links(world, page)) == ["kansmeter-leerkracht-zelf"]
    assert (
        "\u2018Vragenlijst over de groep\u2019 vragen we in november niet: "
        "dit schooljaar is er al genoeg tijd gevraagd."
    ) in page
    assert "Volgende vragen: in mei." in page


def test_who_is_asked_nothing_this_month_is_only_added(world, coach):
    done = add(world, coach, role="director", name="Els", group_name="")

    assert "Toegevoegd. Deze maand vragen we niets." in coach.get(done.location).text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": ""}, "Vul in wie het is"),
        ({"role": "parent"}, "Not a valid choice|Kies"),
        ({"channel": "mail", "address": "anouk"}, "staat geen @"),
    ],
)
def test_what_is_not_right_is_said_and_stays(world, coach, given, said):
    done = add(world, coach, **given)

    assert done.status_code == 422
    assert re.search(said, done.text)
    assert 'value="groep 5"' in done.text


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("kansmeter-leerkracht-zelf", "Dit gaat over jouw eigen werk, niet over een leerling."),
        ("kansmeter-groep", "Dit gaat over groep 5 als geheel, niet over één kind"),
    ],
)
def test_who_answers_reads_about_what_and_that_it_is_no_appraisal(world, coach, key, told):
    world.case(child="Sam")
    add(world, coach)
    visitor = links(world, coach.get(PAGE).text)[key]

    start, declining = visitor.get().text, visitor.get("/liever-niet").text
    visitor.begin()
    visitor.walk()

    assert told in start
    assert "De directeur ziet het niet. Het telt nooit mee in een beoordeling." in start
    assert "Deze link is niet voor mij" in declining
    assert data_page(visitor.page) == "thanks"
    assert "Over een half jaar" in visitor.page.text
    assert "Sam" not in start + declining + visitor.page.text


def test_director_and_municipality_answer_about_the_role(world, coach):
    world.clock.move(days=212)  # June
    coach = world.signed_in()
    add(world, coach, role="municipality", name="Bram", group_name="")
    (visitor,) = links(world, coach.get(PAGE).text).values()

    assert "wat de kansencoach doet op deze school" in visitor.get().text.replace("\n", " ")
    visitor.begin()
    visitor.walk()
    assert data_page(visitor.page) == "thanks"


def test_who_wants_contact_stands_on_the_first_page_and_no_page_shows_the_answers(world, coach):
    add(world, coach)
    colleague = world.signed_in(world.coach("Joris Zandstra"))
    stranger = world.signed_in(world.coach("Bea Boom", "De Heidebloem"))
    visitor = links(world, coach.get(PAGE).text)["kansmeter-leerkracht-zelf"]
    visitor.begin()
    visitor.walk(lz1="heel_veel", lz2="heel_veel", c="ja_graag")

    assert "juf Anouk wil contact" in coach.get("/vandaag").text
    assert "juf Anouk wil contact" in colleague.get("/vandaag").text
    assert "wil contact" not in stranger.get("/vandaag").text
    page = coach.get(PAGE).text
    assert "Wil contact. Gevraagd: vandaag" in page
    for each in (PAGE, "/vandaag", "/samen", "/hertest"):
        assert "heel veel" not in coach.get(each).text
    with world.database.read() as db:
        assert db.scalars(select(Response.answers)).one()["lz1"] == "heel_veel"
        assert db.scalars(select(Measurement)).all() == []

    (seen,) = re.findall(r'action="(/signalen/[^"]+)"', page)
    assert act(coach, seen, PAGE).location.startswith(PAGE)
    assert "wil contact" not in coach.get("/vandaag").text + colleague.get("/vandaag").text


def test_a_new_link_and_a_letter_can_be_given_and_who_left_is_gone(world, coach):
    add(world, coach)
    page = coach.get(PAGE).text
    letter, card = (
        coach.get(re.search(rf'href="(/school/vragen/\w+/{kind})"', page)[1]).text
        for kind in ("brief", "kaart")
    )
    (renew, *_) = re.findall(r'action="(/school/vragen/\w+/vernieuwen)"', page)
    assert act(coach, renew, PAGE).status_code == 303
    assert "Voor een leerkracht" in letter
    assert "Anouk" not in re.sub(r"<nav.*?</nav>", "", letter + card, flags=re.S)

    visitors = links(world, coach.get(PAGE).text).values()
    (leave,) = re.findall(r'action="(/school/\w+/weg)"', page)
    assert act(coach, leave, PAGE).status_code == 303
    assert "Er staat nog niemand." in coach.get(PAGE).text
    assert {each.get().status_code for each in visitors} == {410}


def test_another_group_and_another_way_can_be_chosen(world, coach):
    add(world, coach)
    (change,) = re.findall(r'href="(/school/\w{32})"', coach.get(PAGE).text)
    fields = {"name": "juf Anouk", "channel": "mail", "address": "anouk@school.nl"}
    assert 'value="groep 5"' in coach.get(change).text

    assert act(coach, change, change, group_name="groep 7", **fields).status_code == 303
    page = coach.get(PAGE).text

    assert "leerkracht · groep 7 · per e-mail" in page
    assert page.count("gaat per e-mail weg") == 2


def test_a_coach_of_another_school_sees_nobody_and_adds_nobody_here(world, coach):
    add(world, coach)
    school = world.coach().school.id
    other = world.signed_in(world.coach("Bea Boom", "De Heidebloem"))

    assert "Er staat nog niemand." in other.get(PAGE).text
    assert "Anouk" not in other.get("/vandaag").text
    fields = {**ANOUK, "school": school, "csrf_token": csrf(other.get(PAGE))}
    assert other.post(PAGE, data=fields).status_code in (404, 422)
    for address in set(re.findall(r'"(/school/[^"]+)"', coach.get(PAGE).text)):
        assert other.get(address).status_code in (404, 405), address
