"""The addresses of the decision after a measurement, and of sharing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act
from survey_app.errors import InputError, NotFoundError
from survey_app.measurements import queries as measured
from survey_app.measurements.queries import AskedLine
from survey_app.practice import decision_queries, decisions, shared_cards, sharing, ways
from survey_app.practice.decision_queries import DecisionLine
from survey_app.practice.shared_cards import SharedCard
from survey_app.practice.sharing import ASK_PARENTS, YES
from survey_app.trajects import agreements
from survey_app.trajects.models import Occasion, Traject
from survey_app.web.coach.blueprint import coach, is_from_today, own, record_look, render
from survey_app.web.coach.cards_page import like_of
from survey_app.web.coach.coming import moments_of
from survey_app.web.coach.decision_cards import AskedCard, asks_for_a_card, cards_at, to_decide
from survey_app.web.coach.decision_forms import DecisionForm, ParentsAgreedForm
from survey_app.web.coach.decision_values import DecisionBlock
from survey_app.web.coach.decisions_page import card_page, decision_block
from survey_app.web.coach.kept import AWAY, keeps_what_was_typed
from survey_app.web.permissions import csrf_holds, needs, own_csrf, this_actor
from survey_app.web.wiring import wiring

OPEN = "open"
"""The button that opens the whole card, with what was typed on a short one."""
PLACE = "besluiten"


@dataclass(frozen=True, slots=True)
class _Card:
    """One card as it is read: what stands out, what was answered, what peers did."""

    traject: Traject
    asked: AskedCard
    said: Sequence[DecisionLine]
    case: agreements.Case
    peers: Sequence[SharedCard]


@coach.get("/trajecten/<id:traject_id>/kaarten/<id:occasion_id>")
@needs(Act.CHANGE_TRAJECT)
def decision(traject_id: str, occasion_id: str) -> ResponseReturnValue:
    """Show one whole card, with the last answer in it; the look is recorded."""
    form = DecisionForm(formdata=None)
    with wiring().database.write() as db:
        read = _read(db, traject_id, occasion_id)
        if read.said:
            _fill(form, read.said[0])
        record_look(db, read.traject, "see decision")
        return _page(db, read, form)


@coach.post("/trajecten/<id:traject_id>/kaarten/<id:occasion_id>")
@keeps_what_was_typed
@needs(Act.CHANGE_TRAJECT)
@own_csrf
def decided(traject_id: str, occasion_id: str) -> ResponseReturnValue:
    """Keep what was decided; on the short card a button opens the whole one."""
    form = DecisionForm(meta={"csrf": False})
    if not csrf_holds():
        form.form_errors.append(AWAY)
        return _with_what_was_typed(traject_id, occasion_id, form), 400
    if form.choice.data == OPEN:
        return _with_what_was_typed(traject_id, occasion_id, form), 200
    try:
        if form.is_skipped or form.validate():
            return _decide(traject_id, occasion_id, form)
    except InputError as error:
        form.form_errors.append(str(error))
    return _with_what_was_typed(traject_id, occasion_id, form), 422


@coach.post("/trajecten/<id:traject_id>/besluiten/<id:decision_id>/delen")
@needs(Act.CHANGE_TRAJECT)
def offer_card(traject_id: str, decision_id: str) -> ResponseReturnValue:
    """Let an answer go to peers after a check, or after the parents were asked."""
    world, how = wiring(), request.form.get("may_share")
    with world.database.write() as db:
        sharing.offer(
            db,
            this_actor(),
            own(db, traject_id),
            decision_id,
            how=how,
            now=world.now(),
        )
    return _to_decisions(traject_id, "kaart-ouders" if how == ASK_PARENTS else "kaart-deelt")


@coach.post("/trajecten/<id:traject_id>/besluiten/<id:decision_id>/ouders-akkoord")
@needs(Act.CHANGE_TRAJECT)
def parents_agreed(traject_id: str, decision_id: str) -> ResponseReturnValue:
    """Note on which day parents agreed that an answer is shared."""
    world = wiring()
    form = ParentsAgreedForm()
    with world.database.write() as db:
        found = own(db, traject_id)
        sharing.parents_agreed(db, this_actor(), found, decision_id, form.on.data, world.now())
    return _to_decisions(traject_id, "kaart-deelt")


@coach.post("/kaarten/<id:decision_id>/intrekken")
@needs(Act.WITHDRAW_CARD)
def withdraw_card(decision_id: str) -> ResponseReturnValue:
    """Take an answer back from peers at once, from the page it stands on."""
    world = wiring()
    with world.database.write() as db:
        withdrawn = sharing.withdraw(db, this_actor(), decision_id, world.now())
        traject_id = withdrawn.traject_id
    if request.form.get("van") == "kaarten":
        return redirect(url_for("coach.cards", melding="ingetrokken"), 303)
    return _to_decisions(traject_id, "kaart-weg")


def decisions_for(
    db: Session, found: Traject, lines: Sequence[AskedLine], occasions: Sequence[Occasion]
) -> DecisionBlock:
    """Return the decisions of one traject, as its page shows them."""
    actor, today = this_actor(), wiring().today()
    said = decision_queries.decisions_of(db, actor, found)
    decided_at = {each.decision.occasion_id for each in said}
    due = [each for each in moments_of(lines) if asks_for_a_card(each, today)]
    asked = cards_at(db, actor, to_decide(lines, decided_at, today), lines, {found.id: found})
    case = agreements.cases(db, Traject.id == found.id)[found.id]
    offered = shared_cards.states(db, actor, found, [each.decision for each in said], today)
    first = asked[0] if asked else None
    return decision_block(
        found,
        [each for each in due if each.occasion_id not in decided_at] if case.may_use() else [],
        first,
        said,
        occasions,
        offered,
        case,
        _peers(db, found, first, today) if first else [],
    )


def _decide(traject_id: str, occasion_id: str, form: DecisionForm) -> ResponseReturnValue:
    world, actor = wiring(), this_actor()
    with world.database.write() as db:
        read = _read(db, traject_id, occasion_id)
        before = read.said[0].decision.id if read.said else ""
        made = decisions.decide(
            db, actor, read.traject, occasion_id, form.said, read.asked.found.saw, world.now()
        )
        how = form.may_share.data
        if how in (YES, ASK_PARENTS) and not form.is_skipped:
            sharing.offer(
                db,
                actor,
                read.traject,
                made.id,
                how=how,
                now=world.now(),
            )
        is_second = before not in (request.form.get("last", ""), made.id)
    if is_second:
        return _to_decisions(traject_id, "kaart-dubbel")
    if form.choice.data == decisions.SHARE and how not in (YES, ASK_PARENTS):
        return _to_decisions(traject_id, "kaart-mag")
    message = "kaart-overgeslagen" if form.is_skipped else "kaart"
    if is_from_today():
        return redirect(url_for("coach.today", melding=message), 303)
    return _to_decisions(traject_id, message)


def _read(db: Session, traject_id: str, occasion_id: str) -> _Card:
    """Read one card of a traject this coach may change, else raise as if it did not exist."""
    actor, today = this_actor(), wiring().today()
    found = own(db, traject_id)
    lines = measured.asked(db, actor, found.id)
    moments = [
        each
        for each in moments_of(lines)
        if each.occasion_id == occasion_id and asks_for_a_card(each, today)
    ]
    asked = cards_at(db, actor, moments, lines, {found.id: found})
    if not asked:
        raise NotFoundError
    said = decision_queries.decisions_of(db, actor, found)
    return _Card(
        traject=found,
        asked=asked[0],
        said=[each for each in said if each.decision.occasion_id == occasion_id],
        case=agreements.cases(db, Traject.id == found.id)[found.id],
        peers=_peers(db, found, asked[0], today),
    )


def _peers(db: Session, found: Traject, asked: AskedCard, today: date) -> list[SharedCard]:
    like = like_of(asked.found.saw.seen)
    return shared_cards.of_peers(db, this_actor(), today, like=like, reason=found.reason)


def _with_what_was_typed(traject_id: str, occasion_id: str, form: DecisionForm) -> str:
    with wiring().database.write() as db:
        return _page(db, _read(db, traject_id, occasion_id), form)


def _page(db: Session, read: _Card, form: DecisionForm) -> str:
    form.offer(ways.current(db, read.traject.organisation_id), at_once=read.case.may_share())
    page = card_page(
        read.asked,
        read.said[0] if read.said else None,
        not read.case.objects_to_sharing(),
        read.peers,
        from_today=is_from_today(),
    )
    return render("coach/decision.html", "traject", page=page, form=form)


def _fill(form: DecisionForm, line: DecisionLine) -> None:
    """Put the last answer in the form, for who goes on from it."""
    decision = line.decision
    form.line.data, form.voices.data = decision.line, decision.voices
    form.step.data, form.step_by.data = decision.step, decision.step_by or ""
    form.step_on.data = decision.step_on
    form.principles.data = [key for key, _ in line.principles]


def _to_decisions(traject_id: str, message: str) -> ResponseReturnValue:
    """Lead to the decisions on the page of the traject."""
    address = url_for("coach.traject", traject_id=traject_id, melding=message, _anchor=PLACE)
    return redirect(address, 303)
