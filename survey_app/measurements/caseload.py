"""Reading a whole caseload for figures of a group: scores and what was asked, never an answer."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Actor
from survey_app.answering.models import Correction, Draft, Response, day_of
from survey_app.clock import local_date
from survey_app.invitations.models import Invitation
from survey_app.measurements.baseline import is_late
from survey_app.measurements.held_against import ages_on
from survey_app.measurements.models import Measurement, Score
from survey_app.measurements.pairing import AFTER_INTAKE, INTAKE
from survey_app.measurements.queries import Placed, Scored
from survey_app.trajects import agreements
from survey_app.trajects.closures import calendars
from survey_app.trajects.models import Occasion, Traject, TrajectInformant
from survey_app.trajects.queries import caseload, of_own_caseload


class Agreement(StrEnum):
    """Whether what was answered about a child may be used."""

    AGREED = "agreed"
    WITHDRAWN = "withdrawn"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Asked:
    """One invitation for the intake or a later moment, and how far it came.

    `is_revoked` tells that its link was withdrawn: it asks nothing any more.
    """

    informant_id: str
    role: str
    questionnaire_key: str
    fingerprint: str
    occasion_kind: str
    closes_on: date
    is_revoked: bool
    was_opened: bool
    was_completed: bool

    @property
    def is_later(self) -> bool:
        """Whether this is a follow-up or a closing."""
        return self.occasion_kind in AFTER_INTAKE


@dataclass(frozen=True, slots=True)
class Course:
    """One child of the caseload: what was asked, and the scores of intake and later moments.

    The responses in `placed` hold scores only: their answers and texts are not read.
    """

    traject_id: str
    child_name: str
    group_name: str
    agreement: Agreement
    asked: tuple[Asked, ...]
    placed: tuple[Placed, ...]


def courses(session: Session, actor: Actor) -> list[Course]:
    """Return every traject of this coach, the newest first, in one query per kind."""
    cases = caseload(session, actor)
    agreed = _agreements(session, actor)
    asked = _asked(session, actor)
    placed = _placed(session, actor, {case.traject.id: case.traject for case in cases})
    return [
        Course(
            traject_id=case.traject.id,
            child_name=case.traject.child_name,
            group_name=case.group_name,
            agreement=agreed.get(case.traject.id, Agreement.NEVER),
            asked=tuple(asked[case.traject.id]),
            placed=tuple(placed[case.traject.id]),
        )
        for case in cases
    ]


def placed_in(
    session: Session, actor: Actor, trajects: Mapping[str, Traject]
) -> dict[str, list[Placed]]:
    """Return the scores of intake and later moments of some of this coach's trajects, by id.

    In as many statements for many as for one. Like those of a course they hold scores only.
    """
    return _placed(session, actor, trajects, Traject.id.in_(trajects))


def _agreements(session: Session, actor: Actor) -> dict[str, Agreement]:
    """Return per traject whether what was answered may be used."""
    return {
        traject_id: Agreement.AGREED
        if case.may_use()
        else Agreement.WITHDRAWN
        if case.was_settled
        else Agreement.NEVER
        for traject_id, case in agreements.cases(session, *of_own_caseload(actor)).items()
    }


def _asked(session: Session, actor: Actor) -> defaultdict[str, list[Asked]]:
    rows = session.execute(
        select(
            Invitation.traject_id,
            Invitation.informant_id,
            TrajectInformant.role,
            Invitation.questionnaire_key,
            Invitation.fingerprint,
            Occasion.kind,
            Invitation.closes_on,
            Invitation.revoked_at,
            Draft.started_at,
            Response.submitted_at,
        )
        .join(Traject, Traject.id == Invitation.traject_id)
        .join(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
        .join(Occasion, Occasion.id == Invitation.occasion_id)
        .outerjoin(Draft, Draft.invitation_id == Invitation.id)
        .outerjoin(Response, Response.invitation_id == Invitation.id)
        .where(*of_own_caseload(actor), Occasion.kind.in_((INTAKE, *AFTER_INTAKE)))
        .order_by(Invitation.made_at.desc())
    )
    found: defaultdict[str, list[Asked]] = defaultdict(list)
    for traject, informant, role, key, fingerprint, kind, closes, revoked, began, sent in rows:
        found[str(traject)].append(
            Asked(
                informant_id=str(informant),
                role=role,
                questionnaire_key=key,
                fingerprint=fingerprint,
                occasion_kind=kind,
                closes_on=closes,
                is_revoked=revoked is not None,
                # A draft goes when the sheet is closed; who completed it has opened it.
                was_opened=any((began, sent)),
                was_completed=bool(sent),
            )
        )
    return found


def _placed(
    session: Session,
    actor: Actor,
    trajects: Mapping[str, Traject],
    *which: ColumnElement[bool],
) -> defaultdict[str, list[Placed]]:
    scores = _scores(session, actor, *which)
    talks = _talks(session, actor, *which)
    rows = session.execute(
        select(
            Measurement.id,
            Measurement.traject_id,
            Measurement.quality,
            TrajectInformant,
            Occasion.id,
            Occasion.kind,
            Response.submitted_at,
            Response.answered_on,
            Response.fingerprint,
            func.coalesce(Correction.language, Response.language),
            Response.mode,
        )
        .join(Traject, Traject.id == Measurement.traject_id)
        .join(Response, Response.id == Measurement.response_id)
        .outerjoin(Correction, Correction.id == Measurement.correction_id)
        .join(TrajectInformant, TrajectInformant.id == Measurement.informant_id)
        .join(Occasion, Occasion.id == Measurement.occasion_id)
        .where(
            *of_own_caseload(actor),
            *which,
            Measurement.replaced_at.is_(None),
            Occasion.kind.in_((INTAKE, *AFTER_INTAKE)),
        )
        .order_by(Response.submitted_at)
    )
    schools = calendars(session, (each.school_id for each in trajects.values()))
    found: defaultdict[str, list[Placed]] = defaultdict(list)
    for (
        id_,
        traject_id,
        quality,
        informant,
        occasion,
        kind,
        at,
        answered_on,
        fingerprint,
        language,
        mode,
    ) in rows:
        on = day_of(answered_on, at)
        traject = trajects[traject_id]
        found[traject_id].append(
            Placed(
                informant_id=informant.id,
                role=informant.role,
                number=informant.number,
                label=informant.label,
                joined_on=local_date(informant.added_at),
                occasion_id=occasion,
                occasion_kind=kind,
                answered_on=on,
                fingerprint=fingerprint,
                language=language,
                quality=tuple(quality),
                answers={},
                texts={},
                missing={},
                scores=scores[id_],
                mode=mode,
                ages=ages_on((traject.birth_year, traject.birth_month), on),
                late=kind == INTAKE
                and is_late(traject.started_on, talks[traject_id], on, schools[traject.school_id]),
                succeeds_id=informant.succeeds_id,
            )
        )
    return found


def _scores(
    session: Session, actor: Actor, *which: ColumnElement[bool]
) -> defaultdict[str, dict[str, Scored]]:
    """Return the scores per measurement; where a list was scored again the newest stay."""
    rows = session.execute(
        select(
            Score.measurement_id,
            Score.scale,
            Score.value,
            Score.reason,
            Score.fingerprint,
            Score.evidence_stage,
        )
        .join(Measurement, Measurement.id == Score.measurement_id)
        .join(Traject, Traject.id == Measurement.traject_id)
        .where(*of_own_caseload(actor), *which)
        .order_by(Score.scored_at)
    )
    found: defaultdict[str, dict[str, Scored]] = defaultdict(dict)
    for measurement_id, scale, value, reason, fingerprint, stage in rows:
        found[measurement_id][scale] = Scored(value, reason, fingerprint, stage)
    return found


def _talks(
    session: Session, actor: Actor, *which: ColumnElement[bool]
) -> defaultdict[str, list[date]]:
    rows = session.execute(
        select(Occasion.traject_id, Occasion.planned_on)
        .join(Traject, Traject.id == Occasion.traject_id)
        .where(*of_own_caseload(actor), *which, Occasion.kind == "session")
    )
    found: defaultdict[str, list[date]] = defaultdict(list)
    for traject_id, planned_on in rows:
        found[traject_id].append(planned_on)
    return found
