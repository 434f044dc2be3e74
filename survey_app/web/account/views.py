"""The addresses for signing in and out, and for the one-time link."""

from flask import make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from survey_app.accounts import changing, passwords
from survey_app.accounts import services as accounts
from survey_app.accounts.factor_queries import factors_of
from survey_app.audit import services as audit
from survey_app.errors import InputError
from survey_app.web import typed
from survey_app.web.account.beginning import remember_device
from survey_app.web.account.blueprint import account
from survey_app.web.account.checking import check_typed_password
from survey_app.web.account.forms import LoginForm, PasswordForm
from survey_app.web.account.letting_in import after_first_step
from survey_app.web.account.ways import school_instead_of_password, sign_in_ways
from survey_app.web.permissions import lock_here, public
from survey_app.web.wiring import wiring


@account.route("/inloggen", methods=["GET", "POST"])
@public("signing in")
def login() -> ResponseReturnValue:
    """Sign in with address and password."""
    form = LoginForm()
    status = 200
    problem = None
    headers = {}
    if form.validate_on_submit():
        try:
            return _sign_in(form.email.data or "", form.password.data or "")
        except accounts.TooManyTriesError as error:
            status, problem = 429, str(error)
            headers["Retry-After"] = str(int(error.wait.total_seconds()) + 1)
        except accounts.SignInError as error:
            status, problem = 422, str(error)
    elif form.is_submitted():
        status = 422
    page = render_template(
        "account/login.html",
        form=form,
        problem=problem,
        sealed=request.form.get(typed.FIELD),
        ways=sign_in_ways(),
    )
    return page, status, headers


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
        person = accounts.person_of_link(db, link_id, world.now())
        may_link_school = not factors_of(db, person.id).has_any
    form = PasswordForm()
    problem = None
    if form.validate_on_submit():
        try:
            return _set_password(link_id, form)
        except InputError as error:
            problem = str(error)
    status = 422 if form.is_submitted() else 200
    heading = f"Dag {person.name.split()[0]}, kies een wachtwoord"
    return render_template(
        "account/credentials.html",
        form=form,
        heading=heading,
        problem=problem,
        email=person.email,
        school_action=school_instead_of_password(token) if may_link_school else None,
    ), status


def _sign_in(email: str, password: str) -> ResponseReturnValue:
    """Let in who knows the password; whatever more is asked, is asked between these two steps."""
    person = check_typed_password(email, password)
    if passwords.needs_rehash(person.password_hash):
        with wiring().database.write() as db:
            changing.rehash(db, person, password)
    return after_first_step(person, "sign in")


def _set_password(link_id: str, form: PasswordForm) -> ResponseReturnValue:
    """Set it and lead to signing in, on a browser that is now known to be its owner's."""
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
    response = make_response(redirect(url_for("account.login", melding="wachtwoord"), 303))
    remember_device(response, person.id)
    return response
