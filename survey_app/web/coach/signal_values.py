"""What the templates of one signal, and of who stands in, are given."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignalPage:
    """One signal: what was asked and answered, until when, what was done, what can be done."""

    title: str
    small: str
    until: str
    owner: str
    said: tuple[tuple[str, str], ...]
    steps: tuple[tuple[str, str], ...]
    if_late: str
    is_closed: bool
    take_action: str | None
    undo_action: str | None
    close_action: str
    place_url: str | None
    place_words: str
    meldcode_url: str | None
    back_url: str
    message: str | None


@dataclass(frozen=True, slots=True)
class StandInRow:
    """Who stands in for whom; the coach who is away can end it."""

    sentence: str
    end_action: str | None


@dataclass(frozen=True, slots=True)
class SubstitutionPage:
    """Who stands in, and the form to say so when there is a colleague."""

    rows: tuple[StandInRow, ...]
    has_colleagues: bool
    back_url: str
    message: str | None
