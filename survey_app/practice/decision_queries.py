"""Reading decisions: of one traject with all that was said, and what a whole caseload chose."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, demand
from survey_app.practice.decision_models import Decision, DecisionFigure, DecisionPrinciple
from survey_app.practice.decisions import Seen
from survey_app.practice.models import PublishedPrinciple
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import of_own_caseload
from survey_app.trajects.services import owned


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """An answer with what was seen that day and its principles, by key and name."""

    decision: Decision
    seen: tuple[Seen, ...]
    principles: tuple[tuple[str, str], ...]


def decisions_of(session: Session, actor: Actor, traject: Traject) -> list[DecisionLine]:
    """Return every answer in a traject, also skips and earlier ones, the newest first."""
    demand(actor, Act.SEE_TRAJECT, owned(traject))
    rows = session.scalars(
        select(Decision)
        .where(Decision.traject_id == traject.id)
        .order_by(Decision.decided_at.desc(), Decision.number.desc())
    ).all()
    if not rows:
        return []
    ids = [row.id for row in rows]
    seen, principles = figures_of(session, ids), principles_of(session, ids)
    return [
        DecisionLine(row, tuple(seen.get(row.id, ())), tuple(principles.get(row.id, ())))
        for row in rows
    ]


def last_choices(session: Session, actor: Actor) -> dict[str, str]:
    """Return what was chosen last after each moment of this coach's trajects that has an answer."""
    demand(actor, Act.SEE_CASELOAD)
    rows = session.execute(
        select(Decision.occasion_id, Decision.choice)
        .join(Traject, Traject.id == Decision.traject_id)
        .where(*of_own_caseload(actor))
        .order_by(Decision.number)
    )
    return {row.occasion_id: row.choice for row in rows}


def figures_of(session: Session, decision_ids: Sequence[str]) -> dict[str, list[Seen]]:
    """Return what the coach saw at each of these decisions, in its order."""
    found: dict[str, list[Seen]] = {}
    for row in session.scalars(
        select(DecisionFigure)
        .where(DecisionFigure.decision_id.in_(decision_ids))
        .order_by(DecisionFigure.place)
    ):
        found.setdefault(row.decision_id, []).append(
            Seen(
                role=row.role,
                number=row.number,
                scale=row.scale,
                title=row.title,
                direction=row.direction,
                verdict=row.verdict,
                stage=row.stage,
                reason=row.reason,
            )
        )
    return found


def principles_of(
    session: Session, decision_ids: Sequence[str]
) -> dict[str, list[tuple[str, str]]]:
    """Return the principles of each of these decisions, as key and name in their order."""
    found: dict[str, list[tuple[str, str]]] = {}
    rows = session.execute(
        select(DecisionPrinciple.decision_id, PublishedPrinciple.key, PublishedPrinciple.name)
        .join(PublishedPrinciple, PublishedPrinciple.id == DecisionPrinciple.principle_id)
        .where(DecisionPrinciple.decision_id.in_(decision_ids))
        .order_by(PublishedPrinciple.place)
    )
    for decision_id, key, name in rows:
        found.setdefault(decision_id, []).append((key, name))
    return found
