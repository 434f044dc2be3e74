"""Which moments ask a coach for a decision, and what stands out at each."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from survey_app.accounts.policy import Actor
from survey_app.invitations.publishing import questionnaire_of
from survey_app.measurements.caseload import placed_in
from survey_app.measurements.queries import AskedLine
from survey_app.measurements.references.in_force import references_in_force
from survey_app.practice.decisions import KINDS, SKIPPED
from survey_app.reports.standing_out import StandsOut, stands_out
from survey_app.trajects import agreements
from survey_app.trajects.models import Traject
from survey_app.trajects.services import COACH
from survey_app.web.coach.coming import Moment, moments_of


@dataclass(frozen=True, slots=True)
class AskedCard:
    """One moment that asks for a decision, with what stands out."""

    moment: Moment
    found: StandsOut


@dataclass(frozen=True, slots=True)
class CardCount:
    """How many cards were asked of a coach, and what became of them."""

    asked: int
    answered: int
    skipped: int

    @property
    def open(self) -> int:
        """How many have no answer and were not skipped."""
        return self.asked - self.answered - self.skipped


def asks_for_a_card(moment: Moment, today: date) -> bool:
    """Tell whether a moment asks for a decision: somebody answered, or nobody can any more.

    What the coach filled in at it is no answer about the child.
    """
    others = [line for line in moment.lines if line.role != COACH]
    return moment.kind in KINDS and (
        any(line.submitted_at is not None for line in others)
        or (bool(others) and all(line.closes_on < today for line in others))
    )


def to_decide(lines: Iterable[AskedLine], decided: Collection[str], today: date) -> list[Moment]:
    """Return the moments to decide after, the longest ago first: one per traject, its latest."""
    latest = {each.traject_id: each for each in moments_of(lines) if asks_for_a_card(each, today)}
    open_ones = [each for each in latest.values() if each.occasion_id not in decided]
    return sorted(open_ones, key=lambda each: (each.day, each.child))


def cards_at(
    db: Session,
    actor: Actor,
    moments: Sequence[Moment],
    lines: Iterable[AskedLine],
    trajects: Mapping[str, Traject],
) -> list[AskedCard]:
    """Read what stands out at these moments, in as many statements for many as for one.

    Where answers may not be used any more nothing is asked about them either.
    """
    wanted = {each.traject_id: trajects[each.traject_id] for each in moments}
    if not wanted:
        return []
    cases = agreements.cases(db, Traject.id.in_(wanted))
    placed = placed_in(db, actor, wanted)
    references = references_in_force(db)
    every = moments_of(lines)
    return [
        AskedCard(
            moment,
            stands_out(
                moment.occasion_id,
                {each.occasion_id for each in every if each.day < moment.day},
                placed.get(moment.traject_id, ()),
                moment.lines,
                lambda fingerprint: questionnaire_of(db, fingerprint),
                references,
            ),
        )
        for moment in moments
        if cases[moment.traject_id].may_use()
    ]


def count_of(
    lines: Iterable[AskedLine],
    choices: Mapping[str, str],
    usable: Collection[str],
    today: date,
) -> CardCount:
    """Count the cards of a caseload; `usable` are the trajects whose answers may be used."""
    asked = [
        choices.get(each.occasion_id)
        for each in moments_of(lines)
        if each.traject_id in usable and asks_for_a_card(each, today)
    ]
    skipped = asked.count(SKIPPED)
    return CardCount(len(asked), len(asked) - skipped - asked.count(None), skipped)
