"""From a paper to a page: everything that was typed is escaped, nothing is fetched."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from survey_app.papers.kinds import PAGES, Kind
from survey_app.papers.press import Print
from survey_app.papers.report import Report

FOLDER: Final = Path(__file__).with_name("templates")
STYLE: Final = FOLDER / "paper.css"
ROOMY, TIGHT, WORDED, PLAIN = "roomy", "tight", "tight worded", "tight worded plain"
"""From large letters with room to small ones, then steps in words alone, then fewer empty lines."""


class Sheet(Protocol):
    """Anything that can be put on paper: it knows in which language it is."""

    @property
    def language(self) -> str:
        """The language of the paper."""

    @property
    def direction(self) -> str:
        """In which direction it is read."""


def print_of(kind: Kind, paper: Sheet, title: str) -> Print:
    """Return what is printed, from roomy to tight; the title of a file names nobody."""
    return Print(
        pages=tuple(
            _environment()
            .get_template("document.html")
            .render(
                paper=version,
                title=title,
                body=f"{kind}.html",
                shape=shape,
                style=Markup(STYLE.read_text(encoding="utf-8")),  # noqa: S704  # our own file
            )
            for shape, version in _versions(paper)
        ),
        fits=PAGES[kind],
    )


def _versions(paper: Sheet) -> Iterator[tuple[str, Sheet]]:
    """Yield a paper from roomy to tight; a report loses its charts one by one, and says so."""
    yield ROOMY, paper
    yield TIGHT, paper
    if isinstance(paper, Report):
        for fewer in paper.with_fewer_charts():
            yield TIGHT, fewer
    else:
        yield WORDED, paper
        yield PLAIN, paper


def body_of(kind: Kind, paper: Sheet) -> Markup:
    """Return what stands on a paper, to show it on a page."""
    html = _environment().get_template(f"{kind}.html").render(paper=paper)
    return Markup(html)  # noqa: S704  # the templates escape all that was typed


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
