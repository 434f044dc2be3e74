"""The own account on its pages: the password, and where one is signed in."""

import re
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from survey_app.accounts.models import LoginSession, Person
from survey_app.audit.models import AuditEvent
from tests.web.test_contact import deliver
from tests.web.world import PASSWORD, PUBLIC, a_world, act, address_of, csrf, sign_in

pytestmark = pytest.mark.one_database

EMAIL = address_of("Marit Velthuis")
NEW = "heel andere losse woorden"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0"
CHANGE = "/account/wachtwoord"


def secret_of(client):
    return client.get_cookie("kansmeter_login").value


def opens(world, secret):
    """Tell whether a copied cookie opens the caseload."""
    thief = world.client()
    thief.set_cookie("kansmeter_login", secret)
    return thief.get("/vandaag").status_code == 200


def change(client, old=PASSWORD, password=NEW, repeat=None):
    fields = {"old": old, "password": password, "repeat": repeat or password}
    return act(client, CHANGE, CHANGE, **fields)


def acts(world):
    with world.database.read() as db:
        return list(
            db.scalars(select(AuditEvent.act).order_by(AuditEvent.chain, AuditEvent.position))
        )


def test_the_own_page_names_this_browser_and_the_others(world):
    world.coach()
    here = world.client()
    sign_in(here, EMAIL, PASSWORD, headers={"User-Agent": FIREFOX})
    world.clock.move(minutes=3)
    world.signed_in()

    page = here.get("/account").text

    assert EMAIL in page
    assert re.search(r"<h3>Firefox op Windows \(deze browser\)</h3>", page)
    assert "Ingelogd vandaag om 10.00 uur, laatst gebruikt vandaag om 10.03 uur." in page
    assert page.count(">Log daar uit<") == 1
    assert FIREFOX not in world.text_of_database()
    assert 'href="/account"' in here.get("/vandaag").text


def test_ac_035_a_new_password_ends_every_other_session_and_is_told_by_mail(world):
    here, other = world.signed_in(), world.signed_in()
    old = secret_of(here)

    done = change(here)

    assert (done.status_code, done.location) == (303, "/account?melding=wachtwoord")
    assert not opens(world, secret_of(other))
    assert not opens(world, old)  # AC-031: this one goes on under a new secret
    assert "Je wachtwoord is veranderd" in here.get(done.location).text
    assert sign_in(world.client(), EMAIL, NEW).status_code == 303
    assert [each.subject for each in deliver(world).letters] == ["Je wachtwoord is veranderd"]
    assert "change password" in acts(world)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"old": "een heel fout wachtwoord"}, "Dit wachtwoord klopt niet."),
        ({"password": "kort"}, "minstens 12 tekens"),
        ({"password": PASSWORD}, "Kies een ander wachtwoord"),
        ({"repeat": "iets anders dan dat"}, "niet gelijk"),
        ({"old": ""}, "Vul het wachtwoord in dat je nu hebt."),
    ],
)
def test_a_password_that_cannot_be_says_why_and_nothing_ends(world, fields, said):
    here, other = world.signed_in(), world.signed_in()
    before = world.dump()["person"]

    refused = change(here, **fields)

    assert (refused.status_code, said in refused.text) == (422, True)
    assert world.dump()["person"] == before
    assert all(opens(world, secret_of(client)) for client in (here, other))
    assert NEW not in refused.text


def test_guessing_the_old_password_is_slowed_and_keeps_the_pages_open(world):
    here = world.signed_in()
    for _ in range(10):
        change(here, old="een heel fout wachtwoord")

    waits = change(here)

    assert (waits.status_code, waits.headers["Retry-After"]) == (429, "901")
    assert "Wacht 15 minuten" in waits.text
    assert here.get("/vandaag").status_code == 200


def test_a_password_manager_finds_its_way_in_every_form(world):
    here = world.signed_in()
    link = world.credential_link(world.coach())
    forms = {
        "/inloggen": ("username", "current-password"),
        "/wachtwoord-vergeten": ("username",),
        CHANGE: ("username", "current-password", "new-password"),
        link: ("username", "new-password"),
    }

    for path, wanted in forms.items():
        html = here.get(path).text
        assert set(re.findall(r'<input[^>]*autocomplete="([^"]+)"', html)) == set(wanted), path
        assert "onpaste" not in html


def test_one_session_or_all_others_are_ended_by_their_owner_alone(world):
    here, second, third = (world.signed_in() for _ in range(3))
    actions = re.findall(r'action="(/account/sessies/\w+/uit)"', here.get("/account").text)
    stranger = world.signed_in(world.coach("Joris Zandstra"))

    assert act(stranger, actions[0]).status_code == 404
    assert act(here, "/account/sessies/" + "0" * 32 + "/uit").status_code == 404
    assert act(here, actions[0]).status_code == 303
    assert [opens(world, secret_of(each)) for each in (here, second, third)].count(False) == 1

    assert act(here, "/account/sessies/uit").location == "/account?melding=overal"
    assert [opens(world, secret_of(each)) for each in (here, second, third)] == [True, False, False]
    assert opens(world, secret_of(stranger))
    assert {"end session", "end other sessions"} <= set(acts(world))


def test_ac_034_a_page_that_asks_by_itself_does_not_prolong_a_session(world):
    case = world.case()
    here = world.signed_in()
    paper = f"/trajecten/{case.traject_id}/gespreksblad"
    done = act(here, paper, paper, seen="0", language="nl", act="pdf")
    assert done.status_code == 303
    seen_at = last_seen(world)
    for _ in range(5):
        world.clock.move(minutes=5)
        assert here.get(done.location).status_code == 200
        assert here.head("/vandaag").status_code == 200

    assert last_seen(world) == seen_at
    world.clock.move(minutes=5, seconds=1)
    assert here.get(done.location).status_code == 303


def last_seen(world):
    with world.database.read() as db:
        return db.scalars(select(LoginSession.seen_at)).one()


def test_a_hash_of_other_work_is_renewed_at_signing_in(world):
    staff = world.coach()
    with world.database.write() as db:
        person = db.get_one(Person, staff.actor.person_id)
        person.password_hash = PasswordHasher(2, 16, 1).hash(PASSWORD)
        old = person.password_hash

    world.signed_in()

    assert world.person(staff).password_hash != old
    assert sign_in(world.client(), EMAIL, PASSWORD).status_code == 303


def test_ac_033_the_cookie_of_a_known_browser_is_hidden_bound_and_names_nobody(migrated_url):
    with a_world(migrated_url, base_url=PUBLIC) as world:
        staff = world.coach()
        client = world.client()
        token = csrf(client.get("/inloggen", base_url=PUBLIC))
        fields = {"csrf_token": token, "email": EMAIL, "password": PASSWORD}
        done = client.post("/inloggen", base_url=PUBLIC, data=fields)
        (cookie,) = (each for each in done.headers.getlist("Set-Cookie") if "_device=" in each)
        again = client.get("/inloggen", base_url=PUBLIC)

    assert cookie.startswith("__Host-kansmeter_device=")
    assert all(part in cookie for part in ("Secure;", "HttpOnly;", "Path=/;", "SameSite=Lax"))
    assert staff.actor.person_id not in cookie
    assert timedelta(seconds=int(re.search(r"Max-Age=(\d+)", cookie)[1])) == timedelta(days=365)
    assert "_device" not in str(again.headers.getlist("Set-Cookie"))
