"""Preparing the coach's pages.

From rows and reports to sentences, nothing is read or written here.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from survey_app.clock import LOCAL, local_date
from survey_app.definitions import Questionnaire
from survey_app.dutch import counted, date_in_words, day_in_words, short_date, time_in_words
from survey_app.invitations.links import SignedLinks
from survey_app.measurements.queries import AskedLine, SignalLine
from survey_app.measurements.services import WRONG_PERSON
from survey_app.reports import wording
from survey_app.reports.traject import InformantReport, ScaleReport
from survey_app.trajects.models import Consent, Occasion, Traject, TrajectInformant
from survey_app.trajects.queries import CaseloadRow
from survey_app.trajects.services import REASONS
from survey_app.web.coach.pages import (
    AnswerCard,
    AnswerRow,
    CaseRow,
    ChartPanel,
    ConsentBlock,
    InformantPanels,
    InformantRow,
    InvitationRow,
    MomentBlock,
    Row,
    SignalCard,
    TodayPage,
    TrajectPage,
    ViewsTable,
)

CORE_FIVE = ("O1", "W1", "R1", "P1", "L1")
FRESH_DAYS = 7
ReadDefinition = Callable[[str], Questionnaire]


@dataclass(frozen=True, slots=True)
class Head:
    """The menu on top of every page of the coach."""

    person: str
    here: str
    today_url: str
    new_url: str
    logout_action: str


def head(person: str, here: str) -> Head:
    """Return the menu for this person on this page."""
    return Head(
        person=person.split()[0],
        here=here,
        today_url=url_for("coach.today"),
        new_url=url_for("coach.new_traject"),
        logout_action=url_for("account.logout"),
    )


def today_page(
    name: str,
    cases: Sequence[CaseloadRow],
    lines: Sequence[AskedLine],
    signals: Sequence[SignalLine],
    today: date,
) -> TodayPage:
    """Return the page of today.

    Signals first, then fresh answers, who has not answered, the caseload.
    """
    fresh = sorted(
        (line for line in lines if _is_fresh(line, today)),
        key=lambda line: line.submitted_at or line.opens_on,
        reverse=True,
    )
    cards = tuple(_signal_card(signal, today) for signal in signals)
    new = (
        counted(len(fresh), "nieuw antwoord", "nieuwe antwoorden")
        if fresh
        else "geen nieuwe antwoorden"
    )
    summary = f"Er {'is' if len(fresh) == 1 else 'zijn'} {new}."
    if cards:
        summary += f" {counted(len(cards), 'antwoord vraagt', 'antwoorden vragen')} je aandacht."
    return TodayPage(
        heading=f"Dag {name.split()[0]}, het is {day_in_words(today)}",
        summary=summary,
        signals=cards,
        answers=tuple(_answer_card(line, today) for line in fresh),
        waiting=tuple(_waiting_row(line, today) for line in lines if _is_waiting(line, today)),
        due=tuple(_due_rows(lines, today)),
        caseload=tuple(_case_row(case, lines, today) for case in cases),
        new_url=url_for("coach.new_traject"),
    )


def traject_page(
    traject: Traject,
    group: str,
    school: str,
    consent: Consent | None,
    people: Sequence[TrajectInformant],
    moments: Sequence[Occasion],
    lines: Sequence[AskedLine],
    signals: Sequence[SignalLine],
    reports: Sequence[InformantReport],
    read: ReadDefinition,
    links: SignedLinks,
    today: date,
    message: str | None,
) -> TrajectPage:
    """Return the page of one traject."""
    child = traject.child_name
    address: dict[str, Any] = {"traject_id": traject.id}
    return TrajectPage(
        child=child,
        group=group,
        one_line=f"{school} · traject sinds {date_in_words(traject.started_on)}",
        reason=f"Reden: {REASONS[traject.reason]}",
        signals=tuple(_signal_card(signal, today) for signal in signals),
        consent=_consent(consent, traject),
        informants=tuple(
            InformantRow(person.role, _who(person.role, person.label), _small(person, traject))
            for person in people
        ),
        moments=tuple(
            _moment(moment, traject, lines, read, links, today, consent is not None)
            for moment in moments
        ),
        panels=tuple(_panels(report, traject) for report in reports),
        views=_views(reports),
        informant_action=url_for("coach.add_informant", **address),
        consent_action=url_for("coach.record_consent", **address),
        step_action=url_for("coach.ask_step", **address) if consent is not None else None,
        message=message,
    )


def _is_fresh(line: AskedLine, today: date) -> bool:
    return (
        line.submitted_at is not None and (today - local_date(line.submitted_at)).days < FRESH_DAYS
    )


def _is_waiting(line: AskedLine, today: date) -> bool:
    return (
        line.submitted_at is None
        and line.revoked_at is None
        and line.opens_on <= today <= line.closes_on
    )


def _who(role: str, label: str) -> str:
    return f"{label} zelf" if role == "child" else label


def _signal_card(signal: SignalLine, today: date) -> SignalCard:
    who = (
        signal.child_name if signal.role == "child" else f"{signal.label} (bij {signal.child_name})"
    )
    when = time_in_words(signal.raised_at.astimezone(LOCAL), today)
    moment = wording.occasion_word(signal.occasion_kind)
    if signal.item == WRONG_PERSON:
        title = f"Een link voor {who} kwam bij iemand anders"
        sentence = f"Gemeld op {when}. Trek de link in en geef een nieuwe."
    else:
        soon = {
            "today": (
                "Lees het voor het einde van de dag. Lukt dat niet? Bel dan de intern begeleider."
            ),
            "two_days": "Neem binnen 2 schooldagen contact op.",
            "talk": "Neem het mee in het volgende gesprek.",
        }[signal.level]
        title = f"Een antwoord van {who} vraagt je aandacht"
        sentence = f"Gegeven: {when}, bij de {moment}. {soon}"
    return SignalCard(
        title=title,
        sentence=sentence,
        open_url=url_for("coach.traject", traject_id=signal.traject_id) + "#antwoorden",
        seen_action=url_for("coach.signal_seen", signal_id=signal.id),
    )


def _answer_card(line: AskedLine, today: date) -> AnswerCard:
    about = line.child_name if line.role == "child" else f"{line.label} over {line.child_name}"
    moment = wording.occasion_word(line.occasion_kind)
    submitted = line.submitted_at
    return AnswerCard(
        informant=line.role,
        who=about,
        sentence=f"Vulde de {moment} in.",
        small=time_in_words(submitted.astimezone(LOCAL), today) if submitted else "",
        url=url_for("coach.traject", traject_id=line.traject_id) + "#antwoorden",
    )


def _waiting_row(line: AskedLine, today: date) -> Row:
    days = (today - line.opens_on).days
    state = _state(line, today)
    return Row(
        when="vandaag" if days == 0 else counted(days, "dag", "dagen"),
        informant=line.role,
        who=line.child_name if line.role == "child" else f"{line.label} over {line.child_name}",
        small=f"{wording.occasion_word(line.occasion_kind)}, {state}",
        url=url_for("coach.traject", traject_id=line.traject_id) + f"#u-{line.invitation_id}",
        act="Geef de link",
    )


def _due_rows(lines: Sequence[AskedLine], today: date) -> Iterable[Row]:
    seen = set()
    for line in lines:
        soon = 0 < (line.opens_on - today).days <= FRESH_DAYS and line.revoked_at is None
        if soon and line.occasion_id not in seen:
            seen.add(line.occasion_id)
            yield Row(
                when=short_date(line.opens_on),
                informant=None,
                who=line.child_name,
                small=wording.occasion_word(line.occasion_kind),
                url=url_for("coach.traject", traject_id=line.traject_id),
                act="Bekijk",
            )


def _case_row(case: CaseloadRow, lines: Sequence[AskedLine], today: date) -> CaseRow:
    traject = case.traject
    own = [line for line in lines if line.traject_id == traject.id and line.opens_on <= today]
    answered = sum(line.submitted_at is not None for line in own)
    state = f"{answered} van {len(own)} ingevuld" if own else "nog niets gevraagd"
    return CaseRow(
        child=traject.child_name,
        group=case.group_name,
        small=f"{case.school_name} · sinds {short_date(traject.started_on)}",
        state=state,
        url=url_for("coach.traject", traject_id=traject.id),
    )


def _consent(consent: Consent | None, traject: Traject) -> ConsentBlock:
    if consent is None:
        return ConsentBlock(
            state="Leg vast wie akkoord is",
            detail=(
                "Zonder akkoord vragen we niets. Onder 12 jaar beslissen de ouders met gezag. "
                "Van 12 tot en met 15 jaar beslissen zij en het kind samen. "
                "Vanaf 16 jaar beslist het kind."
            ),
            needs_form=True,
            withdraw_action=None,
        )
    channel = {"conversation": "in een gesprek", "paper": "op papier"}[consent.channel]
    return ConsentBlock(
        state=f"Akkoord sinds {date_in_words(local_date(consent.recorded_at))}",
        detail=f"Gegeven {channel}. Iedereen die akkoord moet zijn, is akkoord.",
        needs_form=False,
        withdraw_action=url_for("coach.withdraw_consent", traject_id=traject.id),
    )


def _small(person: TrajectInformant, traject: Traject) -> str:
    if person.role != "child":
        return f"{wording.ROLES[person.role]} {person.number}"
    if traject.birth_year is None or traject.birth_month is None:
        return "kind; een eigen link kan als de geboortemaand bekend is"
    return "kind"


def _state(line: AskedLine, today: date) -> str:
    if line.submitted_at is not None:
        return f"ingevuld op {short_date(local_date(line.submitted_at))}"
    if line.revoked_at is not None:
        return "link ingetrokken"
    if line.opens_on > today:
        return f"staat open vanaf {short_date(line.opens_on)}"
    if line.closes_on < today:
        return "niet ingevuld"
    if line.declined_at is not None:
        return "doet liever niet mee"
    return "begonnen" if line.started_at is not None else "nog niet begonnen"


def _moment(
    moment: Occasion,
    traject: Traject,
    lines: Sequence[AskedLine],
    read: ReadDefinition,
    links: SignedLinks,
    today: date,
    agreed: bool,
) -> MomentBlock:
    own = [line for line in lines if line.occasion_id == moment.id]
    answered = sum(line.submitted_at is not None for line in own)
    later = moment.planned_on > today
    return MomentBlock(
        word=wording.occasion_word(moment.kind).capitalize(),
        when=day_in_words(moment.planned_on),
        state=f"{answered} van {len(own)} ingevuld" if own else "Er is nog niemand om te vragen.",
        invitations=tuple(_invitation(line, traject, read, links, today, agreed) for line in own),
        is_done=bool(own) and answered == len(own),
        now_action=url_for("coach.hold_now", traject_id=traject.id, occasion_id=moment.id)
        if later and agreed
        else None,
    )


def _invitation(
    line: AskedLine,
    traject: Traject,
    read: ReadDefinition,
    links: SignedLinks,
    today: date,
    agreed: bool,
) -> InvitationRow:
    questionnaire = read(line.fingerprint)
    is_open = _is_waiting(line, today)
    address: dict[str, Any] = {"traject_id": traject.id, "invitation_id": line.invitation_id}
    link = links.url(line.invitation_id) if is_open else None
    ended = line.submitted_at is None and (line.revoked_at is not None or line.closes_on < today)
    return InvitationRow(
        anchor=f"u-{line.invitation_id}",
        informant=line.role,
        who=_who(line.role, line.label),
        title=questionnaire.title.in_language("nl"),
        minutes=counted(max(1, round(questionnaire.minutes + 0.49)), "minuut", "minuten"),
        state=_state(line, today),
        link=link,
        message=_message(line.role, link) if link else None,
        revoke_action=url_for("coach.revoke", **address) if is_open else None,
        renew_action=url_for("coach.renew", **address) if agreed and (is_open or ended) else None,
    )


def _message(role: str, link: str) -> str:
    """Return a message to send from one's own phone; it names no child."""
    if role == "child":
        return f"Dag! Wil je mij vertellen hoe het gaat? Dat kan hier: {link}"
    return f"Dag! Wil je mij in een paar minuten vertellen hoe het gaat? Dat kan hier: {link}"


