"""A short code opens one invitation, is never stored, and stays the same when keys change."""

import re
from collections import Counter
from threading import Barrier, Thread

import pytest

from survey_app.invitations.codes import (
    ALPHABET,
    NOT_SENT,
    ShortCodes,
    code_for,
    invitation_with,
    read,
    written,
)
from survey_app.invitations.models import Invitation
from survey_app.storage import new_id
from tests.factories.world import OTHER_SECRET, SECRET, opened

CODES = ShortCodes.of((SECRET,))
LOOK_ALIKES = "0O1IL"


def shown(world, invitation_id, codes=CODES):
    with world.database.write() as session:
        return code_for(session, session.get_one(Invitation, invitation_id), codes)


def opened_by(world, typed, codes=CODES):
    with world.database.read() as session:
        return invitation_with(session, typed, codes)


def first_codes(codes, count):
    return [next(codes.fresh(new_id()))[0] for _ in range(count)]


@pytest.fixture
def parent(world, traject):
    return world.invitation(traject, "parent")


def test_the_alphabet_has_31_symbols_and_none_that_look_alike():
    assert len(set(ALPHABET)) == len(ALPHABET) == 31
    assert set(ALPHABET) & set(LOOK_ALIKES) == set()
    assert ALPHABET == ALPHABET.upper()


def test_a_code_is_written_in_three_groups_of_three():
    for code in first_codes(CODES, 50):
        assert re.fullmatch(rf"([{ALPHABET}]{{3}}-){{2}}[{ALPHABET}]{{3}}", written(code))


def test_ac_002_every_symbol_comes_as_often_at_every_place():
    codes = first_codes(CODES, 6_200)

    for place in range(9):
        counts = Counter(code[place] for code in codes)
        assert set(counts) == set(ALPHABET)
        assert 130 < min(counts.values()) <= max(counts.values()) < 280  # 200 expected, 5 sd


def test_ac_002_codes_of_many_invitations_all_differ():
    # Two alike are a chance of 1 in 4,000; the second then gets another.
    assert len(set(first_codes(CODES, 20_000))) >= 19_999
    assert 31**9 > 2**44


def test_no_code_spells_what_a_school_would_not_send():
    every = {next(CODES.fresh(f"{number:032x}"))[0] for number in range(30_000)}

    groups = {code[at : at + 3] for code in every for at in (0, 3, 6)}
    assert groups & set(NOT_SENT) == set()
    assert len(groups) > 25_000


def test_a_code_is_the_same_every_time_it_is_shown(world, parent):
    assert shown(world, parent) == shown(world, parent)


def test_a_code_opens_its_own_invitation_only(world, traject, parent):
    teacher = world.invitation(traject, "teacher")

    assert opened_by(world, shown(world, parent)) == parent
    assert opened_by(world, shown(world, teacher)) == teacher


def test_a_code_that_was_never_shown_opens_nothing(world, parent):
    code, _ = next(CODES.fresh(parent))

    assert opened_by(world, code) is None
    assert shown(world, parent) == code
    assert opened_by(world, code) == parent


def test_a_revoked_code_opens_nothing(world, coach, traject, parent):
    code = shown(world, parent)

    world.withdraw(coach, traject)

    assert opened_by(world, code) is None


@pytest.mark.parametrize(
    "form",
    [
        "{a}-{b}-{c}",
        "{a} {b} {c}",
        "{a}{b}{c}",
        " {a}–{b}—{c}\n",
        "{a}\u2011{b}\u00ad{c}\u200e",
        "{a}.{b}.{c}.",
        "{a}/{b}_{c}",
    ],
)
def test_spaces_and_dashes_of_any_kind_do_not_count(form):
    parts = {"a": "K7M", "b": "2PX", "c": "9TD"}

    assert read(form.format(**parts)) == "K7M2PX9TD"
    assert read(form.format(**parts).lower()) == "K7M2PX9TD"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("\uff2b\uff17\uff2d 2PX 9TD", "K7M2PX9TD"),  # full width
        ("K\u0667M \u0662PX \u0669TD", "K7M2PX9TD"),  # Arabic digits
        ("K\u06f7M \u06f2PX \u06f9TD", "K7M2PX9TD"),  # Persian digits
        ("\u041a7\u041c 2\u0420\u0425 9\u0422D", "K7M2PX9TD"),  # Cyrillic letters
        ("\u043a7\u043c 2\u0440\u0445 9\u0442d", "K7M2PX9TD"),
    ],
)
def test_signs_of_another_keyboard_count_when_they_mean_one_symbol(typed, code):
    assert read(typed) == code


