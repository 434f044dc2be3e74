"""Checking a password that was typed; a wrong one is counted and stands in the trail."""

import logging

from flask import request

from survey_app.accounts import services as accounts
from survey_app.accounts.models import Person
from survey_app.audit import services as audit
from survey_app.web.account.beginning import device_of
from survey_app.web.permissions import this_actor
from survey_app.web.wiring import wiring

log = logging.getLogger(__name__)


def check_own_password(password: str, act: str) -> Person:
    """Return who is signed in if it is their password, as strictly as when signing in."""
    with wiring().database.read() as db:
        email = db.get_one(Person, this_actor().person_id).email
    return check_typed_password(email, password, act)


def check_typed_password(email: str, password: str, act: str = "sign in") -> Person:
    """Return whose address and password these are, or raise; `act` is what it was typed for."""
    world = wiring()
    now = world.now()
    address = request.remote_addr or ""
    try:
        with world.database.read() as db:
            return accounts.check_password(db, email, password, address, now, device_of)
    except accounts.SignInError:
        with world.database.write() as db:
            spray = accounts.note_failure(db, email, address, now, device_of)
            visitor = audit.By("visitor", None)
            audit.record(
                db,
                visitor,
                act,
                "account",
                None,
                organisation_id=None,
                now=now,
                outcome="refused",
            )
            if spray is not None:
                audit.record(
                    db,
                    visitor,
                    "spray",
                    "network",
                    spray.place,
                    organisation_id=None,
                    now=now,
                    outcome="noticed",
                )
        if spray is not None:
            log.warning(
                "spray: %d accounts were tried from one network in an hour (%s)",
                spray.accounts,
                spray.place[:12],
            )
        raise
