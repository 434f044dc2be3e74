"""Signing in with a passkey, making one and taking one away; a script talks to the device."""

import json

from flask import Response, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue

from survey_app.accounts import passkeys
from survey_app.accounts.policy import Act
from survey_app.accounts.sign_in_steps import StepKind
from survey_app.errors import InputError, NotFoundError
from survey_app.web.account.factor_forms import NewPasskeyForm, PasskeyReplyForm
from survey_app.web.account.letting_in import after_first_step, end_all_but_this, go_on, record
from survey_app.web.account.proving import after_proof, judged, myself
from survey_app.web.account.ways import PasskeyForm, ways_in
from survey_app.web.coach.blueprint import render
from survey_app.web.permissions import needs, public, this_actor
from survey_app.web.wiring import wiring


@ways_in.post("/inloggen/sleutel/vraag")
@public("anybody may ask; only who has a passkey can answer")
def ask_passkey() -> ResponseReturnValue:
    """Give the script what a device must sign to sign in."""
    world = wiring()
    with world.database.write() as db:
        return _as_json(passkeys.ask_known(db, world.settings.site, world.now()))


@ways_in.post("/inloggen/sleutel")
@public("the signature of a passkey is the permission")
def sign_in_by_passkey() -> ResponseReturnValue:
    """Sign in with what a device signed; its lock was the second factor."""
    form = PasskeyReplyForm()
    if not form.validate_on_submit():
        raise passkeys.PasskeyError(passkeys.UNKNOWN)
    return after_first_step(judged(form), "sign in by passkey", is_sure=True)


@ways_in.post("/account/sleutels/vraag")
@needs(Act.KEEP_OWN_ACCOUNT)
@after_proof
def ask_new_passkey() -> ResponseReturnValue:
    """Give the script what a device must make a passkey of."""
    world = wiring()
    with world.database.write() as db:
        return _as_json(passkeys.ask_new(db, world.settings.site, myself(db), world.now()))


@ways_in.route("/account/sleutels/nieuw", methods=["GET", "POST"])
@needs(Act.KEEP_OWN_ACCOUNT)
@after_proof
def new_passkey() -> ResponseReturnValue:
    """Name this device and keep the passkey that it makes."""
    if not wiring().settings.site.can_have_passkeys:
        raise NotFoundError
    form = NewPasskeyForm()
    problem = None
    if form.validate_on_submit():
        try:
            return _keep(form)
        except InputError as error:
            problem = str(error)
    page = render(
        "account/new_passkey.html",
        "account",
        form=form,
        problem=problem,
        passkey=PasskeyForm(
            ask_url=url_for("ways_in.ask_new_passkey"),
            action=url_for("ways_in.new_passkey"),
            label="Maak de sleutel",
            makes=True,
        ),
        back_url=url_for("ways_in.overview"),
    )
    return page, 422 if form.is_submitted() else 200


@ways_in.post("/account/sleutels/<id:passkey_id>/weg")
@needs(Act.KEEP_OWN_ACCOUNT)
@after_proof
def remove_passkey(passkey_id: str) -> ResponseReturnValue:
    """Take a passkey away; nobody signs in with it any more."""
    with wiring().database.write() as db:
        person = myself(db)
        if not passkeys.remove(db, person.id, passkey_id):
            raise NotFoundError
        secret = end_all_but_this(db, person)
        record(db, person, "remove passkey")
    return go_on(redirect(url_for("ways_in.overview", melding="weg"), 303), secret)


def _keep(form: NewPasskeyForm) -> ResponseReturnValue:
    world = wiring()
    now, asked = world.now(), form.asked.data or ""
    with world.database.write() as db:
        me = this_actor().person_id
        challenge = passkeys.take_challenge(db, StepKind.NEW_PASSKEY, asked, now, me)
    with world.database.write() as db:
        person = myself(db)
        passkeys.keep_new(
            db,
            world.settings.site,
            person,
            challenge,
            form.reply.data or "",
            form.name.data or "",
            now,
        )
        secret = end_all_but_this(db, person)
        record(db, person, "add passkey")
    return go_on(redirect(url_for("ways_in.overview", melding="sleutel"), 303), secret)


def _as_json(asked: passkeys.Asked) -> Response:
    return jsonify(asked=asked.secret, options=json.loads(asked.options))
