"""An act that somebody else's overtakes half-way: it was begun under what holds no more."""

from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from survey_app.accounts import granting, passwords, states
from survey_app.accounts import services as accounts
from survey_app.accounts.models import Person, RoleGrant
from survey_app.accounts.roles import Role
from survey_app.clock import local_date
from survey_app.web.account import letting_in
from tests.web.factors import first_step, set_up
from tests.web.world import PASSWORD, address_of, csrf, sign_in

EMAIL = address_of("Marit Velthuis")
CHOSEN, THIEFS = "heel andere losse woorden", "vier woorden van een dief"


@contextmanager
def overtaken(monkeypatch, place, name, meanwhile):
    """Let something happen, once, just after this was read or judged."""
    judge, happened = getattr(place, name), []

    def judged(*args, **options):
        verdict = judge(*args, **options)
        if not happened:
            happened.append(1)
            with ThreadPoolExecutor(1) as another:
                another.submit(meanwhile).result()
        return verdict

    with monkeypatch.context() as patch:
        patch.setattr(place, name, judged)
        yield
    assert happened


def choose_another(world):
    """Let the owner choose another password by a link from the mail."""
    path, browser = world.credential_link(world.coach()), world.client()
    fields = {"csrf_token": csrf(browser.get(path)), "password": CHOSEN, "repeat": CHOSEN}
    assert browser.post(path, data=fields).status_code == 303


def switch_off(world):
    with world.database.write() as db:
        person = db.get_one(Person, world.coach().actor.person_id)
        states.switch_off(db, person, world.clock())


@pytest.mark.parametrize("meanwhile", [choose_another, switch_off])
def test_ac_032_a_sign_in_that_a_new_password_overtakes_opens_nothing(
    world, monkeypatch, meanwhile
):
    world.coach()
    thief = world.client()
    with overtaken(monkeypatch, passwords, "is_right", lambda: meanwhile(world)):
        done = sign_in(thief, EMAIL, PASSWORD)

    assert done.status_code == 422
    assert "Begin opnieuw" in done.text
    assert world.dump()["login_session"] == []


def test_ac_039_half_a_sign_in_that_a_new_password_overtakes_is_worthless(world, monkeypatch):
    set_up(world, world.signed_in())
    thief = world.client()
    with overtaken(monkeypatch, passwords, "is_right", lambda: choose_another(world)):
        done = sign_in(thief, EMAIL, PASSWORD)

    assert done.status_code == 422
    assert thief.get("/inloggen/tweede-stap").status_code == 303


def test_ac_041_a_sign_in_that_a_second_step_overtakes_asks_for_it(world, monkeypatch):
    owner, thief = world.signed_in(), world.client()
    with overtaken(monkeypatch, letting_in, "factors_of", lambda: set_up(world, owner)):
        done = sign_in(thief, EMAIL, PASSWORD)

    assert done.status_code == 422
    assert thief.get("/vandaag").status_code == 303
    assert first_step(world).get("/inloggen/tweede-stap").status_code == 200


def test_ac_035_a_thief_does_not_change_back_what_the_owner_chose_meanwhile(world, monkeypatch):
    thief = world.signed_in()
    path = "/account/wachtwoord"
    fields = {
        "csrf_token": csrf(thief.get(path)),
        "old": PASSWORD,
        "password": THIEFS,
        "repeat": THIEFS,
    }
    with overtaken(monkeypatch, passwords, "is_right", lambda: choose_another(world)):
        done = thief.post(path, data=fields)

    assert done.status_code == 422
    assert sign_in(world.client(), EMAIL, THIEFS).status_code == 422
    assert sign_in(world.client(), EMAIL, CHOSEN).status_code == 303


def test_ac_032_a_sign_in_waits_for_a_new_password_that_is_being_stored(world):
    world.coach()
    thief, path = world.client(), world.credential_link(world.coach())
    link_id = world.app.extensions["kansmeter"].credential_links.read(path.rsplit("/", 1)[1])
    with ThreadPoolExecutor(1) as another:
        with world.database.write() as db:
            accounts.set_password(db, link_id, CHOSEN, world.clock())
            signing_in = another.submit(sign_in, thief, EMAIL, PASSWORD)
            wait([signing_in], timeout=1)
            assert not signing_in.done()
        done = signing_in.result()

    assert done.status_code == 422
    assert world.dump()["login_session"] == []


def test_ac_149_an_administrator_who_is_sent_away_meanwhile_closes_no_account(world):
    first = world.member("Ada Eerst", Role.ADMINISTRATOR)
    for name in ("Bea Tweede", "Cor Derde"):
        world.member(name, Role.ADMINISTRATOR)
    ada, bea = world.person_id("Ada Eerst"), world.person_id("Bea Tweede")
    page = f"/mensen/{bea}"
    token = csrf(first.get(page))
    with world.database.read() as db:
        by = accounts.actor(db.get_one(Person, bea), local_date(world.clock()))
        right = db.scalars(select(RoleGrant.id).where(RoleGrant.person_id == ada)).one()

    with ThreadPoolExecutor(1) as another:
        with world.database.write() as db:
            granting.take_away(db, by, ada, right, world.clock())
            closing = another.submit(first.post, f"{page}/sluiten", data={"csrf_token": token})
            wait([closing], timeout=1)
            assert not closing.done()
        done = closing.result()

    assert done.status_code == 404
    with world.database.read() as db:
        assert db.get_one(Person, bea).active
