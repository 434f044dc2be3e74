"""The decision after each measurement: what worked is done more, what did not is done otherwise.

The figures come in from whoever read the measurements, as codes of what could be said that day.
Nothing is overwritten: who answers again adds an answer.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.names import clean_line
from survey_app.accounts.policy import Act, Actor, demand
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.errors import InputError, NotFoundError
from survey_app.practice import ways
from survey_app.practice.contacts import MOST_PRINCIPLES
from survey_app.practice.decision_models import (
    CardOffer,
    Decision,
    DecisionFigure,
    DecisionPrinciple,
)
from survey_app.practice.models import PublishedPrinciple
from survey_app.trajects.models import Occasion, Traject
from survey_app.trajects.services import owned

KINDS: Final = ("follow_up", "closing")
"""After which kinds of moment a card is asked."""
MORE, OTHER, SHARE, TOO_EARLY = "more", "other", "share", "too_early"
CHOICES: Final = (MORE, OTHER, SHARE, TOO_EARLY)
SKIPPED: Final = "skipped"
DOERS: Final = ("child", "parent", "teacher", "ib", "coach", "other")
LONGEST_LINE: Final = 200
LONGEST_STEP: Final = 140
FARTHEST: Final = timedelta(days=366)
BETTER, WORSE, NO_DIFFERENCE, UNKNOWN = "better", "worse", "no_difference", "unknown"


@dataclass(frozen=True, slots=True)
class Seen:
    """What could be said of one informant and scale on a day, as a code.

    `direction` is higher, lower or the same, and says nothing of better; `verdict` does, where the
    evidence of the list allows it.
    """

    role: str
    number: int
    scale: str
    title: str
    direction: str | None
    verdict: str
    stage: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Saw:
    """All that stood out for the coach, and the roles of which an answer was missing."""

    seen: tuple[Seen, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What a coach says on a card: a choice and a line, and if wanted the rest.

    `principles` are keys of the way in use; `step` is what `step_by` does until `step_on`.
    """

    choice: str
    line: str = ""
    voices: str = ""
    principles: Collection[str] = ()
    step: str = ""
    step_by: str = ""
    step_on: date | None = None


def decide(
    session: Session,
    actor: Actor,
    traject: Traject,
    occasion_id: str,
    said: Said,
    saw: Saw,
    now: datetime,
) -> Decision:
    """Keep what was decided after a moment, beside what was answered before.

    What was said already is not kept twice: a double tap gives the same answer back. An answer is
    not undone by skipping.
    """
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    occasion = session.get(Occasion, occasion_id)
    if occasion is None or occasion.traject_id != traject.id or occasion.kind not in KINDS:
        raise NotFoundError
    known = {each.key: each.id for each in _principles(session, actor, said, now)}
    before = last_of(session, occasion_id)
    made = _made(actor, traject, occasion_id, said, saw, now)
    made.number = 1 if before is None else before.number + 1
    if before is not None and (
        said.choice == SKIPPED or _is_same(session, before, made, set(known.values()))
    ):
        return before
    session.add(made)
    session.flush()
    _end_offers(session, occasion_id, now)
    session.add_all(_figure(made, place, each) for place, each in enumerate(saw.seen, 1))
    session.add_all(
        DecisionPrinciple(
            decision_id=made.id, principle_id=each, organisation_id=made.organisation_id
        )
        for each in known.values()
    )
    audit.record(
        session,
        audit.person(actor.person_id),
        "skip decision" if made.choice == SKIPPED else "decide",
        "decision",
        made.id,
        organisation_id=made.organisation_id,
        now=now,
    )
    return made


def last_of(session: Session, occasion_id: str) -> Decision | None:
    """Return the answer that counts after a moment."""
    return session.scalar(
        select(Decision)
        .where(Decision.occasion_id == occasion_id)
        .order_by(Decision.number.desc())
        .limit(1)
    )


