"""What happens to the links of somebody around a school: they come, change, leave, lose one."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Actor
from survey_app.audit import repeating
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.errors import InputError, NotFoundError
from survey_app.invitations.models import Invitation
from survey_app.invitations.reaching import reach
from survey_app.invitations.reminders import plan_these, schedule
from survey_app.invitations.services import OPEN_DAYS
from survey_app.invitations.yearly_planning import Read, ask_now
from survey_app.trajects import school_people
from survey_app.trajects.models import SchoolInformant


def change(
    session: Session,
    actor: Actor,
    informant_id: str,
    read: Read,
    now: datetime,
    *,
    name: str,
    group_name: str | None,
    channel: str,
    address: str,
) -> None:
    """Change somebody; about another group is asked anew, and what is open goes to the address."""
    informant = school_people.change_school_informant(
        session,
        actor,
        informant_id,
        name=name,
        group_name=group_name,
        channel=channel,
        address=address,
        now=now,
    )
    for invitation in _open(session, informant):
        if invitation.class_group_id not in (None, informant.class_group_id):
            _revoke(session, actor, invitation, now)
    session.flush()
    ask_now(session, informant, read, audit.person(actor.person_id), now)
    reach(session, informant, now)


def let_go(session: Session, actor: Actor, informant_id: str, now: datetime) -> None:
    """Note that somebody does not work here any more: every open link is worthless at once."""
    informant = school_people.leave(session, actor, informant_id, now)
    for invitation in _open(session, informant):
        _revoke(session, actor, invitation, now)
    session.flush()


def yearly_invitation(
    session: Session, actor: Actor, invitation_id: str
) -> tuple[Invitation, SchoolInformant]:
    """Return what somebody around an own school is asked this year, else as if there were none."""
    invitation = session.get(Invitation, invitation_id)
    if invitation is None or invitation.moment is None:
        raise NotFoundError
    informant_id = str(invitation.school_informant_id)
    return invitation, school_people.school_informant_for(session, actor, informant_id)


def replace(
    session: Session, actor: Actor, invitation_id: str, now: datetime
) -> tuple[Invitation, Invitation]:
    """Revoke a link and make a new one for the same person and list; return both."""
    old, informant = yearly_invitation(session, actor, invitation_id)
    if old.answered_at is not None:
        raise InputError("Deze antwoorden zijn al verstuurd. Een nieuwe link is niet nodig.")
    if old.revoked_at is not None:
        raise InputError("Deze link is al ingetrokken. Kijk of er een nieuwe staat.")
    _revoke(session, actor, old, now)
    session.flush()
    fresh = Invitation(
        organisation_id=old.organisation_id,
        school_informant_id=informant.id,
        subject_id=old.subject_id,
        class_group_id=old.class_group_id,
        school_id=old.school_id,
        school_year=old.school_year,
        moment=old.moment,
        fingerprint=old.fingerprint,
        questionnaire_key=old.questionnaire_key,
        language=old.language,
        opens_on=old.opens_on,
        closes_on=max(old.closes_on, local_date(now) + timedelta(days=OPEN_DAYS)),
        made_at=now,
    )
    schedule(fresh, informant)
    session.add(fresh)
    session.flush()
    _record(session, actor, "make invitation", fresh, now)
    plan_these(session, [fresh], now)
    return old, fresh


def _open(session: Session, informant: SchoolInformant) -> list[Invitation]:
    return list(
        session.scalars(
            select(Invitation).where(
                Invitation.school_informant_id == informant.id,
                Invitation.answered_at.is_(None),
                Invitation.revoked_at.is_(None),
            )
        )
    )


def _revoke(session: Session, actor: Actor, invitation: Invitation, now: datetime) -> None:
    invitation.revoked_at = now
    repeating.note(session, repeating.Kind.REVOKED, invitation.id, now)
    _record(session, actor, "revoke invitation", invitation, now)


def _record(
    session: Session, actor: Actor, act: str, invitation: Invitation, now: datetime
) -> None:
    audit.record(
        session,
        audit.person(actor.person_id),
        act,
        "invitation",
        invitation.id,
        organisation_id=invitation.organisation_id,
        now=now,
    )
