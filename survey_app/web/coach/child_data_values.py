"""What the templates of a child's data are given."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request in a line."""

    title: str
    small: str
    url: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class RestrictedBlock:
    """Since when and why use is restricted, with the ways to end it."""

    since: str
    because: str
    note_url: str
    lift_action: str


@dataclass(frozen=True, slots=True)
class PutRight:
    """Something that was put right, or a statement beside it."""

    title: str
    small: str
    words: str


@dataclass(frozen=True, slots=True)
class ChildDataPage:
    """All requests about one child, and whether the use of the data is restricted."""

    child: str
    back_url: str
    back_words: str
    message: str | None
    restricted: RestrictedBlock | None
    waiting: tuple[RequestRow, ...]
    closed: tuple[RequestRow, ...]
    put_right: tuple[PutRight, ...]
    record_action: str


@dataclass(frozen=True, slots=True)
class FactRow:
    """Something that can be put right."""

    what: str
    now: str
    url: str


@dataclass(frozen=True, slots=True)
class GiveBlock:
    """The three steps of giving: look over, look at it, give."""

    texts: str
    is_looked_over: bool
    look_over_url: str
    example_url: str
    give_action: str
    left_out: tuple[str, ...]
    given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request: what is asked, by whom, until when, and what can be done."""

    heading: str
    child: str
    lines: tuple[str, ...]
    is_open: bool
    is_late: bool
    back_url: str
    message: str | None
    give: GiveBlock | None
    facts: tuple[FactRow, ...]
    answers: tuple[tuple[str, tuple[FactRow, ...]], ...]
    put_right: tuple[PutRight, ...]
    statement_action: str | None
    restrict_action: str | None
    extend_action: str | None
    close_action: str


@dataclass(frozen=True, slots=True)
class TextRow:
    """Something staff wrote, with the choice to give it or not, and why."""

    field: str
    small: str
    words: str
    choices: tuple[tuple[str, str, bool], ...]
    is_proposed: bool


@dataclass(frozen=True, slots=True)
class TextsPage:
    """All that staff wrote, to look over for one request."""

    child: str
    asker: str
    texts: tuple[TextRow, ...]
    seen: str
    back_url: str
    problem: str | None


@dataclass(frozen=True, slots=True)
class RightPage:
    """The form to put one thing right."""

    child: str
    what: str
    now: str
    question: str | None
    back_url: str


@dataclass(frozen=True, slots=True)
class DocumentGroup:
    """A part of a section under a small heading; one of many rows runs on in one paragraph."""

    heading: str
    lines: tuple[tuple[str, str], ...]
    runs_on: bool = False


@dataclass(frozen=True, slots=True)
class DocumentSection:
    """One subject of the document."""

    title: str
    groups: tuple[DocumentGroup, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """The document that who asks gets, or an example of it for the coach."""

    child: str
    told: tuple[str, ...]
    sections: tuple[DocumentSection, ...]
    empty: str
    not_in_it: tuple[str, ...]
    rights: tuple[str, ...]
    back_url: str
    is_example: bool


@dataclass(frozen=True, slots=True)
class NotePage:
    """A note to who asked for the restriction, before it is lifted."""

    child: str
    to: str
    since: str
    day: str
    coach: str
    back_url: str
