"""What was typed when a session ended is shown again to who typed it, and to nobody else."""

import re
from html import unescape

import pytest

from tests.web.factors import STEP, is_in, set_up
from tests.web.world import (
    PASSWORD,
    act,
    address_of,
    csrf,
    encoded,
    sign_in,
    sign_in_again,
)

pytestmark = pytest.mark.one_database

MARIT, JORIS = address_of("Marit Velthuis"), address_of("Joris Zandstra")
WORDS = "KNR maakte 'n plan voor <b>de</b> week"


@pytest.fixture
def case(world):
    return world.case(child="Fenna")


@pytest.fixture
def coach(world, case):
    return world.signed_in()


def contact(case):
    said = {"about": case.traject_id, "held_on": "2026-11-02", "with_whom": ["child", "parent"]}
    said |= {"kind": "talk", "minutes": "30", "minutes_apart": "0", "principles": ["samen"]}
    return "/contacten/nieuw", {**said, "line": WORDS}, "/vandaag"


def referral(case):
    place = f"/trajecten/{case.traject_id}/steun"
    said = {"considered_by": "school", "considered_on": "2026-11-02", "outcome": "not_needed"}
    return f"{place}/verwijzing", {**said, "why": WORDS}, place


def goal(case):
    place = f"/trajecten/{case.traject_id}/doelen/nieuw"
    said = {"owner": case.informants["child"], "words": WORDS, "area": "contact"}
    said |= {"start": "3", "good_enough": "7", "review_on": "2026-12-14"}
    return place, said, f"/trajecten/{case.traject_id}"


def hidden(page):
    """Return the fields of the form that sends it again, and its address."""
    form = page.text[page.text.index("Dit had je getypt</h1>") :]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    action = unescape(re.search(r'<form method="post" action="([^"]+)"', form)[1])
    return action, [(name, unescape(value)) for name, value in found]


def time_out(world, coach, page):
    world.clock.move(minutes=31)


def end_elsewhere(world, coach, page):
    other = world.signed_in()
    assert act(other, "/account/sessies/uit", "/account").status_code == 303


def lose_token(world, coach, page):
    world.clock.move(minutes=31)
    coach.delete_cookie("kansmeter")


@pytest.mark.parametrize(
    ("form", "end"),
    [
        (contact, time_out),
        (referral, time_out),
        (goal, end_elsewhere),
        (contact, lose_token),
        (referral, lose_token),
    ],
    ids=lambda each: each.__name__,
)
def test_ac_034_what_was_typed_comes_back_after_signing_in_and_can_be_sent(
    world, coach, case, form, end
):
    path, said, shown_on = form(case)
    token = csrf(coach.get("/vandaag"))
    end(world, coach, path)
    before = world.dump()

    out = coach.post(path, data={"csrf_token": token, **said})
    assert (out.status_code, "Log opnieuw in" in out.text, "KNR" in out.text) == (401, True, False)
    assert world.dump() == before
    again = sign_in_again(coach, out, MARIT)

    assert again.status_code == 200
    action, fields = hidden(again)
    assert action == path
    assert "<p>KNR maakte &#39;n plan voor &lt;b&gt;de&lt;/b&gt; week</p>" in again.text
    done = coach.post(action, data=encoded(fields))
    assert done.status_code == 303, done.text
    assert "KNR maakte" in coach.get(shown_on if form is not contact else "/contacten").text


def test_ac_034_what_was_typed_comes_back_after_the_second_step_too(world, coach, case):
    phone, _ = set_up(world, coach)
    path, said, _ = contact(case)
    token = csrf(coach.get("/vandaag"))
    time_out(world, coach, path)
    out = coach.post(path, data={"csrf_token": token, **said})

    half = sign_in_again(coach, out, MARIT)
    fields = {"csrf_token": csrf(half), "getypt": hidden_value(half, "getypt")}
    wrong = coach.post(STEP, data={**fields, "code": phone.wrong()})
    fields = {"csrf_token": csrf(wrong), "getypt": hidden_value(wrong, "getypt")}
    again = coach.post(STEP, data={**fields, "code": phone.code()})

    assert (half.status_code, wrong.status_code, again.status_code) == (200, 422, 200)
    assert hidden(again)[0] == path
    assert is_in(coach)


