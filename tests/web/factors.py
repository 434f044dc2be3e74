"""Setting a second step up and doing it, over the pages."""

import re

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from survey_app.audit.models import AuditEvent
from tests.factories.phone import Phone
from tests.web.world import PASSWORD, World, act, address_of, csrf, sign_in

EMAIL = address_of("Marit Velthuis")
STEP = "/inloggen/tweede-stap"
SET_UP = "/account/tweede-stap"


def set_up(world: World, client: FlaskClient) -> tuple[Phone, list[str]]:
    """Set the second step up in a signed-in browser; return the phone and the codes on paper.

    The half minute of the first code is over then.
    """
    page = client.get(SET_UP)
    key = re.search(r"<figcaption[^>]*>([A-Z2-7 ]+)</figcaption>", page.text)
    assert key, page.text
    phone = Phone(key[1], world.clock)
    done = client.post(SET_UP, data={"csrf_token": csrf(page), "code": phone.code()})
    assert done.status_code == 200, done.text
    world.clock.move(minutes=1)
    return phone, re.findall(r"<li>(\w{5}-\w{5})</li>", done.text)


def first_step(world: World, password: str = PASSWORD) -> FlaskClient:
    """Return a browser in which the password was right, and no more."""
    client = world.client()
    done = sign_in(client, EMAIL, password)
    assert (done.status_code, done.location) == (303, STEP), done.text
    return client


def second_step(client: FlaskClient, code: str, rest: str = "") -> TestResponse:
    """Type a code on the page that asks for one."""
    return act(client, STEP + rest, STEP, code=code)


def trail(world: World) -> list[tuple[str, str]]:
    """Return every act with its outcome, in the order of each chain."""
    with world.database.read() as db:
        lines = db.execute(
            select(AuditEvent.act, AuditEvent.outcome).order_by(
                AuditEvent.chain, AuditEvent.position
            )
        )
        return [(act, outcome) for act, outcome in lines]


def is_in(client: FlaskClient) -> bool:
    """Tell whether a browser is signed in."""
    return client.get("/vandaag").status_code == 200
