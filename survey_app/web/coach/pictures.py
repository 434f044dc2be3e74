"""The charts of a traject as pictures, and how each of their figures was computed."""

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act
from survey_app.charts import Width, png_of, svg_of
from survey_app.errors import NotFoundError
from survey_app.invitations.publishing import questionnaire_of
from survey_app.measurements import queries as measured
from survey_app.reports.explaining import explanation_of
from survey_app.reports.explaining_line import Sources
from survey_app.reports.pictures import Picture
from survey_app.reports.reading import traject_report
from survey_app.reports.traject import TrajectReport
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import informants
from survey_app.web.coach.blueprint import coach, own, record_look, record_picture, render
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring

WIDTHS: dict[str, Width] = {"breed": "wide", "smal": "narrow"}


def report_for(db: Session, found: Traject) -> TrajectReport:
    """Return all that is shown of a traject."""
    return traject_report(db, this_actor(), found, wiring().today())


@coach.get("/trajecten/<id:traject_id>/grafiek/<picture>/<width>.svg")
@needs(Act.SEE_TRAJECT)
def chart(traject_id: str, picture: str, width: str) -> ResponseReturnValue:
    """Draw one chart of a traject; alone, without its page, that is a look."""
    if width not in WIDTHS:
        raise NotFoundError
    found, shown = _picture_of(traject_id, picture)
    record_picture(found, "see traject", "see picture")
    return Response(svg_of(shown.chart, WIDTHS[width]), mimetype="image/svg+xml")


@coach.get("/trajecten/<id:traject_id>/grafiek/<picture>.png")
@needs(Act.SEE_TRAJECT)
def saved_chart(traject_id: str, picture: str) -> ResponseReturnValue:
    """Give one chart with its caption as a picture to keep; its name tells no child."""
    _, found = _picture_of(traject_id, picture)
    with wiring().database.write() as db:
        record_look(db, own(db, traject_id, Act.SEE_TRAJECT), "keep picture")
    response = Response(png_of(found.chart, "wide", found.caption), mimetype="image/png")
    response.headers["Content-Disposition"] = 'attachment; filename="kansmeter-grafiek.png"'
    return response


@coach.get("/trajecten/<id:traject_id>/uitleg/<picture>")
@needs(Act.SEE_TRAJECT)
def explanation(traject_id: str, picture: str) -> ResponseReturnValue:
    """Show what the figures of one chart were made of; the look is recorded."""
    world = wiring()
    with world.database.write() as db:
        found = own(db, traject_id, Act.SEE_TRAJECT)
        page = explanation_of(report_for(db, found), picture, _sources(db, found))
        if page is None:
            raise NotFoundError
        record_look(db, found, "see explanation")
    back_url = url_for("coach.traject", traject_id=traject_id) + "#antwoorden"
    return render("coach/explanation.html", "traject", page=page, back_url=back_url)


def _picture_of(traject_id: str, picture: str) -> tuple[Traject, Picture]:
    with wiring().database.read() as db:
        found = own(db, traject_id, Act.SEE_TRAJECT)
        pictures = report_for(db, found).pictures
        if picture not in pictures:
            raise NotFoundError
    return found, pictures[picture]


def _sources(db: Session, found: Traject) -> Sources:
    return Sources(
        found.child_name,
        measured.placed_responses(db, found.id),
        lambda fingerprint: questionnaire_of(db, fingerprint),
        {each.succeeds_id: each.label for each in informants(db, found.id) if each.succeeds_id},
    )
