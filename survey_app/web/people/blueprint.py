"""The blueprint of everybody's own rights and of who gives them, and what its views need."""

from typing import Any

from flask import Blueprint, render_template
from sqlalchemy.orm import Session

from survey_app.audit import services as audit
from survey_app.web.menu import head
from survey_app.web.permissions import this_actor
from survey_app.web.wiring import wiring

people = Blueprint("people", __name__)


def record(
    db: Session, act: str, object_kind: str, object_id: str | None, outcome: str = "done"
) -> None:
    """Record in the trail that this person saw or did something."""
    actor = this_actor()
    audit.record(
        db,
        audit.person(actor.person_id),
        act,
        object_kind,
        object_id,
        organisation_id=actor.organisation_id,
        now=wiring().now(),
        outcome=outcome,
    )


def render(template: str, here: str, **values: Any) -> str:
    """Render a page with the menu on it."""
    return render_template(template, head=head(this_actor(), here), **values)
