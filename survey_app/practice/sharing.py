"""Sharing a card with peers: offered by who decided, cleared by a second coach, taken back at once.

Who may see a card then is decided at every look, in `shared_cards`.
"""

import re
import unicodedata
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.names import clean_line
from survey_app.accounts.policy import Act, Actor, Owned, demand, may
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.errors import InputError, NotFoundError
from survey_app.practice.decision_models import CardOffer, Decision
from survey_app.practice.decisions import SKIPPED, TOO_EARLY, last_of
from survey_app.practice.shared_cards import CLEARED, SENT_BACK, offer_of, waiting_for, written
from survey_app.storage import hold
from survey_app.trajects import agreements
from survey_app.trajects.models import Traject
from survey_app.trajects.services import owned

YES, ASK_PARENTS = "yes", "ask_parents"
LONGEST_REASON: Final = 200
GONE: Final = "Deze kaart is net nagekeken of teruggetrokken. Er is niets meer te doen."


class CheckedMeanwhileError(InputError):
    """Somebody else gave the word about this card, or it was taken back."""


def offer(
    session: Session,
    actor: Actor,
    traject: Traject,
    decision_id: str,
    *,
    how: str | None,
    now: datetime,
) -> CardOffer:
    """Let a card go to peers after a check, and after the parents where they are to be asked.

    Only the last answer after a moment can be offered, with a line in which the child is not named,
    and never against what the parents said about learning from each other.
    """
    decision = _decision(session, actor, traject, decision_id)
    if how not in (YES, ASK_PARENTS):
        raise InputError("Kies of het naar collega's mag.")
    ask_parents_first = how == ASK_PARENTS
    last = last_of(session, decision.occasion_id)
    if last is None or last.id != decision.id:
        raise InputError("Je hebt de kaart intussen opnieuw beantwoord. Deel het laatste antwoord.")
    if decision.line is None or decision.choice == TOO_EARLY:
        raise InputError("Het is nog te vroeg: er is niets te delen. Kies bij delen 'nee'.")
    if _names(decision.line, traject.child_name):
        raise InputError("In je zin staat de naam van het kind. Haal die weg voordat je deelt.")
    case = agreements.cases(session, Traject.id == traject.id)[traject.id]
    if case.objects_to_sharing() or not (ask_parents_first or case.may_share()):
        raise InputError(
            "Er is geen akkoord om te leren van elkaar. Dan kan deze kaart niet gedeeld worden."
        )
    if _was_sent_back(session, decision):
        raise InputError("Een collega stuurde deze kaart terug. Verander eerst je zin.")
    standing = offer_of(session, decision.id)
    if standing is not None:
        if standing.asks_parents and not ask_parents_first:
            raise InputError("Vul in op welke dag de ouders akkoord waren.")
        return standing
    made = CardOffer(
        organisation_id=decision.organisation_id,
        decision_id=decision.id,
        offered_by=actor.person_id,
        offered_at=now,
        asks_parents=ask_parents_first,
    )
    session.add(made)
    session.flush()
    _record(session, actor, "offer card", made, now)
    return made


def parents_agreed(
    session: Session,
    actor: Actor,
    traject: Traject,
    decision_id: str,
    on: date | None,
    now: datetime,
) -> CardOffer:
    """Note on which day the parents agreed that a card is shared."""
    decision = _decision(session, actor, traject, decision_id)
    standing = offer_of(session, decision.id)
    if standing is None or not standing.asks_parents:
        raise NotFoundError
    if on is None or not decision.decided_on <= on <= local_date(now):
        raise InputError("Kies de dag waarop de ouders akkoord waren: na de kaart, uiterlijk nu.")
    if standing.parents_agreed_on is None:
        standing.parents_agreed_on = on
        _record(session, actor, "parents agree to card", standing, now)
    return standing


