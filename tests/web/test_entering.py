"""A coach fills in for somebody: reads out, calls, or types from paper, if wished twice."""

import re

import pytest

from survey_app.definitions import load
from tests.factories.answers import lowest
from tests.web.world import act, address_of, asked, csrf, revision, sign_in_again

pytestmark = pytest.mark.one_database

PARENT = load("kansmeter-ouder")


@pytest.fixture
def case(world):
    return world.case()


@pytest.fixture
def coach(world, case):
    return world.signed_in()


@pytest.fixture
def place(case):
    return f"/trajecten/{case.traject_id}/uitnodigingen/{case.intake['parent']}/invullen"


def all_answers(**other):
    return {f"a.{item.key}": lowest(item) for item in PARENT.items if item.options} | {
        f"a.{key}": value for key, value in other.items()
    }


def post(coach, path, **fields):
    page = coach.get(path)
    token = csrf(page)
    return coach.post(path, data={"csrf_token": token, **fields})


def read_out(coach, place, way, **first):
    """Begin a talk and give every question its lowest answer, up to the page that sends."""
    page = coach.get(act(coach, f"{place}/{way}", place).location)
    while "Dit waren de vragen" not in page.text:
        (key, *_) = re.findall(r'name="a\.(\w+)"', page.text)
        fields = {"csrf_token": csrf(page), "revision": revision(page), "act": "forward"}
        given = first.get(key) or lowest(PARENT.item(key))
        done = coach.post(page.request.path, data={**fields, f"a.{key}": given})
        assert done.status_code == 303, done.text
        page = coach.get(done.location)
    return page


@pytest.mark.parametrize(
    ("way", "mode", "said"),
    [("gesprek", "interview", "voorgelezen door Marit"), ("telefoon", "phone", "aan de telefoon")],
)
def test_what_is_read_out_is_sent_by_the_coach_and_said_so(
    world, case, coach, place, way, mode, said
):
    assert "Overslaan mag altijd" in coach.get(act(coach, f"{place}/{way}", place).location).text
    last = read_out(coach, place, way)

    done = coach.post(
        last.request.path, data={"csrf_token": csrf(last), "revision": revision(last)}
    )

    (response,) = world.responses()
    person = world.coach().actor.person_id
    assert (response.mode, response.entered_by) == (mode, person)
    assert said in coach.get(done.location).text
    assert "al verstuurd" in world.visitor(case.intake["parent"]).get().text
    acts = [row for row in world.dump()["audit_event"] if "submit" in row]
    assert [person in row for row in acts] == [True]


def test_what_the_informant_chose_by_the_link_is_neither_shown_nor_lost(world, case, coach, place):
    mother = world.visitor(case.intake["parent"])
    mother.begin()
    key = next(iter(asked(mother.page)))
    highest = PARENT.item(key).options[-1].key
    mother.send(1, **{key: highest})

    assert "begon al via de link" in coach.get(place).text
    first = coach.get(f"{place}/gesprek/1")
    assert "checked" not in first.text
    fields = {"csrf_token": csrf(first), "revision": "0", "act": "forward"}
    other = coach.post(first.request.path, data={**fields, f"a.{key}": lowest(PARENT.item(key))})

    assert other.status_code == 409
    assert world.draft(case.intake["parent"]).entries[key]["o"] == highest


def test_paper_counts_on_its_own_day(world, case, coach, place):
    world.clock.move(days=5)
    coach = world.signed_in()

    done = post(coach, f"{place}/papier", on="2026-11-04", act="forward", **all_answers())

    (response,) = world.responses()
    assert (response.mode, str(response.day)) == ("paper", "2026-11-04")
    page = coach.get(done.location).text
    assert "op papier, ingetypt door Marit, 4 nov" in page


REFUSED = {
    "moet nog komen": {"on": "2026-11-03"},
    "was er nog geen link": {"on": "2026-10-01"},
    "meer dan een jaar": {"on": "2016-11-02", "why": "lang geleden"},
    "Vul een datum in": {"on": ""},
    "Druk nog een keer op de knop": {"on": "2026-11-02", "csrf_token": "verlopen"},
    "Kies een van de antwoorden": {"on": "2026-11-02", "a.o1": "geen antwoord"},
}


def test_a_paper_that_cannot_be_taken_comes_back_with_all_that_was_typed(world, coach, place):
    for said, fields in REFUSED.items():
        posted = {**all_answers(), **fields}

        refused = post(coach, f"{place}/papier", **posted)

        assert refused.status_code == (400 if "csrf_token" in fields else 422)
        assert said in refused.text
        for name, value in all_answers().items():
            chosen = rf'name="{name}" value="{value}"[^>]* checked'
            assert posted[name] != value or re.search(chosen, refused.text), (said, name)
    assert world.responses() == []