def hidden_value(page, name):
    return unescape(re.search(rf'name="{name}" value="([^"]+)"', page.text)[1])


@pytest.mark.parametrize(("email", "status"), [(MARIT, 200), (JORIS, 303)])
def test_ac_034_a_wrong_password_keeps_it_and_somebody_else_does_not_get_it(
    world, coach, case, email, status
):
    path, said, _ = goal(case)
    world.coach("Joris Zandstra")
    token = csrf(coach.get("/vandaag"))
    world.clock.move(minutes=31)
    out = coach.post(path, data={"csrf_token": token, **said})
    fields = {"csrf_token": csrf(out), "getypt": carried(out), "email": MARIT}

    wrong = coach.post("/inloggen", data={**fields, "password": "heel erg fout"})
    done = sign_in_again(coach, wrong, email)

    assert (wrong.status_code, done.status_code) == (422, status)
    assert ("KNR" in done.text + coach.get("/vandaag").text) is (email == MARIT)


def carried(page):
    """Return what the sign-in form carries."""
    return re.search('name="getypt" value="(.+?)"', page.text)[1]


@pytest.mark.parametrize("spoil", [lambda text: text[:-3] + "AAA", lambda text: "", str.upper])
def test_what_is_carried_cannot_be_made_up(world, coach, case, spoil):
    path, said, _ = goal(case)
    token = csrf(coach.get("/vandaag"))
    world.clock.move(minutes=31)
    out = coach.post(path, data={"csrf_token": token, **said})
    fields = {"csrf_token": csrf(out), "getypt": spoil(carried(out)), "email": MARIT}

    done = coach.post("/inloggen", data={**fields, "password": PASSWORD})

    assert (done.status_code, done.location) == (303, "/")


def test_what_is_carried_is_worth_nothing_half_a_day_later(world, coach, case):
    path, said, _ = goal(case)
    token = csrf(coach.get("/vandaag"))
    world.clock.move(minutes=31)
    out = coach.post(path, data={"csrf_token": token, **said})
    world.clock.move(hours=12, seconds=1)

    assert sign_in_again(coach, out, MARIT).status_code == 303


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/pincode", {"pin": "2580", "password": PASSWORD}),
        ("/account/wachtwoord", {"old": PASSWORD, "password": "nieuwe losse woorden nu"}),
    ],
)
def test_a_password_is_never_carried(world, coach, path, fields):
    token = csrf(coach.get("/vandaag"))
    world.clock.move(minutes=31)

    out = coach.post(path, data={"csrf_token": token, **fields})

    assert (out.status_code, out.location) == (303, f"/inloggen?verder={path}")


def test_what_is_too_long_to_carry_stays_in_the_page(world, coach, case):
    path, said, _ = goal(case)
    token = csrf(coach.get("/vandaag"))
    world.clock.move(minutes=31)

    kept = coach.post(path, data={"csrf_token": token, **said, "words": "W" * 50_000})

    assert (kept.status_code, "Log in op een ander tabblad" in kept.text) == (401, True)
    assert "W" * 50_000 in kept.text


def test_a_form_of_before_signing_in_anew_asks_for_one_more_press(world, coach, case):
    path, said, place = referral(case)
    token = csrf(coach.get(place))
    act(coach, "/uitloggen")
    sign_in(coach, MARIT, PASSWORD)
    before = world.dump()

    kept = coach.post(path, data={"csrf_token": token, **said})

    assert (kept.status_code, "Druk nog een keer" in kept.text) == (400, True)
    assert world.dump() == before
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', kept.text)
    sent = [(name, unescape(value)) for name, value in fields if name in said]
    done = coach.post(path, data=encoded([("csrf_token", csrf(kept)), *sent]))
    assert done.status_code == 303


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}]
)
def test_ac_027_what_another_site_posts_is_not_offered_to_be_sent(world, coach, case, headers):
    path, said, _ = referral(case)

    refused = coach.post(path, data=said, headers=headers)

    assert refused.status_code == 400
    assert "KNR" not in refused.text
