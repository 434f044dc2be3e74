"""Who looked: a director reads it of the own school, an administrator of accounts and rights."""

import re
from datetime import timedelta
from html import unescape

import pytest

from survey_app.accounts import granting
from survey_app.accounts.granting import Wish
from survey_app.accounts.models import Person
from survey_app.accounts.roles import Role
from survey_app.web.people import trail as views
from tests.rig import statements
from tests.web.test_trail_page import rows
from tests.web.world import act, facts

SCHOOL, OTHER = "Het Zandpad", "De Heidebloem"
ANNA, BAS = "Anna de Boer", "Bas Vink"


@pytest.fixture
def case(world):
    return world.case(child="Kanariekind")


@pytest.fixture
def director(world, case):
    return world.member(ANNA, Role.DIRECTOR, SCHOOL)


def shown(client, path="/inzage", **query):
    page = client.get(path, query_string=query or None)
    assert page.status_code == 200
    return page


def days(page):
    """Return the rows below what stands on top."""
    return rows(page)[len(alarms(page)) :]


def alarms(page):
    """Return the rows on top: what was refused or opened in an emergency."""
    found = re.search(r"<section class=\"card\">.*?</section>", page.text, re.DOTALL)
    return [
        " ".join(unescape(re.sub(r"<[^>]+>", " ", each)).split())
        for each in re.findall(r"<li>(.*?)</li>", found[0], re.DOTALL)
    ]


@pytest.mark.one_database
def test_ac_124_a_director_reads_who_looked_at_how_many_trajects_of_which_coach(
    world, case, director
):
    other = world.case(child="Noor")
    coach = world.signed_in()
    for each in (case, other, case):
        coach.get(f"/trajecten/{each.traject_id}")
    coach.get("/vandaag")

    page = shown(director)

    assert (
        "Marit Velthuis (coach) bekeek het traject 2 trajecten van Marit Velthuis · 10.00 uur"
    ) in days(page)
    assert "Marit Velthuis (coach) bekeek de bladzijde Vandaag 10.00 uur" in days(page)
    assert "<h2>maandag 2 november</h2>" in page.text
    assert alarms(page) == []
    assert views.SCHOOL.no_alarms in page.text


@pytest.mark.one_database
def test_ac_124_no_child_no_answer_and_no_traject_stands_on_it(world, case, director):
    world.answer(case.intake["parent"])
    coach = world.signed_in()
    coach.get(f"/trajecten/{case.traject_id}")

    text = shown(director).text

    assert not any(each in text for each in ("Kanariekind", case.traject_id, "/trajecten/"))
    assert "eigen link" not in text
    assert "127.0.0.1" not in text


@pytest.mark.one_database
def test_ac_124_of_another_school_or_organisation_nothing_is_read(world, case, director):
    for name, school, organisation in (
        ("Kees Elders", OTHER, "Veldkans"),
        ("Zoe Zuid", "De Vlinder", "Zuiderlicht"),
    ):
        staff = world.coach(name, school, organisation)
        theirs = world.case(staff, child="Ander kind")
        client = world.signed_in(staff)
        client.get(f"/trajecten/{theirs.traject_id}")
        client.get("/vandaag")

    text = shown(director).text

    assert not any(name in text for name in ("Kees Elders", "Zoe Zuid"))
    elsewhere = world.member("Dirk Elders", Role.DIRECTOR, OTHER)
    assert "Kees Elders" in shown(elsewhere).text
    assert "Marit Velthuis" not in shown(elsewhere).text


@pytest.mark.one_database
def test_what_was_refused_and_opened_in_an_emergency_stands_on_top(world, case, director):
    stranger = world.signed_in(world.coach("Kees Elders", OTHER))
    stranger.get(f"/trajecten/{case.traject_id}")
    own = world.coach("Joris Zandstra", SCHOOL)
    world.signed_in(own).get(f"/trajecten/{'f' * 32}")
    helper = world.member("Ilse Ib", Role.SUPERVISOR, SCHOOL)
    fields = {"school": world.schools()[SCHOOL], "reason": "moeder belde, het kind is niet thuis"}
    fields |= {"group_name": "groep 6"}
    for child in ("Een ander", "Kanariekind"):
        act(helper, "/noodtoegang", "/noodtoegang", child_name=child, **fields)

    page = shown(director)

    at, of = "maandag 2 november · 10.00 uur", "maandag 2 november · 1 traject van Marit Velthuis"
    assert sorted(alarms(page)) == [
        "Ilse Ib (intern begeleider) opende de noodtoegang " + f"{of} · 10.00 uur",
        "Ilse Ib (intern begeleider) zocht een kind via de noodtoegang en vond niets " + at,
        "Joris Zandstra (coach) wilde een traject bekijken en mocht dat niet " + at,
        "Kees Elders (coach) wilde een traject bekijken en mocht dat niet " + f"{of} · 10.00 uur",
    ]
    assert "mocht dat niet" not in " ".join(days(page))
    world.clock.move(days=29)
    later = shown(world.member("Lotte Later", Role.DIRECTOR, SCHOOL))
    assert alarms(later) == []
    (old,) = re.findall(r"<h2>maandag 2 november</h2>.*?</section>", later.text, re.DOTALL)
    assert old.index("mocht dat niet") < old.index("begon het traject")
    assert "moeder belde" not in page.text


