"""The addresses of shared cards: those of peers, the own ones, and those to check."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act
from survey_app.errors import InputError
from survey_app.practice import shared_cards, sharing
from survey_app.web.coach.blueprint import coach, record_look, render
from survey_app.web.coach.cards_page import cards_page, check_page
from survey_app.web.coach.decision_values import CheckPage
from survey_app.web.coach.decisions_page import STATES
from survey_app.web.coach.kept import AWAY, keeps_what_was_typed
from survey_app.web.permissions import csrf_holds, needs, own_csrf, this_actor
from survey_app.web.wiring import wiring

MESSAGES = {
    "ingetrokken": "De kaart is ingetrokken. Niemand anders ziet haar nog.",
    "nagekeken": "De kaart is nagekeken. Collega's kunnen haar nu zien.",
    "teruggestuurd": "De kaart gaat terug naar wie haar schreef, met jouw zin.",
}


@coach.get("/kaarten")
@needs(Act.SEE_CARDS)
def cards() -> ResponseReturnValue:
    """Show the cards of peers that may be seen now, and the own ones; the look is recorded."""
    world, actor = wiring(), this_actor()
    with world.database.write() as db:
        page = cards_page(
            shared_cards.of_peers(db, actor, world.today()),
            shared_cards.own_cards(db, actor, world.today()),
            STATES,
            request.args.get("beeld", ""),
            len(shared_cards.to_check(db, actor, world.today())),
            shared_cards.has_enough_coaches(db, actor, world.today()),
            _message(),
        )
        record_look(db, None, "see cards")
    return render("coach/cards.html", "contacts", page=page)


@coach.get("/kaarten/controle")
@needs(Act.SEE_CARDS)
def cards_to_check() -> ResponseReturnValue:
    """Show the cards that wait for a second pair of eyes; the look is recorded."""
    with wiring().database.write() as db:
        page = _to_check(db)
        record_look(db, None, "see cards to check")
    return _checking(page)


@coach.post("/kaarten/controle/<id:decision_id>")
@keeps_what_was_typed
@needs(Act.CHECK_CARD)
@own_csrf
def checked_card(decision_id: str) -> ResponseReturnValue:
    """Clear one card, or send it back with a reason; what is refused stays typed."""
    world = wiring()
    reason, outcome = request.form.get("reason", ""), request.form.get("outcome", "")
    problem, status = AWAY, 400
    if csrf_holds():
        try:
            with world.database.write() as db:
                sharing.check(
                    db,
                    this_actor(),
                    decision_id,
                    outcome=outcome,
                    reason=reason,
                    now=world.now(),
                )
            done = "nagekeken" if outcome == shared_cards.CLEARED else "teruggestuurd"
            return redirect(url_for("coach.cards_to_check", melding=done), 303)
        except InputError as error:
            problem, status = str(error), 422
    with world.database.read() as db:
        page = _to_check(db, wrong=decision_id, problem=problem, typed=reason)
    return _checking(page), status


def _to_check(db: Session, *, wrong: str = "", problem: str = "", typed: str = "") -> CheckPage:
    world, actor = wiring(), this_actor()
    return check_page(
        shared_cards.to_check(db, actor, world.today()),
        shared_cards.has_enough_coaches(db, actor, world.today()),
        message=_message(),
        problem=problem,
        wrong=wrong,
        typed=typed,
    )


def _checking(page: CheckPage) -> str:
    return render("coach/cards_to_check.html", "contacts", page=page)


def _message() -> str | None:
    return MESSAGES.get(request.args.get("melding", ""))
