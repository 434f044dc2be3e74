"""Section 3 of the catalogue: guessing passwords, from one place, from many, and by tricks."""

import logging

import pytest
from sqlalchemy import select

from survey_app.accounts.throttling import SPRAY_ACCOUNTS
from survey_app.audit.models import AuditEvent
from survey_app.factory import create_app
from survey_app.keeping.doctor import examine
from tests.web.world import PASSWORD, TRAIL, a_world, act, address_of, csrf, sign_in

pytestmark = pytest.mark.one_every_day

EMAIL = address_of("Marit Velthuis")
WRONG = "een heel fout wachtwoord"


def spray(world, client, number=SPRAY_ACCOUNTS):
    return {
        sign_in(client, f"naam{each}@kansmeter.example", WRONG).status_code
        for each in range(number)
    }


def test_ac_042_a_spray_is_told_in_log_trail_and_doctor_and_keeps_nobody_out(world, caplog):
    world.coach()
    client = world.client("203.0.113.9")
    with caplog.at_level(logging.WARNING):
        assert spray(world, client) == {422}

    (line,) = (each.getMessage() for each in caplog.records if "spray" in each.getMessage())
    assert f"{SPRAY_ACCOUNTS} accounts" in line
    outside_the_trail = {name: rows for name, rows in world.dump().items() if name not in TRAIL}
    assert "203.0.113" not in line + str(outside_the_trail)
    assert "naam" not in line
    with world.database.read() as db:
        told = db.scalars(select(AuditEvent).where(AuditEvent.act == "spray")).one()
        assert (told.actor_kind, told.object_kind, told.outcome) == (
            "visitor",
            "network",
            "noticed",
        )
        found = examine(db, frozenset(), world.clock())
    assert [each.sentence for each in found if each.is_fault and "many accounts" in each.sentence]
    assert sign_in(world.client("203.0.113.9"), EMAIL, PASSWORD).status_code == 303


def test_ac_042_an_account_tried_from_everywhere_waits_longer_each_time(world):
    world.coach()
    clients = (world.client(f"198.51.100.{number}") for number in range(40))
    answers = [sign_in(client, EMAIL, WRONG) for client in clients]

    assert [each.status_code for each in answers] == [422] * 20 + [429] * 20
    assert answers[-1].headers["Retry-After"] == "16"


def test_ac_043_the_director_enters_on_the_own_computer_whatever_was_tried_abroad(world):
    director = world.signed_in()
    act(director, "/uitloggen")
    for number in range(40):
        sign_in(world.client(f"198.51.100.{number}"), EMAIL, WRONG)

    assert sign_in(world.client(), EMAIL, PASSWORD).status_code == 429
    assert sign_in(director, EMAIL, PASSWORD).status_code == 303


def test_ac_043_a_known_browser_of_one_person_is_none_of_another(world):
    world.coach("Joris Zandstra")
    colleague = world.signed_in()
    for number in range(20):
        sign_in(world.client(f"198.51.100.{number}"), address_of("Joris Zandstra"), WRONG)

    refused = sign_in(colleague, address_of("Joris Zandstra"), PASSWORD)

    assert refused.status_code == 429


def test_ac_046_counters_hold_over_all_workers(world, migrated_url):
    world.coach()
    with a_world(migrated_url, clock=world.clock) as second:
        for number in range(10):
            sign_in((world, second)[number % 2].client("203.0.113.9"), EMAIL, WRONG)

        tried = [
            sign_in(worker.client("203.0.113.9"), EMAIL, PASSWORD).status_code
            for worker in (world, second)
        ]

    assert tried == [429, 429]


@pytest.mark.parametrize(("proxies", "expected"), [(0, 429), (1, 422), (2, 429)])
def test_ac_046_only_what_our_own_proxies_say_of_an_address_counts(world, proxies, expected):
    """The proxy writes the last address; a visitor may write any number before it."""
    world.coach()
    settings = world.settings.model_copy(update={"trusted_proxies": proxies})
    app = create_app(settings, world.database, world.clock)
    for number in range(11):
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = "10.0.0.1"
        forged = {"X-Forwarded-For": f"192.0.2.1, 198.51.100.{number}"}
        page = sign_in(client, EMAIL, WRONG, headers=forged)

    assert page.status_code == expected


def test_ac_045_a_school_where_somebody_guesses_signs_in_as_ever(world):
    names = ["Joris Zandstra", "Bea Boom", "Noor Vos"]
    for name in names:
        world.coach(name)
    guesser = world.client("203.0.113.9")
    for _ in range(12):
        sign_in(guesser, EMAIL, WRONG)
    spray(world, guesser, 30)

    entered = [
        sign_in(world.client("203.0.113.9"), address_of(name), PASSWORD).status_code
        for name in names
    ]

    assert entered == [303] * 3


def test_ac_029_the_token_of_another_browser_signs_nobody_in(world):
    world.coach()
    attacker, victim = world.client(), world.client()
    token = csrf(attacker.get("/inloggen"))
    victim.get("/inloggen")

    refused = victim.post(
        "/inloggen", data={"csrf_token": token, "email": EMAIL, "password": PASSWORD}
    )

    assert refused.status_code == 400
    assert victim.get_cookie("kansmeter_login") is None


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_ac_029_following_a_link_signs_nobody_out(world, method):
    client = world.signed_in()

    assert client.open("/uitloggen", method=method).status_code == 405
    assert client.get("/vandaag").status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/json"])
def test_ac_030_a_form_in_another_dress_does_nothing(world, kind):
    client = world.signed_in()
    body = f'{{"csrf_token":"{csrf(client.get("/account"))}","x":"="}}'
    before = world.dump()["login_session"]

    for path in ("/account/sessies/uit", "/account/wachtwoord", "/uitloggen"):
        refused = client.post(path, data=body, content_type=kind, headers={"Origin": "null"})
        assert refused.status_code == 400

    assert world.dump()["login_session"] == before


def test_ac_031_a_session_of_ones_own_making_is_replaced_on_a_second_sign_in_at_once(world):
    one, other = world.signed_in(), world.signed_in()

    assert one.get_cookie("kansmeter_login").value != other.get_cookie("kansmeter_login").value
    assert all(client.get("/vandaag").status_code == 200 for client in (one, other))
