"""The coach hands the tablet over: locked for the coach, one link for the child, then back."""

import re
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from survey_app.accounts import locking
from survey_app.definitions import load
from survey_app.invitations.following import ahead_of_same_person
from survey_app.keeping.erasing import Ground, erase_traject
from tests.web.world import PASSWORD, Visitor, act, csrf, data_page, sign_in

pytestmark = pytest.mark.one_database

PIN = "2591"


@pytest.fixture
def case(world):
    return world.case(child="Fenna", age=9)


@pytest.fixture
def coach(world, case):
    client = world.signed_in()
    with world.database.write() as db:
        locking.set_pin(db, world.coach().actor.person_id, PIN)
    return client


def hand_over(coach, case, role="child"):
    """Press the button; return the child's browser, which is the same one."""
    page = f"/trajecten/{case.traject_id}"
    done = act(coach, f"{page}/uitnodigingen/{case.intake[role]}/tablet", page)
    assert done.status_code == 303, done.text
    return Visitor(coach, done.location)


def unlock(coach, pin=PIN):
    return act(coach, "/ontgrendelen", "/ontgrendelen", pin=pin)


def test_ac_036_every_page_of_the_coach_is_locked_until_the_pin(world, case, coach):
    page = f"/trajecten/{case.traject_id}"
    child = hand_over(coach, case)

    for address in (page, "/vandaag", "/samen", f"{page}/verloop", "/pincode"):
        assert coach.get(address).location == "/ontgrendelen", address
    assert "Fenna" not in coach.get("/ontgrendelen").text
    token = csrf(child.get())
    assert coach.post(f"{page}/informanten", data={"csrf_token": token}).status_code == 303

    done = unlock(coach)

    assert done.location.startswith(page)
    assert "Fenna" in coach.get(done.location).text


def test_five_wrong_pins_leave_only_a_new_sign_in(world, case, coach):
    hand_over(coach, case)

    wrong = [unlock(coach, pin).status_code for pin in ("1", "22", "333", "4444")]
    last = unlock(coach, "55555")

    assert (wrong, last.location) == ([422] * 4, "/ontgrendelen")
    page = coach.get("/ontgrendelen").text
    assert 'name="pin"' not in page
    assert unlock_blindly(coach, page).location == "/ontgrendelen"
    assert coach.get("/vandaag").location == "/ontgrendelen"
    assert sign_in(coach, "marit@kansmeter.example", PASSWORD).location == "/"
    assert coach.get("/vandaag").status_code == 200


def unlock_blindly(coach, page):
    token = csrf(coach.get("/inloggen"))
    return coach.post("/ontgrendelen", data={"csrf_token": token, "pin": PIN})


def test_ac_117_a_tablet_comes_back_when_all_of_the_child_was_erased_meanwhile(world, case, coach):
    """AC-117."""
    child = hand_over(coach, case)
    staff = world.coach()
    with world.database.write() as db:
        erase_traject(
            db, staff.actor, case.traject_id, Ground.MISTAKE, copies_for_days=35, now=world.clock()
        )

    assert child.get().location == "/ontgrendelen"
    wrong = unlock(coach, "1")
    assert wrong.status_code == 422
    assert 'href="/inloggen?verder=/vandaag"' in wrong.text
    done = unlock(coach)
    assert done.location.startswith("/vandaag")
    assert coach.get(done.location).status_code == 200


def test_after_two_hours_a_pin_is_not_enough(world, case, coach):
    hand_over(coach, case)
    world.clock.move(hours=2, seconds=1)

    assert unlock(coach).location == "/ontgrendelen"
    assert coach.get("/vandaag").status_code == 303


def test_ac_036_the_child_ends_on_a_neutral_page_and_it_counts_as_on_the_tablet(world, case, coach):
    child = hand_over(coach, case)
    child.begin()
    child.walk()

    assert (data_page(child.page), "Geef de tablet terug aan Marit" in child.page.text) == (
        "thanks",
        True,
    )
    (response,) = world.responses()
    assert response.mode == "tablet"
    links = re.findall(r'<a [^>]*href="([^"]*)"', child.page.text)
    assert set(links) == {"/snel-weg", "/ontgrendelen", "tel:08000432"}
    assert "storage" in child.page.headers["Clear-Site-Data"]
    assert "no-store" in child.page.headers["Cache-Control"]
    unlock(coach)
    assert data_page(child.get("/bedankt")) == "already"


