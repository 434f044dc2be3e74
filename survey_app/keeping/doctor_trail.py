"""What an operator should know of the trail: whether its end is noted outside the database."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.audit.anchors import AnchorError, last_noted
from survey_app.audit.models import AuditEvent, AuditHead
from survey_app.clock import LOCAL
from survey_app.keeping.doctor import Finding

LONGEST_OPEN: Final = timedelta(hours=1)
"""So long may a line wait for its anchor: whoever plans notes the ends every 10 minutes."""


def anchored(session: Session, file: Path | None, now: datetime, *, is_asked: bool) -> Finding:
    """Tell whether somebody could take away the last lines of the trail and nobody would know.

    Whoever asked for anchors (`is_asked`), or noted one, hears as a fault that they stay away. Else
    it is said, as every command works without that setting.
    """
    if file is None:
        return Finding(
            False,
            "KANSMETER_AUDIT_ANCHOR is not set: nobody can tell whether the last lines of the "
            "trail are gone.",
        )
    try:
        known = last_noted(file) if file.exists() else {}
    except AnchorError as fault:
        return Finding(True, str(fault))
    behind, waiting = _beside(session, known)
    if behind:
        return Finding(
            True, f"The trail is shorter than {file} says it was: run 'survey-app audit verify'."
        )
    if waiting is not None and now - waiting > LONGEST_OPEN:
        return Finding(
            is_asked or bool(known),
            f"Lines of the trail since {waiting.astimezone(LOCAL):%Y-%m-%d %H:%M} have no anchor: "
            f"can {file} be written, and does 'survey-app deliver' or 'serve' run? Otherwise let "
            "'survey-app audit anchor' run every 10 minutes.",
        )
    return Finding(False, "The end of the trail is noted outside the database.")


def _beside(session: Session, known: dict[str, int]) -> tuple[bool, datetime | None]:
    """Tell whether a chain is shorter than it was, and when the first line without anchor came."""
    ends = {each.chain: each.position for each in session.scalars(select(AuditHead))}
    is_behind = any(ends.get(chain, 0) < position for chain, position in known.items())
    open_since = [
        session.scalar(
            select(AuditEvent.at).where(
                AuditEvent.chain == chain, AuditEvent.position == known.get(chain, 0) + 1
            )
        )
        for chain, position in ends.items()
        if position > known.get(chain, 0)
    ]
    return is_behind, min((each for each in open_since if each is not None), default=None)
