"""What the respondent's templates are given: prepared values, nothing left to compute."""

from dataclasses import dataclass

from survey_app.frames import Words, fill


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The way to the same page in a language, named in that language."""

    language: str
    direction: str
    name: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Lock:
    """Where a page goes that nobody touched for so many seconds, and what it says shortly before.

    A minute before that it asks whether somebody is there; one touch is enough.
    """

    url: str
    seconds: int
    soon: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The surroundings of every page of one respondent.

    `words` are the texts round the questions, in the language of the page. An empty address, here
    and in the pages, leads nowhere: the page is an example. With `languages` the page begins with a
    choice of them; `language_url` leads to such a page. `leave_label` says what leaving is here
    when it is no quick one, `keeps` that what was chosen stays; a page with a `lock` does not stay
    open without anybody.
    """

    heading: str
    informant: str
    words: Words
    has_error: bool = False
    coach_name: str | None = None
    school_name: str | None = None
    phone: str | None = None
    stop_url: str | None = None
    stop_saves: bool = False
    leave_url: str = "/snel-weg"
    leave_label: str = ""
    keeps: bool = False
    lock: Lock | None = None
    accessible_url: str = "/toegankelijkheid"
    languages: tuple[LanguageLink, ...] = ()
    language_url: str | None = None

    @property
    def title(self) -> str:
        """The title of the browser's window; it never holds a name."""
        title = f"{self.heading} – Kansmeter"
        return fill(self.words.titles.error, title=title) if self.has_error else title

    @property
    def call(self) -> str:
        """Whom to call, before the number."""
        words = self.words.help
        return fill(words.call, coach=self.coach_name) if self.coach_name else words.call_nobody

    @property
    def ask(self) -> str:
        """Whom to ask, where no number is known."""
        return fill(self.words.help.ask, coach=self.coach_name or "")

    @property
    def is_child(self) -> bool:
        return self.informant == "child"


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of a start page: an icon (clock, eye, pause, door), a bold line and a quiet line."""

    icon: str
    bold: str
    quiet: str


@dataclass(frozen=True, slots=True)
class StartPage:
    """Who asks, why, how long, who reads it, and that stopping is allowed."""

    frame: Frame
    heading: str
    language: str
    direction: str
    greeting: str
    facts: tuple[Fact, ...]
    action: str
    forward_label: str
    decline_url: str
    carries: str = ""


@dataclass(frozen=True, slots=True)
class Aloud:
    """A button to hear something.

    `name` is what it is called, in a language that is told where it differs from what is heard.
    `marks` are the ids of what is marked while each part of the sound is heard. `shape` is a pill
    with words, a kei (pebble) before a child's question, or none: a bare icon.
    """

    name: str
    url: str
    marks: str
    shape: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be picked; `quiet` ones are the kinds of missing."""

    key: str
    label: str
    checked: bool
    quiet: bool
    face: str | None = None
    aloud: Aloud | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One item as shown, in the language and direction of the list.

    `kind` is choice, several (boxes to tick), faces, steps (stones 0 to 10), number or text; `text`
    is what was typed in a number or text.
    """

    key: str
    kind: str
    language: str
    direction: str
    legend: str
    hint: str | None
    choices: tuple[Choice, ...]
    text: str = ""
    max_length: int | None = None
    lines: int = 3
    how_many: str | None = None
    how_long: str | None = None
    unit: str = ""
    keyboard: str = "text"
    low_words: str = ""
    high_words: str = ""
    error: str | None = None
    note: str | None = None
    aloud: Aloud | None = None

    @property
    def first_field(self) -> str:
        """The id of the field where answering begins."""
        return f"{self.key}-{self.choices[0].key if self.choices else 't'}"

    @property
    def is_filled(self) -> bool:
        """Whether something stands in it."""
        return bool(self.text) or any(choice.checked for choice in self.choices)


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One page of questions with everything that was chosen still in it.

    A page without questions only sends. `language` and `direction` are those of the heading and
    period, which come from the list. `note` tells what one is doing where that is not plain. With a
    `back_act` the way back is a button that saves first. One that `leads_on` may learn by saving
    where it leads: it is not the last, and not changed from the overview.
    """

    frame: Frame
    heading: str
    language: str
    direction: str
    progress: str
    questions: tuple[Question, ...]
    action: str
    forward_label: str
    skip_label: str
    back_url: str | None
    saved: bool
    problem: str | None = None
    problem_hint: str | None = None
    period: str | None = None
    revision: int = 0
    look_over_label: str | None = None
    is_practice: bool = False
    aloud: Aloud | None = None
    note: str | None = None
    back_label: str = ""
    back_act: str = ""
    leads_on: bool = False

    @property
    def instead(self) -> tuple[str, str]:
        """What may be done instead of mending, before and after the words of the skip button."""
        texts = self.frame.words.problem
        emptied = any(question.is_filled for question in self.errors)
        before, _, after = (texts.or_empty_and_skip if emptied else texts.or_skip).partition(
            "{skip}"
        )
        return before, after

    @property
    def errors(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.error)


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One question with what was chosen, and the way back to it."""

    question: str
    answer: str
    is_given: bool
    url: str


@dataclass(frozen=True, slots=True)
class LookOverPage:
    """All that this browser answered, before it is sent; `language` is that of the list."""

    frame: Frame
    language: str
    direction: str
    answers: tuple[GivenAnswer, ...]
    action: str
    back_url: str
    revision: int
    note: str


@dataclass(frozen=True, slots=True)
class ChangeOffer:
    """The button with which a sender changes the answers, and what is said about it."""

    action: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class ShowOffer:
    """The question whether the own answers may be shown, and what was said to it before."""

    action: str
    question: str
    hint: str
    said: str | None


@dataclass(frozen=True, slots=True)
class ThanksPage:
    """Shown only after the answers are stored durably."""

    frame: Frame
    heading: str
    steps: tuple[str, ...]
    closing: str
    more: tuple[str, str] | None = None
    withdraw: str | None = None
    change: ChangeOffer | None = None
    show: ShowOffer | None = None


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One list of a round, in a language; without an address it was filled in already."""

    who: str
    small: str
    url: str | None
    title: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class RoundPage:
    """All that one person has to fill in, each behind its own link."""

    frame: Frame
    heading: str
    greeting: str
    rows: tuple[RoundRow, ...]


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A quiet page: already sent, stopped for now, declined, link not valid, not reachable."""

    frame: Frame
    page: str
    heading: str
    paragraphs: tuple[str, ...]
    action: str | None = None
    buttons: tuple[tuple[str, str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    kept: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What is the matter with what was typed, and what to do."""

    heading: str
    hint: str


@dataclass(frozen=True, slots=True)
class CodePage:
    """One field for a short code, with what was typed still in it."""

    frame: Frame
    typed: str
    problem: Problem | None
    action: str


@dataclass(frozen=True, slots=True)
class LinkAgainPage:
    """One field for the address to which a lost link is sent again."""

    frame: Frame
    typed: str
    problem: Problem | None
    action: str
