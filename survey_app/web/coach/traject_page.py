"""Preparing the page of one traject from its rows and reports; nothing is read or written here."""

from collections.abc import Mapping, Sequence, Set
from datetime import date
from typing import Any

from flask import url_for

from survey_app.accounts.policy import Act, Actor, may
from survey_app.dutch import date_in_words
from survey_app.invitations.asking import ReadyPlan
from survey_app.invitations.burden import Burden
from survey_app.invitations.days import REOPENED
from survey_app.invitations.links import SignedLinks
from survey_app.invitations.models import LeftOut
from survey_app.measurements.queries import AskedLine
from survey_app.measurements.signals import SignalLine
from survey_app.reports import wording
from survey_app.reports.traject import TrajectReport
from survey_app.trajects.models import (
    Occasion,
    OccasionShift,
    Traject,
    TrajectEvent,
    TrajectInformant,
)
from survey_app.trajects.queries import owned
from survey_app.trajects.services import COACH, REASONS
from survey_app.web.coach.child_data_page import waiting_words
from survey_app.web.coach.clocks import Clocks
from survey_app.web.coach.decision_values import DecisionBlock
from survey_app.web.coach.goals_values import GoalsBlock
from survey_app.web.coach.messages import MESSAGES, PLACES
from survey_app.web.coach.moment_block import ReadDefinition, moment_block
from survey_app.web.coach.moment_words import burden_words, moment_note, moment_title
from survey_app.web.coach.panels import baseline_table, chart_panel, panels_of, views_table
from survey_app.web.coach.paper_page import papers_block
from survey_app.web.coach.practice_values import PracticeBlock
from survey_app.web.coach.shared import who
from survey_app.web.coach.signal_cards import signal_card, taken_up
from survey_app.web.coach.traject_values import ConsentBlock, EventRow, InformantRow, TrajectPage

ROUTE_WORDS = {
    "person": "jij geeft de link",
    "paper": "op papier",
    "mail": "per e-mail",
    "sms": "per sms",
}


def traject_page(
    actor: Actor,
    traject: Traject,
    group: str,
    school: str,
    consent: ConsentBlock,
    people: Sequence[TrajectInformant],
    moments: Sequence[Occasion],
    lines: Sequence[AskedLine],
    signals: Sequence[SignalLine],
    taken: Sequence[SignalLine],
    clocks: Clocks,
    report: TrajectReport,
    happened: Sequence[TrajectEvent],
    using: ReadyPlan,
    minutes: Mapping[str, Burden],
    shifts: Sequence[OccasionShift],
    left_out: Sequence[LeftOut],
    practice: PracticeBlock,
    goals: GoalsBlock,
    decisions: DecisionBlock,
    read: ReadDefinition,
    links: SignedLinks,
    today: date,
    told: str,
) -> TrajectPage:
    """Return the page of one traject; `told` is a key of `MESSAGES`, or anything else for none."""
    child = traject.child_name
    left = {person.succeeds_id for person in people}
    address: dict[str, Any] = {"traject_id": traject.id}
    may_ask = consent.is_agreed and traject.ended_on is None
    return TrajectPage(
        child=child,
        group=group,
        one_line=" · ".join(
            (school, f"traject sinds {date_in_words(traject.started_on)}", *practice.tally)
        ),
        reason=f"Reden: {REASONS[traject.reason]}"
        if traject.ended_on is None
        else f"Afgesloten op {date_in_words(traject.ended_on)}",
        signals=tuple(signal_card(signal, clocks, today) for signal in signals),
        taken_up=tuple(taken_up(signal, traject.coach_id, today) for signal in taken),
        consent=consent,
        informants=tuple(
            InformantRow(
                person.role,
                who(person.role, person.label),
                _small(person, traject, {line.informant_id for line in lines}, left, using),
                burden_words(minutes.get(person.id)),
                url_for("coach.contact", informant_id=person.id, **address)
                if person.role != COACH
                else None,
            )
            for person in people
        ),
        moments=tuple(
            moment_block(
                moment,
                moment_title(moment, using.plan),
                moment_note(moment, shifts, left_out),
                traject,
                [line for line in lines if line.role != COACH or line.informant_id not in left],
                read,
                links,
                today,
                may_ask,
            )
            for moment in moments
            if moment.not_held != REOPENED
        ),
        panels=tuple(panels_of(each, traject, (*signals, *taken)) for each in report.informants),
        views=views_table(
            [each for each in report.informants if each.informant_id not in left], read
        ),
        normed_views=chart_panel(None, report.views, traject, said_once=False)
        if report.views
        else None,
        baselines=tuple(baseline_table(each) for each in report.baselines),
        events=tuple(_event(each) for each in happened),
        practice=practice,
        goals=goals,
        decisions=decisions,
        informant_action=url_for("coach.add_informant", **address),
        event_action=url_for("coach.add_event", **address),
        nomination_action=url_for("coach.ask_nomination", **address)
        if may_ask and _may_nominate(people, lines)
        else None,
        course_url=url_for("coach.course_page", **address),
        meldcode_url=url_for("coach.meldcode", **address),
        trail_url=url_for("coach.trail", **address),
        erase_url=url_for("coach.erase_page", **address)
        if may(actor, Act.ERASE_TRAJECT, owned(traject))
        else None,
        data_url=url_for("coach.child_data", **address)
        if may(actor, Act.KEEP_REQUESTS, owned(traject))
        else None,
        data_note=waiting_words(traject, today),
        papers=papers_block(traject),
        step_action=url_for("coach.ask_step", **address) if may_ask else None,
        plan_action=url_for("coach.ready", **address)
        if may_ask and _waits_for_a_link(people, lines, using)
        else None,
        message=MESSAGES.get(told),
        message_at=PLACES.get(told, ""),
        pin_url=url_for("coach.pin") if may_ask else None,
    )


