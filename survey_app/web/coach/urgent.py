"""Signals on the page of today, by how soon they ask for somebody, and those taken up today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from survey_app.measurements.participants import ParticipantSignal
from survey_app.measurements.school_people import SchoolSignal
from survey_app.measurements.signals import LEVELS, SignalLine
from survey_app.web.coach.pages import SignalCard, SignalRow, TakenUp
from survey_app.web.coach.shared import (
    participant_card,
    school_card,
    signal_card,
    signal_row,
    taken_up,
    taken_up_at_school,
    taken_up_of_participant,
)

TALK: Final = "talk"


@dataclass(frozen=True, slots=True)
class SignalsRead:
    """Signals of each kind: about a traject, in a retest, of people around a school."""

    of_trajects: Sequence[SignalLine]
    of_participants: Sequence[ParticipantSignal]
    of_school: Sequence[SchoolSignal]


def cards_by_level(signals: SignalsRead, today: date) -> dict[str, list[SignalCard]]:
    """Return the cards of what cannot wait for a talk, by level, those of trajects first."""
    found: dict[str, list[SignalCard]] = {level: [] for level in LEVELS if level != TALK}
    for of_traject in signals.of_trajects:
        if of_traject.level != TALK:
            found[of_traject.level].append(signal_card(of_traject, today))
    for of_participant in signals.of_participants:
        found[of_participant.level].append(participant_card(of_participant, today))
    for at_school in signals.of_school:
        found[at_school.level].append(school_card(at_school, today))
    return found


def rows_for_talks(signals: SignalsRead, today: date) -> list[SignalRow]:
    """Return what can wait for the next talk; outside a traject there is none."""
    return [signal_row(each, today) for each in signals.of_trajects if each.level == TALK]


def taken_up_today(signals: SignalsRead, person_id: str, today: date) -> list[TakenUp]:
    """Return what this person took up today, each with the way to undo it."""
    return [
        *(taken_up(each, person_id, today) for each in signals.of_trajects),
        *(taken_up_of_participant(each, today) for each in signals.of_participants),
        *(taken_up_at_school(each, today) for each in signals.of_school),
    ]