def _panels(report: InformantReport, traject: Traject) -> InformantPanels:
    return InformantPanels(
        informant=report.role,
        who=f"{_who(report.role, report.label)}: {report.title}",
        charts=tuple(_chart(report, scale, traject) for scale in report.scales),
        moments=report.moments,
        answers=tuple(AnswerRow(item.text, item.answers) for item in report.items),
        badge=report.badge,
    )


def _chart(report: InformantReport, scale: ScaleReport, traject: Traject) -> ChartPanel:
    chart = scale.chart
    address: dict[str, Any] = {
        "traject_id": traject.id,
        "informant_id": report.informant_id,
        "fingerprint": report.fingerprint,
        "scale": scale.key,
    }
    return ChartPanel(
        question=chart.question,
        whose=chart.whose,
        direction=chart.direction,
        informant=report.role,
        wide_url=url_for("coach.chart", width="breed", **address),
        narrow_url=url_for("coach.chart", width="smal", **address),
        alternative=f"{chart.question} {chart.whose} {chart.conclusion}",
        conclusion=chart.conclusion,
        unknown=chart.unknown,
        badge=scale.badge,
        columns=scale.columns,
        rows=scale.rows,
    )


def _views(reports: Sequence[InformantReport]) -> ViewsTable | None:
    """Return the core five of the last moment side by side in words, from two informants on."""
    by_key = {
        report: {item.parallel: item for item in report.items if item.parallel in CORE_FIVE}
        for report in reports
    }
    shown = [report for report in reports if len(by_key[report]) >= len(CORE_FIVE)]
    if len(shown) < 2:
        return None
    return ViewsTable(
        columns=tuple((report.role, _who(report.role, report.label)) for report in shown),
        rows=tuple(
            AnswerRow(
                wording.CORE_FIVE[key], tuple(by_key[report][key].answers[-1] for report in shown)
            )
            for key in CORE_FIVE
        ),
        moment="Het laatste antwoord van ieder.",
        badge=wording.NOT_NORMED,
    )