def test_an_explained_day_before_the_link_is_taken_and_marked(world, case, coach, place):
    post(coach, f"{place}/papier", on="2026-10-01", why="bij de kennismaking", **all_answers())

    page = coach.get(f"/trajecten/{case.traject_id}").text
    assert "De dag op het papier ligt buiten de dagen van deze meting" in page
    explained = re.findall(r'href="([^"]+/uitleg[^"]*)"', page)
    assert any("bij de kennismaking" in coach.get(each).text for each in explained)


def test_the_second_time_shows_nothing_of_the_first_and_only_the_differences_are_asked(
    world, coach, place
):
    item, other = (each for each in PARENT.items[:2])
    high = item.options[1].key
    post(coach, f"{place}/papier", on="2026-11-02", act="again", **all_answers())
    again = coach.get(f"{place}/papier/nog-een-keer")
    assert not re.search(r'value="[^"]+" id="[^"]+" checked', again.text)

    post(
        coach,
        f"{place}/papier/nog-een-keer",
        on="2026-11-02",
        **all_answers(**{item.key: high, other.key: ""}),
    )
    page = coach.get(f"{place}/papier/verschillen")
    assert re.findall(r'name="d\.(\w+)" value="2"', page.text) == [item.key, other.key]
    assert "niets ingevuld" in page.text
    half = settle(coach, place, page, **{item.key: "2"})
    assert (half.status_code, world.responses()) == (422, [])
    settle(coach, place, page, **{item.key: "2", other.key: "1"})

    (response,) = world.responses()
    assert response.answers[item.key] == high
    assert response.answers[other.key] == lowest(other)
    assert world.dump()["paper_entry"] == []


def settle(coach, place, page, **chosen):
    """Post a page of differences that was shown."""
    shown = re.search(r'name="shown" value="(\w+)"', page.text)[1]
    fields = {f"d.{key}": turn for key, turn in chosen.items()}
    return post(coach, f"{place}/papier/verschillen", shown=shown, **fields)


def test_what_was_typed_anew_is_chosen_from_again(world, coach, place):
    item = PARENT.items[0]
    first, second, third = (each.key for each in item.options[:3])
    for once, twice in ((first, second), (first, third)):
        post(
            coach,
            f"{place}/papier",
            on="2026-11-02",
            act="again",
            **all_answers(**{item.key: once}),
        )
        post(
            coach,
            f"{place}/papier/nog-een-keer",
            on="2026-11-02",
            **all_answers(**{item.key: twice}),
        )
        if twice == second:
            old = coach.get(f"{place}/papier/verschillen")

    again = settle(coach, place, old, **{item.key: "2"})

    assert (again.status_code, world.responses()) == (422, [])
    assert " checked" not in again.text
    settle(coach, place, again, **{item.key: "2"})
    assert world.responses()[0].answers[item.key] == third


def test_a_paper_replaces_what_was_begun_by_link_only_when_that_is_said(world, case, coach, place):
    mother = world.visitor(case.intake["parent"])
    mother.begin()
    mother.send(1, **{key: offered[0] for key, offered in asked(mother.page).items()})
    left_open = PARENT.items[0].key
    answers = all_answers(**{left_open: ""})

    refused = post(coach, f"{place}/papier", on="2026-11-02", **answers)
    assert (refused.status_code, world.responses()) == (422, [])
    post(coach, f"{place}/papier", on="2026-11-02", only_paper="y", **answers)

    (response,) = world.responses()
    assert left_open not in response.answers


def test_paper_still_comes_in_after_the_last_day_but_never_after_withdrawal(
    world, case, coach, place
):
    world.clock.move(days=60)
    coach = world.signed_in()
    assert "Alleen wat al op papier staat" in coach.get(place).text
    with world.database.write() as db:
        db.connection().exec_driver_sql("UPDATE invitation SET revoked_at = made_at")

    refused = coach.post(f"{place}/papier", data={"csrf_token": csrf(coach.get("/vandaag"))})

    assert refused.status_code == 410
    assert world.responses() == []


def test_who_is_signed_out_while_typing_keeps_what_was_typed(world, coach, place):
    token = csrf(coach.get(f"{place}/papier"))
    world.clock.move(minutes=31)

    kept = coach.post(
        f"{place}/papier", data={"csrf_token": token, "on": "2026-11-02", **all_answers()}
    )

    assert (kept.status_code, "Log opnieuw in" in kept.text) == (401, True)
    again = sign_in_again(coach, kept, address_of("Marit Velthuis"))
    assert 'name="a.o1" value=' in again.text


def test_a_digit_means_the_same_as_on_the_page_of_a_teacher(coach, place):
    item = PARENT.items[0]
    page = coach.get(f"{place}/papier").text

    digits = re.findall(rf'name="a\.{item.key}" value="(\w+)"[^>]*data-digit="(\d)"', page)

    assert digits == [(option.key, str(at)) for at, option in enumerate(item.options)]
