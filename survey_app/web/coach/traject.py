"""Preparing the page of one traject from its rows and reports; nothing is read or written here."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from typing import Any

from flask import url_for

from survey_app.definitions import Questionnaire
from survey_app.dutch import date_in_words, day_seen_from, minutes_in_words
from survey_app.invitations.asking import ReadyPlan
from survey_app.invitations.burden import Burden
from survey_app.invitations.days import REOPENED
from survey_app.invitations.links import SignedLinks
from survey_app.invitations.models import LeftOut
from survey_app.measurements.queries import AskedLine, SignalLine
from survey_app.reports import wording
from survey_app.reports.before import Baseline
from survey_app.reports.pictures import Picture
from survey_app.reports.traject import InformantReport, TrajectReport
from survey_app.trajects.models import (
    Occasion,
    OccasionShift,
    Traject,
    TrajectEvent,
    TrajectInformant,
)
from survey_app.trajects.services import COACH, REASONS
from survey_app.web.coach.moment_words import burden_words, moment_note, moment_title
from survey_app.web.coach.pages import (
    AnswerRow,
    BaselineTable,
    ChartPanel,
    ConsentBlock,
    EventRow,
    InformantPanels,
    InformantRow,
    InvitationRow,
    MomentBlock,
    OwnLists,
    TrajectPage,
    ViewsTable,
)
from survey_app.web.coach.practice_values import PracticeBlock
from survey_app.web.coach.shared import (
    anchor_of,
    is_stuck,
    is_waiting,
    message_to_share,
    signal_card,
    state_words,
    taken_up,
    who,
)

ROUTE_WORDS = {
    "person": "jij geeft de link",
    "paper": "op papier",
    "mail": "per e-mail",
    "sms": "per sms",
}
CORE_FIVE = ("O1", "W1", "R1", "P1", "L1")
ReadDefinition = Callable[[str], Questionnaire]


def traject_page(
    traject: Traject,
    group: str,
    school: str,
    consent: ConsentBlock,
    people: Sequence[TrajectInformant],
    moments: Sequence[Occasion],
    lines: Sequence[AskedLine],
    signals: Sequence[SignalLine],
    taken: Sequence[SignalLine],
    report: TrajectReport,
    happened: Sequence[TrajectEvent],
    using: ReadyPlan,
    minutes: Mapping[str, Burden],
    shifts: Sequence[OccasionShift],
    left_out: Sequence[LeftOut],
    practice: PracticeBlock,
    read: ReadDefinition,
    links: SignedLinks,
    today: date,
    message: str | None,
) -> TrajectPage:
    """Return the page of one traject."""
    child = traject.child_name
    left = {person.succeeds_id for person in people}
    address: dict[str, Any] = {"traject_id": traject.id}
    may_ask = consent.is_agreed and traject.ended_on is None
    return TrajectPage(
        child=child,
        group=group,
        one_line=f"{school} · traject sinds {date_in_words(traject.started_on)}",
        reason=f"Reden: {REASONS[traject.reason]}"
        if traject.ended_on is None
        else f"Afgesloten op {date_in_words(traject.ended_on)}",
        signals=tuple(signal_card(signal, today) for signal in signals),
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
            _moment(
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
        panels=tuple(_panels(each, traject, (*signals, *taken)) for each in report.informants),
        views=_views([each for each in report.informants if each.informant_id not in left], read),
        normed_views=_chart(None, report.views, traject, said_once=False) if report.views else None,
        baselines=tuple(_baseline(each) for each in report.baselines),
        events=tuple(_event(each) for each in happened),
        practice=practice,
        informant_action=url_for("coach.add_informant", **address),
        event_action=url_for("coach.add_event", **address),
        nomination_action=url_for("coach.ask_nomination", **address)
        if may_ask and _may_nominate(people, lines)
        else None,
        course_url=url_for("coach.course_page", **address),
        step_action=url_for("coach.ask_step", **address) if may_ask else None,
        plan_action=url_for("coach.ready", **address)
        if may_ask and _waits_for_a_link(people, lines, using)
        else None,
        message=message,
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


def _moment(
    moment: Occasion,
    title: str,
    note: str | None,
    traject: Traject,
    lines: Sequence[AskedLine],
    read: ReadDefinition,
    links: SignedLinks,
    today: date,
    agreed: bool,
) -> MomentBlock:
    may_renew = agreed and moment.not_held is None
    all_here = [line for line in lines if line.occasion_id == moment.id]
    own = [line for line in all_here if line.role != COACH]
    answered = sum(line.submitted_at is not None for line in own)
    lives = any(line.submitted_at or line.revoked_at is None for line in own)
    return MomentBlock(
        word=title,
        note=note,
        when=day_seen_from(moment.planned_on, today),
        state=_how_far(answered, len(own), lives=lives),
        invitations=tuple(
            _one_link_each(
                (line, _invitation(line, traject, read, links, today, may_renew)) for line in own
            )
        ),
        is_done=bool(own) and answered == len(own),
        change_url=url_for("coach.moment", traject_id=traject.id, occasion_id=moment.id)
        if agreed and moment.not_held is None and answered < len(own)
        else None,
        own=_own_lists([line for line in all_here if line.role == COACH], read, links, today),
    )


def _own_lists(
    lines: Sequence[AskedLine], read: ReadDefinition, links: SignedLinks, today: date
) -> OwnLists | None:
    """Return what the coach fills in now; the next list follows on the page of thanks."""
    waiting = [line for line in lines if is_waiting(line, today)]
    if not waiting:
        return None
    lists = [read(line.fingerprint) for line in waiting]
    titles = " en ".join(f"\u2018{each.title.in_language('nl')}\u2019" for each in lists)
    minutes = minutes_in_words(sum(each.minutes for each in lists))
    return OwnLists(f"{titles}, {minutes}", links.url(waiting[0].invitation_id))


def _how_far(answered: int, asked: int, *, lives: bool) -> str:
    if not asked:
        return "Er is nog niemand om te vragen."
    return f"{answered} van {asked} ingevuld" if lives else "Dit vragen we niet meer."


def _one_link_each(rows: Iterable[tuple[AskedLine, InvitationRow]]) -> Iterator[InvitationRow]:
    """Give each person one link to share: the next list follows on the page of thanks."""
    shared = set()
    for line, row in rows:
        if row.link and line.informant_id in shared:
            yield replace(
                row,
                state="komt vanzelf na de lijst hierboven",
                link=None,
                message=None,
                renew_action=None,
                again_action=None,
                letter_url=None,
                card_url=None,
            )
            continue
        if row.link:
            shared.add(line.informant_id)
        yield row


def _invitation(
    line: AskedLine,
    traject: Traject,
    read: ReadDefinition,
    links: SignedLinks,
    today: date,
    agreed: bool,
) -> InvitationRow:
    questionnaire = read(line.fingerprint)
    is_open = is_waiting(line, today)
    address: dict[str, Any] = {"traject_id": traject.id, "invitation_id": line.invitation_id}
    link = links.url(line.invitation_id) if is_open else None
    for_somebody = agreed and line.role != "coach"
    ended = line.submitted_at is None and (line.revoked_at is not None or line.closes_on < today)
    return InvitationRow(
        anchor=f"u-{line.invitation_id}",
        informant=line.role,
        who=who(line.role, line.label),
        title=questionnaire.title.in_language("nl"),
        minutes=minutes_in_words(questionnaire.minutes),
        state=state_words(line, today),
        link=link,
        message=message_to_share(line.role, link) if link else None,
        revoke_action=url_for("coach.revoke", **address) if is_open else None,
        renew_action=url_for("coach.renew", **address) if agreed and (is_open or ended) else None,
        again_action=url_for("coach.send_again", **address)
        if is_open and is_stuck(line.message)
        else None,
        letter_url=url_for("coach.letter", **address) if is_open else None,
        card_url=url_for("coach.card", **address) if is_open else None,
        tablet_action=url_for("coach.hand_tablet", **address) if for_somebody and is_open else None,
        tablet_words=f"Geef de tablet aan {line.label}",
        enter_url=url_for("coach.enter", **address)
        if for_somebody and _may_enter(line, today)
        else None,
    )


def _may_enter(line: AskedLine, today: date) -> bool:
    """Whether the coach may fill this in for somebody: on paper also after the last day."""
    waits = line.submitted_at is None and line.revoked_at is None
    return waits and line.opens_on <= today


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


def _baseline(baseline: Baseline) -> BaselineTable:
    return BaselineTable(
        informant=baseline.role,
        who=who(baseline.role, baseline.label),
        moments=baseline.moments,
        rows=tuple(AnswerRow(row.text, row.answers) for row in baseline.rows),
        conclusion=baseline.conclusion,
        unknown=baseline.unknown,
        made_with=baseline.made_with,
    )


def _panels(
    report: InformantReport,
    traject: Traject,
    signals: Sequence[SignalLine],
) -> InformantPanels:
    asking: dict[str, bool] = {}
    for signal in signals:
        same_list = signal.fingerprint in report.fingerprints
        if signal.informant_id == report.informant_id and same_list:
            for item in signal.items:
                # The same item can have raised one at an earlier moment that was taken up.
                asking[item] = asking.get(item, False) or signal.seen_at is None
    rows = [
        (
            AnswerRow(
                item.text,
                item.told,
                tuple(
                    anchor_of(report.informant_id, fingerprint, item.key)
                    for fingerprint in report.fingerprints
                ),
                flagged=item.key in asking,
                asks=asking.get(item.key, False),
            ),
            item.for_talk,
        )
        for item in report.items
    ]
    every = {picture.unknown for picture in report.pictures}
    unknown = every.pop() if len(every) == 1 and len(report.pictures) > 1 else ""
    charts, more = (
        tuple(_chart(report.role, picture, traject, said_once=bool(unknown)) for picture in some)
        for some in (report.first_pictures, report.more_pictures)
    )
    return InformantPanels(
        informant=report.role,
        name=who(report.role, report.label),
        who=f"{who(report.role, report.label)}: {report.title}",
        charts=charts,
        more=more,
        unknown=unknown,
        moments=report.moments,
        care=tuple(
            (moment, words)
            for moment, words in zip(report.moments, report.care, strict=True)
            if words
        ),
        changed=tuple(
            (moment, words)
            for moment, words in zip(report.moments, report.changed, strict=True)
            if words
        ),
        answers=tuple(row for row, for_talk in rows if for_talk),
        private=tuple(row for row, for_talk in rows if not for_talk),
        badge=report.badge,
        drawn_with=report.drawn_with,
        save_all_url=url_for(
            "coach.saved_chart", traject_id=traject.id, picture=report.side_by_side.key
        )
        if report.side_by_side
        else None,
    )


def _chart(role: str | None, picture: Picture, traject: Traject, *, said_once: bool) -> ChartPanel:
    address: dict[str, Any] = {"traject_id": traject.id, "picture": picture.key}
    return ChartPanel(
        question=picture.question,
        whose=picture.whose,
        direction=picture.direction,
        informant=role,
        wide_url=url_for("coach.chart", width="breed", **address),
        narrow_url=url_for("coach.chart", width="smal", **address),
        alternative=f"{picture.question} {picture.whose} {picture.conclusion}",
        conclusion=picture.conclusion,
        unknown="" if said_once else picture.unknown,
        badge=picture.badge,
        columns=picture.columns,
        rows=picture.rows,
        save_url=url_for("coach.saved_chart", **address),
        explain_url=url_for("coach.explanation", **address),
    )


def _views(reports: Sequence[InformantReport], read: ReadDefinition) -> ViewsTable | None:
    """Return the core five of the last moment side by side in words, from two informants on.

    Whoever was asked a shorter list that time gave them there.
    """
    by_key = {
        report: {item.parallel: item for item in report.items if item.parallel in CORE_FIVE}
        for report in reports
    }
    last: dict[str, InformantReport] = {}
    for report in sorted(reports, key=lambda each: each.answered_on):
        if len(by_key[report]) >= len(CORE_FIVE):
            last[report.informant_id] = report
    shown = [report for report in reports if last.get(report.informant_id) is report]
    if len(shown) < 2:
        return None
    return ViewsTable(
        columns=tuple((report.role, who(report.role, report.label)) for report in shown),
        rows=tuple(
            AnswerRow(
                wording.CORE_FIVE[key], tuple(by_key[report][key].answers[-1] for report in shown)
            )
            for key in CORE_FIVE
        ),
        moment="Het laatste antwoord van ieder.",
        badge=wording.NOT_NORMED,
        made_with=wording.as_answered(read(report.fingerprints[0]) for report in shown),
    )
