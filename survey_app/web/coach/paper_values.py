"""What the templates of the papers are given: prepared values, nothing left to compute."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """One informant: whether the own answers may be shown, and where that is recorded."""

    informant_id: str
    informant: str
    who: str
    said: str
    seen: int
    action: str


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A paper that was ordered, in words, with the way to it."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class PaperPage:
    """The page on which a paper is prepared.

    `meanwhile` is what stands there now, field by field, when it was changed in another window.
    """

    heading: str
    child: str
    leads: tuple[str, ...]
    action: str
    back_url: str
    people: tuple[ReleaseRow, ...]
    notes: tuple[str, ...]
    made: MadePaper | None
    meanwhile: tuple[tuple[str, str], ...]
    message: str | None


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """How far an ordered paper is; `steps` are all states with whether it is there."""

    heading: str
    child: str
    steps: tuple[tuple[str, bool], ...]
    said: str
    is_under_way: bool
    file_url: str | None
    back_url: str
    paper_url: str


@dataclass(frozen=True, slots=True)
class PapersBlock:
    """The papers of a traject, with the way to each."""

    papers: tuple[tuple[str, str], ...]
