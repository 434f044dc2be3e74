"""What a coach does with a child that a teacher put forward, and what agreeing does with it.

Before the parents agree only two answers are read, both about the talk and not about the child:
what the parents know, and whether the teacher wants to be called.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from survey_app.accounts.models import School
from survey_app.accounts.policy import Act, Actor, demand
from survey_app.answering.correcting import IS_LAST, what_counts
from survey_app.answering.erasing import erase_nomination
from survey_app.answering.models import Correction, Response
from survey_app.answering.sheets import read_sheet
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.definitions.plans import OccasionKind, plan_of
from survey_app.errors import InputError, NotFoundError
from survey_app.invitations.models import Invitation
from survey_app.measurements.correcting import replace_measurement
from survey_app.measurements.services import store_scores
from survey_app.trajects import services as trajects
from survey_app.trajects.agreements import agreed
from survey_app.trajects.models import (
    ClassGroup,
    Nomination,
    SchoolInformant,
    Traject,
    TrajectInformant,
)
from survey_app.trajects.moments import plan_occasion
from survey_app.trajects.nominations import nomination_for, record_act

REASON, PARENTS, CONTACT, WANTS_CONTACT = "reden", "ouders", "c", "ja_graag"
"""Items of the list by which a teacher puts a child forward, and one of its answers."""
MOMENT: Final = "aanmelding"
"""What plans call the moment before the start; a teacher brings it, also where a plan has none."""
REASON_OF: Final = {
    "verandering_thuis": "home_change",
    "verlies_ziekte": "loss",
    "spanning_zorgen": "tension",
    "erbij_horen": "belonging",
    "gevoelens": "feelings",
    "leren": "learning",
    "praktische_druk": "practical",
    "contact": "contact",
    "anders": "other",
}
"""The reasons a teacher chooses from → those of a traject."""


class TakenUpError(InputError):
    """Another coach of the school took this nomination up."""


@dataclass(frozen=True, slots=True)
class SealedNomination:
    """What a coach may know of a nomination: who, when, until when; nothing about the child.

    `parents` is the option chosen about what the parents know, empty when that was left open.
    `group_name` is the teacher's own group.
    """

    id: str
    teacher_name: str
    group_name: str | None
    school_name: str
    nominated_on: date
    erase_on: date
    parents: str
    wants_contact: bool


def sealed_nominations(session: Session, actor: Actor, today: date) -> list[SealedNomination]:
    """Return what was sent by teachers of this coach's schools and nobody took up, oldest first."""
    demand(actor, Act.SEE_CASELOAD)
    rows = session.execute(
        select(
            Nomination.id,
            SchoolInformant.name,
            ClassGroup.name,
            School.name,
            Nomination.nominated_on,
            Nomination.erase_on,
            Response,
            Correction,
        )
        .join(SchoolInformant, SchoolInformant.id == Nomination.school_informant_id)
        .join(School, School.id == Nomination.school_id)
        .join(Invitation, Invitation.nomination_id == Nomination.id)
        .join(Response, Response.invitation_id == Invitation.id)
        .outerjoin(Correction, IS_LAST)
        .outerjoin(ClassGroup, ClassGroup.id == SchoolInformant.class_group_id)
        .where(
            Nomination.organisation_id == actor.organisation_id,
            Nomination.school_id.in_(actor.coaches_at),
            Nomination.traject_id.is_(None),
            Nomination.erase_on > today,
            # Said for PostgreSQL, which else counts on a nomination behind every invitation.
            Invitation.nomination_id.is_not(None),
        )
        .order_by(Nomination.nominated_at, Nomination.id)
    )
    return [
        SealedNomination(
            id=id_,
            teacher_name=teacher,
            group_name=group,
            school_name=school,
            nominated_on=nominated_on,
            erase_on=erase_on,
            parents=what_counts(response, correction).answers.get(PARENTS, ""),
            wants_contact=what_counts(response, correction).answers.get(CONTACT) == WANTS_CONTACT,
        )
        for id_, teacher, group, school, nominated_on, erase_on, response, correction in rows
    ]


def accept(
    session: Session, actor: Actor, nomination_id: str, *, parents_agree: bool, now: datetime
) -> Traject:
    """Start the traject of a nomination; accepting it once more is the same traject.

    What the teacher wrote stays sealed. The help begins, so the parents must know and agree to it.
    """
    nomination = nomination_for(session, actor, nomination_id, local_date(now))
    if nomination.traject_id is not None:
        return _begun(session, actor, nomination.traject_id)
    if not parents_agree:
        raise InputError("Vink aan dat de ouders het goed vinden. Praat anders eerst met hen.")
    sent = session.execute(_sent_for(nomination)).one_or_none()
    if sent is None:
        raise NotFoundError
    traject = trajects.start_traject(
        session,
        actor,
        child_name=nomination.child_name,
        group_name=nomination.group_name,
        reason=_reason(what_counts(*sent).answers),
        school_id=nomination.school_id,
        now=now,
    )
    _add_teacher(session, actor, traject, nomination, now)
    nomination.traject_id, nomination.accepted_at = traject.id, now
    session.flush()
    record_act(session, audit.person(actor.person_id), "accept nomination", nomination, now)
    return traject


