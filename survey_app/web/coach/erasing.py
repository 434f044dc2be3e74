"""The coach's addresses for erasing everything of a child, and the certificate of it."""

import logging

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act
from survey_app.audit import services as audit
from survey_app.charts.pictures import forget_pictures
from survey_app.errors import InputError, KansmeterError
from survey_app.keeping import belongings, holding
from survey_app.keeping.certificate import certificate_of
from survey_app.keeping.erasing import (
    Ground,
    certificate_for,
    certificates_of,
    erase_traject,
)
from survey_app.keeping.replaying import keep_in_step
from survey_app.keeping.scrubbing import clean_up
from survey_app.trajects.models import Traject
from survey_app.web.coach.blueprint import coach, own, record_look, render
from survey_app.web.coach.erasing_forms import EraseForm, HoldForm
from survey_app.web.coach.erasing_page import certificate_page, erase_form_page, list_page
from survey_app.web.coach.kept import given_back, is_sound, keeps_what_was_typed
from survey_app.web.permissions import needs, own_csrf, this_actor
from survey_app.web.wiring import wiring

LOG = logging.getLogger("kansmeter.keeping")
PLACE = "/trajecten/<id:traject_id>/wissen"
MESSAGES = {"los": "Dit wordt niet meer vastgehouden."}


@coach.get(PLACE)
@needs(Act.ERASE_TRAJECT)
def erase_page(traject_id: str) -> ResponseReturnValue:
    """Show what would go, and ask why; the look is recorded."""
    with wiring().database.write() as db:
        record_look(db, own(db, traject_id, Act.ERASE_TRAJECT), "see what would be erased")
    return _page(traject_id, EraseForm(formdata=None))


@coach.post(PLACE)
@keeps_what_was_typed
@needs(Act.ERASE_TRAJECT)
@own_csrf
def erased(traject_id: str) -> ResponseReturnValue:
    """Erase everything of a child, and lead to the certificate."""
    form = EraseForm(meta={"csrf": False})
    world = wiring()
    if not is_sound(form):
        return given_back(_page(traject_id, form), form)
    try:
        with world.database.write() as db:
            _demand_name(own(db, traject_id, Act.ERASE_TRAJECT), form)
            made = erase_traject(
                db,
                this_actor(),
                traject_id,
                Ground(form.ground.data),
                copies_for_days=world.settings.backup_days,
                now=world.now(),
            )
    except InputError as error:
        form.form_errors.append(str(error))
        return given_back(_page(traject_id, form), form)
    _finish()
    return redirect(url_for("coach.certificate", erasure_id=made.id), 303)


@coach.post(f"{PLACE}/vasthouden")
@keeps_what_was_typed
@needs(Act.ERASE_TRAJECT)
@own_csrf
def hold(traject_id: str) -> ResponseReturnValue:
    """Let nothing erase a child for now."""
    form = HoldForm(meta={"csrf": False}, prefix="hold-")
    try:
        if is_sound(form):
            with wiring().database.write() as db:
                holding.hold(db, this_actor(), traject_id, form.why.data or "", wiring().now())
            return redirect(url_for("coach.erase_page", traject_id=traject_id), 303)
    except InputError as error:
        form.form_errors.append(str(error))
    return given_back(_page(traject_id, EraseForm(formdata=None), form), form)


@coach.post(f"{PLACE}/loslaten")
@needs(Act.ERASE_TRAJECT)
def lift_hold(traject_id: str) -> ResponseReturnValue:
    """Let a child be erased again, at its own time."""
    with wiring().database.write() as db:
        holding.lift(db, this_actor(), traject_id, wiring().now())
    return redirect(url_for("coach.erase_page", traject_id=traject_id, melding="los"), 303)


@coach.get("/gewist/<id:erasure_id>")
@needs(Act.ERASE_TRAJECT)
def certificate(erasure_id: str) -> ResponseReturnValue:
    """Show the certificate of an erasure, to print; the look is recorded."""
    world, actor = wiring(), this_actor()
    with world.database.write() as db:
        found = certificate_for(db, actor, erasure_id)
        page = certificate_page(certificate_of(db, found))
        _record_look(db, "see certificate", found.id)
    return render_template("print/certificate.html", page=page)


@coach.get("/gewist")
@needs(Act.SEE_CASELOAD)
def certificates() -> ResponseReturnValue:
    """Show which certificates this coach has; they hold nothing of a child."""
    with wiring().database.read() as db:
        page = list_page(certificates_of(db, this_actor()))
    return render("coach/erased.html", "traject", page=page)


def _demand_name(found: Traject, form: EraseForm) -> None:
    typed = " ".join((form.name.data or "").split())
    if typed.casefold() != found.child_name.casefold():
        raise InputError("Die naam is anders. Typ de naam over zoals die bovenaan staat.")


def _finish() -> None:
    """Do what may wait without harm: the list outside the database, clean files, no pictures.

    The rows are gone. What does not succeed now is told by `doctor`, and done by who plans.
    """
    world = wiring()
    forget_pictures()
    try:
        keep_in_step(
            world.database, world.settings.list_file, world.settings.backup_days, world.clock
        )
        clean_up(world.database, world.clock, patience=0)
    except KansmeterError as fault:
        LOG.error("after an erasure: %s", fault)


def _record_look(db: Session, act: str, object_id: str) -> None:
    actor = this_actor()
    audit.record(
        db,
        audit.person(actor.person_id),
        act,
        "erasure",
        object_id,
        organisation_id=actor.organisation_id,
        now=wiring().now(),
    )


def _page(traject_id: str, form: EraseForm, hold_form: HoldForm | None = None) -> str:
    world = wiring()
    with world.database.read() as db:
        found = own(db, traject_id, Act.ERASE_TRAJECT)
        there = belongings.find(db, belongings.TRAJECT, found.id, hold=False)
        page = erase_form_page(
            found,
            {name: len(rows) for name, rows in there.items()},
            holding.in_force(db, found.id),
            world.settings.backup_days,
            MESSAGES.get(request.args.get("melding", "")),
        )
    return render(
        "coach/erase.html",
        "traject",
        page=page,
        form=form,
        hold_form=hold_form or HoldForm(formdata=None, prefix="hold-"),
    )
