"""The sheet of a reference participant: the same columns as that of an informant in a traject."""

from sqlalchemy import bindparam, literal, null, select
from sqlalchemy.orm import aliased

from survey_app.accounts.models import Person, School
from survey_app.answering.models import Draft, Response
from survey_app.answering.sent import OF_RESPONSE
from survey_app.invitations.models import Invitation
from survey_app.invitations.participants import FIRST, SECOND
from survey_app.trajects.models import ReferenceParticipant

RETEST = "retest"
"""Stands where the kind of a moment stands in a traject."""

_FIRST = aliased(Invitation)

OF_PARTICIPANT = (
    select(
        Invitation.organisation_id,
        null().label("traject_id"),
        null().label("informant_id"),
        Invitation.fingerprint,
        Invitation.language,
        literal("nl").label("spoken"),
        Invitation.opens_on,
        Invitation.closes_on,
        Invitation.revoked_at,
        Invitation.participant_id,
        Invitation.round,
        Invitation.nomination_id,
        (
            (Invitation.round == SECOND)
            & ~select(Response.id)
            .join(_FIRST, _FIRST.id == Response.invitation_id)
            .where(_FIRST.participant_id == Invitation.participant_id, _FIRST.round == FIRST)
            .exists()
        ).label("waits_for_first"),
        Invitation.school_informant_id,
        null().label("group_name"),
        ReferenceParticipant.role,
        ReferenceParticipant.code.label("label"),
        literal("").label("child_name"),
        null().label("occasion_id"),
        literal(RETEST).label("occasion_kind"),
        Person.name.label("coach_name"),
        Person.phone.label("coach_phone"),
        School.name.label("school_name"),
        Draft.started_at,
        Draft.revision,
        Draft.entries,
        Draft.texts,
        Draft.posted,
        *OF_RESPONSE,
        ReferenceParticipant.withdrawn_at.is_(None).label("agreed"),
    )
    .join(ReferenceParticipant, ReferenceParticipant.id == Invitation.participant_id)
    .join(Person, Person.id == ReferenceParticipant.coach_id)
    .join(School, School.id == ReferenceParticipant.school_id)
    .outerjoin(Draft, Draft.invitation_id == Invitation.id)
    .outerjoin(Response, Response.invitation_id == Invitation.id)
    .where(Invitation.id == bindparam("invitation_id"))
)
