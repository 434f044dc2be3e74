"""What another site can make a browser do, and what stands in an address beside the path."""

import time

import click
import pytest

from survey_app.commands.main import cli
from tests.web.world import PASSWORD, TRAIL, address_of, csrf

pytestmark = pytest.mark.one_database


def test_ac_029_another_site_signs_nobody_in_and_nobody_out(world):
    world.coach()
    attacker, victim = world.client(), world.signed_in()
    own = {"email": address_of("Marit"), "password": PASSWORD}

    forced = world.client().post(
        "/inloggen", data={"csrf_token": csrf(attacker.get("/inloggen")), **own}
    )
    out = [victim.get("/uitloggen"), victim.post("/uitloggen"), victim.head("/uitloggen")]

    assert forced.status_code == 400
    assert not any("login" in cookie for cookie in forced.headers.getlist("Set-Cookie"))
    assert {page.status_code for page in out} == {400, 405}
    assert victim.get("/vandaag").status_code == 200


@pytest.mark.parametrize(
    "origin", ["null", "https://evil.example", "http://localhost.evil.example"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_ac_030_no_answer_lets_another_site_read_it(world, origin, method):
    coach = world.signed_in()
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    for path in ("/vandaag", "/inloggen", "/health/live", "/meldingen/sms", "/v/niets"):
        page = coach.open(
            path, method=method, headers=asked, data='{"a": 1}', content_type="text/plain"
        )
        assert [name for name, _ in page.headers if name.startswith("Access-Control")] == []
        assert page.status_code < 500


def test_ac_049_no_command_takes_a_password_or_a_key(world):
    taken = [
        (command.name, option)
        for command in commands(cli)
        for parameter in command.params
        for option in parameter.opts
        if any(word in option for word in ("password", "wachtwoord", "secret", "key", "token"))
    ]

    # A key of a questionnaire is its name.
    assert [(name, option) for name, option in taken if option not in ("key", "keys")] == []
    assert len(list(commands(cli))) > 20


def commands(group):
    """Give every command below a group."""
    with click.Context(group) as context:
        for name in group.list_commands(context):
            found = group.get_command(context, name)
            if isinstance(found, click.Group):
                yield from commands(found)
            else:
                yield found


STRUCTURE = (
    "sort=name;DROP TABLE person",
    "order=(SELECT pg_sleep(9))",
    "columns[]=password_hash&columns[]=*",
    "group_by=1 UNION SELECT 1",
    "limit=-1&offset=99999999999999999999",
    "stand=' OR 1=1--&school=%27%22%00",
    "zoek=%25&zoek=_",
    "format=raw&preview=1&admin=1",
)


@pytest.mark.parametrize("query", STRUCTURE)
def test_ac_051_what_stands_behind_the_address_chooses_no_columns_and_no_order(world, query):
    world.case(child="Noor")
    coach = world.signed_in()
    plain, before = coach.get("/vandaag"), world.dump()

    for path in ("/vandaag", "/contacten", "/vragenlijsten", "/samen"):
        page = coach.get(f"{path}?{query}")
        assert page.status_code in (200, 303, 400, 404), path
        assert "password" not in page.text
    after = world.dump()

    assert {name for name in before if before[name] != after[name]} <= TRAIL
    assert ("Noor" in plain.text) is True


SLOW = {
    "a mail address": ("/inloggen", "email", "a@" + "a." * 30_000),
    "dots and at": ("/inloggen", "email", "a" * 30_000 + "@" * 20_000),
    "a code": ("/code", "code", "K-" * 30_000),
    "spaces": ("/code", "code", " " * 60_000 + "K"),
    "a number to call": ("/nieuwe-link", "address", "+31 (0)" * 9_000),
    "an address to find": ("/nieuwe-link", "address", "a@" + "b-" * 29_000),
}


@pytest.mark.parametrize(("path", "field", "typed"), SLOW.values(), ids=SLOW)
def test_ac_139_no_text_keeps_a_form_busy(world, path, field, typed):
    client = world.client()
    token = csrf(client.get(path))

    began = time.process_time()
    page = client.post(path, data={"csrf_token": token, field: typed, "password": "x" * 100})

    assert time.process_time() - began < 2
    assert page.status_code < 500
