"""What the coach's templates are given: prepared values, nothing left to compute."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from survey_app.dutch import counted
from survey_app.web.coach.decision_values import TodayDecisions

Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True)
class SignalCard:
    """An answer that needs attention; says that, never what was answered."""

    title: str
    sentence: str
    open_action: str
    take_action: str
    open_words: str = "Open het antwoord"
    warning: str = ""
    school_url: str | None = None
    meldcode_url: str | None = None


@dataclass(frozen=True, slots=True)
class SignalRow:
    """A signal that can wait for the next talk, on one line."""

    who: str
    small: str
    open_action: str
    take_action: str


@dataclass(frozen=True, slots=True)
class TakenUp:
    """A signal that was taken up or closed; who did so today can undo it."""

    sentence: str
    url: str
    act: str = "Rond af"
    undo_action: str | None = None


@dataclass(frozen=True, slots=True)
class Folded(Generic[Shown]):
    """A list of which the first part is shown at once, and the rest on request."""

    first: tuple[Shown, ...]
    rest: tuple[Shown, ...] = ()
    more: str = ""

    @classmethod
    def after(cls, count: int, shown: Sequence[Shown], one: str, more: str) -> "Folded[Shown]":
        """Fold a list after so many; a single one that is left is no reason to fold."""
        if len(shown) <= count + 1:
            return cls(tuple(shown))
        left = len(shown) - count
        return cls(tuple(shown[:count]), tuple(shown[count:]), f"Nog {counted(left, one, more)}")

    def __len__(self) -> int:
        """Count all that it holds, so that an empty one is false."""
        return len(self.first) + len(self.rest)


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do now, and where on the page it stands."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """Somebody who opened an own traject in an emergency, and why."""

    sentence: str
    reason: str
    url: str


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """A child that a teacher put forward, on the page of today."""

    informant: str
    who: str
    sentence: str
    small: str
    url: str


@dataclass(frozen=True, slots=True)
class FreshRow:
    """Who of one child answered at one moment: role and name of each."""

    child: str
    people: tuple[tuple[str, str], ...]
    small: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line with a moment, who it is about, a small line and one act; `also` is a second one."""

    when: str
    informant: str | None
    who: str
    small: str
    url: str
    act: str
    also: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class WaitingPerson:
    """Somebody who did not answer, with the one act that helps now: a reminder, or a message."""

    key: str
    informant: str
    who: str
    state: str
    remind_action: str | None
    message: str | None

    @property
    def can_be_asked(self) -> bool:
        """Whether something can be done: who said no is only told of."""
        return self.remind_action is not None or self.message is not None


@dataclass(frozen=True, slots=True)
class WaitingChild:
    """A child about whom people did not answer yet, with the moment and the longest wait."""

    anchor: str
    child: str
    small: str
    url: str
    people: tuple[WaitingPerson, ...]


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One traject of the caseload: where it stands, and what comes."""

    child: str
    group: str
    school: str
    since: str
    now: str
    coming: str
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a field to choose from."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class CaseSearch:
    """How the caseload is searched; without `schools` there is one and it is not asked."""

    action: str
    words: str
    longest: int
    schools: tuple[Choice, ...]
    states: tuple[Choice, ...]
    all_url: str | None


@dataclass(frozen=True, slots=True)
class Caseload:
    """The trajects of the coach that were looked for, told in one line."""

    told: str
    search: CaseSearch | None
    rows: tuple[CaseRow, ...]
    names_school: bool


@dataclass(frozen=True, slots=True)
class TodayPage:
    """The coach's first page: what to do first, then what is new, due and open, the caseload.

    `first` and `soon` are signals by how soon they ask for somebody, `for_talks` those that wait
    for the next talk. `calm` says so when there is nothing to do.
    """

    heading: str
    message: str | None
    alarm: str | None
    steps: tuple[Step, ...]
    calm: tuple[str, str] | None
    first: Folded[SignalCard]
    soon: Folded[SignalCard]
    for_talks: Folded[SignalRow]
    taken_up: Folded[TakenUp]
    openings: tuple[OpeningRow, ...]
    nominations: tuple[AnswerCard, ...]
    fresh: Folded[FreshRow]
    talks: Folded[Row]
    decisions: TodayDecisions
    requests: Folded[Row]
    stuck: Folded[Row]
    look_backs: Folded[Row]
    due: Folded[Row]
    waiting: Folded[WaitingChild]
    at_school: Row | None
    later: tuple[Row, ...]
    later_words: str
    caseload: Caseload | None
    new_url: str | None
    log_url: str
    nominations_url: str | None
    stand_ins: tuple[str, ...]
    substitution_url: str | None


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One invitation with its state in words and, while it is open, how to pass its link on."""

    informant: str
    who: str
    title: str
    minutes: str
    state: str
    link: str | None
    message: str | None
    revoke_action: str | None
    renew_action: str | None
    anchor: str = ""
    again_action: str | None = None
    letter_url: str | None = None
    card_url: str | None = None
    enter_url: str | None = None
    tablet_action: str | None = None
    tablet_words: str = ""


@dataclass(frozen=True, slots=True)
class ChartPanel:
    """One scale of one informant: chart, conclusion, what is unknown, and the table twin.

    `facts` stand beside the chart of a group: what, and its value in words. What was not computed
    has no explanation.
    """

    question: str
    whose: str
    direction: str
    informant: str | None
    wide_url: str
    narrow_url: str
    alternative: str
    conclusion: str
    unknown: str
    badge: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    save_url: str
    explain_url: str | None
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ListRow:
    """One questionnaire: for whom, how long, its languages, and whether it can be asked."""

    title: str
    url: str
    small: str
    languages: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class ListsPage:
    """All questionnaires: those that can be asked, and those that cannot."""

    ready: tuple[ListRow, ...]
    not_ready: tuple[ListRow, ...]
    retest_url: str
    calendar_url: str
    school_url: str


@dataclass(frozen=True, slots=True)
class GroupSection:
    """One list of a group: the figures of its scales, the response, and why something is not here.

    `notes` are sentences in the place of figures.
    """

    informant: str
    heading: str
    badge: str
    caution_title: str
    caution: str
    notes: tuple[str, ...]
    charts: tuple[ChartPanel, ...]


@dataclass(frozen=True, slots=True)
class GroupPage:
    """All trajects of a coach together; `empty` says what is so and what comes."""

    sections: tuple[GroupSection, ...]
    empty: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class ChildRows:
    """Children with links to their trajects, under what they have in common."""

    heading: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """An answer of a participant that asks for somebody: the question and what was chosen."""

    sentence: str
    seen_action: str


@dataclass(frozen=True, slots=True)
class ParticipantCard:
    """Somebody who answers a list twice: both turns, and the act to stop."""

    anchor: str
    who: str
    small: str
    wishes: tuple[Wish, ...]
    turns: tuple[InvitationRow, ...]
    stop_action: str | None


@dataclass(frozen=True, slots=True)
class RetestPage:
    """What a retest is for, how far each list is, and who takes part.

    `said` is what people are told before they agree; `lists` holds a title and how many pairs.
    """

    said: tuple[str, ...]
    lists: tuple[tuple[str, str], ...]
    people: tuple[ParticipantCard, ...]
    enrol_action: str
    lists_url: str
    message: str | None
