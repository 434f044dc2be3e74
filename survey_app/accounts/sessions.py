"""The open sessions of one person: seen, ended and given another secret."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey_app.accounts.models import LoginSession
from survey_app.accounts.services import IDLE, LONGEST_SESSION, secret_hash
from survey_app.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A browser in which somebody is signed in; `id` names it to its owner and opens nothing.

    `is_lent` when it is locked because somebody else holds it.
    """

    id: str
    browser: str | None
    started_at: datetime
    seen_at: datetime
    is_here: bool
    is_lent: bool


def open_sessions(
    session: Session, person_id: str, secret: str, now: datetime
) -> list[OpenSession]:
    """Return where a person is signed in, this browser first and then who was seen last."""
    here = secret_hash(secret)
    found = session.scalars(
        select(LoginSession).where(
            LoginSession.person_id == person_id,
            LoginSession.ended_at.is_(None),
            LoginSession.seen_at >= now - IDLE,
            LoginSession.started_at >= now - LONGEST_SESSION,
        )
    )
    listed = [
        OpenSession(
            id=_name(each.secret_hash),
            browser=each.browser,
            started_at=each.started_at,
            seen_at=each.seen_at,
            is_here=each.secret_hash == here,
            is_lent=each.locked_at is not None,
        )
        for each in found
    ]
    return sorted(listed, key=lambda each: (each.is_here, each.seen_at), reverse=True)


def end_one(session: Session, person_id: str, session_id: str, now: datetime) -> None:
    """End one of somebody's own sessions, or raise NotFoundError when it is not among them."""
    own = session.scalars(
        select(LoginSession).where(
            LoginSession.person_id == person_id, LoginSession.ended_at.is_(None)
        )
    )
    for each in own:
        if _name(each.secret_hash) == session_id:
            each.ended_at = now
            session.flush()
            return
    raise NotFoundError


def renew_session(session: Session, secret: str) -> str:
    """Give an open session another secret and return it; the old one is worthless at once."""
    fresh = secrets.token_urlsafe(32)
    session.execute(
        update(LoginSession)
        .where(LoginSession.secret_hash == secret_hash(secret), LoginSession.ended_at.is_(None))
        .values(secret_hash=secret_hash(fresh))
    )
    return fresh


def owner_of_session(session: Session, secret: str) -> str | None:
    """Return whose session this is or was, also when it ended: the id of the person."""
    return session.scalar(
        select(LoginSession.person_id).where(LoginSession.secret_hash == secret_hash(secret))
    )


def _name(kept: str) -> str:
    """Return by which name a session is spoken of: a hash of what is kept of its secret."""
    return secret_hash(kept)[:32]
