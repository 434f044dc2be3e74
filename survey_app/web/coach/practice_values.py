"""What the templates of what was done are given."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact in a line; who did not log it may not change it."""

    when: str
    what: str
    small: str
    line: str
    change_url: str | None
    start_url: str | None


@dataclass(frozen=True, slots=True)
class DeviationRow:
    """One deviation, with what came of it."""

    title: str
    why: str
    expected: str
    state: str
    look_back_url: str | None
    remove_action: str


@dataclass(frozen=True, slots=True)
class PracticeBlock:
    """What was done in one traject: the newest contacts, the others, the deviations."""

    tally: tuple[str, ...]
    recent: tuple[ContactRow, ...]
    earlier: tuple[ContactRow, ...]
    deviations: tuple[DeviationRow, ...]
    log_url: str
    deviate_url: str
    support: str
    support_url: str


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter of the picture: what is on record, of how many children, and of whom."""

    words: str
    count: str
    children: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class IntegrityBlock:
    """How was worked beside what it gave, with a sentence that says it."""

    sentence: str
    rows: tuple[tuple[str, tuple[Quarter, Quarter]], ...]
    note: str


@dataclass(frozen=True, slots=True)
class ContactsPage:
    """What a coach did this school year, month by month, with the hours of each school."""

    year: str
    hours: tuple[tuple[str, str], ...]
    months: tuple[tuple[str, tuple[ContactRow, ...]], ...]
    log_url: str
    way_url: str
    integrity: IntegrityBlock | None
    cards: tuple[tuple[str, str], ...]
    cards_url: str
    message: str | None


@dataclass(frozen=True, slots=True)
class LogPage:
    """The form for one contact; `meanwhile` is how it stands now when it was changed elsewhere."""

    heading: str
    action: str
    button: str
    back_url: str
    remove_action: str | None = None
    meanwhile: ContactRow | None = None


@dataclass(frozen=True, slots=True)
class LookBackPage:
    """What was expected of a deviation, and the form to look back."""

    child: str
    title: str
    why: str
    expected: str
    earlier: str
    back_url: str


@dataclass(frozen=True, slots=True)
class WayPage:
    """The way of working in use, and the versions before it."""

    title: str
    since: str
    principles: tuple[tuple[str, str], ...]
    earlier: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
