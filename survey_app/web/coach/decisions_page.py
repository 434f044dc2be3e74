"""Preparing the decision after a measurement: the card, what was said, and how far it is shared."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for

from survey_app.dutch import date_in_words, day_in_words, short_date
from survey_app.practice.decision_models import Decision
from survey_app.practice.decision_queries import DecisionLine
from survey_app.practice.decisions import SKIPPED, TOO_EARLY
from survey_app.practice.shared_cards import FEWEST_COACHES, Offered, SharedCard, ShareState
from survey_app.reports import wording
from survey_app.reports.standing_out import sentence
from survey_app.trajects.agreements import Case
from survey_app.trajects.models import Occasion, Traject
from survey_app.web.coach.cards_page import peer_card, seen_words
from survey_app.web.coach.coming import Moment
from survey_app.web.coach.decision_cards import AskedCard
from survey_app.web.coach.decision_forms import CHOICES, DOERS
from survey_app.web.coach.decision_values import (
    CardPage,
    DecidedMoment,
    DecidedRow,
    DecisionBlock,
    DecisionCard,
    SeenRow,
    ShareBlock,
    TodayDecisions,
)
from survey_app.web.coach.pages import Folded
from survey_app.web.coach.shared import who

SHOWN_TODAY = 3
SHOWN_PEERS = 5
STANCES = {
    "with": "Je koos met de cijfers mee.",
    "against": "Je koos tegen de cijfers in. Dat mag.",
}
STATES = {
    ShareState.WAITS_FOR_PARENTS: "Je vraagt eerst de ouders. Tot dan ziet niemand deze kaart.",
    ShareState.NOT_AGREED: "Niemand ziet deze kaart zolang er geen akkoord is om te leren van "
    "elkaar.",
    ShareState.TOO_FEW_COACHES: f"Delen kan vanaf {FEWEST_COACHES} coaches. "
    "Met minder weet iedereen van wie een kaart is.",
    ShareState.WAITS_FOR_CHECK: "Een collega kijkt eerst of niemand te herkennen is.",
    ShareState.SENT_BACK: "Een collega stuurde deze kaart terug. Verander je zin, of deel haar "
    "niet.",
    ShareState.SHARED: "Collega's kunnen deze kaart zien.",
}


def decision_card(asked: AskedCard, last: str = "") -> DecisionCard:
    """Return a card to answer."""
    moment, found = asked.moment, asked.found
    return DecisionCard(
        key=moment.occasion_id,
        child=moment.child,
        when=_when(moment.kind, short_date(moment.day)),
        seen=tuple(
            SeenRow(
                each.seen.role,
                who(each.seen.role, each.label),
                each.seen.title.lower(),
                sentence(each),
            )
            for each in found.figures
        ),
        missing=_missing([who(role, label) for role, label in found.missing]),
        unknown=found.not_known,
        action=url_for("coach.decided", **_address(moment)),
        last=last,
    )


def today_decisions(cards: Sequence[AskedCard], to_check: int) -> TodayDecisions:
    """Return what the page of today shows: the cards that wait longest at once."""
    shown = Folded.after(SHOWN_TODAY, [decision_card(each) for each in cards], "kind", "kinderen")
    told = "1 kaart van een collega" if to_check == 1 else f"{to_check} kaarten van collega's"
    return TodayDecisions(
        first=shown.first,
        rest=shown.rest,
        more=shown.more,
        to_check=told if to_check else "",
        check_url=url_for("coach.cards_to_check"),
    )


def decision_block(
    traject: Traject,
    open_moments: Sequence[Moment],
    card: AskedCard | None,
    said: Sequence[DecisionLine],
    occasions: Sequence[Occasion],
    offered: Mapping[str, Offered],
    case: Case,
    peers: Sequence[SharedCard],
) -> DecisionBlock:
    """Return the decisions of one traject, the newest moment first; `card` is the one to answer."""
    by_moment: dict[str, list[DecisionLine]] = {}
    for line in said:
        by_moment.setdefault(line.decision.occasion_id, []).append(line)
    key = card.moment.occasion_id if card else None
    return DecisionBlock(
        card=decision_card(card) if card else None,
        others=tuple(
            (_when(each.kind, short_date(each.day)), url_for("coach.decision", **_address(each)))
            for each in reversed(open_moments)
            if each.occasion_id != key
        ),
        decided=tuple(
            _decided(moment, by_moment[moment.id], offered, case, traject)
            for moment in reversed(occasions)
            if moment.id in by_moment
        ),
        peers=tuple(peer_card(each) for each in peers[:SHOWN_PEERS]),
        cards_url=url_for("coach.cards"),
    )


def card_page(
    asked: AskedCard,
    before: DecisionLine | None,
    may_offer: bool,
    peers: Sequence[SharedCard],
    *,
    from_today: bool,
) -> CardPage:
    """Return one whole card, with what was answered before."""
    last = before.decision.id if before is not None else ""
    return CardPage(
        card=decision_card(asked, last),
        before=decided_row(before) if before is not None else None,
        may_share=may_offer,
        peers=tuple(peer_card(each) for each in peers[:SHOWN_PEERS]),
        cards_url=url_for("coach.cards"),
        back_url=url_for("coach.today")
        if from_today
        else url_for("coach.traject", traject_id=asked.moment.traject_id) + "#besluiten",
        from_today=from_today,
    )


def decided_row(line: DecisionLine) -> DecidedRow:
    """Return one answer, read back."""
    decision = line.decision
    skipped = decision.choice == SKIPPED
    return DecidedRow(
        when=date_in_words(decision.decided_on),
        choice="overgeslagen" if skipped else CHOICES[decision.choice],
        line=decision.line or "",
        seen=() if skipped else tuple(seen_words(each, numbered=True) for each in line.seen),
        more=() if skipped else tuple(_more(decision, line.principles)),
    )


def _more(decision: Decision, principles: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    if decision.stance is not None:
        yield "Cijfers", STANCES[decision.stance]
    if decision.missing:
        roles = [wording.ROLES[each] for each in decision.missing.split()]
        yield "Nog geen antwoord van", ", ".join(roles)
    if decision.voices:
        yield "Wat ieder zegt", decision.voices
    if decision.step and decision.step_by:
        until = f", uiterlijk {day_in_words(decision.step_on)}" if decision.step_on else ""
        yield "Afspraak", f"{DOERS[decision.step_by].capitalize()}: {decision.step}{until}"
    names = [name for _, name in principles]
    if names:
        yield "Hoe je werkte", ", ".join(names)


def _decided(
    moment: Occasion,
    lines: Sequence[DecisionLine],
    offered: Mapping[str, Offered],
    case: Case,
    traject: Traject,
) -> DecidedMoment:
    last, *earlier = lines
    skipped = last.decision.choice == SKIPPED
    return DecidedMoment(
        key=moment.id,
        when=_when(moment.kind, short_date(moment.planned_on)),
        last=decided_row(last),
        earlier=tuple(decided_row(each) for each in earlier),
        share=_share(last.decision, offered.get(last.decision.id), case, traject),
        again_url=url_for("coach.decision", traject_id=traject.id, occasion_id=moment.id),
        again_words="Beantwoord de kaart alsnog" if skipped else "Antwoord opnieuw",
    )


def _share(
    decision: Decision, offered: Offered | None, case: Case, traject: Traject
) -> ShareBlock | None:
    """Return how far an answer is shared; nothing where there is nothing to share."""
    if decision.line is None or decision.choice == TOO_EARLY:
        return None
    address: dict[str, Any] = {"traject_id": traject.id, "decision_id": decision.id}
    if offered is None:
        if case.objects_to_sharing():
            return ShareBlock(
                "Deze kaart kan niet gedeeld worden: er is geen akkoord om te leren van elkaar."
            )
        return ShareBlock(
            "Deze kaart is alleen van jou.",
            offer_action=url_for("coach.offer_card", **address),
            at_once=case.may_share(),
        )
    return ShareBlock(
        state=STATES[offered.state],
        reason=offered.reason or "",
        parents_action=url_for("coach.parents_agreed", **address)
        if offered.state is ShareState.WAITS_FOR_PARENTS
        else None,
        withdraw_action=url_for("coach.withdraw_card", decision_id=decision.id),
    )


def _missing(names: Sequence[str]) -> str:
    if not names:
        return ""
    *first, last = names
    listed = f"{', '.join(first)} en {last}" if first else last
    return f"Nog geen antwoord van {listed}."


def _when(kind: str, day: str) -> str:
    return f"{wording.occasion_word(kind)}, {day}"


def _address(moment: Moment) -> dict[str, Any]:
    return {"traject_id": moment.traject_id, "occasion_id": moment.occasion_id}
