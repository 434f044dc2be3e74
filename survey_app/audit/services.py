"""Writing the trail."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from survey_app.audit.models import AuditEvent


@dataclass(frozen=True, slots=True)
class By:
    """Who acts: a person with an account, the holder of a link (by invitation), or a command."""

    kind: str
    id: str | None


COMMAND = By("command", None)

_LINE = insert(AuditEvent)


def person(person_id: str) -> By:
    """Return somebody with an account as the one who acts."""
    return By("person", person_id)


def respondent(invitation_id: str) -> By:
    """Return the holder of a link as the one who acts."""
    return By("respondent", invitation_id)


def record(
    session: Session,
    by: By,
    act: str,
    object_kind: str,
    object_id: str | None,
    *,
    organisation_id: str | None,
    now: datetime,
    outcome: str = "done",
) -> None:
    """Add one line to the trail in the caller's transaction: no line, no act."""
    session.flush()
    session.connection().execute(
        _LINE,
        {
            "at": now,
            "organisation_id": organisation_id,
            "actor_kind": by.kind,
            "actor_id": by.id,
            "act": act,
            "object_kind": object_kind,
            "object_id": object_id,
            "outcome": outcome,
        },
    )
