"""Who has the database and not the keys, or may write to it, and what a new key leaves working."""

import json
from typing import ClassVar

import pytest
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature
from sqlalchemy import text

from survey_app.invitations.codes import ShortCodes
from survey_app.invitations.links import InvalidLinkError, Purpose, SignedLinks
from survey_app.keeping.rotation import reseal
from survey_app.storage import Keyring
from tests.attacks.test_personal_links import refusal_of
from tests.web.world import KEYS, NEXT_KEYS, Visitor, a_world, data_page, type_code

GUESSES = ("dev", "secret", "changeme", "kansmeter", "flask", "s3cr3t", "wachtwoord", "admin")


def test_ac_014_nothing_that_stands_in_the_database_is_a_key_to_a_link(world):
    """A thief tries everything that was stolen as the key, as the code and as the link itself."""
    case = world.words_case(child="KNR-kind", parents=("KNR-ouder",))
    link = case.intake["parent"]
    code = world.code(link)
    world.visitor(link).begin()
    stolen = {
        part
        for rows in world.dump().values()
        for row in rows
        for value in row
        for part in (str(value), *str(value).split("."))
        if 6 <= len(part) <= 200 and part.isascii() and part.isprintable()
    }
    neutral = refusal_of(world)

    forged = {SignedLinks((each,), Purpose.ANSWER, "").token(link) for each in stolen}
    codes = {next(ShortCodes.of((each,)).fresh(link))[0] for each in stolen}

    assert len(stolen) > 50
    assert world.token(link) not in stolen | forged
    assert code.replace("-", "") not in stolen | codes
    for token in [*forged, *stolen]:
        with pytest.raises(InvalidLinkError):
            world.links.read(token)
    client = world.client()
    for token in sorted(forged)[:10]:
        page = client.get(f"/v/{token}")
        assert (page.status_code, page.text) == neutral
    hashed = world.invitation(link).code_hash
    assert type_code(world.client(), hashed).status_code == 422


class WithSecret:
    """An application as the signer of cookies sees it, with another secret."""

    config: ClassVar = {"SECRET_KEY_FALLBACKS": []}

    def __init__(self, secret):
        self.secret_key = secret


def test_ac_112_the_cookie_is_of_no_word_of_a_list(world):
    visitor = world.visitor(world.words_case().intake["parent"])
    visitor.begin()
    cookie = visitor.client.get_cookie("kansmeter").value
    signers = SecureCookieSessionInterface()

    assert signers.get_signing_serializer(WithSecret(world.app.secret_key)).loads(cookie)
    for guess in (*GUESSES, KEYS, world.settings.base_url):
        with pytest.raises(BadSignature):
            signers.get_signing_serializer(WithSecret(guess)).loads(cookie)


def test_a_name_that_was_pasted_under_another_child_is_shown_to_nobody(world):
    case, other = world.words_case(child="KNR-een"), world.words_case(child="KNR-twee")
    with world.database.write() as db:
        db.execute(
            text(
                "UPDATE traject SET child_name ="
                " (SELECT child_name FROM traject WHERE id = :from) WHERE id = :to"
            ),
            {"from": case.traject_id, "to": other.traject_id},
        )

    page = world.signed_in().get(f"/trajecten/{other.traject_id}")
    form = world.visitor(other.intake["parent"]).get()

    assert (page.status_code, form.status_code) == (503, 503)
    assert "KNR-een" not in page.text + form.text
    assert world.signed_in().get(f"/trajecten/{case.traject_id}").status_code == 200


def rotate(url):
    keyring = Keyring((NEXT_KEYS, KEYS))
    with a_world(url, keys=f"{NEXT_KEYS},{KEYS}") as both:
        return reseal(both.database, keyring)


def test_ac_084_a_draft_goes_on_after_its_key_is_rotated_and_retired(world, migrated_url):
    case = world.words_case()
    link = case.intake["parent"]
    first = world.visitor(link)
    first.begin()
    first.send(1, q1="2", q2="3")
    first.post(2, first.fields(act="back", woorden="KNR-begonnen"))
    world.clock.move(days=10)

    assert rotate(migrated_url).closed == []
    with a_world(migrated_url, keys=NEXT_KEYS, clock=world.clock) as later:
        gone = Visitor(later.client(), first.path).get()
        reminded = later.visitor(link)
        assert reminded.begin().request.path.endswith("/2")
        assert data_page(reminded.send(2, q3="4", woorden="KNR-later")) == "thanks"
        (response,) = later.responses()

    assert gone.status_code == 404
    assert response.answers == {"q1": "2", "q2": "3", "q3": "4"}
    assert json.loads(response.texts) == {"woorden": "KNR-later"}


def test_ac_111_after_retirement_an_old_link_leads_to_asking_for_a_new_one(world, migrated_url):
    link = world.words_case().intake["parent"]
    rotate(migrated_url)

    with a_world(migrated_url, keys=NEXT_KEYS, clock=world.clock) as retired:
        page = Visitor(retired.client(), f"/v/{world.token(link)}").get()
        asked = retired.client().get("/nieuwe-link")
        names = retired.visitor(link).begin()

    assert (page.status_code, asked.status_code) == (404, 200)
    assert 'href="/nieuwe-link"' in page.text
    assert "Sam" in names.text


def test_ac_111_coach_and_form_work_while_half_was_rotated(world, migrated_url):
    case = world.words_case()
    reader = world.visitor(case.intake["parent"])
    reader.begin()

    with a_world(migrated_url, keys=f"{KEYS},{NEXT_KEYS}", clock=world.clock) as old_first:
        rotate(migrated_url)
        old_first.staff = world.staff
        other = Visitor(old_first.client(), reader.path)
        other.begin()
        other.send(1, q1="2", q2="3")
        coach = old_first.signed_in()
        assert "Sam" in coach.get(f"/trajecten/{case.traject_id}").text
    again = rotate(migrated_url)

    assert (again.texts > 0, again.closed) == (True, [])
