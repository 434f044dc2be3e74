"""Who is asked which list at one moment: for whom it is written, what was asked already, how much.

A list that the plan names and somebody is not asked is kept with its reason: recently answered,
over the ceiling of minutes, or asked of somebody who knows the child too short. When a shorter list
of the plan still fits under the ceiling it is asked in its place, and that is kept too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.definitions import Informant, Questionnaire
from survey_app.definitions.plans import Ask, Begin, MeasurementPlan, OccasionKind, PlannedMoment
from survey_app.invitations.burden import burdens, burdens_for_all
from survey_app.invitations.models import Invitation, LeftOut
from survey_app.invitations.publishing import publish
from survey_app.invitations.reminders import plan_these, schedule
from survey_app.invitations.services import language_for, record
from survey_app.trajects.calendar import SchoolCalendar, school_year_of
from survey_app.trajects.consent import age_range
from survey_app.trajects.models import Occasion, Traject, TrajectInformant
from survey_app.trajects.services import COACH

BUDGET, RECENT, NEW_RATER = "budget", "recent", "new_rater"
Whose = tuple[str, str]
"""An informant and the key of a list."""
OUTSIDE_THE_YEAR: Final = (OccasionKind.NOMINATION, OccasionKind.SESSION, OccasionKind.AFTERCARE)
"""Moments of which no minutes are kept free: they are past, droppable, or in another year."""


@dataclass(frozen=True, slots=True)
class ReadyPlan:
    """A measurement plan with the questionnaires it names, by key."""

    plan: MeasurementPlan
    lists: Mapping[str, Questionnaire]

    def asks_role(self, role: str) -> bool:
        """Tell whether the plan ever asks somebody in this role anything."""
        return any(
            role in (each.informants or self.lists[each.questionnaire].informants)
            for moment in self.plan.moments
            for each in moment.asks
        )

    def also_asking(self, questionnaire: Questionnaire) -> "ReadyPlan":
        """Return the plan in which this list is asked too at intake and follow-up."""
        return ReadyPlan(
            self.plan.also_asking(questionnaire.key),
            {**self.lists, questionnaire.key: questionnaire},
        )

    def asking_only(self, *questionnaires: Questionnaire) -> "ReadyPlan":
        """Return the plan in which only these lists are asked, at intake and follow-up."""
        lists = {each.key: each for each in questionnaires}
        return ReadyPlan(self.plan.asking_only(*lists), lists)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One list for one person at the moment, from a day on.

    `questionnaire` is the list of the plan, or the shorter one in its place.
    """

    ask: Ask
    questionnaire: Questionnaire
    informant: TrajectInformant
    opens_on: date

    @property
    def of(self) -> Whose:
        """Of whom which list of the plan is wanted."""
        return self.informant.id, self.ask.questionnaire

    def was_answered(self, last: Mapping[Whose, date]) -> bool:
        """Whether this person answered this list within the days that the plan counts as new."""
        on, days = last.get((self.informant.id, self.questionnaire.key)), self.ask.valid_days
        return on is not None and days > 0 and self.opens_on <= on + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class _Why:
    """Why a list of the plan is not asked, and which shorter one is in its place."""

    reason: str
    instead: str | None = None


def ready(plan: MeasurementPlan, library: Iterable[Questionnaire]) -> ReadyPlan:
    """Return a plan with its questionnaires out of a library."""
    return ReadyPlan(plan, {each.key: each for each in library})


def fits(questionnaire: Questionnaire, role: str, traject: Traject, on: date) -> bool:
    """Tell whether a list is for this informant: its role, and for a child its age on that day.

    The form of the intake is kept to the end, also past a birthday, so a plan asks with the day of
    the intake. Without month and year of birth there is no list for the child.
    """
    if role not in {informant.value for informant in questionnaire.informants}:
        return False
    if role != Informant.CHILD or questionnaire.ages is None:
        return True
    if traject.birth_year is None or traject.birth_month is None:
        return False
    lowest, highest = questionnaire.ages
    youngest, oldest = age_range(traject.birth_year, traject.birth_month, on)
    return lowest <= oldest and youngest <= highest


