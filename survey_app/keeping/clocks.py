"""All that goes by itself after a while, in one table: what, after how long, how much now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from survey_app.accounts.models import CredentialLink, FailedSignIn, LoginSession
from survey_app.answering.models import Draft, PaperEntry, Response
from survey_app.clock import local_date
from survey_app.invitations.models import Invitation, LinkRequest, WrongCode
from survey_app.papers.models import Paper
from survey_app.storage import Base
from survey_app.trajects.models import Nomination

UNSENT: Final = timedelta(days=90)
SIGNED_OUT: Final = timedelta(days=30)
USED_UP: Final = timedelta(days=30)
COUNTED: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """One kind of row that goes after a while; `goes_with` names who else lets it go."""

    what: str
    after: str
    table: type[Base]
    is_over: Callable[[datetime], ColumnElement[bool]]
    goes_with: str = "retention"


CLOCKS: Final = (
    Clock(
        "nominations nobody agreed to",
        "30 school days",
        Nomination,
        lambda now: Nomination.erase_on <= local_date(now),
        "remind",
    ),
    Clock(
        "papers as PDF",
        "a day",
        Paper,
        lambda now: (Paper.erase_at <= now) & Paper.content.is_not(None),
        "remind",
    ),
    Clock(
        "answers begun and never sent",
        f"{UNSENT.days} days after the link closed",
        Draft,
        lambda now: Draft.invitation_id.in_(_closed(now)) & ~_was_sent(Draft.invitation_id),
    ),
    Clock(
        "sheets typed once and never sent",
        f"{UNSENT.days} days after the link closed",
        PaperEntry,
        lambda now: PaperEntry.invitation_id.in_(_closed(now)),
    ),
    Clock(
        "sign-ins that ended",
        f"{SIGNED_OUT.days} days",
        LoginSession,
        lambda now: (
            (LoginSession.seen_at < now - SIGNED_OUT) & (LoginSession.started_at < now - SIGNED_OUT)
        ),
    ),
    Clock(
        "links to choose a password",
        f"{USED_UP.days} days",
        CredentialLink,
        lambda now: CredentialLink.made_at < now - USED_UP,
    ),
    Clock("wrong passwords", "a day", FailedSignIn, lambda now: FailedSignIn.at < now - COUNTED),
    Clock("wrong codes", "a day", WrongCode, lambda now: WrongCode.at < now - COUNTED),
    Clock(
        "asked for a link again", "a day", LinkRequest, lambda now: LinkRequest.at < now - COUNTED
    ),
)


def count_over(session: Session, now: datetime) -> dict[str, int]:
    """Return of each kind how many rows are over now, by what they are."""
    return {
        each.what: session.scalar(
            select(func.count()).select_from(each.table).where(each.is_over(now))
        )
        or 0
        for each in CLOCKS
    }


def let_go(session: Session, now: datetime) -> dict[str, int]:
    """Delete what is over and that nobody else lets go; return how many rows of each kind."""
    gone: dict[str, int] = {}
    for each in CLOCKS:
        if each.goes_with == "retention":
            done: Any = session.execute(delete(each.table).where(each.is_over(now)))
            gone[each.what] = done.rowcount
    return gone


def _closed(now: datetime) -> Any:
    return select(Invitation.id).where(Invitation.closes_on < local_date(now - UNSENT))


def _was_sent(invitation_id: Any) -> ColumnElement[bool]:
    return select(Response.id).where(Response.invitation_id == invitation_id).exists()
