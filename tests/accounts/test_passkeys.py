"""Passkeys: a challenge of ours, signed once, for our address, by a key that nobody copied."""

import copy
import json

import pytest
from sqlalchemy.exc import IntegrityError

from survey_app.accounts import passkeys
from survey_app.accounts.factor_queries import passkeys_of
from survey_app.accounts.models import Person
from survey_app.accounts.passkeys import PasskeyError, Site
from survey_app.accounts.sign_in_steps import StepKind, StepOverError
from tests.factories.authenticator import PRESENT, Device

pytestmark = pytest.mark.one_every_day

SITE = Site(host="localhost", origin="http://localhost")


class Keys:
    """Making and using passkeys as the pages do, each step in a transaction of its own."""

    def __init__(self, world, person_id):
        self.world, self.person_id = world, person_id

    def ask_new(self):
        with self.world.database.write() as session:
            person = session.get_one(Person, self.person_id)
            return passkeys.ask_new(session, SITE, person, self.world.clock())

    def keep(self, asked, reply, name="laptop"):
        challenge = self.take(asked, StepKind.NEW_PASSKEY, self.person_id)
        with self.world.database.write() as session:
            person = session.get_one(Person, self.person_id)
            now = self.world.clock()
            return passkeys.keep_new(session, SITE, person, challenge, reply, name, now).id

    def add(self, device):
        asked = self.ask_new()
        return self.keep(asked, device.make(asked.options))

    def ask(self):
        with self.world.database.write() as session:
            return passkeys.ask_known(session, SITE, self.world.clock())

    def take(self, asked, kind=StepKind.PASSKEY, person_id=None):
        with self.world.database.write() as session:
            now = self.world.clock()
            return passkeys.take_challenge(session, kind, asked.secret, now, person_id)

    def sign_in(self, asked, reply):
        challenge = self.take(asked)
        with self.world.database.write() as session:
            return passkeys.person_of(session, SITE, challenge, reply, self.world.clock()).id

    def sign_in_with(self, device):
        asked = self.ask()
        return self.sign_in(asked, device.sign(asked.options))


@pytest.fixture
def keys(signing):
    """Give the ways of a coach with passkeys."""
    return Keys(signing.world, signing.coach.actor.person_id)


@pytest.fixture
def device(keys):
    """Give a device of which that coach made a passkey."""
    device = Device()
    keys.add(device)
    return device


def test_a_passkey_tells_whose_it_is(keys, device):
    assert keys.sign_in_with(device) == keys.person_id
    assert keys.sign_in_with(device) == keys.person_id


def test_a_browser_is_asked_for_its_lock_and_to_keep_the_key(keys):
    made, used = json.loads(keys.ask_new().options), json.loads(keys.ask().options)

    assert made["authenticatorSelection"]["residentKey"] == "required"
    assert made["authenticatorSelection"]["userVerification"] == "required"
    assert made["rp"]["id"] == used["rpId"] == "localhost"
    assert used["userVerification"] == "required"
    assert not used.get("allowCredentials")


def test_a_device_that_has_a_key_is_not_asked_for_another(keys, device):
    asked = json.loads(keys.ask_new().options)

    assert len(asked["excludeCredentials"]) == 1


def test_ac_041_a_challenge_is_used_once(keys, device):
    asked = keys.ask()
    reply = device.sign(asked.options)
    keys.sign_in(asked, reply)

    with pytest.raises(StepOverError):
        keys.sign_in(asked, reply)


def test_ac_041_a_challenge_is_used_up_by_a_wrong_reply_too(keys, device):
    asked = keys.ask()
    with pytest.raises(PasskeyError):
        keys.sign_in(asked, "{}")

    with pytest.raises(StepOverError):
        keys.sign_in(asked, device.sign(asked.options))


def test_ac_041_a_reply_to_an_earlier_challenge_is_refused(keys, device):
    reply = device.sign(keys.ask().options)

    with pytest.raises(PasskeyError):
        keys.sign_in(keys.ask(), reply)


def test_a_challenge_counts_for_five_minutes(keys, device):
    asked = keys.ask()
    keys.world.clock.forward(minutes=5)

    with pytest.raises(StepOverError):
        keys.sign_in(asked, device.sign(asked.options))


def test_a_challenge_to_sign_in_makes_no_key(keys):
    asked = keys.ask()

    with pytest.raises(StepOverError):
        keys.take(asked, StepKind.NEW_PASSKEY, keys.person_id)


def test_a_challenge_of_a_colleague_makes_no_key(keys):
    asked = keys.ask_new()
    colleague = Keys(keys.world, keys.world.coach().actor.person_id)

    with pytest.raises(StepOverError):
        colleague.keep(asked, Device().make(asked.options))


