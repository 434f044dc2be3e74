"""A second person, who says yes or no to the one question that waits."""

from datetime import datetime

from sqlalchemy import select

from survey_app.accounts import approvals
from survey_app.accounts.models import Approval


def say(world, person: str, *, yes: bool, now: datetime | None = None) -> None:
    """Decide as the page Goedkeuren does; `now` is for what a command asked by the real clock."""
    with world.database.write() as session:
        waiting = session.scalars(select(Approval).where(Approval.decided_at.is_(None))).one()
        approvals.decide(
            session, world.who(person), waiting.id, approved=yes, now=now or world.clock()
        )
