"""A round: everything one message is about, on one page behind one link.

A teacher gets one link for all pupils that are due, not one for each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, aliased

from survey_app.accounts.models import Person, School
from survey_app.definitions import Questionnaire
from survey_app.errors import NotFoundError
from survey_app.invitations.models import Invitation, InvitationMessage
from survey_app.invitations.publishing import questionnaire_of
from survey_app.trajects.agreements import agreed_among
from survey_app.trajects.models import ClassGroup, SchoolInformant, Traject, TrajectInformant

_ABOUT_GROUP = func.coalesce(Invitation.class_group_id, Traject.class_group_id)


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One list of a round: about what, in which version and language, whether it was sent already.

    Only in a traject it is about a child. `group_name` is the child's, or the group it is about;
    `label` is what the coach calls who answers about a child, `way` how that is done (see
    `Invitation`).
    """

    invitation_id: str
    organisation_id: str
    traject_id: str | None
    questionnaire: Questionnaire
    language: str
    label: str
    child_name: str | None
    group_name: str | None
    closes_on: date
    is_done: bool
    way: str | None

    @property
    def title(self) -> str:
        """The name of the list."""
        return self.questionnaire.title.in_language(self.language)


@dataclass(frozen=True, slots=True)
class Round:
    """Who asks, and what is to be filled in; `spoken` is the language of who fills in."""

    coach_name: str
    coach_phone: str | None
    school_name: str
    role: str
    spoken: str
    lines: tuple[RoundLine, ...]


def round_of(session: Session, message_id: str, today: date, grace_days: int = 0) -> Round:
    """Return what a message is about and can be answered, or was; raise when there is nothing.

    What was revoked, is more than `grace_days` past its day or may not be asked any more is not on
    it.
    """
    taker = aliased(TrajectInformant)
    rows = session.execute(
        select(
            Invitation,
            Traject,
            TrajectInformant.role,
            TrajectInformant.label,
            TrajectInformant.language,
            SchoolInformant,
            ClassGroup.name,
        )
        .join(InvitationMessage, InvitationMessage.invitation_id == Invitation.id)
        .outerjoin(Traject, Traject.id == Invitation.traject_id)
        .outerjoin(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
        .outerjoin(taker, taker.succeeds_id == TrajectInformant.id)
        .outerjoin(SchoolInformant, SchoolInformant.id == Invitation.school_informant_id)
        .outerjoin(ClassGroup, ClassGroup.id == _ABOUT_GROUP)
        .where(
            InvitationMessage.message_id == message_id,
            Invitation.revoked_at.is_(None),
            Invitation.opens_on <= today,
            Invitation.closes_on >= today - timedelta(days=grace_days),
            taker.id.is_(None),
            SchoolInformant.left_at.is_(None),
        )
        .order_by(Invitation.opens_on, Invitation.place, Invitation.id)
    ).all()
    agreed = agreed_among(session, {row.Traject.id for row in rows if row.Traject}, today)
    asked = [row for row in rows if row.Traject is None or row.Traject.id in agreed]
    if not asked:
        raise NotFoundError
    traject, person = asked[0].Traject, asked[0].SchoolInformant
    coach = session.get_one(Person, traject.coach_id if traject else person.added_by)
    school = session.get_one(School, (traject or person).school_id)
    return Round(
        coach_name=coach.name,
        coach_phone=coach.phone,
        school_name=school.name,
        role=person.role if person else asked[0].role,
        spoken=person.language if person else asked[0].language,
        lines=tuple(
            RoundLine(
                invitation_id=row.Invitation.id,
                organisation_id=row.Invitation.organisation_id,
                traject_id=row.Invitation.traject_id,
                questionnaire=questionnaire_of(session, row.Invitation.fingerprint),
                language=row.Invitation.language,
                label=row.label or "",
                child_name=row.Traject.child_name if row.Traject else None,
                group_name=row.name,
                closes_on=row.Invitation.closes_on,
                is_done=row.Invitation.answered_at is not None,
                way=row.Invitation.way,
            )
            for row in asked
        ),
    )


def every_invitation(session: Session, message_id: str) -> frozenset[str]:
    """Return the ids of all that a message was ever about, also what nobody is asked any more."""
    about = select(InvitationMessage.invitation_id).where(
        InvitationMessage.message_id == message_id
    )
    return frozenset(session.scalars(about))


def note_way(session: Session, invitation_ids: Sequence[str], way: str) -> bool:
    """Note how these are answered where nothing is noted yet; tell whether it was for any."""
    noted = session.execute(
        update(Invitation)
        .where(Invitation.id.in_(invitation_ids), Invitation.way.is_(None))
        .values(way=way)
    )
    return bool(noted.rowcount)  # type: ignore[attr-defined]  # an update has one
