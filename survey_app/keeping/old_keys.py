"""Until when an older key is still needed: for links, codes and browsers that were given it.

When a link was signed is kept nowhere. But it was made for an invitation that was made before the
next newer key came, and that is in the trail: the first time that `rotate-keys` ran with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from survey_app.answering.correcting import CORRECTABLE_FOR
from survey_app.audit import services as audit
from survey_app.audit.models import AuditEvent
from survey_app.clock import local_date
from survey_app.invitations.codes import ShortCodes
from survey_app.invitations.models import Invitation
from survey_app.storage import Keyring


@dataclass(frozen=True, slots=True)
class OldKey:
    """An older key: what still hangs on it, and the last day on which somebody may need it."""

    name: str
    since: datetime
    links: int
    codes: int
    last_on: date

    def is_needed(self, today: date) -> bool:
        """Tell whether somebody may still come with something that was made with it."""
        return today <= self.last_on


def note_rotation(session: Session, newest: str, now: datetime) -> bool:
    """Write in the trail that this key is the newest, the first time; tell whether it was."""
    if _first_use(session, newest) is not None:
        return False
    audit.record(
        session, audit.COMMAND, "rotate keys", "key", newest, organisation_id=None, now=now
    )
    return True


def old_keys(session: Session, secrets: Sequence[str], now: datetime) -> list[OldKey]:
    """Return the keys after the newest, with what is still open that may have been made by them."""
    names = [Keyring((secret,)).newest for secret in secrets]
    since, found = now, []
    for at in range(1, len(secrets)):
        since = _first_use(session, names[at - 1]) or since
        links, last_link = _links_before(session, since, local_date(now))
        codes, last_code = _codes_of(session, secrets[at], local_date(now))
        browsers = local_date(since + CORRECTABLE_FOR)
        last_on = max(browsers, last_link or browsers, last_code or browsers)
        found.append(OldKey(names[at], since, links, codes, last_on))
    return found


def _first_use(session: Session, name: str) -> datetime | None:
    return session.scalar(
        select(func.min(AuditEvent.at, type_=AuditEvent.at.type)).where(
            AuditEvent.act == "rotate keys",
            AuditEvent.object_kind == "key",
            AuditEvent.object_id == name,
        )
    )


def _links_before(session: Session, since: datetime, today: date) -> tuple[int, date | None]:
    number, last_on = session.execute(
        select(func.count(), func.max(Invitation.closes_on)).where(
            Invitation.made_at < since, *_is_open(today)
        )
    ).one()
    return number, last_on


def _codes_of(session: Session, secret: str, today: date) -> tuple[int, date | None]:
    """Return how many open invitations have a code of this key, and until when it opens one."""
    codes = ShortCodes.of((secret,))
    asked = select(Invitation.id, Invitation.code_hash, Invitation.closes_on).where(
        Invitation.code_hash.is_not(None), *_is_open(today)
    )
    days = [
        closes_on
        for invitation_id, hashed, closes_on in session.execute(asked)
        if codes.known(invitation_id, hashed) is not None
    ]
    return len(days), max(days, default=None)


def _is_open(today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Invitation.answered_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.closes_on >= today,
    )
