"""Beginning a signed-in session in this browser, and the cookies that go with it."""

from typing import Final

from flask import Response, g, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from survey_app.accounts import services as accounts
from survey_app.accounts import sign_in_steps
from survey_app.accounts.browsers import browser_in_words
from survey_app.accounts.factor_queries import factors_of
from survey_app.accounts.models import Person
from survey_app.accounts.sign_in_steps import StepOverError
from survey_app.audit import services as audit
from survey_app.web import typed
from survey_app.web.wiring import wiring

DEVICE_SECONDS: Final = 365 * 24 * 3600


def begin(
    person: Person, act: str, wanted: str | None = None, *, is_sure: bool = True
) -> ResponseReturnValue:
    """Start a session for who proved to be this person, and lead on.

    It ends what ran in this browser and gives a new secret, and counts as a proof of who one is
    for the minutes that follow. What somebody typed when an earlier
    session was over is shown again when it is theirs. Whatever asks for another proof after the
    password calls this last, from a form that carries `verder` and the field `typed.FIELD` on.
    Who showed less than that proof is not `is_sure`, and gets no further where it is asked now.
    """
    world = wiring()
    now = world.now()
    with world.database.write() as db:
        sign_in_steps.hold_unchanged(db, person)
        if not is_sure and factors_of(db, person.id).asks_second_step:
            raise StepOverError(sign_in_steps.OVER)  # somebody set it up at this moment
        old = request.cookies.get(world.login_cookie)
        if old:
            accounts.end_session(db, old, now)
        browser = browser_in_words(request.user_agent.string)
        secret = accounts.start_session(db, person, now, browser)
        sign_in_steps.prove(db, secret, person.id, now)
        audit.record(
            db,
            audit.person(person.id),
            act,
            "account",
            person.id,
            organisation_id=person.organisation_id,
            now=now,
        )
    session.clear()
    g.pop("csrf_token", None)  # flask-wtf would go on giving out the one that was cleared
    onward = typed.shown_again(person.id) or redirect(
        own_path(wanted or request.args.get("verder")), 303
    )
    response = make_response(onward)
    set_login_cookie(response, secret)
    remember_device(response, person.id)
    return response


def own_path(wanted: str | None, otherwise: str = "coach.home") -> str:
    """Return a path of our own to go to.

    Anything that could lead elsewhere becomes the first address, which leads each role on to a page
    of its own, or another that was named.
    """
    fine = wanted is not None and wanted.startswith("/") and not wanted.startswith("//")
    plain = wanted is not None and all(c.isalnum() or c in "/-_" for c in wanted)
    return wanted if fine and plain and wanted is not None else url_for(otherwise)


def set_login_cookie(response: Response, secret: str) -> None:
    """Give this browser the secret of its session."""
    _set_cookie(response, wiring().login_cookie, secret)


def remember_device(response: Response, person_id: str) -> None:
    """Let this browser be known as one on which a person proved who it is."""
    world = wiring()
    cookie = world.devices.remember(device_cookie(), person_id)
    _set_cookie(response, world.device_cookie, cookie, DEVICE_SECONDS)


def device_of(person_id: str) -> str | None:
    """Return the id of this browser when that person signed in on it before."""
    return wiring().devices.known(device_cookie(), person_id)


def device_cookie() -> str:
    """Return by what this browser is known, empty when it is new."""
    return request.cookies.get(wiring().device_cookie, "")


def _set_cookie(response: Response, name: str, value: str, seconds: int | None = None) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        secure=not wiring().settings.is_local,
        httponly=True,
        samesite="Lax",
        path="/",
    )
