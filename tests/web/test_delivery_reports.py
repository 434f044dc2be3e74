"""The SMS gateway tells what became of a message, and the coach sees what came back."""

import hmac
import json
from hashlib import sha256

import pytest
from sqlalchemy import event, select

from survey_app.delivery.models import OutboxMessage
from survey_app.delivery.remembering import RememberingSender
from tests.web.test_contact import deliver, page_of, person_url
from tests.web.world import act


@pytest.fixture
def coach(world):
    world.coach()
    return world.signed_in()


@pytest.fixture
def case(world, coach):
    return world.case()


def message_of(world):
    with world.database.read() as db:
        return db.scalars(select(OutboxMessage)).one()


def report(world, fields, key=None, *, as_form=False):
    body = json.dumps(fields).encode()
    if as_form:
        body = "&".join(f"{name}={value}" for name, value in fields.items()).encode()
    (known,) = world.settings.sms_reports.keys
    return world.client().post(
        "/meldingen/sms",
        data=body,
        content_type="application/x-www-form-urlencoded" if as_form else "application/json",
        headers={"X-Signature": hmac.new((key or known).encode(), body, sha256).hexdigest()},
    )


def by_sms(world, coach, case, number="06 12345678"):
    act(coach, person_url(case), channel="sms", address=number)
    deliver(world)
    return message_of(world).id


@pytest.mark.parametrize("as_form", [False, True])
def test_ac_095_a_number_that_takes_nothing_stands_on_the_page_of_today(
    world, coach, case, as_form
):
    message_id = by_sms(world, coach, case)
    told = {"reference": message_id, "status": "undelivered"}

    assert report(world, told, as_form=as_form).status_code == 204
    assert report(world, told, as_form=as_form).status_code == 204

    assert "de sms kwam niet aan: het adres of nummer neemt niets aan" in page_of(coach, case)
    assert "Niet aangekomen" in coach.get("/vandaag").text


def test_ac_095_a_forged_report_does_not_reach_the_database(world, coach, case):
    message_id = by_sms(world, coach, case)
    statements = []

    def note(*given):
        statements.append(given[2])

    for engine in world.database.engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        forged = [
            report(world, {"reference": each, "status": "failed"}, "x" * 64)
            for each in (message_id, "f" * 32)
        ]
    finally:
        for engine in world.database.engines:
            event.remove(engine, "before_cursor_execute", note)

    assert [(each.status_code, each.text) for each in forged] == [(401, "")] * 2
    assert statements == []
    assert message_of(world).state == "sent"


def test_ac_095_a_known_and_an_unknown_message_get_the_same_answer(world, coach, case):
    message_id = by_sms(world, coach, case)
    answers = [
        report(world, {"reference": each, "status": "delivered"})
        for each in (message_id, "f" * 32, "", ["x"])
    ]

    assert {(each.status_code, each.text) for each in answers} == {(204, "")}
    assert "per sms aangekomen op" in page_of(coach, case)


def test_what_comes_back_from_an_old_number_says_nothing_of_the_new_one(world, coach, case):
    message_id = by_sms(world, coach, case)
    act(coach, person_url(case), channel="sms", address="06 87654321")

    report(world, {"reference": message_id, "status": "failed"})

    again = f"/trajecten/{case.traject_id}/uitnodigingen/{case.intake['parent']}/opnieuw-sturen"
    act(coach, again)
    letters = deliver(world, RememberingSender()).letters
    assert [letter.to for letter in letters] == ["+31687654321"]
