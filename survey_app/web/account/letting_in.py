"""From a right first step to a signed-in browser: straight on, or by the second step.

Every way of signing in ends here, so that none of them skips what another asks.
"""

from typing import Final

from flask import Response, g, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts import sign_in_steps
from survey_app.accounts.factor_queries import factors_of
from survey_app.accounts.models import Person
from survey_app.accounts.sessions import renew_session
from survey_app.audit import services as audit
from survey_app.web import typed
from survey_app.web.account.beginning import begin, set_login_cookie
from survey_app.web.account.second_step_page import second_step_page
from survey_app.web.wiring import wiring

HALF: Final = "step"
"""Where the cookie holds the secret of a half sign-in, which no page takes for a login."""


def after_first_step(
    person: Person, act: str, wanted: str | None = None, *, is_sure: bool = False
) -> ResponseReturnValue:
    """Let somebody in, or lead on to the second step; who showed two factors `is_sure`.

    What somebody had typed goes along in the page of the second step: it is too much for a cookie.
    """
    world = wiring()
    now = world.now()
    wanted = wanted or request.args.get("verder")
    with world.database.read() as db:
        factors = factors_of(db, person.id)
    if is_sure or not factors.asks_second_step:
        return begin(person, act, wanted, is_sure=is_sure)
    with world.database.write() as db:
        held = sign_in_steps.hold_unchanged(db, person)
        secret = sign_in_steps.begin_second_step(db, held, now)
        record(db, person, f"first step to {act}")
    session.clear()
    g.pop("csrf_token", None)  # as when a session begins
    session[HALF] = secret
    if request.form.get(typed.FIELD):
        return second_step_page(factors, wanted=wanted)
    return redirect(url_for("ways_in.second_step", verder=wanted), 303)


def end_all_but_this(db: Session, person: Person) -> str:
    """End all but the session of this browser, which goes on under another secret: return that."""
    world = wiring()
    here = request.cookies.get(world.login_cookie, "")
    sign_in_steps.end_all(db, person, world.now(), but=here)
    secret = renew_session(db, here)
    sign_in_steps.prove(db, secret, person.id, world.now())
    return secret


def go_on(response: ResponseReturnValue, secret: str) -> Response:
    """Give an answer with which this browser goes on in its new session."""
    made = make_response(response)
    set_login_cookie(made, secret)
    return made


def record(db: Session, person: Person, act: str, outcome: str = "done") -> None:
    """Write to the trail what somebody did with their own way in."""
    audit.record(
        db,
        audit.person(person.id),
        act,
        "account",
        person.id,
        organisation_id=person.organisation_id,
        now=wiring().now(),
        outcome=outcome,
    )