def stance(choice: str, seen: Sequence[Seen]) -> str | None:
    """Tell whether a choice goes with or against the figures; None where these say nothing.

    Only a change that is larger than chance says something, and only when no other contradicts it.
    Waiting goes with and against nothing.
    """
    verdicts = {each.verdict for each in seen} & {BETTER, WORSE}
    if len(verdicts) != 1 or choice not in (MORE, OTHER, SHARE):
        return None
    goes_on = choice in (MORE, SHARE)
    return "with" if goes_on == (verdicts == {BETTER}) else "against"


def _principles(
    session: Session, actor: Actor, said: Said, now: datetime
) -> list[PublishedPrinciple]:
    if not said.principles:
        return []
    if len(set(said.principles)) > MOST_PRINCIPLES:
        raise InputError(f"Kies ten hoogste {MOST_PRINCIPLES} principes.")
    known = {each.key: each for each in ways.in_use(session, actor.organisation_id, now).principles}
    if not known.keys() >= set(said.principles):
        raise InputError("De werkwijze is net veranderd. Kies de principes opnieuw.")
    return [known[key] for key in dict.fromkeys(said.principles)]


def _made(
    actor: Actor, traject: Traject, occasion_id: str, said: Said, saw: Saw, now: datetime
) -> Decision:
    decision = Decision(
        organisation_id=traject.organisation_id,
        traject_id=traject.id,
        occasion_id=occasion_id,
        coach_id=actor.person_id,
        choice=said.choice,
        stance=stance(said.choice, saw.seen),
        missing=" ".join(dict.fromkeys(saw.missing)),
        decided_on=local_date(now),
        decided_at=now,
    )
    if said.choice == SKIPPED:
        return decision
    if said.choice not in CHOICES:
        raise InputError("Kies met een knop wat je gaat doen.")
    decision.line = _line(said.line, LONGEST_LINE)
    decision.voices = _line(said.voices, LONGEST_LINE)
    if decision.line is None and said.choice != TOO_EARLY:
        raise InputError(
            "Schrijf in één zin wat werkte, of wat je anders gaat doen. Weet je het nog niet? "
            "Kies dan 'nog te vroeg'."
        )
    decision.step = _line(said.step, LONGEST_STEP)
    if decision.step is None and (said.step_by or said.step_on):
        raise InputError("Schrijf in één zin wat er gebeurt. Of laat ook leeg wie het doet.")
    if decision.step is not None:
        if said.step_by not in DOERS:
            raise InputError("Kies wie dat doet.")
        today = local_date(now)
        if said.step_on is not None and not today <= said.step_on <= today + FARTHEST:
            raise InputError("Kies een dag vanaf vandaag en binnen een jaar.")
        decision.step_by, decision.step_on = said.step_by, said.step_on
    return decision


def _line(text: str, longest: int) -> str | None:
    return clean_line(text, longest, "") if "".join(filter(str.isprintable, text)).strip() else None


def _is_same(session: Session, before: Decision, made: Decision, principles: set[str]) -> bool:
    said = ("choice", "line", "voices", "step", "step_by", "step_on", "coach_id")
    if any(getattr(before, each) != getattr(made, each) for each in said):
        return False
    query = select(DecisionPrinciple.principle_id).where(DecisionPrinciple.decision_id == before.id)
    return set(session.scalars(query)) == principles


def _end_offers(session: Session, occasion_id: str, now: datetime) -> None:
    """Let no earlier answer be shared any more: who answers again says something else."""
    offers = session.scalars(
        select(CardOffer)
        .join(Decision, Decision.id == CardOffer.decision_id)
        .where(Decision.occasion_id == occasion_id, CardOffer.ended_at.is_(None))
    )
    for offer in offers:
        offer.ended_at = now


def _figure(decision: Decision, place: int, seen: Seen) -> DecisionFigure:
    return DecisionFigure(
        decision_id=decision.id,
        place=place,
        organisation_id=decision.organisation_id,
        role=seen.role,
        number=seen.number,
        scale=seen.scale,
        title=seen.title,
        direction=seen.direction,
        verdict=seen.verdict,
        stage=seen.stage,
        reason=seen.reason,
    )