def ask(
    session: Session,
    by: audit.By,
    traject: Traject,
    occasion: Occasion,
    moment: PlannedMoment,
    using: ReadyPlan,
    people: Sequence[TrajectInformant],
    calendar: SchoolCalendar,
    *,
    form_day: date,
    now: datetime,
) -> list[Invitation]:
    """Make the invitations of a moment that are not there yet, in the order of the plan.

    A moment that has passed is not asked of somebody who came later.
    """
    today = local_date(now)
    if occasion.planned_on + timedelta(days=moment.window.after_days) < today:
        return []
    left_out: dict[Whose, _Why] = {}
    wanted: list[_Candidate] = []
    answered = _answered_on(session, traject)
    for each in _candidates(session, traject, occasion, moment, using, people, calendar, form_day):
        if each.opens_on > occasion.planned_on + timedelta(
            days=moment.window.after_days + each.ask.later_days
        ):
            left_out[each.of] = _Why(NEW_RATER)
        elif each.was_answered(answered):
            left_out[each.of] = _Why(RECENT)
        else:
            wanted.append(each)
    fitting = _under_the_ceiling(
        session, traject, occasion, moment, using, wanted, answered, form_day=form_day, today=today
    )
    for each in wanted:
        chosen = fitting.get(each.of)
        if chosen is None:
            left_out[each.of] = _Why(BUDGET)
        elif chosen is not each:
            left_out[each.of] = _Why(BUDGET, chosen.questionnaire.key)
    _keep_left_out(session, occasion, left_out, now)
    made = []
    for each in (fitting[each.of] for each in wanted if each.of in fitting):
        invitation = invite(
            session,
            by,
            traject,
            occasion,
            moment,
            each.ask,
            each.questionnaire,
            each.informant,
            each.opens_on,
            now,
        )
        schedule(invitation, each.informant)
        made.append(invitation)
    session.flush()
    plan_these(session, made, now)
    return made


def left_out_of(session: Session, traject_id: str) -> Sequence[LeftOut]:
    """Return what the plan names and somebody is not asked, with the reason."""
    return session.scalars(
        select(LeftOut)
        .join(Occasion, Occasion.id == LeftOut.occasion_id)
        .where(Occasion.traject_id == traject_id)
        .order_by(LeftOut.left_out_at, LeftOut.informant_id, LeftOut.questionnaire_key)
    ).all()


def _candidates(
    session: Session,
    traject: Traject,
    occasion: Occasion,
    moment: PlannedMoment,
    using: ReadyPlan,
    people: Sequence[TrajectInformant],
    calendar: SchoolCalendar,
    form_day: date,
) -> list[_Candidate]:
    """Return what the plan asks at this moment and nothing was decided of yet."""
    settled = {
        (informant_id, key)
        for informant_id, key in session.execute(
            select(Invitation.informant_id, Invitation.questionnaire_key)
            .where(Invitation.occasion_id == occasion.id)
            .union(
                select(LeftOut.informant_id, LeftOut.questionnaire_key).where(
                    LeftOut.occasion_id == occasion.id
                )
            )
        )
    }
    found = []
    for each in moment.asks:
        questionnaire = using.lists[each.questionnaire]
        for person in people:
            if (
                (person.id, each.questionnaire) in settled
                or (each.informants and person.role not in each.informants)
                or not fits(questionnaire, person.role, traject, form_day)
            ):
                continue
            opens_on = occasion.planned_on
            if each.later_days:
                opens_on = calendar.first_from(opens_on + timedelta(days=each.later_days))
            if moment.begins is not Begin.TALK:
                opens_on = max(opens_on, _knows_from(person, using.plan, calendar))
            found.append(_Candidate(each, questionnaire, person, opens_on))
    return found


def _knows_from(person: TrajectInformant, plan: MeasurementPlan, calendar: SchoolCalendar) -> date:
    """Return from when somebody who took over knows the child well enough to be asked.

    A coach rates no child, and says of a line that it was not talked about yet.
    """
    is_new_rater = person.succeeds_id is not None and person.role != COACH
    if not is_new_rater or not plan.new_rater_school_weeks:
        return date.min
    return calendar.school_weeks_later(local_date(person.added_at), plan.new_rater_school_weeks)


