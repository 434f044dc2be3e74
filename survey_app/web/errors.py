"""The one place where errors become pages.

Generic for people, with a number to find the log line by.
"""

import logging
from collections.abc import Callable

from flask import Flask, current_app, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException

from survey_app.answering.services import SheetClosedError, SheetNotOpenError
from survey_app.errors import ForbiddenError, InputError, NotFoundError
from survey_app.storage import SealError, UnavailableError
from survey_app.trajects.restriction import RestrictedError
from survey_app.web import refusals
from survey_app.web.logs import reference
from survey_app.web.permissions import FOR_MACHINES
from survey_app.web.respond import language
from survey_app.web.respond.pages import Frame, NoticePage

LOG = logging.getLogger("kansmeter.fault")

STAFF_WORDS: dict[int, tuple[str, str]] = {
    400: ("Dat ging niet goed", "Ga terug, vernieuw de bladzijde en probeer het nog een keer."),
    403: ("Dit hoort niet bij jouw rol", "Denk je dat dit niet klopt? Vraag het de beheerder."),
    404: ("Niet gevonden", "Deze bladzijde is er niet, of is niet van jou."),
    405: ("Dat kan hier niet", "Ga terug en gebruik de knoppen op de bladzijde."),
    409: ("Dit is net ook gedaan", "Ga terug en kijk hoe het er nu voor staat."),
    411: ("Dat ging niet goed", "Ga terug, vernieuw de bladzijde en probeer het nog een keer."),
    413: ("Dat is te veel", "Maak het korter en verstuur het nog een keer."),
    422: ("Dat ging niet goed", "Ga terug en kijk na wat je hebt ingevuld."),
    423: ("Dit traject staat stil", "De gegevens worden bewaard, en nu niet gebruikt."),
    429: ("Even wachten", "Te vaak geprobeerd. Wacht een kwartier en probeer het dan opnieuw."),
    500: ("Dat ging niet goed", "Het ligt aan ons. Probeer het nog een keer."),
    503: ("Even niet bereikbaar", "Er is niets verloren. Probeer het zo nog een keer."),
}
NEW_LINK = "/nieuwe-link"
OPEN_PATHS = ("/code", NEW_LINK)
LINK_PATHS = ("/v/", "/ronde/", "/akkoord/", "/aanmelden/")
"""Where a holder of a link meets an error."""


def register(app: Flask) -> None:
    """Let errors become pages on this application."""
    refusals.register(app)
    handlers: list[tuple[type[Exception], Callable[..., ResponseReturnValue]]] = [
        (NotFoundError, lambda error: _refused(404)),
        (RestrictedError, _restricted),
        (ForbiddenError, lambda error: _refused(403)),
        (CSRFError, lambda error: _page(400)),
        (SheetClosedError, lambda error: _page(409, str(error))),
        (SheetNotOpenError, lambda error: _page(410, str(error))),
        (InputError, lambda error: _page(422, str(error))),
        (IntegrityError, lambda error: _page(409)),
        (UnavailableError, lambda error: _page(503)),
        (SealError, _sealed),
        (HTTPException, _http),
        (Exception, _unexpected),
    ]
    for kind, handler in handlers:
        app.register_error_handler(kind, handler)


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if 300 <= status < 400:
        return error
    return _page(status)


def _refused(status: int) -> ResponseReturnValue:
    """Note who was refused what; without that line not even the refusal is given."""
    try:
        refusals.note()
    except UnavailableError:
        return _page(503)
    return _page(status)


def _restricted(error: RestrictedError) -> ResponseReturnValue:
    """Say that the data of a child are restricted, with the way to what can still be done."""
    there = url_for("coach.child_data", traject_id=error.traject_id)
    return _page(423, str(error), (there, "Gegevens van dit kind"))


def _sealed(error: Exception) -> ResponseReturnValue:
    """Say that a text cannot be opened: its key was taken out of the settings."""
    _tell(error)
    return _page(503, "Een tekst kan nu niet worden geopend. Vraag het de beheerder.")


def _unexpected(error: Exception) -> ResponseReturnValue:
    _tell(error)
    return _page(500)


def _tell(error: Exception) -> None:
    LOG.error(
        "fault",
        exc_info=error,
        extra={"fields": {"route": request.endpoint or "none", "reference": reference()}},
    )


def _page(
    status: int, sentence: str | None = None, link: tuple[str, str] = ("/", "Naar het begin")
) -> ResponseReturnValue:
    headers = {"Retry-After": "10"} if status == 503 else {}
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, FOR_MACHINES, False):
        return jsonify(status=status, reference=reference()), status, headers
    if request.path in OPEN_PATHS or request.path.startswith(LINK_PATHS):
        body = render_template("respond/notice.html", page=_link_page(status, sentence))
    else:
        heading, paragraph = STAFF_WORDS.get(
            status, ("Dat ging niet goed", "Probeer het nog een keer.")
        )
        number = (f"Noem dit nummer als je belt: {reference()}.",) if status >= 500 else ()
        body = render_template(
            "coach/notice.html",
            heading=heading,
            paragraphs=(sentence or paragraph, *number),
            links=(link,),
            actor_name=None,
        )
    return body, status, headers


def _link_page(status: int, sentence: str | None) -> NoticePage:
    """Return what a holder of a link reads, in the language chosen in this browser."""
    words = language.words_here()
    texts = words.errors
    heading, paragraph = {
        404: (words.not_open.wrong_link, words.not_open.wrong_link_hint),
        413: (texts.too_much, texts.too_much_hint),
        429: (texts.wait, texts.wait_hint),
        503: (texts.unreachable, texts.unreachable_hint),
    }.get(status, (texts.wrong, texts.wrong_hint))
    number = (texts.ours.format(n=reference()),) if status >= 500 else ()
    # A host that is not trusted has no addresses, so this one is written out.
    again = (NEW_LINK, words.not_open.new_link)
    return NoticePage(
        frame=Frame(heading=heading, informant="parent", words=words),
        page="problem",
        heading=heading,
        paragraphs=(sentence or paragraph, *number),
        links=(again,) if status == 404 else (),
    )
