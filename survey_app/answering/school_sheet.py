"""The sheet of somebody around a school: the same columns as that of an informant in a traject."""

from sqlalchemy import bindparam, false, literal, null, select
from sqlalchemy.orm import aliased

from survey_app.accounts.models import Person, School
from survey_app.answering.models import Draft, Response
from survey_app.answering.sent import OF_RESPONSE
from survey_app.invitations.models import Invitation
from survey_app.trajects.models import ClassGroup, SchoolInformant

YEARLY = "yearly"
"""Stands where the kind of a moment stands in a traject."""

_COLLEAGUES = aliased(Invitation)
_IS_SETTLED = (
    select(_COLLEAGUES.id)
    .where(
        _COLLEAGUES.class_group_id == Invitation.class_group_id,
        _COLLEAGUES.questionnaire_key == Invitation.questionnaire_key,
        _COLLEAGUES.school_year == Invitation.school_year,
        _COLLEAGUES.moment == Invitation.moment,
        _COLLEAGUES.id != Invitation.id,
        _COLLEAGUES.answered_at.is_not(None),
    )
    .exists()
)
"""Whether a colleague answered about the same group: once is enough."""

OF_SCHOOL = (
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
        Invitation.school_informant_id,
        ClassGroup.name.label("group_name"),
        SchoolInformant.role,
        SchoolInformant.name.label("label"),
        literal("").label("child_name"),
        null().label("occasion_id"),
        literal(YEARLY).label("occasion_kind"),
        Person.name.label("coach_name"),
        Person.phone.label("coach_phone"),
        School.name.label("school_name"),
        Draft.started_at,
        Draft.revision,
        Draft.entries,
        Draft.texts,
        Draft.posted,
        *OF_RESPONSE,
        (SchoolInformant.left_at.is_(None) & ~_IS_SETTLED).label("agreed"),
    )
    .join(SchoolInformant, SchoolInformant.id == Invitation.school_informant_id)
    .join(Person, Person.id == SchoolInformant.added_by)
    .join(School, School.id == SchoolInformant.school_id)
    .outerjoin(ClassGroup, ClassGroup.id == Invitation.class_group_id)
    .outerjoin(Draft, Draft.invitation_id == Invitation.id)
    .outerjoin(Response, Response.invitation_id == Invitation.id)
    .where(Invitation.id == bindparam("invitation_id"), Invitation.moment.is_not(None))
)
