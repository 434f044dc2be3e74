"""Looking over what staff wrote, and giving the document or the data; that it was given is kept."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Actor
from survey_app.errors import InputError
from survey_app.keeping.access.collecting import dossier_of
from survey_app.keeping.access.values import GROUNDS, OTHERS, PROTECTION, Dossier
from survey_app.keeping.rights_models import RightsGiven, RightsRequest, WithheldText
from survey_app.keeping.rights_requests import GIVES_DATA, note, open_request, request_of
from survey_app.trajects.models import Traject

DOCUMENT, DATA = "document", "data"


class NotLookedOverError(InputError):
    """Something would be given of which the coach did not read all that staff wrote."""


def dossier_for(
    session: Session, actor: Actor, traject: Traject, request_id: str
) -> tuple[RightsRequest, Dossier]:
    """Return what would be given for a request as things stand now."""
    request = request_of(session, actor, traject, request_id)
    return request, dossier_of(session, traject, request)


def look_over(
    session: Session,
    actor: Actor,
    traject: Traject,
    request_id: str,
    withheld: Mapping[str, str],
    *,
    seen: str,
    now: datetime,
) -> RightsRequest:
    """Keep which texts of staff are kept back and why, after all of them were read.

    `withheld` has a ground for the key of each such text; `seen` is the print of the texts that
    were read. With other texts than those, nothing is kept: they are to be read first.
    """
    request = open_request(session, actor, traject, request_id, *GIVES_DATA)
    dossier = dossier_of(session, traject, request)
    if seen != dossier.texts_print:
        raise NotLookedOverError("Er kwam intussen tekst bij. Loop het nog een keer na.")
    for each in dossier.texts:
        ground = withheld.get(each.key)
        if ground is not None and (
            ground not in GROUNDS
            or (ground == PROTECTION) != each.place.startswith("meldcode_step.")
        ):
            raise InputError("Kies bij alles wat je weglaat waarom.")
    session.execute(delete(WithheldText).where(WithheldText.request_id == request.id))
    session.add_all(
        WithheldText(
            request_id=request.id,
            place=each.place,
            row_id=each.row_id,
            organisation_id=request.organisation_id,
            ground=withheld[each.key],
        )
        for each in dossier.texts
        if each.key in withheld
    )
    request.looked_over = dossier.texts_print
    session.flush()
    note(session, actor, "look over request", request, now)
    return request


def dossier_to_give(
    session: Session, actor: Actor, traject: Traject, request_id: str
) -> tuple[RightsRequest, Dossier]:
    """Return what may be given now; raise unless all that staff wrote was looked over."""
    request = open_request(session, actor, traject, request_id, *GIVES_DATA)
    dossier = dossier_of(session, traject, request)
    if request.looked_over != dossier.texts_print:
        raise NotLookedOverError("Loop eerst na wat er in eigen woorden staat.")
    return request, dossier


def note_given(
    session: Session,
    actor: Actor,
    request: RightsRequest,
    dossier: Dossier,
    form: str,
    content: bytes,
    now: datetime,
) -> RightsGiven:
    """Keep that a file was given: when, how many of each kind, what was left out, and its hash."""
    made = RightsGiven(
        organisation_id=request.organisation_id,
        request_id=request.id,
        form=form,
        counts=dossier.counts,
        left_out={**dossier.left_out, "unsaid": dossier.unsaid},
        sha256=hashlib.sha256(content).hexdigest(),
        given_by=actor.person_id,
        given_at=now,
    )
    session.add(made)
    session.flush()
    note(session, actor, f"give {form}", request, now)
    return made


def proposed(dossier: Dossier) -> dict[str, str]:
    """Return the ground for each text that is kept back now, or proposed to be."""
    return {each.key: each.ground or OTHERS for each in dossier.texts if each.ground}