def refuse(session: Session, actor: Actor, nomination_id: str, now: datetime) -> None:
    """Erase at once what nobody takes up."""
    nomination = nomination_for(session, actor, nomination_id, local_date(now))
    if nomination.traject_id is not None:
        raise TakenUpError("Deze aanmelding is net opgepakt. Er is niets gewist.")
    erase_nomination(session, nomination, audit.person(actor.person_id), now)


def settle(session: Session, traject: Traject, by: audit.By, now: datetime) -> None:
    """Unseal or erase the nomination of a traject, if it has one, by what is agreed now."""
    nomination = session.scalar(
        select(Nomination).where(Nomination.traject_id == traject.id).with_for_update()
    )
    if nomination is None:
        return
    today = local_date(now)
    found = agreed(session, traject.id, today)
    if nomination.erase_on <= today or found.help.objects or found.measuring.objects:
        erase_nomination(session, nomination, by, now)
    elif found.may_measure:
        _unseal(session, nomination, traject, by, now)


def _unseal(
    session: Session, nomination: Nomination, traject: Traject, by: audit.By, now: datetime
) -> None:
    """Make what was written a measurement of the traject, on the day it was written.

    That the teacher wanted to be called was told before, so no signal is raised of it now. What the
    teacher corrected gets the scores it would have had in a traject.
    """
    invitation = session.scalars(
        select(Invitation).where(Invitation.nomination_id == nomination.id)
    ).one()
    teacher = session.scalars(
        select(TrajectInformant).where(
            TrajectInformant.traject_id == traject.id,
            TrajectInformant.role == "teacher",
            TrajectInformant.number == 1,
        )
    ).one()
    moment = plan_occasion(
        session,
        traject,
        kind=OccasionKind.NOMINATION,
        moment=MOMENT,
        plan_version=plan_of(traject.plan_key).version,
        on=nomination.nominated_on,
    )
    session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id)
        .values(
            traject_id=traject.id,
            informant_id=teacher.id,
            occasion_id=moment.id,
            nomination_id=None,
            school_informant_id=None,
        )
    )
    response = session.scalars(
        select(Response).where(Response.invitation_id == invitation.id)
    ).one()
    sheet = read_sheet(session, invitation.id, local_date(now))
    store_scores(session, sheet, response)
    for correction in session.scalars(
        select(Correction).where(Correction.response_id == response.id).order_by(Correction.number)
    ):
        replace_measurement(session, correction)
        store_scores(session, sheet, response, correction)
    record_act(session, by, "unseal nomination", nomination, now)
    session.delete(nomination)
    session.flush()


def _sent_for(nomination: Nomination) -> Select[Response, Correction | None]:
    return (
        select(Response, Correction)
        .outerjoin(Correction, IS_LAST)
        .join(Invitation, Invitation.id == Response.invitation_id)
        .where(Invitation.nomination_id == nomination.id)
    )


def _reason(answers: Mapping[str, str]) -> str:
    """Return the first reason the teacher chose, as one of a traject."""
    chosen = answers.get(REASON, "").split()
    return REASON_OF[chosen[0]] if chosen else "other"


def _add_teacher(
    session: Session, actor: Actor, traject: Traject, nomination: Nomination, now: datetime
) -> None:
    """Let the teacher be asked about the child, reached as before."""
    teacher = session.get_one(SchoolInformant, nomination.school_informant_id)
    added = trajects.add_informant(
        session,
        actor,
        traject,
        role="teacher",
        label=teacher.name,
        language=teacher.language,
        now=now,
    )
    added.channel, added.contact_id = teacher.channel, teacher.contact_id
    session.execute(
        update(SchoolInformant)
        .where(SchoolInformant.id == teacher.id)
        .values(nominations_taken_up=SchoolInformant.nominations_taken_up + 1)
    )


def _begun(session: Session, actor: Actor, traject_id: str) -> Traject:
    traject = session.get_one(Traject, traject_id)
    if traject.coach_id != actor.person_id:
        raise TakenUpError("Een collega heeft deze aanmelding net opgepakt.")
    return traject
