"""What the templates of decisions and shared cards are given."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SeenRow:
    """What stands out of one informant on one scale, in words."""

    informant: str
    who: str
    about: str
    words: str


@dataclass(frozen=True, slots=True)
class DecisionCard:
    """A card to answer: what stands out, and where the answer goes.

    `last` is the answer that was there when the page was shown, so that a second one in another tab
    is told.
    """

    key: str
    child: str
    when: str
    seen: tuple[SeenRow, ...]
    missing: str
    unknown: str
    action: str
    last: str


@dataclass(frozen=True, slots=True)
class PeerCard:
    """A card of a colleague, or one to check: without a child, a school or a name."""

    key: str
    seen: tuple[str, ...]
    choice: str
    line: str
    principles: str
    small: str


@dataclass(frozen=True, slots=True)
class OwnCardRow:
    """An own card on its way to peers."""

    card: PeerCard
    state: str
    reason: str
    withdraw_action: str


@dataclass(frozen=True, slots=True)
class ShareBlock:
    """How far an answer is on its way to peers, with the acts that are possible now.

    `offer_action` asks whether it may go (`at_once`, or only after parents were asked),
    `parents_action` on which day parents agreed.
    """

    state: str
    reason: str = ""
    offer_action: str | None = None
    at_once: bool = False
    parents_action: str | None = None
    withdraw_action: str | None = None


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """One answer to a card, read back: what was seen that day, the choice and the rest."""

    when: str
    choice: str
    line: str
    seen: tuple[str, ...]
    more: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DecidedMoment:
    """The answers after one moment: the last one, those before it, and how far it is shared."""

    key: str
    when: str
    last: DecidedRow
    earlier: tuple[DecidedRow, ...]
    share: ShareBlock | None
    again_url: str | None
    again_words: str


@dataclass(frozen=True, slots=True)
class DecisionBlock:
    """The decisions of one traject: the card to answer now, others that are open, what was said."""

    card: DecisionCard | None
    others: tuple[tuple[str, str], ...]
    decided: tuple[DecidedMoment, ...]
    peers: tuple[PeerCard, ...]
    cards_url: str


@dataclass(frozen=True, slots=True)
class CardPage:
    """One whole card: its form, and what peers did who saw the same."""

    card: DecisionCard
    before: DecidedRow | None
    may_share: bool
    peers: tuple[PeerCard, ...]
    cards_url: str
    back_url: str
    from_today: bool


@dataclass(frozen=True, slots=True)
class CardsPage:
    """The cards of peers that may be seen, and the own ones on their way."""

    filters: tuple[tuple[str, str, bool], ...]
    first: tuple[PeerCard, ...]
    rest: tuple[PeerCard, ...]
    own: tuple[OwnCardRow, ...]
    too_few: str
    to_check: str
    check_url: str
    message: str | None


@dataclass(frozen=True, slots=True)
class CheckPage:
    """The cards to look at before peers see them; `typed` is a reason that could not be taken."""

    cards: tuple[tuple[PeerCard, str], ...]
    too_few: str
    problem: str
    wrong: str
    typed: str
    message: str | None


@dataclass(frozen=True, slots=True)
class TodayDecisions:
    """What the page of today shows of it: cards to answer, and how many of peers to check."""

    first: tuple[DecisionCard, ...]
    rest: tuple[DecisionCard, ...]
    more: str
    to_check: str
    check_url: str
