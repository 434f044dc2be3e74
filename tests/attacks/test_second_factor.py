"""The second factor (AC-041), and what of sessions hangs on it (AC-020, 031, 032)."""

import re

import pytest
import zxingcpp
from sqlalchemy import update

from survey_app.accounts.models import Organisation
from survey_app.accounts.second_factor import FREE_TRIES
from survey_app.invitations.qr import QrCode
from tests.factories.authenticator import Device
from tests.invitations.test_qr import drawn
from tests.web.factors import (
    EMAIL,
    SET_UP,
    STEP,
    first_step,
    is_in,
    second_step,
    set_up,
    trail,
)
from tests.web.test_passkeys import added
from tests.web.world import PASSWORD, act, address_of, csrf, sign_in

pytestmark = pytest.mark.one_every_day

NEW_PASSWORD = "heel andere losse woorden"


@pytest.fixture
def coach(world):
    """Give a browser in which Marit is signed in."""
    return world.signed_in()


@pytest.fixture
def phone(world, coach):
    """Give the phone of Marit, whose second step is on."""
    return set_up(world, coach)[0]


def test_ac_041_after_the_password_no_page_opens_but_the_second_step(world, phone):
    client = first_step(world)
    addresses = [
        re.sub(r"<[^>]+>", "0" * 32, rule.rule)
        for rule in world.app.url_map.iter_rules()
        if "GET" in rule.methods and rule.endpoint.startswith(("coach.", "ways_in."))
    ]

    open_to_half = {
        address
        for address in addresses
        if client.get(address).status_code == 200 and address != "/inloggen"
    }

    assert len(addresses) > 40
    assert open_to_half == {STEP}
    assert client.get_cookie("kansmeter_login") is None


def test_ac_041_the_code_lets_in_and_leads_to_where_one_wanted_to_be(world, phone):
    client = world.client()
    token = csrf(client.get("/inloggen?verder=/contacten"))
    fields = {"csrf_token": token, "email": EMAIL, "password": PASSWORD}
    half = client.post("/inloggen?verder=/contacten", data=fields)
    assert half.location == f"{STEP}?verder=/contacten"

    done = second_step(client, phone.code(), "?verder=/contacten")

    assert (done.status_code, done.location) == (303, "/contacten")
    assert is_in(client)


def test_ac_041_the_same_code_signs_in_once(world, phone):
    code = phone.code()
    first, second = first_step(world), first_step(world)

    assert second_step(first, code).status_code == 303
    assert second_step(second, code).status_code == 422
    assert not is_in(second)


def test_ac_041_a_code_of_paper_signs_in_once(world, coach):
    _, paper = set_up(world, coach)

    assert len(paper) == 10
    assert second_step(first_step(world), paper[0]).status_code == 303
    assert second_step(first_step(world), paper[0]).status_code == 422
    last = first_step(world)
    second_step(last, paper[1])
    assert "nog 8 reservecodes" in last.get("/account/veilig").text


def test_ac_041_guessing_is_stopped_in_every_browser_at_once(world, phone):
    for _ in range(FREE_TRIES):
        assert second_step(first_step(world), phone.wrong()).status_code == 422

    assert second_step(first_step(world), phone.code()).status_code == 429
    world.clock.move(minutes=16)
    assert second_step(first_step(world), phone.code()).status_code == 303


def test_ac_041_a_stranger_without_the_password_makes_nobody_wait(world, phone):
    stranger = world.client()
    for _ in range(2 * FREE_TRIES):
        refused = act(stranger, STEP, "/inloggen", code="000000")
        assert refused.location == "/inloggen?melding=opnieuw"

    assert second_step(first_step(world), phone.code()).status_code == 303


def test_ac_041_half_a_sign_in_is_of_one_browser_and_used_once(world, phone):
    client = first_step(world)
    half = client.get_cookie("kansmeter").value
    second_step(client, phone.code())
    world.clock.move(minutes=1)
    thief = world.client()
    thief.set_cookie("kansmeter", half)

    assert thief.get(STEP).status_code == 303
    assert thief.post(STEP, data={"code": phone.code()}).status_code == 400


