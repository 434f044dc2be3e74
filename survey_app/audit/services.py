"""Writing the trail."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from survey_app.audit import chain
from survey_app.audit.lines import Line
from survey_app.audit.origin import here

_REASON = re.compile(r"[a-z][a-z ]{0,59}", re.ASCII)


@dataclass(frozen=True, slots=True)
class By:
    """Who acts: a person with an account, the holder of a link (by invitation), or a command."""

    kind: str
    id: str | None


COMMAND = By("command", None)


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
    reason: str | None = None,
) -> None:
    """Add one line to the trail in the caller's transaction: no line, no act.

    It is written when that transaction ends (see `chain`). From where and in which roles is known
    from the edge (see `origin`). A reason is a word of ours, such as "emergency", never something
    that somebody typed: that belongs in a sealed column of what it is a reason for.
    """
    if not session.get_bind().get_execution_options().get("kansmeter_writes", False):
        raise RuntimeError("A line in a session that only reads would be lost, and the act stand.")
    if reason is not None and not _REASON.fullmatch(reason):
        raise ValueError("A reason in the trail is a word of the software, not of a person.")
    session.flush()
    origin = here()
    roles = origin.roles if by == person(origin.person_id or "") else ()
    chain.collect(
        session,
        Line(
            at=chain.stored(now),
            organisation_id=organisation_id,
            actor_kind=by.kind,
            actor_id=by.id,
            roles=",".join(roles),
            act=act,
            object_kind=object_kind,
            object_id=object_id,
            outcome=outcome,
            reason=reason,
            origin=origin.place,
        ),
    )
