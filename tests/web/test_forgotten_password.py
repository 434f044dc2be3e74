"""Who forgot the password asks for a link: one field, and the same answer to everybody."""

import re
import time
from statistics import median

import pytest
from sqlalchemy import select

from survey_app.accounts.models import Person
from survey_app.audit.models import AuditEvent
from survey_app.commands.forgotten import answer_forgotten
from tests.rig.statements import counted
from tests.web.test_contact import deliver
from tests.web.world import PASSWORD, address_of, csrf, sign_in

pytestmark = pytest.mark.one_database

PAGE = "/wachtwoord-vergeten"
EMAIL = address_of("Marit Velthuis")
OFF = address_of("Joris Zandstra")
NEW = "heel andere losse woorden"


@pytest.fixture(autouse=True)
def people(world):
    """Give somebody with an account, and somebody whose account is switched off."""
    world.coach()
    off = world.coach("Joris Zandstra")
    with world.database.write() as db:
        db.get_one(Person, off.actor.person_id).active = False


def ask(world, typed, client=None):
    client = client or world.client()
    return client.post(PAGE, data={"csrf_token": csrf(client.get(PAGE)), "email": typed})


def letters(world):
    """Return the mails that go out now, once who asked was looked up."""
    answer_forgotten(world.database, world.clock)
    return deliver(world).letters


def link_in(letter):
    return re.search(r"/toegang/\S+", letter.text)[0]


def set_password(client, path):
    fields = {"csrf_token": csrf(client.get(path)), "password": NEW, "repeat": NEW}
    return client.post(path, data=fields)


def test_ac_039_a_link_that_came_by_mail_sets_the_password_once_and_ends_all_sessions(world):
    inside = world.signed_in()
    done = ask(world, EMAIL.upper())
    assert "Kijk in je mail" in world.client().get(done.location).text
    (letter,) = letters(world)
    path = link_in(letter)
    for _ in range(3):  # a scanner of mail follows links
        assert world.client().get(path).status_code == 200
        world.client().head(path)

    assert set_password(world.client(), path).status_code == 303

    assert world.client().get(path).status_code == 422
    assert inside.get("/vandaag").status_code == 303
    assert sign_in(world.client(), EMAIL, PASSWORD).status_code == 422
    assert sign_in(world.client(), EMAIL, NEW).status_code == 303
    assert [each.subject for each in letters(world)] == ["Je wachtwoord is veranderd"]


def test_ac_040_known_unknown_and_switched_off_get_the_same_answer_by_the_same_work(world):
    ask(world, "warm@school.example")
    seen = []
    for typed in (EMAIL, "nobody@school.example", OFF):
        with counted(world.database) as counts:
            done = ask(world, typed)
        seen.append((done.status_code, done.location, done.text, counts["statements"]))

    assert len(set(seen)) == 1
    assert [each.to for each in letters(world)] == [EMAIL]


def test_ac_040_the_time_of_an_answer_tells_nothing(world):
    """Each kind in turn, so that a busy moment of this machine slows all; 40 times each."""
    client, times = world.client(), {EMAIL: [], "nobody@school.example": [], OFF: []}
    token = csrf(client.get(PAGE))
    for _ in range(40):
        for typed, taken in times.items():
            begun = time.perf_counter()
            client.post(PAGE, data={"csrf_token": token, "email": typed})
            taken.append(time.perf_counter() - begun)
        world.clock.move(minutes=21)

    medians = [median(taken) for taken in times.values()]
    assert max(medians) - min(medians) < 0.010


@pytest.mark.parametrize("typed", ["", "marit", "a@b", "x" * 250 + "@school.example", "a b@c.nl"])
def test_what_can_be_no_address_is_refused_and_writes_nothing(world, typed):
    before = world.dump()

    refused = ask(world, typed)

    assert (refused.status_code, "Dit klopt nog niet" in refused.text) == (422, True)
    assert world.dump() == before


def test_ac_048_one_address_gets_three_mails_an_hour_and_the_same_answer_each_time(world):
    answers = {(done.status_code, done.location) for done in (ask(world, EMAIL) for _ in range(12))}

    assert answers == {(303, f"{PAGE}?melding=gevraagd")}
    # Those that were asked before the newest bring nothing any more.
    assert len(letters(world)) == 1
    assert len(world.dump()["account_message"]) == 3
    with world.database.read() as db:
        asked = db.scalars(select(AuditEvent.act).where(AuditEvent.act == "ask reset link"))
        assert len(asked.all()) == 3


def test_a_link_goes_out_at_night_too(world):
    world.clock.now = world.clock.now.replace(hour=22)
    ask(world, EMAIL)

    assert [each.to for each in letters(world)] == [EMAIL]


def test_ac_043_who_set_a_password_by_link_is_on_a_known_browser(world):
    ask(world, EMAIL)
    client = world.client("203.0.113.7")
    (letter,) = letters(world)
    set_password(client, link_in(letter))
    for number in range(30):
        sign_in(world.client(f"198.51.100.{number}"), EMAIL, "een heel fout wachtwoord")

    assert sign_in(world.client("203.0.113.8"), EMAIL, NEW).status_code == 429
    assert sign_in(client, EMAIL, NEW).status_code == 303