@pytest.mark.parametrize(
    "origin", ["https://localhost", "http://localhost:81", "http://evil.example"]
)
def test_a_signature_for_another_address_is_refused(keys, device, origin):
    device.origin = origin

    with pytest.raises(PasskeyError):
        keys.sign_in_with(device)


def test_a_key_for_another_address_is_not_kept(keys):
    with pytest.raises(PasskeyError):
        keys.add(Device(origin="http://evil.example"))
    with pytest.raises(PasskeyError):
        keys.add(Device(host="evil.example"))
    assert keys.world.rows("passkey") == 0


def test_a_signature_for_another_host_is_refused(keys, device):
    device.host = "evil.example"

    with pytest.raises(PasskeyError):
        keys.sign_in_with(device)


def test_ac_041_a_device_that_asked_for_no_lock_is_refused(keys, device):
    device.flags = PRESENT
    with pytest.raises(PasskeyError):
        keys.sign_in_with(device)

    unlocked = Device()
    unlocked.flags = PRESENT
    with pytest.raises(PasskeyError):
        keys.add(unlocked)


def test_a_cloned_key_is_noticed_by_its_counter(keys, device):
    thief = copy.copy(device)
    keys.sign_in_with(device)
    keys.sign_in_with(device)

    with pytest.raises(PasskeyError):
        keys.sign_in_with(thief)


def test_a_device_that_counts_nothing_signs_in_again_and_again(keys, device):
    for _ in range(2):
        device.counter = -1
        assert keys.sign_in_with(device) == keys.person_id


def test_another_key_under_the_same_name_is_refused(keys, device):
    forger = Device()
    forger.id, forger.user = device.id, device.user

    with pytest.raises(PasskeyError):
        keys.sign_in_with(forger)


def test_a_key_says_of_whom_it_is_and_not_of_somebody_else(keys, device):
    device.user = bytes.fromhex(keys.world.coach().actor.person_id)

    with pytest.raises(PasskeyError):
        keys.sign_in_with(device)


def test_an_unknown_key_and_a_closed_account_are_refused_in_the_same_words(keys, device):
    with pytest.raises(PasskeyError) as unknown:
        keys.sign_in_with(Device())
    keys.world.sql("UPDATE person SET active = false")
    with pytest.raises(PasskeyError) as closed:
        keys.sign_in_with(device)

    assert str(unknown.value) == str(closed.value)


def test_a_key_that_was_removed_opens_nothing(keys, device):
    with keys.world.database.write() as session:
        (passkey,) = passkeys_of(session, keys.person_id)
        assert not passkeys.remove(session, "somebody-else", passkey.id)
        assert passkeys.remove(session, keys.person_id, passkey.id)

    with pytest.raises(PasskeyError):
        keys.sign_in_with(device)


def test_a_key_is_kept_once(keys, device):
    asked = keys.ask_new()

    with pytest.raises(IntegrityError):
        keys.keep(asked, device.make(asked.options))


def test_the_name_of_a_device_is_sealed_and_cut(keys):
    asked = keys.ask_new()
    keys.keep(asked, Device().make(asked.options), "  KNR  laptop " + "x" * 100)

    assert "KNR" not in repr(keys.world.sql("SELECT * FROM passkey"))
    with keys.world.database.read() as session:
        assert passkeys_of(session, keys.person_id)[0].name.startswith("KNR laptop x")


@pytest.mark.parametrize(
    "reply",
    ["", "[]", "null", "{}", '{"id": "a"}', "\x00", '{"id":"!","rawId":"!","type":"public-key"}'],
)
def test_what_is_no_reply_is_refused(keys, device, reply):
    with pytest.raises(PasskeyError):
        keys.sign_in(keys.ask(), reply)
    with pytest.raises(PasskeyError):
        keys.keep(keys.ask_new(), reply)


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature", "userHandle"])
@pytest.mark.parametrize("value", ["", "AAAA", "!", None, 5])
def test_a_reply_with_a_broken_part_is_refused(keys, device, part, value):
    asked = keys.ask()
    reply = json.loads(device.sign(asked.options))
    reply["response"][part] = value

    with pytest.raises(PasskeyError):
        keys.sign_in(asked, json.dumps(reply))


@pytest.mark.parametrize(
    ("host", "can"),
    [("localhost", True), ("kansmeter.example", True), ("127.0.0.1", False), ("::1", False)],
)
def test_browsers_keep_passkeys_for_names_only(host, can):
    assert Site(host, f"http://{host}").can_have_passkeys is can
