"""All trajects of the coach together: the page, its charts, and how each figure was computed."""

from collections.abc import Sequence

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act
from survey_app.charts import png_of, svg_of
from survey_app.errors import NotFoundError
from survey_app.invitations.publishing import questionnaire_of
from survey_app.measurements.caseload import Course, courses
from survey_app.measurements.references.in_force import references_in_force
from survey_app.reports import group_wording
from survey_app.reports.group import GroupList, GroupReport, group_report
from survey_app.reports.group_explaining import ChildLink, GroupExplanation, group_explanation
from survey_app.reports.pictures import Picture
from survey_app.reports.response_explaining import response_explanation
from survey_app.web.coach.blueprint import coach, record_look, record_picture, render
from survey_app.web.coach.pages import ChartPanel, ChildRows, GroupPage, GroupSection
from survey_app.web.coach.pictures import WIDTHS
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring

NO_TRAJECT = (
    "Je hebt nog geen traject.",
    "Een traject begint met 4 velden. Zijn er 5 kinderen twee keer gemeten, dan staat het hier.",
)
NOTHING_LATER = (
    "Er is nog geen latere meting gevraagd.",
    "Die komt 11 weken na de intake. Dan staat hier wat er samen veranderde.",
)


@coach.get("/samen")
@needs(Act.SEE_CASELOAD)
def group() -> ResponseReturnValue:
    """Show what changed in all own trajects together; the look is recorded."""
    with wiring().database.write() as db:
        cases = courses(db, this_actor())
        page = _page(_report(db, cases), has_trajects=bool(cases))
        record_look(db, None, "see group")
    return render("coach/group.html", "group", page=page)


@coach.get("/samen/grafiek/<picture>/<width>.svg")
@needs(Act.SEE_CASELOAD)
def group_chart(picture: str, width: str) -> ResponseReturnValue:
    """Draw one chart of the group; alone, without its page, that is a look."""
    if width not in WIDTHS:
        raise NotFoundError
    found = _picture_of(picture)
    record_picture(None, "see group", "see group picture")
    return Response(svg_of(found.chart, WIDTHS[width]), mimetype="image/svg+xml")


@coach.get("/samen/grafiek/<picture>.png")
@needs(Act.SEE_CASELOAD)
def saved_group_chart(picture: str) -> ResponseReturnValue:
    """Give one chart of the group with its caption as a picture to keep."""
    found = _picture_of(picture)
    with wiring().database.write() as db:
        record_look(db, None, "keep group picture")
    response = Response(png_of(found.chart, "wide", found.caption), mimetype="image/png")
    response.headers["Content-Disposition"] = 'attachment; filename="kansmeter-samen.png"'
    return response


@coach.get("/samen/uitleg/<picture>")
@needs(Act.SEE_CASELOAD)
def explain_group(picture: str) -> ResponseReturnValue:
    """Show how the figures of a group were computed, and from whom; the look is recorded."""
    with wiring().database.write() as db:
        cases = courses(db, this_actor())
        report = _report(db, cases)
        figure, answered = report.figure(picture), report.response(picture)
        if figure is not None:
            shown = _explained_figure(group_explanation(figure, cases))
        elif answered is not None:
            shown = render(
                "coach/response_explanation.html",
                "group",
                page=response_explanation(answered),
                back_url=url_for("coach.group"),
            )
        else:
            raise NotFoundError
        record_look(db, None, "see group explanation")
    return shown


def _explained_figure(page: GroupExplanation) -> ResponseReturnValue:
    return render(
        "coach/group_explanation.html",
        "group",
        page=page,
        counted=_children("Deze kinderen tellen mee", page.counted),
        left_out=[_children(each.why, each.children) for each in page.left_out],
        back_url=url_for("coach.group"),
    )


def _report(db: Session, cases: Sequence[Course]) -> GroupReport:
    return group_report(
        cases,
        lambda fingerprint: questionnaire_of(db, fingerprint),
        wiring().today(),
        references_in_force(db),
    )


def _picture_of(picture: str) -> Picture:
    with wiring().database.read() as db:
        pictures = _report(db, courses(db, this_actor())).pictures
    if picture not in pictures:
        raise NotFoundError
    return pictures[picture]


def _page(report: GroupReport, *, has_trajects: bool) -> GroupPage:
    empty = None if report.lists else NOTHING_LATER if has_trajects else NO_TRAJECT
    return GroupPage(tuple(_section(each) for each in report.lists), empty)


def _section(found: GroupList) -> GroupSection:
    charts = [_panel(found.role, each.picture, each.facts) for each in found.figures]
    if found.response is not None:
        charts.append(_panel(found.role, found.response))
    return GroupSection(
        informant=found.role,
        heading=found.heading,
        badge=found.badge,
        caution_title=group_wording.CAUTION_TITLE,
        caution=found.caution,
        notes=tuple(filter(None, (found.why_not, found.counted, found.too_few, found.no_response))),
        charts=tuple(charts),
    )


def _panel(role: str, picture: Picture, facts: tuple[tuple[str, str], ...] = ()) -> ChartPanel:
    return ChartPanel(
        question=picture.question,
        whose=picture.whose,
        direction=picture.direction,
        informant=role,
        wide_url=url_for("coach.group_chart", picture=picture.key, width="breed"),
        narrow_url=url_for("coach.group_chart", picture=picture.key, width="smal"),
        alternative=f"{picture.question} {picture.whose} {picture.conclusion}",
        conclusion=picture.conclusion,
        unknown=picture.unknown,
        badge=picture.badge,
        columns=picture.columns,
        rows=picture.rows,
        save_url=url_for("coach.saved_group_chart", picture=picture.key),
        explain_url=url_for("coach.explain_group", picture=picture.key),
        facts=facts,
    )


def _children(heading: str, children: Sequence[ChildLink]) -> ChildRows:
    return ChildRows(
        heading,
        tuple(
            (each.words, url_for("coach.traject", traject_id=each.traject_id)) for each in children
        ),
    )
