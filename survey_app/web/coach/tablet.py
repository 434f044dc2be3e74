"""Handing the tablet over: the coach's session is locked until a PIN or a new sign-in opens it."""

from flask import make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts import locking
from survey_app.accounts import services as accounts
from survey_app.accounts.locking import Lock, Unlocking
from survey_app.accounts.models import Person
from survey_app.accounts.policy import Act
from survey_app.answering import services as answering
from survey_app.audit import services as audit
from survey_app.errors import InputError
from survey_app.invitations import services as invitations
from survey_app.invitations.models import Invitation
from survey_app.web.account.checking import check_own_password
from survey_app.web.coach.blueprint import coach, own, render
from survey_app.web.coach.tablet_forms import NewPinForm, PinForm
from survey_app.web.permissions import lock_here, needs, public, this_actor
from survey_app.web.respond.handed_over import ERASE
from survey_app.web.wiring import wiring

WRONG = "Deze pincode klopt niet. Na 5 keer fout kun je alleen nog opnieuw inloggen."


@coach.post("/trajecten/<id:traject_id>/uitnodigingen/<id:invitation_id>/tablet")
@needs(Act.HAND_OVER_TABLET)
def hand_tablet(traject_id: str, invitation_id: str) -> ResponseReturnValue:
    """Lock this browser for the coach and open one link on it, as a browser that is new."""
    world = wiring()
    with world.database.write() as db:
        found = own(db, traject_id, Act.HAND_OVER_TABLET)
        invitation = invitations.invitation_of(db, found, invitation_id)
        answering.open_sheet(db, invitation.id, world.today())
        locking.lock_session(db, _secret(), invitation.id, world.now())
        _record(db, this_actor().person_id, "hand over tablet", invitation.id)
    session.clear()
    response = make_response(
        redirect(url_for("respond.start", token=world.answer_links.token(invitation_id)), 303)
    )
    response.headers["Clear-Site-Data"] = ERASE
    return response


@coach.get("/ontgrendelen")
@public("a locked session has only this page")
def unlock() -> ResponseReturnValue:
    """Ask for the PIN, or lead to signing in anew."""
    lock = lock_here()
    if lock is None:
        return redirect(url_for("coach.today"), 303)
    return _locked(lock, PinForm(formdata=None))


@coach.post("/ontgrendelen")
@public("the locked session and its PIN are the permission")
def unlocked() -> ResponseReturnValue:
    """Open the session again and lead back to the traject."""
    world = wiring()
    lock = lock_here()
    if lock is None:
        return redirect(url_for("coach.today"), 303)
    form = PinForm()
    if not form.validate_on_submit():
        return _locked(lock, form, 422)
    with world.database.write() as db:
        done = locking.unlock(db, _secret(), form.pin.data or "", world.now())
        outcome = "done" if done is Unlocking.OPENED else "refused"
        _record(db, lock.owner_id, "unlock tablet", lock.lent_for, outcome)
        back_url = _back_to(db, lock)
    if done is Unlocking.WRONG:
        form.form_errors.append(WRONG)
        return _locked(lock, form, 422)
    # What the browser knows of who answered goes, whether it opened or ended.
    session.clear()
    if done is Unlocking.ENDED:
        return redirect(url_for("coach.unlock"), 303)
    return redirect(f"{back_url}#u-{lock.lent_for}", 303)


@coach.route("/pincode", methods=["GET", "POST"])
@needs(Act.SEE_CASELOAD)
def pin() -> ResponseReturnValue:
    """Choose the PIN that opens a tablet again; the password shows who chooses."""
    form = NewPinForm()
    if form.validate_on_submit():
        try:
            _set_pin(form.pin.data or "", form.password.data or "")
            return redirect(url_for("coach.pin", melding="bewaard"), 303)
        except accounts.SignInError:
            form.password.errors = ["Dit wachtwoord klopt niet."]
        except InputError as error:
            form.pin.errors = [str(error)]
    status = 422 if form.is_submitted() else 200
    is_saved = request.args.get("melding") == "bewaard"
    return render("coach/pin.html", "pin", form=form, is_saved=is_saved), status


def _set_pin(chosen: str, password: str) -> None:
    world = wiring()
    person_id, now = this_actor().person_id, world.now()
    check_own_password(password, "set pin")
    with world.database.write() as db:
        locking.set_pin(db, person_id, chosen)
        audit.record(
            db,
            audit.person(person_id),
            "set pin",
            "account",
            person_id,
            organisation_id=this_actor().organisation_id,
            now=now,
        )


def _locked(lock: Lock, form: PinForm, status: int = 200) -> ResponseReturnValue:
    with wiring().database.read() as db:
        again = url_for("account.login", verder=_back_to(db, lock))
    page = render_template(
        "coach/unlock.html",
        form=form,
        coach=lock.owner_name.split()[0],
        asks_pin=lock.has_pin and not lock.has_ended,
        login_url=again,
    )
    return page, status


def _back_to(db: Session, lock: Lock) -> str:
    """Return where the coach goes on: at the child, unless all of it was erased meanwhile."""
    invitation = db.get(Invitation, lock.lent_for)
    if invitation is None:
        return url_for("coach.today")
    return url_for("coach.traject", traject_id=invitation.traject_id)


def _secret() -> str:
    return request.cookies.get(wiring().login_cookie, "")


def _record(
    db: Session, person_id: str, act: str, invitation_id: str, outcome: str = "done"
) -> None:
    audit.record(
        db,
        audit.person(person_id),
        act,
        "invitation",
        invitation_id,
        organisation_id=db.get_one(Person, person_id).organisation_id,
        now=wiring().now(),
        outcome=outcome,
    )
