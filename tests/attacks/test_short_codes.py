"""Sections 1 and 4 of the catalogue for short codes: guessing, theft, one address for a school."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from survey_app.invitations.codes import ALPHABET, ShortCodes, invitation_with
from survey_app.invitations.wrong_codes import ALLOWED
from tests.web.world import KEYS, NEXT_KEYS, a_world, act, csrf, sign_in, type_code

pytestmark = pytest.mark.one_every_day

UNKNOWN = "K7M-2PX-9TD"


class Typist:
    """A browser that types one code after the other."""

    def __init__(self, world, address="192.0.2.7"):
        self.client = world.client(address)
        self.token = csrf(self.client.get("/code"))

    def types(self, code, **options):
        fields = {"csrf_token": self.token, "code": code}
        return self.client.post("/code", data=fields, **options)


def guesses(count):
    chance = random.Random(5)  # noqa: S311  # chance that can be repeated
    return ["".join(chance.choices(ALPHABET, k=9)) for _ in range(count)]


@pytest.fixture
def codes(world):
    """Give the codes of four children, each with three links."""
    cases = [world.case(child=f"Kind {number}") for number in range(4)]
    return [world.code(link) for case in cases for link in case.intake.values()]


def test_ac_001_unknown_revoked_never_shown_and_malformed_give_the_same_page(world):
    case, other = world.case(), world.case(child="Noor")
    revoked = world.code(case.intake["parent"])
    hidden, _ = next(ShortCodes.of(world.settings.keys).fresh(other.intake["parent"]))
    act(
        world.signed_in(),
        f"/trajecten/{case.traject_id}/uitnodigingen/{case.intake['parent']}/intrekken",
    )
    typist = Typist(world)

    tried = (UNKNOWN, revoked, hidden, "K7M", "drop table invitation")
    pages = {typed: typist.types(typed) for typed in tried}

    assert {page.status_code for page in pages.values()} == {422}
    said = {page.text.replace(csrf(page), "").replace(typed, "") for typed, page in pages.items()}
    assert len(said) == 1
    assert "Sam" not in said.pop()


def test_ac_002_ten_thousand_guesses_open_nothing(world, codes):
    keys = ShortCodes.of(world.settings.keys)

    with world.database.read() as db:
        opened = {invitation_with(db, guess, keys) for guess in guesses(10_000)}
        right = {invitation_with(db, code, keys) for code in codes}

    assert opened == {None}
    assert None not in right
    assert len(right) == len(codes)


def test_ac_044_a_flood_of_guesses_is_slowed_stores_no_more_and_shuts_out_no_right_code(
    world, codes
):
    typist = Typist(world)

    statuses = [typist.types(guess).status_code for guess in guesses(600)]

    assert statuses[:ALLOWED] == [422] * ALLOWED
    assert set(statuses[ALLOWED:]) == {429}
    assert len(world.dump()["wrong_code"]) == ALLOWED
    assert [typist.types(code).status_code for code in codes] == [303] * len(codes)


def test_ac_002_the_neighbours_of_a_code_open_nothing(world, codes):
    typist = Typist(world)
    code = codes[0].replace("-", "")
    near = {
        code[:place] + symbol + code[place + 1 :]
        for place in range(9)
        for symbol in ALPHABET
        if symbol != code[place]
    }

    assert len(near) == 270
    assert 303 not in {typist.types(guess).status_code for guess in near}


def test_ac_003_every_way_to_write_a_code_leads_to_one_link_and_dies_with_it(world):
    case = world.case()
    code = world.code(case.intake["parent"])
    plain = code.replace("-", "")
    ways = [code, code.lower(), plain, " ".join(plain), f"{plain}=", plain + "\u200b", f"«{code}»"]
    typist = Typist(world)

    assert {typist.types(way).location for way in ways} == {
        f"/v/{world.token(case.intake['parent'])}"
    }
    act(
        world.signed_in(),
        f"/trajecten/{case.traject_id}/uitnodigingen/{case.intake['parent']}/intrekken",
    )
    assert {typist.types(way).status_code for way in ways} == {422}


def test_ac_014_a_stolen_database_opens_nothing_without_the_key(world, codes, migrated_url):
    stolen = world.text_of_database()
    hashes = [row for row in world.dump()["invitation"] if any(len(str(v)) == 64 for v in row)]

    assert len(hashes) >= len(codes)
    assert not any(code in stolen or code.replace("-", "") in stolen for code in codes)
    with a_world(migrated_url, keys=NEXT_KEYS, clock=world.clock) as thief:
        typist = Typist(thief)
        assert [typist.types(code).status_code for code in codes] == [422] * len(codes)


def test_ac_111_after_rotation_paper_that_lies_at_home_still_opens(world, codes, migrated_url):
    with a_world(migrated_url, keys=f"{NEXT_KEYS},{KEYS}", clock=world.clock) as rotated:
        typist = Typist(rotated)

        assert [typist.types(code).status_code for code in codes] == [303] * len(codes)


def test_ac_045_a_school_behind_one_address_is_never_locked_out(world):
    """500 children, one in twenty mistypes, while somebody in the building guesses all day."""
    links = [link for n in range(20) for link in world.case(child=f"K{n}").intake.values()]
    school = [world.code(link) for link in links]
    attacker, child = Typist(world), Typist(world)
    wrong = iter(guesses(1_000))

    right = []
    for number in range(500):
        attacker.types(next(wrong))
        if number % 20 == 0:
            assert child.types(UNKNOWN).status_code in (422, 429)
        right.append(child.types(school[number % len(school)]).status_code)

    assert right == [303] * 500


def test_ac_045_a_burst_of_right_codes_at_once_opens_all_of_them(world, codes):
    attacker = Typist(world)
    for guess in guesses(ALLOWED + 5):
        attacker.types(guess)
    children = [(Typist(world), code) for code in codes * 3]

    with ThreadPoolExecutor(6) as pool:
        statuses = list(pool.map(lambda each: each[0].types(each[1]).status_code, children))

    assert statuses == [303] * len(children)


def test_ac_046_a_right_code_takes_nothing_off_the_count(world, codes):
    typist = Typist(world)

    statuses = []
    for guess in guesses(ALLOWED + 1):
        assert typist.types(codes[0]).status_code == 303
        statuses.append(typist.types(guess).status_code)

    assert statuses == [422] * ALLOWED + [429]


def test_ac_046_wrong_codes_and_wrong_passwords_are_counted_apart(world, codes):
    world.coach()
    typist = Typist(world)
    for guess in guesses(ALLOWED + 1):
        typist.types(guess)
    assert sign_in(typist.client, "marit@kansmeter.example", "verkeerd").status_code == 422

    for _ in range(12):
        sign_in(typist.client, "marit@kansmeter.example", "verkeerd")

    assert sign_in(typist.client, "marit@kansmeter.example", "verkeerd").status_code == 429
    assert typist.types(UNKNOWN).status_code == 429
    assert type_code(world.client("192.0.2.99"), UNKNOWN).status_code == 422


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
def test_ac_046_an_invented_address_in_a_header_does_not_count(world, header):
    typist = Typist(world)
    for number, guess in enumerate(guesses(ALLOWED)):
        typist.types(guess, headers={header: f"198.51.100.{number}"})

    assert typist.types(UNKNOWN, headers={header: "203.0.113.9"}).status_code == 429


def test_ac_046_hopping_through_ones_own_ipv6_network_does_not_help(world):
    statuses = [
        Typist(world, f"2001:db8:7:7:{number:x}::{number:x}").types(guess).status_code
        for number, guess in enumerate(guesses(ALLOWED + 3), start=1)
    ]

    assert statuses == [422] * ALLOWED + [429] * 3
    assert Typist(world, "2001:db8:7:8::1").types(UNKNOWN).status_code == 422


def test_the_counter_keeps_neither_address_nor_code(world):
    Typist(world).types("K7M2PX9TD")

    kept = repr(world.dump()["wrong_code"])
    assert "192.0.2.7" not in kept
    assert "K7M2PX9TD" not in world.text_of_database()


def test_ac_072_a_code_that_comes_twice_opens_neither(world, codes):
    typist = Typist(world)

    for pair in ([codes[0], codes[1]], [UNKNOWN, codes[0]], [codes[0], UNKNOWN]):
        assert typist.types(pair).status_code == 422
    assert typist.types("", query_string={"code": codes[0]}).status_code == 422
