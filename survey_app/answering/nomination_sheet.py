"""The sheet of a teacher who puts a child forward: the same columns as that of an informant.

It has a traject only once it is unsealed; then it is the sheet of an informant there.
"""

from sqlalchemy import Date, bindparam, false, func, literal, null, select

from survey_app.accounts.models import Person, School
from survey_app.accounts.queries import coach_id_at
from survey_app.answering.models import Draft, Response
from survey_app.answering.sent import OF_RESPONSE
from survey_app.invitations.models import Invitation
from survey_app.trajects.models import Nomination, SchoolInformant, Traject

_TODAY = bindparam("today", type_=Date)
_COACH_ID = func.coalesce(
    Traject.coach_id,
    coach_id_at(SchoolInformant.school_id, SchoolInformant.added_by, _TODAY),
    SchoolInformant.added_by,
)

OF_NOMINATION = (
    select(
        Invitation.organisation_id,
        null().label("traject_id"),
        null().label("informant_id"),
        Invitation.fingerprint,
        Invitation.language,
        SchoolInformant.language.label("spoken"),
        Invitation.opens_on,
        Invitation.closes_on,
        Invitation.revoked_at,
        Invitation.participant_id,
        Invitation.round,
        Invitation.nomination_id,
        false().label("waits_for_first"),
        null().label("school_informant_id"),
        null().label("group_name"),
        SchoolInformant.role,
        SchoolInformant.name.label("label"),
        Nomination.child_name,
        null().label("occasion_id"),
        literal("nomination").label("occasion_kind"),
        Person.name.label("coach_name"),
        Person.phone.label("coach_phone"),
        School.name.label("school_name"),
        Draft.started_at,
        Draft.revision,
        Draft.entries,
        Draft.texts,
        Draft.posted,
        *OF_RESPONSE,
        SchoolInformant.left_at.is_(None).label("agreed"),
    )
    .join(Nomination, Nomination.id == Invitation.nomination_id)
    .join(SchoolInformant, SchoolInformant.id == Invitation.school_informant_id)
    .join(School, School.id == Nomination.school_id)
    .outerjoin(Traject, Traject.id == Nomination.traject_id)
    .join(Person, Person.id == _COACH_ID)
    .outerjoin(Draft, Draft.invitation_id == Invitation.id)
    .outerjoin(Response, Response.invitation_id == Invitation.id)
    .where(Invitation.id == bindparam("invitation_id"))
)
