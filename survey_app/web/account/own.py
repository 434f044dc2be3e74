"""The addresses of somebody's own account: the password, and where one is signed in."""

from flask import make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts import changing, sessions, sign_in_steps
from survey_app.accounts import services as accounts
from survey_app.accounts.models import Person
from survey_app.accounts.policy import Act, could
from survey_app.audit import services as audit
from survey_app.errors import InputError
from survey_app.web.account.beginning import set_login_cookie
from survey_app.web.account.blueprint import account
from survey_app.web.account.checking import check_own_password
from survey_app.web.account.forms import NewPasswordForm
from survey_app.web.account.own_page import MESSAGES, own_page
from survey_app.web.coach.blueprint import render
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring

WRONG = "Dit wachtwoord klopt niet."


@account.get("/account")
@needs(Act.KEEP_OWN_ACCOUNT)
def own() -> ResponseReturnValue:
    """Show the own account, and where one is signed in."""
    world = wiring()
    with world.database.read() as db:
        person = _myself(db)
        page = own_page(
            person,
            sessions.open_sessions(db, person.id, _secret(), world.now()),
            world.today(),
            MESSAGES.get(request.args.get("melding", "")),
            has_tablet=could(this_actor(), Act.SEE_CASELOAD),
        )
    return render("account/own.html", "account", page=page)


@account.route("/account/wachtwoord", methods=["GET", "POST"])
@needs(Act.KEEP_OWN_ACCOUNT)
def new_password() -> ResponseReturnValue:
    """Change the password; the old one shows who does."""
    form = NewPasswordForm()
    headers = {}
    status = 422 if form.is_submitted() else 200
    with wiring().database.read() as db:
        email = _myself(db).email
    if form.validate_on_submit():
        try:
            return _change_password(form)
        except accounts.SignInError:
            form.old.errors = [WRONG]
        except accounts.TooManyTriesError as error:
            status, headers = 429, {"Retry-After": str(int(error.wait.total_seconds()) + 1)}
            form.old.errors = [str(error)]
        except InputError as error:
            form.password.errors = [str(error)]
    page = render(
        "account/new_password.html",
        "account",
        form=form,
        email=email,
        back_url=url_for("account.own"),
    )
    return page, status, headers


@account.post("/account/sessies/<id:session_id>/uit")
@needs(Act.KEEP_OWN_ACCOUNT)
def end_session(session_id: str) -> ResponseReturnValue:
    """Sign out in another browser."""
    world = wiring()
    with world.database.write() as db:
        sessions.end_one(db, this_actor().person_id, session_id, world.now())
        _record(db, "end session")
    return redirect(url_for("account.own", melding="uitgelogd"), 303)


@account.post("/account/sessies/uit")
@needs(Act.KEEP_OWN_ACCOUNT)
def end_other_sessions() -> ResponseReturnValue:
    """Sign out in every other browser."""
    world = wiring()
    with world.database.write() as db:
        accounts.end_all_sessions(db, this_actor().person_id, world.now(), but=_secret())
        _record(db, "end other sessions")
    return redirect(url_for("account.own", melding="overal"), 303)


def _change_password(form: NewPasswordForm) -> ResponseReturnValue:
    """Change it: every other session ends, and this one goes on under another secret."""
    world = wiring()
    if form.password.data != form.repeat.data:
        raise InputError("De twee wachtwoorden zijn niet gelijk. Vul ze nog een keer in.")
    shown = check_own_password(form.old.data or "", "change password")
    with world.database.write() as db:
        person = sign_in_steps.hold_unchanged(db, shown)
        changing.change_password(db, person, form.password.data or "", world.now())
        accounts.end_all_sessions(db, person.id, world.now(), but=_secret())
        secret = sessions.renew_session(db, _secret())
        _record(db, "change password")
    response = make_response(redirect(url_for("account.own", melding="wachtwoord"), 303))
    set_login_cookie(response, secret)
    return response


def _myself(db: Session) -> Person:
    return db.get_one(Person, this_actor().person_id)


def _secret() -> str:
    return request.cookies.get(wiring().login_cookie, "")


def _record(db: Session, act: str) -> None:
    actor = this_actor()
    audit.record(
        db,
        audit.person(actor.person_id),
        act,
        "account",
        actor.person_id,
        organisation_id=actor.organisation_id,
        now=wiring().now(),
    )
