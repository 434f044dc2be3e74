"""Reading the cards on their way to peers: who may see which, and nothing of whom they are.

A card is with peers when all of this holds at the moment of looking: it is offered, parents who
were to be asked agreed, the agreement to learn from each other stands, a second coach found nobody
to be recognised in exactly what is shown, and so many coaches work in the network that a card does
not name its author by itself. Nothing is copied: whoever takes an agreement back empties the page.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias

from sqlalchemy import ColumnElement, Row, exists, or_, select
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, Owned, demand, may
from survey_app.accounts.queries import count_coaches
from survey_app.practice.decision_models import CardOffer, Decision, DecisionFigure
from survey_app.practice.decision_queries import figures_of, principles_of
from survey_app.practice.decisions import Seen
from survey_app.trajects import agreements
from survey_app.trajects.consent import age_range
from survey_app.trajects.models import Traject
from survey_app.trajects.services import owned

FEWEST_COACHES: Final = 3
"""With two, whoever reads a card knows who wrote it, and soon about whom."""
CLEARED, SENT_BACK = "cleared", "sent_back"
MOST_READ: Final = 100
AGE_BANDS: Final = ((6, 7), (8, 12))
"""The ages of the two lists of children; outside them so few are helped that no age is told."""
OfferRow: TypeAlias = "Row[CardOffer, Decision, Traject]"


class ShareState(StrEnum):
    """How far a card is on its way to peers."""

    NOT_OFFERED = "not_offered"
    WAITS_FOR_PARENTS = "waits_for_parents"
    NOT_AGREED = "not_agreed"
    TOO_FEW_COACHES = "too_few_coaches"
    WAITS_FOR_CHECK = "waits_for_check"
    SENT_BACK = "sent_back"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class SharedCard:
    """All that a peer, or who checks, sees of a card: never a child, a school or a coach."""

    id: str
    choice: str
    line: str
    seen: tuple[Seen, ...]
    principles: tuple[str, ...]
    ages: tuple[int, int] | None
    month: date


@dataclass(frozen=True, slots=True)
class OwnCard:
    """A card of one's own that is offered, with how far it is."""

    card: SharedCard
    state: ShareState
    reason: str | None


def to_check(session: Session, actor: Actor, today: date) -> list[SharedCard]:
    """Return the cards that wait for this coach to look at, the oldest first."""
    demand(actor, Act.SEE_CARDS)
    return _cards(session, waiting_for(session, actor, today))[::-1]


def of_peers(
    session: Session,
    actor: Actor,
    today: date,
    *,
    like: Collection[tuple[str, str]] | None = None,
    reason: str | None = None,
) -> list[SharedCard]:
    """Return the cards of colleagues that may be seen now, the newest first.

    Parameters
    ----------
    like : collection of (scale, direction), optional
        Only cards on which one of these was seen, or whose traject began for this `reason`;
        without it all cards.
    """
    demand(actor, Act.SEE_CARDS)
    which: tuple[ColumnElement[bool], ...] = ()
    if like is not None:
        which = (or_(Traject.reason == reason, *(_shows(*each) for each in like)),)
    rows = _read(
        session,
        actor,
        CardOffer.outcome == CLEARED,
        _parents_agreed(),
        Decision.coach_id != actor.person_id,
        *which,
    )
    if not rows or not has_enough_coaches(session, actor, today):
        return []
    return _cards(session, _agreed(session, rows))


