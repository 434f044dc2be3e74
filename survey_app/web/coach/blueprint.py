"""The blueprint of the coach's addresses, and what every view of it needs."""

from datetime import timedelta
from typing import Any, Final, Protocol

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act
from survey_app.audit import services as audit
from survey_app.audit.reading import was_done
from survey_app.trajects import queries as trajects
from survey_app.trajects.models import Traject
from survey_app.web.coach.messages import PLACES
from survey_app.web.menu import head
from survey_app.web.permissions import this_actor
from survey_app.web.wiring import wiring

coach = Blueprint("coach", __name__)
PICTURE_OF_PAGE: Final = timedelta(minutes=10)
"""So long after a page its pictures may be asked for: some are when they come in sight."""


def own(db: Session, traject_id: str, act: Act = Act.CHANGE_TRAJECT) -> Traject:
    """Return a traject this person may do this with, else raise as if it did not exist."""
    return trajects.traject_for(db, this_actor(), traject_id, act)


class Seen(Protocol):
    """A row of some organisation."""

    id: str
    organisation_id: str


def record_look(db: Session, found: Seen | None, act: str, kind: str = "traject") -> None:
    """Record in the trail that this person saw something of a traject, or of another row.

    A look at lists of one's own, about nobody alone, is a look at None.
    """
    actor = this_actor()
    audit.record(
        db,
        audit.person(actor.person_id),
        act,
        "person" if found is None else kind,
        actor.person_id if found is None else found.id,
        organisation_id=actor.organisation_id if found is None else found.organisation_id,
        now=wiring().now(),
    )


def record_picture(found: Traject | None, page: str, act: str) -> None:
    """Record a look at a picture, unless this person just looked at the page it stands in.

    A page asks for its pictures by itself: that is one look. Who keeps the address of a picture and
    opens that alone sees the same figures, and so looks.
    """
    actor, now = this_actor(), wiring().now()
    about = actor.person_id if found is None else found.id
    since = now - PICTURE_OF_PAGE
    with wiring().database.read() as db:
        if was_done(db, actor.person_id, about, (page, act), since):
            return
    with wiring().database.write() as db:
        record_look(db, found, act)


def to_traject(traject_id: str, message: str) -> ResponseReturnValue:
    """Lead back to the traject with a message (a key of `MESSAGES`), to where that stands."""
    place = PLACES.get(message)
    return redirect(
        url_for("coach.traject", traject_id=traject_id, melding=message, _anchor=place), 303
    )


def to_today_or_traject(traject_id: str, message: str, place: str) -> ResponseReturnValue:
    """Lead back to a place on the page of today when an act was done there, else to the traject."""
    if is_from_today():
        return redirect(url_for("coach.today", melding=message, _anchor=place), 303)
    return to_traject(traject_id, message)


def is_from_today() -> bool:
    """Tell whether the form that was sent stands on the page of today."""
    return request.form.get("van") == "vandaag"


def render(template: str, here: str, **values: Any) -> str:
    """Render a page of the coach, with the menu on it."""
    return render_template(template, head=head(this_actor(), here), **values)