@pytest.mark.parametrize("sign", LOOK_ALIKES + LOOK_ALIKES.lower() + "\u0131\u0130éß\u0416")
def test_a_sign_that_could_mean_two_symbols_is_not_guessed(sign):
    assert read(f"K7M2PX9T{sign}") is None


@pytest.mark.parametrize(
    "typed", ["", " ", "-", "K7M", "K7M2PX9T", "K7M2PX9TDD", "K7M2PX9TD" * 2, "\x00", "\ud800", "½"]
)
def test_what_is_no_code_is_none(typed):
    assert read(typed) is None


def test_ac_111_after_rotation_the_code_on_paper_stays_and_works(world, parent):
    code = shown(world, parent)
    rotated = ShortCodes.of((OTHER_SECRET, SECRET))

    assert shown(world, parent, rotated) == code
    assert opened_by(world, code, rotated) == parent


def test_ac_111_after_rotation_new_codes_are_of_the_new_key_only(world, traject):
    code = shown(world, world.invitation(traject, "teacher"), ShortCodes.of((OTHER_SECRET, SECRET)))

    assert opened_by(world, code, ShortCodes.of((OTHER_SECRET,))) is not None
    assert opened_by(world, code, CODES) is None


def test_ac_111_when_the_old_key_is_retired_its_code_stops_and_a_new_one_is_given(world, parent):
    old = shown(world, parent)
    only_new = ShortCodes.of((OTHER_SECRET,))
    assert opened_by(world, old, only_new) is None

    new = shown(world, parent, only_new)

    assert new != old
    assert opened_by(world, new, only_new) == parent


def test_ac_014_the_database_holds_no_code_and_its_hash_needs_the_key(world, parent):
    code = shown(world, parent)
    ((kept,),) = world.sql("SELECT code_hash FROM invitation WHERE id = :id", id=parent)
    thief = ShortCodes.of((OTHER_SECRET,))

    everything = repr([world.sql(f"SELECT * FROM {table}") for table in ("invitation", "draft")])  # noqa: S608  # the tables stand here
    assert code not in everything
    assert written(code) not in everything
    assert kept in CODES.hashes(code)
    assert kept not in thief.hashes(code)
    assert kept not in [hashed for _, hashed in thief.fresh(parent)]
    assert SECRET not in repr(CODES)


@pytest.mark.parametrize("other", [(SECRET,), (OTHER_SECRET,)], ids=["same key", "older key"])
def test_a_code_that_another_invitation_has_is_not_given_again(world, traject, parent, other):
    """Put the code that comes first under the name of another invitation, then ask for it."""
    codes = ShortCodes.of((SECRET, OTHER_SECRET))
    (first, _), (second, _), *_ = codes.fresh(parent)
    (taken,) = ShortCodes.of(other).hashes(first)
    teacher = world.invitation(traject, "teacher")
    world.sql("UPDATE invitation SET code_hash = :h WHERE id = :id", h=taken, id=teacher)

    assert shown(world, parent, codes) == second
    assert shown(world, parent, codes) == second
    assert opened_by(world, second, codes) == parent
    assert opened_by(world, first, codes) == teacher


def test_a_code_of_two_invitations_by_different_keys_opens_neither(world, traject, parent):
    codes = ShortCodes.of((SECRET, OTHER_SECRET))
    code = shown(world, parent, codes)
    (older,) = ShortCodes.of((OTHER_SECRET,)).hashes(code)
    teacher = world.invitation(traject, "teacher")
    world.sql("UPDATE invitation SET code_hash = :h WHERE id = :id", h=older, id=teacher)

    assert opened_by(world, code, codes) is None


def test_six_who_print_at_once_get_the_same_code(world, parent):
    barrier, got = Barrier(6), []
    url = world.database.url.render_as_string(hide_password=False)

    def print_it():
        with opened(url) as database:
            with database.read() as session:
                invitation = session.get_one(Invitation, parent)
            barrier.wait()
            with database.write() as session:
                got.append(code_for(session, session.merge(invitation, load=False), CODES))

    threads = [Thread(target=print_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(got) == 6
    assert {opened_by(world, code) for code in got} == {parent}
    assert len(set(got)) == 1


def test_every_link_of_a_traject_can_have_a_code_also_a_new_one(world, coach, traject):
    """Whatever makes an invitation needs to know nothing of codes."""
    ids = [row_id for (row_id,) in world.sql("SELECT id FROM invitation")]

    codes = {shown(world, each) for each in ids}

    assert len(codes) == len(ids) == 6