def _small(
    person: TrajectInformant,
    traject: Traject,
    asked: Set[str],
    left: Set[str | None],
    using: ReadyPlan,
) -> str:
    if not person.is_asked and person.role != "parent":
        numbered = f"{wording.ROLES[person.role]} {person.number}"
        return f"{numbered}; van de vorige school, vragen we niets meer"
    if not person.is_asked:
        return "ouder; geeft alleen toestemming"
    if person.role == COACH and person.id in left:
        return "had dit traject eerder"
    if not using.asks_role(person.role):
        return f"{wording.ROLES[person.role]}; krijgt geen vragen van dit meetplan"
    if person.role == COACH:
        return "dat ben jij; jouw lijsten staan bij de metingen"
    if person.role != "child":
        return f"{wording.ROLES[person.role]} {person.number}; {ROUTE_WORDS[person.channel]}"
    if traject.birth_year is None or traject.birth_month is None:
        return "kind; een eigen link kan als de geboortemaand bekend is"
    if person.id in asked:
        return f"kind; {ROUTE_WORDS[person.channel]}"
    return "kind; een eigen lijst is er voor 6 tot en met 12 jaar"


def _may_nominate(people: Sequence[TrajectInformant], lines: Sequence[AskedLine]) -> bool:
    """Whether a teacher has yet to answer the intake and was not asked about the time before.

    Who took over did not know the child then.
    """
    left = {each.succeeds_id for each in people}
    done = {
        line.informant_id
        for line in lines
        if (line.occasion_kind == "intake" and line.submitted_at)
        or line.occasion_kind == "nomination"
    }
    return any(
        each.role == "teacher" and each.succeeds_id is None and each.id not in done | left
        for each in people
    )


def _waits_for_a_link(
    people: Sequence[TrajectInformant], lines: Sequence[AskedLine], using: ReadyPlan
) -> bool:
    """Whether somebody could be asked who was not: the last one agreed by a link of its own."""
    left = {each.succeeds_id for each in people}
    asked = {line.informant_id for line in lines}
    return any(
        each.is_asked
        and each.role not in ("child", COACH)
        and using.asks_role(each.role)
        and each.id not in left | asked
        for each in people
    )


def _event(event: TrajectEvent) -> EventRow:
    when = date_in_words(event.first_on)
    if event.last_on is not None:
        when = f"{when} tot en met {date_in_words(event.last_on)}"
    return EventRow(
        when=when,
        words=event.words if event.last_on is None else f"pauze: {event.words}",
        remove_action=url_for("coach.remove_event", traject_id=event.traject_id, event_id=event.id),
    )
