"""What came in, on the page of a traject: charts, answers in words, the views side by side."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from survey_app.measurements.signals import SignalLine
from survey_app.reports import wording
from survey_app.reports.before import Baseline
from survey_app.reports.pictures import Picture
from survey_app.reports.traject import InformantReport
from survey_app.trajects.models import (
    Traject,
)
from survey_app.web.coach.moment_block import ReadDefinition
from survey_app.web.coach.pages import ChartPanel
from survey_app.web.coach.shared import (
    anchor_of,
    who,
)
from survey_app.web.coach.traject_values import (
    AnswerRow,
    BaselineTable,
    InformantPanels,
    ViewsTable,
)

CORE_FIVE = ("O1", "W1", "R1", "P1", "L1")


def baseline_table(baseline: Baseline) -> BaselineTable:
    """Return what somebody answered before the start beside what came later."""
    return BaselineTable(
        informant=baseline.role,
        who=who(baseline.role, baseline.label),
        moments=baseline.moments,
        rows=tuple(AnswerRow(row.text, row.answers) for row in baseline.rows),
        conclusion=baseline.conclusion,
        unknown=baseline.unknown,
        made_with=baseline.made_with,
    )


def panels_of(
    report: InformantReport,
    traject: Traject,
    signals: Sequence[SignalLine],
) -> InformantPanels:
    """Return what one informant answered: charts, and all in words."""
    asking: dict[str, bool] = {}
    for signal in signals:
        same_list = signal.fingerprint in report.fingerprints
        if signal.informant_id == report.informant_id and same_list:
            for item in signal.items:
                # The same item can have raised one at an earlier moment that was taken up.
                asking[item] = asking.get(item, False) or signal.asks
    rows = [
        (
            AnswerRow(
                item.text,
                item.told,
                tuple(
                    anchor_of(report.informant_id, fingerprint, item.key)
                    for fingerprint in report.fingerprints
                ),
                flagged=item.key in asking,
                asks=asking.get(item.key, False),
            ),
            item.for_talk,
        )
        for item in report.items
    ]
    every = {picture.unknown for picture in report.pictures}
    unknown = every.pop() if len(every) == 1 and len(report.pictures) > 1 else ""
    charts, more = (
        tuple(
            chart_panel(report.role, picture, traject, said_once=bool(unknown)) for picture in some
        )
        for some in (report.first_pictures, report.more_pictures)
    )
    return InformantPanels(
        informant=report.role,
        name=who(report.role, report.label),
        who=f"{who(report.role, report.label)}: {report.title}",
        charts=charts,
        more=more,
        unknown=unknown,
        moments=report.moments,
        care=tuple(
            (moment, words)
            for moment, words in zip(report.moments, report.care, strict=True)
            if words
        ),
        changed=tuple(
            (moment, words)
            for moment, words in zip(report.moments, report.changed, strict=True)
            if words
        ),
        answers=tuple(row for row, for_talk in rows if for_talk),
        private=tuple(row for row, for_talk in rows if not for_talk),
        badge=report.badge,
        drawn_with=report.drawn_with,
        save_all_url=url_for(
            "coach.saved_chart", traject_id=traject.id, picture=report.side_by_side.key
        )
        if report.side_by_side
        else None,
    )


def chart_panel(
    role: str | None, picture: Picture, traject: Traject, *, said_once: bool
) -> ChartPanel:
    """Return one chart with its sentence, its table and where it is explained."""
    address: dict[str, Any] = {"traject_id": traject.id, "picture": picture.key}
    return ChartPanel(
        question=picture.question,
        whose=picture.whose,
        direction=picture.direction,
        informant=role,
        wide_url=url_for("coach.chart", width="breed", **address),
        narrow_url=url_for("coach.chart", width="smal", **address),
        alternative=f"{picture.question} {picture.whose} {picture.conclusion}",
        conclusion=picture.conclusion,
        unknown="" if said_once else picture.unknown,
        badge=picture.badge,
        columns=picture.columns,
        rows=picture.rows,
        save_url=url_for("coach.saved_chart", **address),
        explain_url=url_for("coach.explanation", **address),
    )


def views_table(reports: Sequence[InformantReport], read: ReadDefinition) -> ViewsTable | None:
    """Return the core five of the last moment side by side in words, from two informants on.

    Whoever was asked a shorter list that time gave them there.
    """
    by_key = {
        report: {item.parallel: item for item in report.items if item.parallel in CORE_FIVE}
        for report in reports
    }
    last: dict[str, InformantReport] = {}
    for report in sorted(reports, key=lambda each: each.answered_on):
        if len(by_key[report]) >= len(CORE_FIVE):
            last[report.informant_id] = report
    shown = [report for report in reports if last.get(report.informant_id) is report]
    if len(shown) < 2:
        return None
    return ViewsTable(
        columns=tuple((report.role, who(report.role, report.label)) for report in shown),
        rows=tuple(
            AnswerRow(
                wording.CORE_FIVE[key], tuple(by_key[report][key].answers[-1] for report in shown)
            )
            for key in CORE_FIVE
        ),
        moment="Het laatste antwoord van ieder.",
        badge=wording.NOT_NORMED,
        made_with=wording.as_answered(read(report.fingerprints[0]) for report in shown),
    )
