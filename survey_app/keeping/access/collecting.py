"""Reading everything for one request; and why some tables are not in it."""

from typing import Final

from sqlalchemy.orm import Session

from survey_app.keeping.access import answers, course, people, practice, unsent
from survey_app.keeping.access.gathering import gathering
from survey_app.keeping.access.values import Dossier
from survey_app.keeping.rights_models import RightsRequest
from survey_app.trajects.models import Traject

NOT_IN_IT: Final = {
    "legal_hold": "a court or the law asks to keep it; the coach tells of it when that may be told",
    "role_grant": "which colleague may do it; who looked stands under that",
    "talk_step": "tells that a tapped step arrived once; the step itself stands among the ratings",
    "nomination": "is sealed still; what a teacher wrote is counted as the answers of another",
}
"""The tables of a traject that hold nothing to give, with the reason."""


def dossier_of(session: Session, traject: Traject, request: RightsRequest) -> Dossier:
    """Return all that who asks may have; the caller has asked the policy.

    Only reads: it is also what the coach looks over before anything is given.
    """
    read = gathering(session, traject, request)
    sent = answers.sent_sheets(read)
    sections = (
        people.child(read),
        people.people(read),
        people.consents(read),
        course.moments(read),
        answers.asked(read),
        answers.not_asked(read),
        answers.sheets(read, sent),
        answers.answers(read, sent),
        unsent.unsent(read),
        answers.scores(read, sent),
        course.signals(read, sent),
        course.goals(read),
        course.steps(read),
        practice.contacts(read),
        practice.deviations(read),
        practice.decisions(read),
        practice.support(read),
        practice.referrals(read),
        practice.meldcode(read),
        course.events(read),
        course.papers(read),
        course.typed(read),
        people.releases(read),
        people.messages(read),
        people.rectified(read),
        people.requests(read),
        course.looks(read),
    )
    return Dossier(sections, tuple(read.texts), dict(read.left_out), read.unsaid)