def withdraw(session: Session, actor: Actor, decision_id: str, now: datetime) -> Decision:
    """Take a card back from peers at once: who wrote it may, and who has the traject now."""
    found = session.execute(
        select(Decision, Traject)
        .join(Traject, Traject.id == Decision.traject_id)
        .where(Decision.id == decision_id)
    ).one_or_none()
    if found is None:
        raise NotFoundError
    decision, traject = found
    author = Owned(traject.organisation_id, traject.school_id, decision.coach_id)
    if not may(actor, Act.WITHDRAW_CARD, author):
        demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    standing = offer_of(session, decision_id)
    if standing is not None:
        hold(session, standing)
        if standing.ended_at is None:
            standing.ended_at = now
            _record(session, actor, "withdraw card", standing, now)
    return decision


def check(
    session: Session, actor: Actor, decision_id: str, *, outcome: str, reason: str, now: datetime
) -> CardOffer:
    """Say of a card that nobody can be recognised in it, or send it back with a reason."""
    waiting = waiting_for(session, actor, local_date(now), Decision.id == decision_id)
    if not waiting:
        # What never waited for this coach looks as if it does not exist.
        if _is_past(session, actor, decision_id):
            raise CheckedMeanwhileError(GONE)
        raise NotFoundError
    (row,) = waiting
    standing: CardOffer = row.CardOffer
    demand(actor, Act.CHECK_CARD, written(row))
    # One after another: PostgreSQL locks the row, so that of two words the second is told.
    hold(session, standing)
    if standing.outcome is not None or standing.ended_at is not None:
        raise CheckedMeanwhileError(GONE)
    if outcome == SENT_BACK:
        empty = "Schrijf in één zin wat te herkennen is."
        standing.reason = clean_line(reason, LONGEST_REASON, empty)
    elif outcome != CLEARED:
        raise InputError("Kies met een knop of de kaart zo kan.")
    standing.outcome = outcome
    standing.checked_by, standing.checked_at = actor.person_id, now
    _record(session, actor, "clear card" if outcome == CLEARED else "send card back", standing, now)
    return standing


def _decision(session: Session, actor: Actor, traject: Traject, decision_id: str) -> Decision:
    """Return an answer in a traject this coach may change, else raise as if it did not exist."""
    demand(actor, Act.CHANGE_TRAJECT, owned(traject))
    decision = session.get(Decision, decision_id)
    if decision is None or decision.traject_id != traject.id or decision.choice == SKIPPED:
        raise NotFoundError
    return decision


def _was_sent_back(session: Session, decision: Decision) -> bool:
    """Tell whether a colleague sent this line back after this moment, also when it was withdrawn.

    Lines are sealed, so they are put beside each other here.
    """
    earlier = session.scalars(
        select(Decision)
        .join(CardOffer, CardOffer.decision_id == Decision.id)
        .where(Decision.occasion_id == decision.occasion_id, CardOffer.outcome == SENT_BACK)
    )
    return any(each.line == decision.line for each in earlier)


def _names(line: str, child: str) -> bool:
    """Tell whether a line holds a word of the name by which the child is known."""
    words = set(_words(line))
    return any(len(each) > 1 and each in words for each in _words(child))


def _words(text: str) -> list[str]:
    """Return words as they read, however their letters are written."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())


def _is_past(session: Session, actor: Actor, decision_id: str) -> bool:
    """Tell whether this coach could have looked at a card that is done or taken back."""
    rows = session.execute(
        select(CardOffer, Decision, Traject)
        .join(Decision, Decision.id == CardOffer.decision_id)
        .join(Traject, Traject.id == Decision.traject_id)
        .where(
            Decision.id == decision_id,
            CardOffer.outcome.is_not(None) | CardOffer.ended_at.is_not(None),
        )
    )
    return any(may(actor, Act.CHECK_CARD, written(row)) for row in rows)


def _record(session: Session, actor: Actor, act: str, standing: CardOffer, now: datetime) -> None:
    session.flush()
    audit.record(
        session,
        audit.person(actor.person_id),
        act,
        "decision",
        standing.decision_id,
        organisation_id=standing.organisation_id,
        now=now,
    )
