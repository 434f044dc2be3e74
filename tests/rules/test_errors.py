"""What is somebody else's looks exactly like what does not exist, whatever is asked of it."""

import re

import pytest
from sqlalchemy import text

from tests.attacks.belongings import ids_of, with_signal
from tests.web.world import a_world, act, csrf, facts

pytestmark = pytest.mark.one_database

UNKNOWN = "f" * 32
COACHES = {
    "another coach of the same school": ("Joris Zandstra", "Het Zandpad", "Veldkans"),
    "a coach of another school": ("Anouk Bergsma", "De Heidebloem", "Veldkans"),
    "a coach of another organisation": ("Hamza Dijkhof", "Het Keienhuis", "Elders"),
}


@pytest.fixture
def world(migrated_url):
    with a_world(migrated_url) as world:
        yield world


def coach_routes(world):
    """Return address and methods of every route of the coach that holds an id."""
    return [
        (rule.rule, sorted(rule.methods & {"GET", "POST"}))
        for rule in world.app.url_map.iter_rules()
        if rule.endpoint.startswith("coach.") and "_id>" in rule.rule
    ]


def ask(client, address, method, values, token):
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda place: values[place[1]], address)
    fields = {
        "csrf_token": token,
        "role": "parent",
        "label": "oma",
        "birth_month": "5",
        "birth_year": "2017",
        "holders": "one",
        "holds": "nee",
        "channel": "paper",
        "kind": "event",
        "words": "verhuizing",
        "first_on": "2026-09-14",
    }
    page = client.open(path, method=method, data=fields if method == "POST" else None)
    return page.status_code, page.text


@pytest.mark.parametrize("who", COACHES)
def test_what_is_of_another_coach_is_the_same_page_as_what_does_not_exist(world, who):
    case = with_signal(world, world.coach(), "KNR-kindnaam")
    name, school, organisation = COACHES[who]
    stranger = world.coach(name, school, organisation)
    client = world.signed_in(stranger)
    token = csrf(client.get("/vandaag"))
    foreign = ids_of(world, case)
    unknown = {**dict.fromkeys(foreign, UNKNOWN), "width": "breed", "way": "gesprek", "number": "1"}
    before = facts(world.database)
    # The calendar of a school, the people around it and what its teachers put forward belong to
    # every coach of that school.
    of_the_school = ("/schooldagen/", "/school/", "/aanmeldingen/")
    shared = of_the_school if who == "another coach of the same school" else ()
    routes = [route for route in coach_routes(world) if not route[0].startswith(shared)]

    for address, methods in routes:
        for method in methods:
            seen = ask(client, address, method, foreign, token)
            assert seen == ask(client, address, method, unknown, token), (address, method)
            assert seen[0] == 404, (address, method)
            assert "KNR-kindnaam" not in seen[1]
    assert len(routes) >= 10
    assert facts(world.database) == before


@pytest.mark.parametrize("who", COACHES)
def test_an_own_traject_with_the_id_of_another_changes_nothing(world, who):
    foreign_case = with_signal(world, world.coach(), "KNR-kindnaam")
    name, school, organisation = COACHES[who]
    stranger = world.coach(name, school, organisation)
    own_case = with_signal(world, stranger, "Fenna")
    client = world.signed_in(stranger)
    token = csrf(client.get("/vandaag"))
    own, foreign = ids_of(world, own_case), ids_of(world, foreign_case)
    mixed = {**foreign, "traject_id": own["traject_id"]}
    before = facts(world.database)
    nested = [
        route
        for route in coach_routes(world)
        if route[0].count("_id>") > 1 or "<picture>" in route[0]
    ]

    for address, methods in nested:
        for method in methods:
            assert ask(client, address, method, mixed, token)[0] == 404, address
    assert len(nested) >= 7
    assert facts(world.database) == before


@pytest.mark.parametrize("who", COACHES)
def test_the_first_page_of_a_coach_names_nobody_of_another(world, who):
    with_signal(world, world.coach(), "KNR-kindnaam")
    client = world.signed_in(world.coach(*COACHES[who]))

    assert "KNR-kindnaam" not in client.get("/vandaag").text


def test_a_traject_cannot_be_started_at_a_school_where_one_is_no_coach(world):
    world.coach(*COACHES["a coach of another organisation"])
    world.coach(*COACHES["a coach of another school"])
    client = world.signed_in()
    before = facts(world.database)

    for school in ("De Heidebloem", "Het Keienhuis"):
        fields = {"child_name": "Sam", "group_name": "6", "reason": "loss"}
        refused = act(
            client,
            "/trajecten/nieuw",
            "/trajecten/nieuw",
            school=world.schools()[school],
            **fields,
        )
        assert refused.status_code in (404, 422)
    assert facts(world.database) == before


ODD_IDS = ["x", "%00", "..%2f..%2fetc%2fpasswd", "%27%20OR%201%3D1--", "9" * 3000, "%F0%9F%8D%8E"]


@pytest.mark.parametrize("odd", ODD_IDS, ids=lambda odd: odd[:12])
def test_an_odd_id_is_the_same_page_as_what_does_not_exist(world, odd):
    case = with_signal(world, world.coach(), "Sam")
    client = world.signed_in()
    token = csrf(client.get("/vandaag"))
    own = ids_of(world, case)
    unknown = {**dict.fromkeys(own, UNKNOWN), "width": "breed", "scale": "kracht"}
    before = facts(world.database)

    for address, methods in coach_routes(world):
        for method in methods:
            seen = ask(client, address, method, {**unknown, **ids(address, odd)}, token)
            assert seen == ask(client, address, method, unknown, token), (address, method)
    assert facts(world.database) == before


def ids(address, odd):
    return dict.fromkeys(re.findall(r"<(?:\w+:)?(\w+_id)>", address), odd)


def test_the_rights_of_the_moment_count_on_the_next_request(world):
    case = with_signal(world, world.coach(), "Sam")
    client = world.signed_in()
    path = f"/trajecten/{case.traject_id}"
    assert client.get(path).status_code == 200

    with world.database.engine.begin() as connection:
        connection.execute(
            text("UPDATE role_grant SET starts_on = '2026-10-01', ends_on = '2026-11-01'")
        )
    assert client.get(path).status_code in (403, 404)

    with world.database.engine.begin() as connection:
        connection.execute(text("UPDATE role_grant SET ends_on = NULL WHERE role = 'coach'"))
    other = world.coach("Joris Zandstra").actor.person_id
    with world.database.engine.begin() as connection:
        connection.execute(text("UPDATE traject SET coach_id = :coach"), {"coach": other})
    assert client.get(path).status_code == 404
