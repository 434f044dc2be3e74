"""A line of the trail, and its mark: over all that it says, its place and the mark before it."""

import json
from dataclasses import dataclass

NO_ORGANISATION = "-"
"""The chain of the lines that belong to no organisation."""
BEGIN = ""
"""What stands before the first line of a chain."""
FORMAT = "kansmeter audit line 1"


@dataclass(frozen=True, slots=True)
class Line:
    """What one line tells; `at` as it is stored, which is what is marked."""

    at: str
    organisation_id: str | None
    actor_kind: str
    actor_id: str | None
    roles: str | None
    act: str
    object_kind: str
    object_id: str | None
    outcome: str
    reason: str | None
    origin: str | None

    @property
    def chain(self) -> str:
        """The chain that the line belongs to."""
        return self.organisation_id or NO_ORGANISATION


def marked_text(line: Line, chain: str, position: int, before: str, key_name: str) -> bytes:
    """Return what is marked: every field in a fixed order, so that no two lines read the same.

    A value of a kind that no line of ours has (bytes, say) is spelt out, and fits no mark.
    """
    fields = (
        *(FORMAT, key_name, chain, position, before),
        *(line.at, line.organisation_id, line.actor_kind, line.actor_id, line.roles),
        *(line.act, line.object_kind, line.object_id),
        *(line.outcome, line.reason, line.origin),
    )
    return json.dumps(fields, separators=(",", ":"), default=repr).encode()
