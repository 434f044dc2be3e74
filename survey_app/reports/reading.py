"""Reading all that a report of a traject is made of; the policy is asked by what reads."""

from datetime import date

from sqlalchemy.orm import Session

from survey_app.accounts.policy import Actor
from survey_app.invitations.publishing import questionnaire_of
from survey_app.measurements import queries as measured
from survey_app.measurements.references.in_force import references_in_force
from survey_app.reports.traject import TrajectReport, report_of
from survey_app.trajects import timeline
from survey_app.trajects.closures import calendar_of
from survey_app.trajects.models import Traject


def traject_report(session: Session, actor: Actor, traject: Traject, today: date) -> TrajectReport:
    """Return all that is shown of a traject."""
    return report_of(
        traject.child_name,
        measured.placed_responses(session, traject.id),
        measured.asked(session, actor, traject.id),
        lambda fingerprint: questionnaire_of(session, fingerprint),
        today,
        timeline.events(session, traject.id),
        references_in_force(session),
        calendar_of(session, traject.school_id),
    )
