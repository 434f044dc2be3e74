"""The roles, and the rights that come of them: at a school, about a traject, between two days."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What somebody is here to do.

    Nobody is born with one: each is given, by somebody, from a day and possibly until a day.
    """

    COACH = "coach"
    SUBSTITUTE = "substitute"
    SUPERVISOR = "ib"
    DIRECTOR = "director"
    PROJECT_LEADER = "project_leader"
    RESEARCHER = "researcher"
    ADMINISTRATOR = "administrator"
    EMERGENCY = "emergency"


AT_A_SCHOOL: Final = frozenset(
    {Role.COACH, Role.SUBSTITUTE, Role.SUPERVISOR, Role.DIRECTOR, Role.EMERGENCY}
)
"""Held at one school; the others are held in the whole organisation."""
GIVEN: Final = tuple(role for role in Role if role is not Role.EMERGENCY)
"""What one person gives another; access in an emergency one takes, with a reason."""
DATED: Final = frozenset({Role.SUBSTITUTE, Role.EMERGENCY})
"""These end by themselves."""


@dataclass(frozen=True, slots=True)
class Right:
    """A role that is held today.

    `school_id` is None for a role in the whole organisation. Who stands in does so for the trajects
    of `coach_id`, of which `traject_id` may name one; in an emergency that one alone is opened.
    """

    role: Role
    school_id: str | None = None
    coach_id: str | None = None
    traject_id: str | None = None


def holds(starts_on: date, ends_on: date | None, today: date) -> bool:
    """Tell whether a day lies between the first and the last day of a role; both count."""
    return starts_on <= today and (ends_on is None or today <= ends_on)
