"""Preparing the cards of peers: what may be seen of them, what waits for a check, one's own."""

from collections import Counter
from collections.abc import Mapping, Sequence

from flask import url_for

from survey_app.dutch import counted, month_in_words
from survey_app.practice.decisions import BETTER, NO_DIFFERENCE, WORSE, Seen
from survey_app.practice.shared_cards import FEWEST_COACHES, OwnCard, SharedCard, ShareState
from survey_app.reports import wording
from survey_app.web.coach.decision_forms import CHOICES
from survey_app.web.coach.decision_values import CardsPage, CheckPage, OwnCardRow, PeerCard
from survey_app.web.coach.pages import Folded

SHOWN = 10
DIRECTIONS = {"higher": "hoger", "lower": "lager", "same": "hetzelfde"}
JUDGED = {
    BETTER: "duidelijk beter",
    WORSE: "duidelijk minder goed",
    NO_DIFFERENCE: "geen duidelijk verschil",
}
TOO_FEW = (
    f"Kaarten delen kan vanaf {FEWEST_COACHES} coaches in je organisatie. "
    "Met minder weet iedereen van wie een kaart is."
)


def seen_words(seen: Seen, *, numbered: bool = False) -> str:
    """Return a code in words: whose view, and what could be said of it.

    Peers do not learn which of two parents it was.
    """
    role = wording.ROLES[seen.role]
    whose = f"{role} {seen.number}" if numbered and seen.number > 1 else role
    went = JUDGED.get(seen.verdict) or DIRECTIONS.get(seen.direction or "", "niet te vergelijken")
    return f"{whose}, {seen.title.lower()}: {went}" if seen.title else f"{whose}: {went}"


def peer_card(card: SharedCard) -> PeerCard:
    """Return exactly what is shown of a card: to peers, and to who checks it."""
    ages = f"kind van {card.ages[0]} tot en met {card.ages[1]} jaar" if card.ages else ""
    return PeerCard(
        key=card.id,
        seen=tuple(dict.fromkeys(seen_words(each) for each in card.seen)),
        choice=CHOICES[card.choice],
        line=card.line,
        principles=", ".join(card.principles),
        small=" · ".join(filter(None, (ages, month_in_words(card.month)))),
    )


def like_of(seen: Sequence[Seen]) -> set[tuple[str, str]]:
    """Return what makes another card look like this one: where which scale went."""
    return {(each.scale, each.direction) for each in seen if each.direction is not None}


def cards_page(
    cards: Sequence[SharedCard],
    own: Sequence[OwnCard],
    states: Mapping[ShareState, str],
    wanted: str,
    to_check: int,
    enough: bool,
    message: str | None,
) -> CardsPage:
    """Return the page of cards; `wanted` is a direction by its word in the address."""
    titles = {each.scale: each.title.lower() for card in cards for each in card.seen}
    counts = Counter(
        f"{scale}-{direction}" for card in cards for scale, direction in like_of(card.seen)
    )
    chosen = wanted if wanted in counts else ""
    shown = Folded.after(
        SHOWN,
        [
            peer_card(each)
            for each in cards
            if not chosen or chosen in {f"{a}-{b}" for a, b in like_of(each.seen)}
        ],
        "kaart",
        "kaarten",
    )
    filters = [
        (f"{titles[scale]} {DIRECTIONS[direction]} ({count})", key)
        for key, count in sorted(counts.items())
        for scale, _, direction in [key.rpartition("-")]
    ]
    return CardsPage(
        filters=(
            ("alle kaarten", url_for("coach.cards"), not chosen),
            *((words, url_for("coach.cards", beeld=key), key == chosen) for words, key in filters),
        )
        if filters
        else (),
        first=shown.first,
        rest=shown.rest,
        own=tuple(
            OwnCardRow(
                peer_card(each.card),
                states[each.state],
                each.reason or "",
                url_for("coach.withdraw_card", decision_id=each.card.id),
            )
            for each in own
        ),
        too_few="" if enough else TOO_FEW,
        to_check=counted(to_check, "kaart wacht", "kaarten wachten") if to_check else "",
        check_url=url_for("coach.cards_to_check"),
        message=message,
    )


def check_page(
    cards: Sequence[SharedCard],
    enough: bool,
    *,
    message: str | None = None,
    problem: str = "",
    wrong: str = "",
    typed: str = "",
) -> CheckPage:
    """Return the page to check cards; the answer about the card `wrong` could not be taken."""
    return CheckPage(
        cards=tuple(
            (peer_card(each), url_for("coach.checked_card", decision_id=each.id)) for each in cards
        ),
        too_few="" if enough else TOO_FEW,
        problem=problem,
        wrong=wrong,
        typed=typed,
        message=message,
    )
