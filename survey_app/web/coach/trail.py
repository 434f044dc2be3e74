"""The addresses of who looked at a traject: on the screen, and on paper for parents who ask."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act
from survey_app.audit import tried
from survey_app.audit.reading import Asked, TrailLine, about_trajects, newest, who_acted
from survey_app.audit.words import OFF_PAPER
from survey_app.trajects.models import Traject
from survey_app.web.coach.blueprint import coach, own, record_look, render
from survey_app.web.coach.trail_page import TrailPage, days_of, people_of, position, printed_on
from survey_app.web.permissions import needs
from survey_app.web.wiring import wiring

A_PAGE = 200
A_PAPER = 1000


@coach.get("/trajecten/<id:traject_id>/inzage")
@needs(Act.SEE_TRAIL)
def trail(traject_id: str) -> ResponseReturnValue:
    """Show who looked at a traject and what was done with it; this look is recorded too."""
    before = position(request.args.get("voor", ""))
    with wiring().database.write() as db:
        found = own(db, traject_id, Act.SEE_TRAIL)
        page = _page(db, found, _about(found), A_PAGE, before)
        record_look(db, found, "see trail")
    return render("coach/trail.html", "traject", page=page)


@coach.get("/trajecten/<id:traject_id>/inzage/papier")
@needs(Act.SEE_TRAIL)
def printed_trail(traject_id: str) -> ResponseReturnValue:
    """Show on paper which people of the school looked; it says nothing of others who answer."""
    with wiring().database.write() as db:
        found = own(db, traject_id, Act.SEE_TRAIL)
        asked = _about(found, staff_only=True, without=OFF_PAPER | tried.OFF_PAPER)
        page = _page(db, found, asked, A_PAPER, None)
        record_look(db, found, "print trail")
    return render_template("print/trail.html", page=page)


def _about(traject: Traject, **less: Any) -> Asked:
    about = about_trajects(select(Traject.id).where(Traject.id == traject.id))
    return Asked(traject.organisation_id, about, **less)


def _page(db: Session, traject: Traject, asked: Asked, most: int, before: int | None) -> TrailPage:
    today = wiring().today()
    address: dict[str, Any] = {"traject_id": traject.id}
    lines = newest(db, asked, most=most + 1, before=before)
    return TrailPage(
        child=traject.child_name,
        people=people_of(who_acted(db, asked), today),
        days=days_of(lines[:most], today),
        back_url=url_for("coach.traject", **address),
        is_first=before is None,
        printed_on=printed_on(today),
        newest_url=url_for("coach.trail", **address),
        older_url=_older(lines, most, address),
        paper_url=url_for("coach.printed_trail", **address),
    )


def _older(lines: list[TrailLine], most: int, address: dict[str, Any]) -> str | None:
    if len(lines) <= most:
        return None
    return url_for("coach.trail", voor=lines[most - 1].position, **address)