def test_a_child_with_two_lists_goes_on_before_the_tablet_goes_back(world):
    lists = [load("kansmeter-kind"), load("kansmeter-verandering")]
    case = world.case(child="Fenna", age=9, lists=lists)
    coach = world.signed_in()
    with world.database.write() as db:
        locking.set_pin(db, world.coach().actor.person_id, PIN)
        ahead = ahead_of_same_person(db, case.intake["child"], world.clock().date())
        second = ahead[0].id
    child = hand_over(coach, case)
    assert child.client.get(f"/v/{world.token(second)}").location == "/ontgrendelen"
    child.begin()
    child.walk()
    assert "Nog 1 lijst" in child.page.text
    assert "Geef de tablet terug" not in child.page.text

    done = act(coach, f"{child.path}/verder", f"{child.path}/bedankt")

    assert done.location == f"/v/{world.token(second)}"
    assert child.get().location == "/ontgrendelen"
    rest = Visitor(coach, done.location)
    rest.begin()
    rest.walk()
    assert (data_page(rest.page), "Nog 1 lijst" in rest.page.text) == ("thanks", False)
    assert {each.mode for each in world.responses()} == {"tablet"}
    assert coach.get("/vandaag").location == "/ontgrendelen"
    assert unlock(coach).location.startswith(f"/trajecten/{case.traject_id}")


def test_ac_036_the_next_child_cannot_open_what_the_one_before_left_half_done(world, case, coach):
    other = world.case(child="Bram")
    first = hand_over(coach, case)
    first.begin()
    unlock(coach)
    second = hand_over(coach, other)

    assert [first.get(rest).location for rest in ("", "/1", "/stop")] == ["/ontgrendelen"] * 3
    assert coach.get("/code").location == "/ontgrendelen"
    assert "Bram" in second.get().text
    assert "Fenna" not in second.page.text


def test_a_pin_asks_for_the_password_and_is_not_the_first_that_anybody_tries(world, case):
    coach = world.signed_in()

    said = [
        act(coach, "/pincode", "/pincode", pin=pin, password=word).text
        for pin, word in (("1234", PASSWORD), ("12", PASSWORD), ("2591", "iets anders"))
    ]

    assert "te makkelijk te raden" in said[0]
    assert "4 tot 8 cijfers" in said[1]
    assert "wachtwoord klopt niet" in said[2]
    assert world.person(world.coach()).pin_hash is None
    assert act(coach, "/pincode", "/pincode", pin=PIN, password=PASSWORD).status_code == 303
    hand_over(coach, case)
    assert unlock(coach).location != "/ontgrendelen"


def test_ac_077_a_tablet_gets_its_page_back_when_the_database_is_away(world, case, coach):
    child = hand_over(coach, case)
    child.begin()
    if data_page(child.page) == "practice":
        child.get("/1")
    fields = child.fields(p1="soms")
    with away(world):
        kept = child.post(1, fields)

    assert (kept.status_code, data_page(kept)) == (503, "not-saved")
    assert 'name="a.p1" value="soms"' in kept.text
    assert child.post(1, fields).status_code == 303


@contextmanager
def away(world):
    """Move the tables away from under the service, as when nothing can be read."""
    with world.database.write() as db:
        db.execute(text("ALTER TABLE login_session RENAME TO not_there"))
    yield
    with world.database.write() as db:
        db.execute(text("ALTER TABLE not_there RENAME TO login_session"))


def test_a_locked_tablet_stays_locked_when_somebody_signs_out_and_tells_what_is_accessible(
    world, case, coach
):
    child = hand_over(coach, case)
    assert data_page(coach.get("/toegankelijkheid")) == "accessibility"

    done = coach.post("/uitloggen", data={"csrf_token": csrf(child.get())})

    assert done.location == "/ontgrendelen"
    assert coach.get("/code").location == "/ontgrendelen"
    assert "Fenna" in child.get().text
