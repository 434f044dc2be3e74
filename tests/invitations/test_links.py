"""A token has one text, one purpose and one id, and survives a change of keys."""

from itertools import permutations

import pytest

from survey_app.invitations.links import InvalidLinkError, Purpose, SignedLinks
from survey_app.storage import new_id
from tests.factories.world import OTHER_SECRET, SECRET

ADDRESS = "https://kansmeter.example/"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
ROW = "0123456789abcdef" * 2


def links(*secrets, purpose=Purpose.ANSWER):
    return SignedLinks(secrets or (SECRET,), purpose, ADDRESS)


def is_read(token, reader=None):
    try:
        (reader or links()).read(token)
    except InvalidLinkError:
        return False
    return True


def test_a_token_gives_its_id_back():
    row_id = new_id()

    assert links().read(links().token(row_id)) == row_id


@pytest.mark.parametrize(
    ("purpose", "path"),
    [
        (Purpose.ANSWER, "/v/"),
        (Purpose.CREDENTIAL, "/toegang/"),
        (Purpose.CONSENT, "/akkoord/"),
    ],
)
def test_the_link_is_our_address_the_purposes_path_and_the_token(purpose, path):
    made = links(purpose=purpose)

    assert made.url(ROW) == f"https://kansmeter.example{path}{made.token(ROW)}"


def test_ac_001_no_token_with_one_sign_changed_is_read():
    token = links().token(ROW)

    read = [
        (place, sign)
        for place in range(len(token))
        for sign in (*ALPHABET, ".", "=", "é", "\x00")
        if sign != token[place] and is_read(token[:place] + sign + token[place + 1 :])
    ]

    assert read == []


def test_ac_001_an_id_put_under_the_signature_of_another_is_refused():
    signature = links().token(ROW).partition(".")[2]

    assert not is_read(f"{new_id()}.{signature}")


@pytest.mark.parametrize("ending", ["=", "==", "==x", "é", "A", " ", "\n", "\x00", "%00", ".x"])
def test_ac_003_a_token_with_something_behind_it_is_refused(ending):
    assert not is_read(links().token(ROW) + ending)


@pytest.mark.parametrize("length", [0, 1, 31, 32, 33, 40, -1])
def test_a_token_that_was_cut_off_is_refused(length):
    assert not is_read(links().token(ROW)[:length])


@pytest.mark.parametrize("sign", ["é", "\u200b", "\ud800"])
def test_ac_003_a_foreign_sign_inside_the_signature_is_not_overlooked(sign):
    token = links().token(ROW)

    assert not is_read(token[:40] + sign + token[40:])


@pytest.mark.parametrize("row_id", ["", "x", ROW.upper(), ROW[:-1], ROW + "0", f"{ROW}\n", "a.b"])
def test_a_good_signature_under_what_is_no_id_is_refused(row_id):
    assert not is_read(links().token(row_id))


def test_every_refusal_says_the_same():
    said = set()
    for token in ("", "nonsense", links().token(ROW)[:-1], links(OTHER_SECRET).token(ROW)):
        with pytest.raises(InvalidLinkError) as caught:
            links().read(token)
        said.add(str(caught.value))

    assert len(said) == 1


@pytest.mark.parametrize(
    ("made_for", "used_for"),
    list(permutations(Purpose, 2)),
)
def test_ac_004_a_token_for_one_purpose_is_worthless_for_another(made_for, used_for):
    token = links(purpose=made_for).token(ROW)

    assert not is_read(token, links(purpose=used_for))


def test_ac_014_without_the_key_no_token_can_be_made():
    assert not is_read(links(OTHER_SECRET).token(ROW))


def test_ac_111_after_rotation_an_old_token_is_still_read():
    token = links(SECRET).token(ROW)

    assert links(OTHER_SECRET, SECRET).read(token) == ROW


def test_ac_111_after_rotation_new_tokens_are_of_the_new_key_only():
    token = links(OTHER_SECRET, SECRET).token(ROW)

    assert is_read(token, links(OTHER_SECRET))
    assert not is_read(token, links(SECRET))


def test_ac_111_when_the_old_key_is_retired_its_tokens_are_refused():
    token = links(SECRET).token(ROW)

    assert not is_read(token, links(OTHER_SECRET))


def test_ac_097_a_token_knows_no_time():
    # Validity stands in the database: a clock set back cannot make a fresh link expired.
    assert links().token(ROW) == links().token(ROW)
