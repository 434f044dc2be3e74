"""The addresses for signing in and out."""

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from survey_app.accounts import services as accounts
from survey_app.audit import services as audit
from survey_app.errors import InputError
from survey_app.web.account.forms import LoginForm, PasswordForm
from survey_app.web.permissions import lock_here, public
from survey_app.web.wiring import wiring

account = Blueprint("account", __name__)


@account.route("/inloggen", methods=["GET", "POST"])
@public("signing in")
def login() -> ResponseReturnValue:
    """Sign in with address and password."""
    form = LoginForm()
    status = 200
    problem = None
    if form.validate_on_submit():
        try:
            return _sign_in(form.email.data or "", form.password.data or "")
        except accounts.TooManyTriesError as error:
            status, problem = 429, str(error)
        except accounts.SignInError as error:
            status, problem = 422, str(error)
    elif form.is_submitted():
        status = 422
    return render_template("account/login.html", form=form, problem=problem), status


@account.post("/uitloggen")
@public("signing out works for everybody")
def logout() -> ResponseReturnValue:
    """Sign out: the session ends in the database, so a copied cookie is worthless too.

    A browser that was handed over stays locked: it is somebody else who signs out there.
    """
    world = wiring()
    is_lent = lock_here() is not None
    secret = request.cookies.get(world.login_cookie)
    if secret:
        with world.database.write() as db:
            accounts.end_session(db, secret, world.now())
    session.clear()
    if is_lent:
        return redirect(url_for("coach.unlock"), 303)
    response = make_response(redirect(url_for("account.login"), 303))
    response.delete_cookie(world.login_cookie, path="/")
    return response


@account.route("/toegang/<token>", methods=["GET", "POST"])
@public("the signed one-time link is the permission")
def credentials(token: str) -> ResponseReturnValue:
    """Set a password through a one-time link; looking at the page does not use it up."""
    world = wiring()
    link_id = world.credential_links.read(token)
    with world.database.read() as db:
        name = accounts.person_of_link(db, link_id, world.now()).name
    form = PasswordForm()
    problem = None
    if form.validate_on_submit():
        try:
            return _set_password(link_id, form)
        except InputError as error:
            problem = str(error)
    status = 422 if form.is_submitted() else 200
    heading = f"Dag {name.split()[0]}, kies een wachtwoord"
    return render_template(
        "account/credentials.html", form=form, heading=heading, problem=problem
    ), status


def _sign_in(email: str, password: str) -> ResponseReturnValue:
    world = wiring()
    now = world.now()
    address = request.remote_addr or ""
    try:
        with world.database.read() as db:
            person = accounts.check_password(db, email, password, address, now)
    except accounts.SignInError:
        with world.database.write() as db:
            accounts.note_failure(db, email, address, now)
            audit.record(
                db,
                audit.By("visitor", None),
                "sign in",
                "account",
                None,
                organisation_id=None,
                now=now,
                outcome="refused",
            )
        raise
    with world.database.write() as db:
        old = request.cookies.get(world.login_cookie)
        if old:
            accounts.end_session(db, old, now)
        secret = accounts.start_session(db, person, now)
        audit.record(
            db,
            audit.person(person.id),
            "sign in",
            "account",
            person.id,
            organisation_id=person.organisation_id,
            now=now,
        )
    session.clear()
    response = make_response(redirect(_own_path(request.args.get("verder")), 303))
    _set_cookie(response, secret)
    return response


def _set_password(link_id: str, form: PasswordForm) -> ResponseReturnValue:
    world = wiring()
    if form.password.data != form.repeat.data:
        raise InputError("De twee wachtwoorden zijn niet gelijk. Vul ze nog een keer in.")
    with world.database.write() as db:
        person = accounts.set_password(db, link_id, form.password.data or "", world.now())
        audit.record(
            db,
            audit.person(person.id),
            "set password",
            "account",
            person.id,
            organisation_id=person.organisation_id,
            now=world.now(),
        )
    return redirect(url_for("account.login", melding="wachtwoord"), 303)


def _own_path(wanted: str | None) -> str:
    """Return a path of our own to go to.

    Anything that could lead elsewhere becomes the first page.
    """
    fine = wanted is not None and wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    plain = wanted is not None and all(c.isalnum() or c in "/-_" for c in wanted)
    return wanted if fine and plain and wanted is not None else url_for("coach.today")


def _set_cookie(response: Response, secret: str) -> None:
    world = wiring()
    response.set_cookie(
        world.login_cookie,
        secret,
        secure=not world.settings.is_local,
        httponly=True,
        samesite="Lax",
        path="/",
    )
