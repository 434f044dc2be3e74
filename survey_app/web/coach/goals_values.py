"""What the templates of goals are given."""

from dataclasses import dataclass

from survey_app.web.coach.pages import ChartPanel


@dataclass(frozen=True, slots=True)
class WordingRow:
    """An earlier wording of a goal: its words, its days, why they changed, and its last step."""

    words: str
    when: str
    why: str
    step: str


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One goal, with what can be done with it while it runs."""

    anchor: str
    informant: str
    whose: str
    words: str
    about: str
    said: str
    steps: tuple[tuple[int, str], ...]
    state: str
    earlier: tuple[WordingRow, ...]
    chart: ChartPanel | None
    rate_url: str | None
    change_url: str | None
    end_url: str | None


@dataclass(frozen=True, slots=True)
class GoalsBlock:
    """The goals of a traject: those that run, those that ended, and what can still be set."""

    running: tuple[GoalRow, ...]
    ended: tuple[GoalRow, ...]
    hint: str
    set_url: str | None
    talk_url: str | None


@dataclass(frozen=True, slots=True)
class GoalPage:
    """The form for one goal; `meanwhile` is how it stands now when it was changed elsewhere."""

    heading: str
    child: str
    action: str
    back_url: str
    now: str = ""
    meanwhile: str | None = None
