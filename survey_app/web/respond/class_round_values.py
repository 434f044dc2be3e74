"""What the templates of a class round are given: prepared values, nothing left to compute."""

from dataclasses import dataclass

from survey_app.web.respond.pages import Choice, Frame, RoundRow


@dataclass(frozen=True, slots=True)
class PupilRow:
    """One sheet of a round: about whom, a sign and a word for how far it is, whether it opens."""

    mark: str
    who: str
    small: str
    sign: str
    state: str
    opens: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class PupilList:
    """The pupils of a round, on a page of their own or beside the statements.

    Pressing one is `press`: a field and what stands in it before the mark of the pupil. Beside the
    statements it sends these as well, so that nothing that was chosen is lost.
    """

    heading: str
    tally: str
    action: str
    press: tuple[str, str]
    rows: tuple[PupilRow, ...]


@dataclass(frozen=True, slots=True)
class Button:
    """One thing to do; the first of a page is its main act."""

    name: str
    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ClassRoundPage:
    """Who asks, what there is to do, and how far each pupil is."""

    frame: Frame
    heading: str
    greeting: str
    quiet: tuple[str, ...]
    note: str
    may_choose: bool
    buttons: tuple[Button, ...]
    pupils: PupilList
    others: tuple[RoundRow, ...]
    unknown: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One pupil under a question, with the whole statement as the name of its answers."""

    mark: str
    who: str
    statement: str
    choices: tuple[Choice, ...]
    note: str
    error: str


@dataclass(frozen=True, slots=True)
class RowsPage:
    """One question with a row for each pupil and everything that was chosen still in it.

    `seen` holds the revision at which each sheet was shown.
    """

    frame: Frame
    language: str
    direction: str
    statement: str
    period: str
    hint: str
    progress: str
    rows: tuple[AnswerRow, ...]
    action: str
    back_act: str
    back_label: str
    forward_label: str
    skip_label: str
    seen: str
    note: str
    saved: bool
    problem: str | None
    problem_hint: str | None

    @property
    def errors(self) -> tuple[AnswerRow, ...]:
        """The pupils for whom something has to be mended."""
        return tuple(row for row in self.rows if row.error)
