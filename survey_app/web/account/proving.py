"""Showing once more who one is, before anything of signing in is changed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts import passkeys, sign_in_steps
from survey_app.accounts import services as accounts
from survey_app.accounts.factor_queries import factors_of
from survey_app.accounts.models import Person
from survey_app.accounts.policy import Act
from survey_app.accounts.sign_in_steps import StepKind
from survey_app.audit import services as audit
from survey_app.errors import InputError
from survey_app.web.account.beginning import own_path
from survey_app.web.account.checking import check_own_password
from survey_app.web.account.factor_forms import PasskeyReplyForm, ProofForm
from survey_app.web.account.letting_in import record
from survey_app.web.account.ways import PasskeyForm, ways_in
from survey_app.web.coach.blueprint import render
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring

View = Callable[..., ResponseReturnValue]


def after_proof(view: View) -> View:
    """Mark a view for who showed minutes ago who they are; others do so first and come back."""

    @wraps(view)
    def proven(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        world = wiring()
        with world.database.read() as db:
            is_proven = sign_in_steps.is_proven(db, login_secret(), world.now())
        if is_proven:
            return view(*args, **kwargs)
        back = request.path if request.method == "GET" else url_for("ways_in.overview")
        return redirect(url_for("ways_in.prove", verder=back), 303)

    return proven


@ways_in.route("/account/bewijs", methods=["GET", "POST"])
@needs(Act.KEEP_OWN_ACCOUNT)
def prove() -> ResponseReturnValue:
    """Ask for the own password again."""
    form = ProofForm()
    if form.validate_on_submit():
        try:
            check_own_password(form.password.data or "", "prove who one is")
            return _proven()
        except accounts.SignInError:
            form.password.errors = ["Dit wachtwoord klopt niet."]
        except InputError as error:
            form.password.errors = [str(error)]
    return _page(form, 422 if form.is_submitted() else 200)


@ways_in.post("/account/bewijs/sleutel")
@needs(Act.KEEP_OWN_ACCOUNT)
def prove_by_passkey() -> ResponseReturnValue:
    """Take the own passkey for it."""
    form = PasskeyReplyForm()
    if not form.validate_on_submit():
        return _page(ProofForm(formdata=None), 422, passkeys.UNKNOWN)
    try:
        signed_by = judged(form)
    except InputError as error:
        return _page(ProofForm(formdata=None), 422, str(error))
    if signed_by.id != this_actor().person_id:
        return _page(ProofForm(formdata=None), 422, passkeys.UNKNOWN)
    return _proven()


def judged(form: PasskeyReplyForm) -> Person:
    """Return whose passkey signed what was asked, which is used up whatever was signed."""
    world = wiring()
    now = world.now()
    with world.database.write() as db:
        challenge = passkeys.take_challenge(db, StepKind.PASSKEY, form.asked.data or "", now)
    try:
        with world.database.write() as db:
            return passkeys.person_of(
                db, world.settings.site, challenge, form.reply.data or "", now
            )
    except passkeys.PasskeyError:
        with world.database.write() as db:
            audit.record(
                db,
                audit.By("visitor", None),
                "sign in by passkey",
                "account",
                None,
                organisation_id=None,
                now=now,
                outcome="refused",
            )
        raise


def login_secret() -> str:
    """Return the secret of the session in this browser."""
    return request.cookies.get(wiring().login_cookie, "")


def myself(db: Session) -> Person:
    """Return the row of who is signed in."""
    return db.get_one(Person, this_actor().person_id)


def _proven() -> ResponseReturnValue:
    world = wiring()
    with world.database.write() as db:
        sign_in_steps.prove(db, login_secret(), this_actor().person_id, world.now())
        record(db, myself(db), "prove who one is")
    return redirect(own_path(request.args.get("verder"), "ways_in.overview"), 303)


def _page(form: ProofForm, status: int, problem: str | None = None) -> ResponseReturnValue:
    world = wiring()
    with world.database.read() as db:
        factors = factors_of(db, this_actor().person_id)
    back = request.args.get("verder")
    passkey = PasskeyForm(
        ask_url=url_for("ways_in.ask_passkey"),
        action=url_for("ways_in.prove_by_passkey", verder=back),
        label="Gebruik mijn sleutel",
    )
    page = render(
        "account/prove.html",
        "account",
        form=form,
        problem=problem,
        passkey=passkey if factors.has_passkey else None,
        asks_password=factors.has_password,
        action=url_for("ways_in.prove", verder=back),
        again_url=url_for("account.login", verder=back),
        back_url=url_for("ways_in.overview"),
    )
    return page, status