def test_ac_041_setting_up_and_changing_ask_first_who_one_is(world, coach):
    world.clock.move(minutes=11)

    for path in (SET_UP, f"{SET_UP}/codes", f"{SET_UP}/uit", "/account/sleutels/nieuw"):
        asked = coach.get(path)
        assert asked.location == f"/account/bewijs?verder={path}"
    wrong = act(
        coach, f"/account/bewijs?verder={SET_UP}", "/account/bewijs", password="fout fout fout"
    )
    assert wrong.status_code == 422
    right = act(coach, f"/account/bewijs?verder={SET_UP}", "/account/bewijs", password=PASSWORD)
    assert right.location == SET_UP
    assert coach.get(SET_UP).status_code == 200


@pytest.mark.parametrize("path", [f"{SET_UP}/uit", f"{SET_UP}/codes"])
def test_ac_041_the_factor_is_changed_with_password_and_code_together(world, coach, phone, path):
    before = [world.dump()[table] for table in ("recovery_code", "passkey")]

    def change(**fields):
        return act(coach, path, path, **fields).status_code

    assert change(password=PASSWORD, code=phone.wrong()) == 422
    assert change(password="fout fout fout", code=phone.code()) == 422
    assert change(password=PASSWORD) == 422
    assert change(code=phone.code()) == 422
    assert [world.dump()[table] for table in ("recovery_code", "passkey")] == before
    assert change(password=PASSWORD, code=phone.code()) in (200, 303)
    assert world.dump()["recovery_code"] != before[0]


def test_ac_041_without_the_factor_the_password_is_enough_again(world, coach, phone):
    act(coach, f"{SET_UP}/uit", f"{SET_UP}/uit", password=PASSWORD, code=phone.code())

    assert sign_in(world.client(), EMAIL, PASSWORD).location == "/"


def test_ac_041_a_guess_at_changing_is_counted_like_one_at_signing_in(world, coach, phone):
    for _ in range(FREE_TRIES):
        act(coach, f"{SET_UP}/uit", f"{SET_UP}/uit", password=PASSWORD, code=phone.wrong())

    assert second_step(first_step(world), phone.code()).status_code == 429


def test_ac_031_the_second_step_gives_a_new_session_and_ends_what_was(world, phone):
    client = world.client()
    client.set_cookie("kansmeter_login", "chosen-by-an-attacker")
    sign_in(client, EMAIL, PASSWORD)
    half = client.get_cookie("kansmeter").value

    second_step(client, phone.code())

    login = client.get_cookie("kansmeter_login").value
    assert login not in half
    assert login != "chosen-by-an-attacker"
    thief = world.client()
    thief.set_cookie("kansmeter_login", "chosen-by-an-attacker")
    thief.set_cookie("kansmeter", half)
    assert not is_in(thief)
    assert thief.get(STEP).status_code == 303


def change_set_up(world, coach):
    set_up(world, coach)


def change_remove(world, coach):
    phone, _ = set_up(world, coach)
    act(coach, f"{SET_UP}/uit", f"{SET_UP}/uit", password=PASSWORD, code=phone.code())


def change_paper(world, coach):
    phone, _ = set_up(world, coach)
    act(coach, f"{SET_UP}/codes", f"{SET_UP}/codes", password=PASSWORD, code=phone.code())


@pytest.mark.parametrize("change", [change_set_up, change_remove, change_paper])
def test_ac_032_035_a_change_of_the_factor_ends_every_other_session_and_is_told_by_mail(
    world, coach, change
):
    other = world.signed_in()
    own_before = coach.get_cookie("kansmeter_login").value
    stolen = world.client()
    stolen.set_cookie("kansmeter_login", own_before)

    change(world, coach)

    told = [row[3] for row in world.dump()["account_message"]]
    assert set(told) == {"sign-in changed"}
    assert is_in(coach)
    assert not is_in(other)
    assert not is_in(stolen)


