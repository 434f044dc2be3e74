"""Preparing the page of today: signals first, fresh answers, who has not answered, the caseload."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from flask import url_for

from survey_app.clock import LOCAL, local_date
from survey_app.dutch import counted, day_in_words, short_date, time_in_words
from survey_app.measurements.nominations import SealedNomination
from survey_app.measurements.participants import ParticipantSignal
from survey_app.measurements.queries import LEVELS, AskedLine, SignalLine
from survey_app.measurements.school_people import SchoolSignal
from survey_app.practice.queries import DeviationLine
from survey_app.reports import wording
from survey_app.trajects.queries import CaseloadRow
from survey_app.trajects.services import COACH
from survey_app.web.coach.pages import (
    AnswerCard,
    CaseRow,
    Row,
    SignalCard,
    TodayPage,
)
from survey_app.web.coach.practice_page import look_back_row
from survey_app.web.coach.shared import (
    erased_on,
    is_stuck,
    is_waiting,
    nominated_by,
    participant_card,
    school_card,
    signal_card,
    state_words,
)

FRESH_DAYS = 7


def today_page(
    name: str,
    cases: Sequence[CaseloadRow],
    lines: Sequence[AskedLine],
    signals: Sequence[SignalLine],
    of_participants: Sequence[ParticipantSignal],
    of_school: Sequence[SchoolSignal],
    links_at_school: int,
    nominated: Sequence[SealedNomination],
    to_look_back_on: Sequence[DeviationLine],
    today: date,
    unsent_since: datetime | None = None,
) -> TodayPage:
    """Return the page of today.

    Signals first, then fresh answers, who has not answered, the caseload. The own lists of the
    coach are no news and wait for nobody: they stand at their traject.
    """
    lines = [line for line in lines if line.role != COACH]
    fresh = sorted(
        (line for line in lines if _is_fresh(line, today)),
        key=lambda line: line.submitted_at or line.opens_on,
        reverse=True,
    )
    urgent: list[tuple[str, SignalCard]] = [
        *((each.level, signal_card(each, today)) for each in signals),
        *((each.level, participant_card(each, today)) for each in of_participants),
        *((each.level, school_card(each, today)) for each in of_school),
    ]
    urgent.sort(key=lambda each: LEVELS.index(each[0]))
    cards = tuple(card for _, card in urgent)
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
        waiting=tuple(
            _waiting_row(line, today)
            for line in lines
            if is_waiting(line, today) and not is_stuck(line.message)
        )
        + _at_school(links_at_school),
        stuck=tuple(
            replace(_waiting_row(line, today), act="Kijk")
            for line in lines
            if is_waiting(line, today) and is_stuck(line.message)
        ),
        due=tuple(_due_rows(lines, today)),
        look_backs=tuple(look_back_row(each) for each in to_look_back_on),
        caseload=tuple(_case_row(case, lines, today) for case in cases),
        new_url=url_for("coach.new_traject"),
        nominations=tuple(_nomination_card(each) for each in nominated),
        nominations_url=url_for("coach.nominations_page"),
        alarm=None if unsent_since is None else _alarm(unsent_since, today),
    )


def _nomination_card(nomination: SealedNomination) -> AnswerCard:
    return AnswerCard(
        informant="teacher",
        who=nominated_by(nomination),
        sentence="Wat er staat, is verzegeld.",
        small=f"{short_date(nomination.nominated_on)}. {erased_on(nomination)}.",
        url=url_for("coach.nominations_page") + f"#a-{nomination.id}",
    )


def _alarm(unsent_since: datetime, today: date) -> str:
    when = time_in_words(unsent_since.astimezone(LOCAL), today)
    return (
        f"Berichten gaan nu niet weg. Het oudste wacht sinds {when}. "
        "Er raakt niets kwijt. Zeg het de beheerder."
    )


def _is_fresh(line: AskedLine, today: date) -> bool:
    return (
        line.submitted_at is not None and (today - local_date(line.submitted_at)).days < FRESH_DAYS
    )


def _answer_card(line: AskedLine, today: date) -> AnswerCard:
    about = line.child_name if line.role == "child" else f"{line.label} over {line.child_name}"
    submitted = line.submitted_at
    return AnswerCard(
        informant=line.role,
        who=about,
        sentence=f"Antwoordde {wording.at_occasion(line.occasion_kind)}.",
        small=time_in_words(submitted.astimezone(LOCAL), today) if submitted else "",
        url=url_for("coach.traject", traject_id=line.traject_id) + "#antwoorden",
    )


def _waiting_row(line: AskedLine, today: date) -> Row:
    days = (today - line.opens_on).days
    state = state_words(line, today)
    return Row(
        when="vandaag" if days == 0 else counted(days, "dag", "dagen"),
        informant=line.role,
        who=line.child_name if line.role == "child" else f"{line.label} over {line.child_name}",
        small=f"{wording.occasion_word(line.occasion_kind)}, {state}",
        url=url_for("coach.traject", traject_id=line.traject_id) + f"#u-{line.invitation_id}",
        act="Geef de link",
    )


def _at_school(count: int) -> tuple[Row, ...]:
    """Return one row for all links that the people around a school did not get or use yet."""
    if not count:
        return ()
    return (
        Row(
            when="dit schooljaar",
            informant=None,
            who="Mensen rond de school",
            small=counted(count, "vragenlijst staat open", "vragenlijsten staan open"),
            url=url_for("coach.school"),
            act="Geef de links",
        ),
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
    if traject.ended_on is not None:
        state = f"afgesloten op {short_date(traject.ended_on)}"
    return CaseRow(
        child=traject.child_name,
        group=case.group_name,
        small=f"{case.school_name} · sinds {short_date(traject.started_on)}",
        state=state,
        url=url_for("coach.traject", traject_id=traject.id),
    )
