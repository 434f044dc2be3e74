"""A tablet that a coach handed over: the links of one person open on it, then it goes back."""

from dataclasses import dataclass, replace

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts import locking
from survey_app.answering.reading import PREFIX
from survey_app.answering.sheets import Sheet
from survey_app.audit import services as audit
from survey_app.definitions import Informant
from survey_app.frames import fill
from survey_app.invitations.models import Invitation
from survey_app.storage import UnavailableError
from survey_app.web.permissions import lock_here
from survey_app.web.respond import language, wording
from survey_app.web.respond.framing import frame
from survey_app.web.respond.pages import Frame
from survey_app.web.respond.posting import keep, posted_fields
from survey_app.web.wiring import wiring

OPEN_HERE = frozenset({"respond.leave", "respond.accessibility"})
"""What opens on every tablet: it knows nobody."""
ERASE = '"cache", "storage"'
"""What the browser must forget when the tablet changes hands."""


@dataclass(frozen=True, slots=True)
class HandedBackPage:
    """The end on a tablet: no answers, only one more list if there is, and to whom it goes back."""

    frame: Frame
    heading: str
    sentences: tuple[str, ...]
    more: tuple[str, str] | None
    unlock_url: str
    unlock_words: str


def keep_to_one_link() -> ResponseReturnValue | None:
    """Let a tablet that was handed over open no link but the one it was handed over for."""
    try:
        lock = lock_here()
    except UnavailableError:
        if request.method == "POST" and any(name.startswith(PREFIX) for name in request.form):
            return keep(posted_fields())
        raise
    if lock is None or request.endpoint in OPEN_HERE:
        return None
    token = (request.view_args or {}).get("token", "")
    is_answer_link = request.path.startswith("/v/")
    if is_answer_link and token and wiring().answer_links.read(token) == lock.lent_for:
        return None
    return redirect(url_for("coach.unlock"), 303)


def mode_here() -> str:
    """Return how answers come in from this browser."""
    return "self" if lock_here() is None else "tablet"


def way_back() -> tuple[tuple[str, str], ...]:
    """Return the link with which a tablet goes back to the coach; elsewhere there is none."""
    lock = lock_here()
    if lock is None:
        return ()
    said = language.words_here().handover.give_back
    words = fill(said, coach=wording.first_name(lock.owner_name))
    return ((url_for("coach.unlock"), words.rstrip(".")),)


def lend_on(db: Session, invitation: Invitation) -> None:
    """Let the tablet open the next list of the same person instead of the one that was sent."""
    world = wiring()
    if not locking.lend_on(db, request.cookies.get(world.login_cookie, ""), invitation.id):
        return
    audit.record(
        db,
        audit.respondent(invitation.id),
        "go on on tablet",
        "invitation",
        invitation.id,
        organisation_id=invitation.organisation_id,
        now=world.now(),
    )


def thanks(sheet: Sheet, token: str, one_more: str | None) -> ResponseReturnValue:
    """Thank who answered on a tablet that now goes back, or first on to the next list."""
    texts, told = wording.words_of(sheet).handover, wording.told(sheet)
    talk = told.next_steps[1:2] if sheet.role is Informant.CHILD else ()
    heading, first = texts.done, [texts.give_back]
    if one_more:
        heading, first = wording.words_of(sheet).thanks.heading, []
    page = HandedBackPage(
        frame=replace(frame(sheet, heading, token), language_url=None),
        heading=heading,
        sentences=tuple(wording.say(said, sheet) for said in (*first, *talk)),
        more=(url_for("respond.go_on", token=token), one_more) if one_more else None,
        unlock_url=url_for("coach.unlock"),
        unlock_words=wording.say(texts.to_coach, sheet),
    )
    response = make_response(render_template("respond/handed_back.html", page=page))
    response.headers["Clear-Site-Data"] = ERASE
    return response
