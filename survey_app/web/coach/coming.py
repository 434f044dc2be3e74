"""The moments of a caseload in the order of time, from what was asked at each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from survey_app.measurements.queries import AskedLine


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of one traject, on the day its first link opens, with all that is asked."""

    day: date
    traject_id: str
    child: str
    kind: str
    lines: tuple[AskedLine, ...]

    @property
    def occasion_id(self) -> str:
        """Which moment it is."""
        return self.lines[0].occasion_id

    @property
    def answered(self) -> int:
        """How many of its lists were filled in."""
        return sum(line.submitted_at is not None for line in self.lines)


def moments_of(lines: Iterable[AskedLine]) -> list[Moment]:
    """Return the moments at which something is asked, or was answered, by day and child.

    A link that was revoked is asked no more, so a moment of which all links were is not here.
    """
    by_occasion: dict[str, list[AskedLine]] = {}
    for line in lines:
        if line.revoked_at is None or line.submitted_at is not None:
            by_occasion.setdefault(line.occasion_id, []).append(line)
    found = [_moment(each) for each in by_occasion.values()]
    return sorted(found, key=lambda each: (each.day, each.child))


def _moment(lines: Sequence[AskedLine]) -> Moment:
    first = lines[0]
    return Moment(
        day=min(line.opens_on for line in lines),
        traject_id=first.traject_id,
        child=first.child_name,
        kind=first.occasion_kind,
        lines=tuple(lines),
    )
