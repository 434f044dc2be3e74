"""What the template of a traject is given: prepared values, nothing left to compute."""

from dataclasses import dataclass
from datetime import date

from survey_app.web.coach.decision_values import DecisionBlock
from survey_app.web.coach.goals_values import GoalsBlock
from survey_app.web.coach.pages import ChartPanel, InvitationRow, SignalCard, TakenUp
from survey_app.web.coach.paper_values import PapersBlock
from survey_app.web.coach.practice_values import PracticeBlock

PANELS_IN_SIGHT = 3
TAKEN_UP_IN_SIGHT = 3


@dataclass(frozen=True, slots=True)
class OwnLists:
    """What the coach can fill in at a moment, in words, with the way to it."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class MomentBlock:
    """One planned or held moment of a traject; `state` tells how far the others are."""

    kind: str
    on: date
    word: str
    when: str
    state: str
    invitations: tuple[InvitationRow, ...]
    is_done: bool
    is_held: bool = True
    note: str | None = None
    change_url: str | None = None
    own: OwnLists | None = None

    @property
    def is_open(self) -> bool:
        """Whether a link can be shared now."""
        return any(row.link for row in self.invitations)


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One item in words at each moment: the text, then one answer per moment.

    `anchors` are where signals lead to, one per version that was answered; `flagged` tells that an
    answer asks, or asked, for attention, and `asks` that nobody took it up yet.
    """

    text: str
    answers: tuple[str, ...]
    anchors: tuple[str, ...] = ()
    flagged: bool = False
    asks: bool = False


@dataclass(frozen=True, slots=True)
class InformantPanels:
    """All that one informant answered: charts per scale and the answers in words.

    `name` is that of the informant, `who` also says of which list this is.
    `charts` are shown at once, `more` on request. `unknown` is what is not known of any of them.
    """

    informant: str
    name: str
    who: str
    charts: tuple[ChartPanel, ...]
    more: tuple[ChartPanel, ...]
    unknown: str
    moments: tuple[str, ...]
    care: tuple[tuple[str, str], ...]
    answers: tuple[AnswerRow, ...]
    private: tuple[AnswerRow, ...]
    badge: str
    drawn_with: str | None
    save_all_url: str | None
    changed: tuple[tuple[str, str], ...] = ()

    @property
    def is_of_coach(self) -> bool:
        """Whether the reader wrote it."""
        return self.informant == "coach"

    @property
    def asks(self) -> bool:
        """Whether an answer in it asks for attention that nobody gave yet."""
        return any(row.asks for row in (*self.answers, *self.private))


@dataclass(frozen=True, slots=True)
class BaselineTable:
    """The same question before the start, at the intake and later, in words."""

    informant: str
    who: str
    moments: tuple[str, ...]
    rows: tuple[AnswerRow, ...]
    conclusion: str
    unknown: str
    made_with: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """A pause or a life event of a traject."""

    when: str
    words: str
    remove_action: str


@dataclass(frozen=True, slots=True)
class ViewsTable:
    """The core five side by side in words, one column per informant; never subtracted."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[AnswerRow, ...]
    moment: str
    badge: str
    made_with: str


@dataclass(frozen=True, slots=True)
class SignerRow:
    """One person who must agree, or did: what was said per purpose, and the acts.

    `key` tells which form is whose. Without `record_action` this person need not agree any more.
    `sent` tells what became of the message with the link.
    """

    key: str
    informant: str
    who: str
    lines: tuple[tuple[str, str], ...]
    record_action: str | None
    ask_action: str | None
    link: str | None
    message: str | None
    withdraw_action: str | None
    authority_action: str | None = None
    holds_authority: bool = True
    send_action: str | None = None
    sent: str | None = None


@dataclass(frozen=True, slots=True)
class ConsentBlock:
    """What is agreed, in words; who said what; and the acts of the coach.

    `together` is what holds for the holders of authority without a name, as lines like those of a
    person, with the act to end it.
    """

    state: str
    detail: str
    notes: tuple[str, ...]
    is_agreed: bool
    knows_who_decides: bool
    people: tuple[SignerRow, ...]
    together: tuple[tuple[str, str], ...]
    end_together_action: str | None
    decides_action: str
    court_action: str | None


@dataclass(frozen=True, slots=True)
class InformantRow:
    """One person who is asked about the child; a coach needs no address."""

    informant: str
    who: str
    small: str
    burden: str | None
    contact_url: str | None


@dataclass(frozen=True, slots=True)
class TrajectPage:
    """Everything of one traject."""

    child: str
    group: str
    one_line: str
    reason: str
    signals: tuple[SignalCard, ...]
    taken_up: tuple[TakenUp, ...]
    consent: ConsentBlock
    informants: tuple[InformantRow, ...]
    moments: tuple[MomentBlock, ...]
    panels: tuple[InformantPanels, ...]
    views: ViewsTable | None
    normed_views: ChartPanel | None
    baselines: tuple[BaselineTable, ...]
    events: tuple[EventRow, ...]
    practice: PracticeBlock
    goals: GoalsBlock
    decisions: DecisionBlock
    informant_action: str
    event_action: str
    step_action: str | None
    nomination_action: str | None
    course_url: str
    meldcode_url: str
    trail_url: str
    erase_url: str | None
    data_url: str | None
    data_note: str
    papers: PapersBlock
    plan_action: str | None = None
    message: str | None = None
    message_at: str = ""
    pin_url: str | None = None

    @property
    def shows_taken_up(self) -> bool:
        """Whether the way back of today is in sight: not when the list pushes all else away."""
        undone = any(each.undo_action for each in self.taken_up)
        return undone and len(self.taken_up) <= TAKEN_UP_IN_SIGHT

    def shows_whole(self, panel: InformantPanels) -> bool:
        """Whether charts and answers of one list are in sight, and not only what they say.

        With many lists a page of all charts is too long to find anything on; what the reader wrote
        is known. An answer that asks for attention is always in sight.
        """
        others = sum(not each.is_of_coach for each in self.panels)
        return panel.asks or (others <= PANELS_IN_SIGHT and not panel.is_of_coach)