def own_cards(session: Session, actor: Actor, today: date) -> list[OwnCard]:
    """Return the cards that this coach wrote and that are on their way to peers, newest first."""
    demand(actor, Act.SEE_CARDS)
    rows = _read(session, actor, Decision.coach_id == actor.person_id)
    if not rows:
        return []
    agreed = {row.Decision.id for row in _agreed(session, rows)}
    enough = has_enough_coaches(session, actor, today)
    return [
        OwnCard(card, _state(row.CardOffer, card.id in agreed, enough), row.CardOffer.reason)
        for row, card in zip(rows, _cards(session, rows), strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Offered:
    """How far one decision is on its way to peers, and why it was sent back."""

    state: ShareState
    reason: str | None = None


def states(
    session: Session, actor: Actor, traject: Traject, decisions: Sequence[Decision], today: date
) -> dict[str, Offered]:
    """Return per decision of a traject how far it is; what was not offered is not there."""
    demand(actor, Act.SEE_TRAJECT, owned(traject))
    offers = session.scalars(
        select(CardOffer).where(
            CardOffer.decision_id.in_([each.id for each in decisions]),
            CardOffer.ended_at.is_(None),
        )
    ).all()
    if not offers:
        return {}
    agreed = agreements.cases(session, Traject.id == traject.id)[traject.id].may_share()
    enough = has_enough_coaches(session, actor, today)
    return {each.decision_id: Offered(_state(each, agreed, enough), each.reason) for each in offers}


def offer_of(session: Session, decision_id: str) -> CardOffer | None:
    """Return the offer of a decision that stands."""
    return session.scalar(
        select(CardOffer).where(CardOffer.decision_id == decision_id, CardOffer.ended_at.is_(None))
    )


def age_band(traject: Traject, on: date) -> tuple[int, int] | None:
    """Return the band of ages a child was in on a day; None when unknown or in neither."""
    if traject.birth_year is None or traject.birth_month is None:
        return None
    lowest, _ = age_range(traject.birth_year, traject.birth_month, on)
    return next((band for band in AGE_BANDS if band[0] <= lowest <= band[1]), None)


def _state(standing: CardOffer, is_agreed: bool, enough: bool) -> ShareState:
    if standing.outcome == SENT_BACK:
        return ShareState.SENT_BACK
    if not is_agreed:
        return ShareState.NOT_AGREED
    if standing.asks_parents and standing.parents_agreed_on is None:
        return ShareState.WAITS_FOR_PARENTS
    if not enough:
        return ShareState.TOO_FEW_COACHES
    return ShareState.SHARED if standing.outcome == CLEARED else ShareState.WAITS_FOR_CHECK


def has_enough_coaches(session: Session, actor: Actor, today: date) -> bool:
    """Tell whether so many coach in this organisation that a card does not name its author."""
    return count_coaches(session, actor.organisation_id, today) >= FEWEST_COACHES


def _parents_agreed() -> ColumnElement[bool]:
    return or_(~CardOffer.asks_parents, CardOffer.parents_agreed_on.is_not(None))


def _shows(scale: str, direction: str) -> ColumnElement[bool]:
    return exists().where(
        DecisionFigure.decision_id == Decision.id,
        DecisionFigure.scale == scale,
        DecisionFigure.direction == direction,
    )


def _read(session: Session, actor: Actor, *which: ColumnElement[bool]) -> Sequence[OfferRow]:
    """Read offers that stand in the organisation of this person, the newest decision first."""
    return session.execute(
        select(CardOffer, Decision, Traject)
        .join(Decision, Decision.id == CardOffer.decision_id)
        .join(Traject, Traject.id == Decision.traject_id)
        .where(
            CardOffer.organisation_id == actor.organisation_id,
            CardOffer.ended_at.is_(None),
            *which,
        )
        .order_by(Decision.decided_at.desc(), Decision.id)
        .limit(MOST_READ)
    ).all()


def _agreed(session: Session, rows: Sequence[OfferRow]) -> list[OfferRow]:
    """Return those of which the agreement to learn from each other stands now."""
    cases = agreements.cases(session, Traject.id.in_({row.Traject.id for row in rows}))
    return [row for row in rows if cases[row.Traject.id].may_share()]


def _cards(session: Session, rows: Sequence[OfferRow]) -> list[SharedCard]:
    if not rows:
        return []
    ids = [row.Decision.id for row in rows]
    figures, principles = figures_of(session, ids), principles_of(session, ids)
    return [
        SharedCard(
            id=row.Decision.id,
            choice=row.Decision.choice,
            line=row.Decision.line or "",
            seen=tuple(figures.get(row.Decision.id, ())),
            principles=tuple(name for _, name in principles.get(row.Decision.id, ())),
            ages=age_band(row.Traject, row.Decision.decided_on),
            month=row.Decision.decided_on.replace(day=1),
        )
        for row in rows
    ]


def written(row: OfferRow) -> Owned:
    """Return whose words a card holds, for the policy."""
    traject = row.Traject
    return Owned(traject.organisation_id, traject.school_id, row.Decision.coach_id)


def waiting_for(
    session: Session, actor: Actor, today: date, *which: ColumnElement[bool]
) -> list[OfferRow]:
    """Return what this coach may look at: not what was written or is lived through by them."""
    rows = [
        row
        for row in _read(session, actor, CardOffer.outcome.is_(None), _parents_agreed(), *which)
        if may(actor, Act.CHECK_CARD, written(row))
        and actor.person_id not in (row.Traject.coach_id, row.CardOffer.offered_by)
    ]
    return _agreed(session, rows) if rows and has_enough_coaches(session, actor, today) else []
