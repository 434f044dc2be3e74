"""What the templates of the meldcode are given."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TakenRow:
    """A step that was taken; what was corrected stays readable and cannot be corrected again."""

    words: str
    small: str
    note: str
    correct_url: str | None


@dataclass(frozen=True, slots=True)
class StepCard:
    """One of the five steps: what it asks, and when it was taken."""

    title: str
    what: tuple[str, ...]
    state: str
    taken: tuple[TakenRow, ...]
    corrected: tuple[TakenRow, ...]
    take_url: str


@dataclass(frozen=True, slots=True)
class MeldcodePage:
    """The five steps about one child."""

    child: str
    summary: str
    steps: tuple[StepCard, ...]
    back_url: str
    message: str | None


@dataclass(frozen=True, slots=True)
class StepPage:
    """The form for one step; `before` is how it stood until now."""

    child: str
    title: str
    what: tuple[str, ...]
    before: TakenRow | None
    back_url: str
