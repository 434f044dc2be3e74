"""In which language somebody is spoken to: what was chosen here, else what the school knows.

A link in each language shows the same page in it and changes nothing; its form carries the choice,
and posting that is what keeps it, in this browser.
"""

from flask import request, session
from werkzeug.exceptions import HTTPException

from survey_app.frames import LANGUAGES, Words, words_in
from survey_app.web.respond.pages import LanguageLink

ASKED, CARRIED, KEPT = "taal", "language", "language"
"""The name in an address, in a form and in the session of the browser."""


def chosen() -> str | None:
    """Return the language that this request or this browser chose."""
    for given in (request.args.get(ASKED), _carried(), session.get(KEPT)):
        if given in LANGUAGES:
            return str(given)
    return None


def _carried() -> str | None:
    """Return what the form carries; a body that is too much carries nothing."""
    try:
        return request.form.get(CARRIED)
    except HTTPException:
        return None


def words_here(default: str = LANGUAGES[0]) -> Words:
    """Return the texts for a page that is about nobody, or whose reader has this language."""
    return words_in(chosen() or (default if default in LANGUAGES else LANGUAGES[0]))


def keep_choice() -> None:
    """Remember in this browser what its form carried."""
    given = _carried()
    if given in LANGUAGES:
        session[KEPT] = given


def carried(address: str) -> str:
    """Return an address on which the page is in the language that was chosen for this one.

    No address, in an example, stays none.
    """
    choice = chosen() if address else None
    return f"{address}?{ASKED}={choice}" if choice else address


def links(path: str, current: str) -> tuple[LanguageLink, ...]:
    """Return a link to the page at this address in every language."""
    return tuple(
        LanguageLink(
            language=each,
            direction=words_in(each).direction,
            name=words_in(each).name,
            url=f"{path}?{ASKED}={each}",
            is_current=each == current,
        )
        for each in LANGUAGES
    )