def _answered_on(session: Session, traject: Traject) -> dict[Whose, date]:
    """Return the day on which each informant last answered each list."""
    rows = session.execute(
        select(
            Invitation.informant_id,
            Invitation.questionnaire_key,
            func.max(Invitation.answered_at),
        )
        .where(Invitation.traject_id == traject.id, Invitation.answered_at.is_not(None))
        .group_by(Invitation.informant_id, Invitation.questionnaire_key)
    )
    return {(str(who), key): local_date(at) for who, key, at in rows if at is not None}


def _under_the_ceiling(
    session: Session,
    traject: Traject,
    occasion: Occasion,
    moment: PlannedMoment,
    using: ReadyPlan,
    wanted: Sequence[_Candidate],
    answered: Mapping[Whose, date],
    *,
    form_day: date,
    today: date,
) -> dict[Whose, _Candidate]:
    """Return what each person is asked without going over a ceiling, if need be a shorter list.

    What is never dropped counts first, also what the plan still has to come; then what goes last.
    """
    people = list({each.informant.id: each.informant for each in wanted}.values())
    year = school_year_of(occasion.planned_on)
    about_child = burdens(session, using.plan, traject, people, year, today)
    about_all = burdens_for_all(session, using.plan, traject, people, year, today)
    present = set(session.scalars(select(Occasion.moment).where(Occasion.traject_id == traject.id)))
    kept_free = {
        person.id: _still_to_come(using, moment, present, person.role, traject, form_day)
        for person in people
    }
    fitting: dict[Whose, _Candidate] = {}
    added = dict.fromkeys(kept_free, 0.0)
    for each in sorted(wanted, key=lambda one: (one.ask.drop is not None, -(one.ask.drop or 0))):
        whose = each.informant.id
        for form in _forms(each, using, answered):
            total = added[whose] + kept_free[whose] + form.questionnaire.minutes
            if each.ask.drop is None or not any(
                known[whose].is_over_with(total)
                for known in (about_child, about_all)
                if whose in known
            ):
                fitting[each.of] = form
                added[whose] += form.questionnaire.minutes
                break
    return fitting


def _forms(
    wanted: _Candidate, using: ReadyPlan, answered: Mapping[Whose, date]
) -> Iterator[_Candidate]:
    """Return the list of the plan, then the shorter one unless it was answered recently."""
    yield wanted
    if wanted.ask.shorter is not None:
        shorter = replace(wanted, questionnaire=using.lists[wanted.ask.shorter])
        if not shorter.was_answered(answered):
            yield shorter


def _still_to_come(
    using: ReadyPlan,
    moment: PlannedMoment,
    present: set[str],
    role: str,
    traject: Traject,
    form_day: date,
) -> float:
    """Return the minutes of what the plan asks later whatever happens."""
    later = using.plan.moments[using.plan.moments.index(moment) + 1 :]
    return sum(
        using.lists[each.questionnaire].minutes
        for one in later
        if one.occasion not in OUTSIDE_THE_YEAR and one.key not in present
        for each in one.asks
        if each.drop is None
        and (not each.informants or role in each.informants)
        and fits(using.lists[each.questionnaire], role, traject, form_day)
    )


def _keep_left_out(
    session: Session, occasion: Occasion, left_out: Mapping[Whose, _Why], now: datetime
) -> None:
    session.add_all(
        LeftOut(
            occasion_id=occasion.id,
            informant_id=informant_id,
            questionnaire_key=key,
            organisation_id=occasion.organisation_id,
            reason=why.reason,
            instead=why.instead,
            left_out_at=now,
        )
        for (informant_id, key), why in left_out.items()
    )


def invite(
    session: Session,
    by: audit.By,
    traject: Traject,
    occasion: Occasion,
    moment: PlannedMoment,
    asked: Ask,
    questionnaire: Questionnaire,
    informant: TrajectInformant,
    opens_on: date,
    now: datetime,
) -> Invitation:
    """Make the invitation of one informant to one list at a moment, without a message about it."""
    invitation = Invitation(
        organisation_id=traject.organisation_id,
        traject_id=traject.id,
        informant_id=informant.id,
        occasion_id=occasion.id,
        fingerprint=publish(session, questionnaire, now),
        questionnaire_key=questionnaire.key,
        language=language_for(questionnaire, informant.language),
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=moment.window.after_days),
        made_at=now,
        place=moment.asks.index(asked),
    )
    session.add(invitation)
    session.flush()
    record(session, by, "make invitation", invitation, now)
    return invitation
