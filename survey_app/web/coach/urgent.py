"""Signals on the page of today, by how soon they ask for somebody, and those that were taken up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from survey_app.dutch import day_in_words
from survey_app.measurements.participants import ParticipantSignal
from survey_app.measurements.school_people import SchoolSignal
from survey_app.measurements.signals import LEVELS, SignalLine
from survey_app.measurements.substitutes import StandIn
from survey_app.web.coach.clocks import Clocks
from survey_app.web.coach.pages import SignalCard, SignalRow, TakenUp
from survey_app.web.coach.signal_cards import (
    participant_card,
    school_card,
    signal_card,
    signal_row,
    stand_in_card,
    stand_in_title,
    taken_up,
)

TALK: Final = "talk"


@dataclass(frozen=True, slots=True)
class SignalsRead:
    """Signals of each kind: about a traject, in a retest, of people around a school.

    `of_colleagues` are those of coaches for whom this one stands in, named in `stand_ins`.
    """

    of_trajects: Sequence[SignalLine]
    of_participants: Sequence[ParticipantSignal]
    of_school: Sequence[SchoolSignal]
    of_colleagues: Sequence[SignalLine | ParticipantSignal] = ()

    @property
    def school_ids(self) -> set[str]:
        """The schools whose calendars tell until when these can wait."""
        every = (self.of_trajects, self.of_participants, self.of_school, self.of_colleagues)
        return {each.school_id for some in every for each in some}


def cards_by_level(
    signals: SignalsRead, stand_ins: Sequence[StandIn], clocks: Clocks, today: date
) -> dict[str, list[SignalCard]]:
    """Return the cards of what cannot wait for a talk, by level: the own trajects first."""
    coaches = {each.coach_id: each.coach for each in stand_ins}
    found: dict[str, list[SignalCard]] = {level: [] for level in LEVELS if level != TALK}
    for of_traject in signals.of_trajects:
        if of_traject.level != TALK:
            found[of_traject.level].append(signal_card(of_traject, clocks, today))
    for of_colleague in signals.of_colleagues:
        if of_colleague.asks:
            coach = coaches[of_colleague.coach_id]
            found[of_colleague.level].append(stand_in_card(of_colleague, coach, clocks, today))
    for of_participant in signals.of_participants:
        found[of_participant.level].append(participant_card(of_participant, clocks, today))
    for at_school in signals.of_school:
        found[at_school.level].append(school_card(at_school, clocks, today))
    return found


def rows_for_talks(signals: SignalsRead, today: date) -> list[SignalRow]:
    """Return what can wait for the next talk; outside a traject there is none."""
    return [signal_row(each, today) for each in signals.of_trajects if each.level == TALK]


def taken_up_rows(
    asking: SignalsRead, followed_up: SignalsRead, person_id: str, today: date
) -> list[TakenUp]:
    """Return what was taken up and is to be closed, and what this person closed today."""
    every = (followed_up.of_trajects, followed_up.of_participants, followed_up.of_school)
    mine = [taken_up(each, person_id, today) for some in every for each in some]
    standing_in = [
        taken_up(each, person_id, today, stand_in_title(each))
        for each in asking.of_colleagues
        if not each.asks
    ]
    return [*mine, *standing_in]


def to_close(followed_up: Sequence[TakenUp]) -> int:
    """Count what was taken up and not closed."""
    return sum(each.act == "Rond af" for each in followed_up)


def stand_in_words(stand_ins: Sequence[StandIn], person_id: str, today: date) -> tuple[str, ...]:
    """Return who stands in for whom, the same words for both."""
    return tuple(
        f"{each.substitute} vervangt jou {_days(each, today)}"
        if each.coach_id == person_id
        else f"Jij vervangt {each.coach} {_days(each, today)}"
        for each in stand_ins
    )


def _days(each: StandIn, today: date) -> str:
    last = day_in_words(each.last_on)
    if each.first_on <= today:
        return f"tot en met {last}."
    return f"van {day_in_words(each.first_on)} tot en met {last}."