def test_ac_020_a_new_password_skips_no_second_factor(world, phone):
    path = world.credential_link(world.coach())
    client = world.client()
    fields = {
        "csrf_token": csrf(client.get(path)),
        "password": NEW_PASSWORD,
        "repeat": NEW_PASSWORD,
    }
    client.post(path, data=fields)

    assert not is_in(client)
    half = first_step(world, NEW_PASSWORD)
    assert not is_in(half)
    assert second_step(half, phone.wrong()).status_code == 422
    assert second_step(half, phone.code()).status_code == 303


def test_ac_039_half_a_sign_in_of_before_a_new_password_is_worthless(world, phone):
    half = first_step(world)
    path = world.credential_link(world.coach())
    client = world.client()
    fields = {
        "csrf_token": csrf(client.get(path)),
        "password": NEW_PASSWORD,
        "repeat": NEW_PASSWORD,
    }
    client.post(path, data=fields)

    assert half.get(STEP).location == "/inloggen?melding=opnieuw"


def demand(world):
    with world.database.write() as db:
        db.execute(update(Organisation).values(second_factor_required=True))


def test_where_a_second_factor_is_demanded_who_has_none_sets_one_up_first(world, coach):
    case = world.case()
    demand(world)

    for path in ("/vandaag", f"/trajecten/{case.traject_id}", "/contacten", "/begin", "/mensen"):
        assert coach.get(path).location == "/account/veilig"
    kept = act(coach, "/contacten/nieuw", "/account/veilig", line="een heel verhaal")
    assert kept.status_code == 403
    assert 'value="een heel verhaal"' in kept.text
    assert "Kies eerst" in coach.get("/account/veilig").text
    set_up(world, coach)
    assert is_in(coach)
    assert second_step(first_step(world), "000000").status_code == 422


def test_where_it_is_not_demanded_nobody_is_led_anywhere(world, coach):
    stranger = world.signed_in(world.coach("Bea Boom", "De Heide", "Elders"))
    with world.database.write() as db:
        db.execute(
            update(Organisation)
            .where(Organisation.name == "Elders")
            .values(second_factor_required=True)
        )

    assert is_in(coach)
    assert not is_in(stranger)


def test_the_key_is_shown_as_a_picture_that_a_phone_reads_and_as_text(world, coach, phone):
    client = world.signed_in(world.coach("Joris Zandstra"))
    page = client.get(SET_UP).text

    key = re.search(r"<figcaption[^>]*>([A-Z2-7 ]+)</figcaption>", page)[1].replace(" ", "")
    side, path = re.search(r'viewBox="0 0 (\d+) .*?fill="#000" d="([^"]+)"', page).groups()
    (read,) = zxingcpp.read_barcodes(drawn(QrCode(int(side), path)))
    assert f"secret={key}" in read.text
    assert address_of("Joris Zandstra").replace("@", "%40") in read.text
    assert key not in world.text_of_database()
    assert client.get(SET_UP).text.count(key) == page.count(key)


def test_the_trail_tells_each_act_and_outcome_and_no_code(world, coach, phone):
    wrong, right = phone.wrong(), phone.code()
    half = first_step(world)
    second_step(half, wrong)
    second_step(half, right)

    assert trail(world)[-4:] == [
        ("set up second factor", "done"),
        ("first step to sign in", "done"),
        ("second step to sign in", "refused"),
        ("sign in by code", "done"),
    ]
    told = world.dump()["audit_event"]
    assert not {wrong, right} & {value for row in told for value in row}


def test_where_it_is_demanded_a_passkey_of_ones_own_is_asked_after_the_password(world, coach):
    added(coach, Device())
    assert is_in(world.signed_in())
    demand(world)
    assert is_in(coach)

    half = first_step(world)

    assert "Gebruik mijn sleutel" in half.get(STEP).text
    assert second_step(half, "000000").status_code == 429
    assert not is_in(half)