@pytest.mark.one_database
def test_ac_124_what_is_refused_elsewhere_to_who_left_the_school_is_not_read(world, case, director):
    left = world.coach("Kees Elders", OTHER)
    now, today = world.clock(), world.clock().date()
    with world.database.write() as session:
        before = Wish(
            Role.COACH,
            today - timedelta(days=9),
            today - timedelta(days=1),
            world.schools()[SCHOOL],
        )
        person = session.get_one(Person, left.actor.person_id)
        granting.write(session, person, before, now, given_by=None)

    assert world.signed_in(left).get(f"/trajecten/{'f' * 32}").status_code == 404

    assert "Kees Elders" not in shown(director).text


@pytest.mark.one_database
def test_the_page_is_of_one_person_when_that_is_asked(world, case, director):
    world.signed_in().get("/vandaag")
    colleague = world.coach("Joris Zandstra", SCHOOL)
    world.signed_in(colleague).get("/vandaag")

    page = shown(director, wie=colleague.actor.person_id)

    assert [each.split(" (")[0] for each in days(page)] == ["Joris Zandstra"]
    assert re.search(r"<option value=\"\w{32}\" selected>Joris Zandstra</option>", page.text)
    everybody = shown(director, wie="x")
    assert "Marit Velthuis (coach)" in " ".join(days(everybody))


@pytest.mark.one_database
def test_many_lines_come_by_whole_days_and_none_is_left_out(world, case, director, monkeypatch):
    monkeypatch.setattr(views, "A_PAGE", 5)
    for _ in range(4):
        world.clock.move(days=1)
        coach = world.signed_in()
        for rest in ("", "/verloop", "/ondersteuning"):
            coach.get(f"/trajecten/{case.traject_id}{rest}")
    director = world.member("Lotte Later", Role.DIRECTOR, SCHOOL)
    seen, path = [], "/inzage"
    while path:
        page = shown(director, path)
        seen += re.findall(r"<h2>(\w+ \d+ november)</h2>", page.text)
        assert len(seen) < 30
        found = re.search(r'href="([^"]*voor=\d+)"', page.text)
        path = found and unescape(found[1])

    later = ["vrijdag 6 november", "donderdag 5 november", "woensdag 4 november"]
    assert [each for each in seen if each in later] == later
    assert {"dinsdag 3 november", "maandag 2 november"} <= set(seen)


def test_the_page_asks_as_much_for_many_lines_as_for_few(world, case, director):
    asked, coach = [], world.signed_in()
    for more in (1, 12):
        for number in range(more):
            other = world.case(child=f"Kind {number}")
            coach.get(f"/trajecten/{other.traject_id}")
            coach.get(f"/trajecten/{'f' * 31}{number:x}")
        with statements.counted(world.database) as counts:
            shown(director)
        asked.append(counts["statements"])

    assert asked[0] == asked[1] <= 11


@pytest.mark.one_database
@pytest.mark.parametrize("path", ["/inzage", "/inzage/accounts"])
def test_looking_at_it_is_recorded_and_changes_nothing_else(world, case, director, path):
    client = director if path == "/inzage" else world.member(BAS, Role.ADMINISTRATOR)
    before, lines = facts(world.database), len(world.dump()["audit_event"])

    shown(client, path)

    assert facts(world.database) == before
    assert len(world.dump()["audit_event"]) == lines + 1
    assert "bekeek wie er" in " ".join(days(shown(client, path)))
    assert set(TRIED_BY_OTHERS[path](world, path)) == {403}


TRIED_BY_OTHERS = {
    "/inzage": lambda world, path: [
        world.signed_in().get(path).status_code,
        world.member("Bas Ander", Role.ADMINISTRATOR).get(path).status_code,
        world.member("Lia Leider", Role.PROJECT_LEADER).get(path).status_code,
    ],
    "/inzage/accounts": lambda world, path: [
        world.signed_in().get(path).status_code,
        world.member("Dirk Ander", Role.DIRECTOR, SCHOOL).get(path).status_code,
    ],
}


@pytest.mark.one_database
def test_ac_020_an_administrator_reads_of_accounts_and_of_no_child(world, case, director):
    administrator = world.member(BAS, Role.ADMINISTRATOR)
    path = f"/mensen/{world.coach().actor.person_id}"
    act(administrator, path, path, role="ib", school=world.schools()[SCHOOL])
    coach = world.signed_in()
    coach.get(f"/trajecten/{case.traject_id}")
    coach.get("/vandaag")
    coach.get("/mensen")
    coach.get(f"/trajecten/{'f' * 32}")

    page = shown(administrator, "/inzage/accounts")

    assert "Bas Vink (beheerder) gaf een recht Marit Velthuis · 10.00 uur" in days(page)
    assert alarms(page) == [
        "Marit Velthuis (coach, intern begeleider) wilde bekijken wie er werkt en mocht dat niet "
        "maandag 2 november · 10.00 uur"
    ]
    assert not any(each in page.text for each in ("traject", "Kanariekind", "bladzijde Vandaag"))


@pytest.mark.one_database
def test_the_way_to_it_stands_on_the_first_page(world, case, director):
    administrator = world.member(BAS, Role.ADMINISTRATOR)

    assert 'href="/inzage"' in director.get("/begin").text
    assert 'href="/inzage/accounts"' not in director.get("/begin").text
    assert 'href="/inzage/accounts"' in administrator.get("/begin").text
    assert 'href="/inzage"' not in administrator.get("/begin").text
    assert 'href="/inzage"' not in world.signed_in().get("/vandaag").text
