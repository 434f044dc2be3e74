"""Putting measurements of one informant in a series, and pairing the first with the last.

A series is one informant, one scale and one version of a questionnaire. Another informant is
another series: two people are never joined. The pair is the intake and the latest moment after it
that counts (follow-up or closing); a talk never counts as one of the two.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from survey_app.measurements.queries import Placed

AFTER_INTAKE = ("follow_up", "closing")


@dataclass(frozen=True, slots=True)
class Point:
    """One score in time: a value, or the reason there is none."""

    occasion_kind: str
    occasion_id: str
    on: date
    value: float | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Series:
    """The scores of one scale by one informant, in the order of the moments."""

    informant_id: str
    role: str
    number: int
    label: str
    fingerprint: str
    scale: str
    points: tuple[Point, ...]

    def first(self) -> Point | None:
        """The intake."""
        return next((point for point in self.points if point.occasion_kind == "intake"), None)

    def last(self) -> Point | None:
        """The latest follow-up or closing."""
        later = [point for point in self.points if point.occasion_kind in AFTER_INTAKE]
        return later[-1] if later else None


def series_of(responses: Iterable[Placed]) -> list[Series]:
    """Return the series of a traject, by informant and in the order of the scales."""
    found: dict[tuple[str, str, str], list[tuple[Placed, Point]]] = {}
    for placed in responses:
        for scale, (value, reason) in placed.scores.items():
            key = (placed.informant_id, placed.fingerprint, scale)
            point = Point(
                placed.occasion_kind, placed.occasion_id, placed.answered_on, value, reason
            )
            found.setdefault(key, []).append((placed, point))
    return [
        Series(
            informant_id=informant_id,
            role=pairs[0][0].role,
            number=pairs[0][0].number,
            label=pairs[0][0].label,
            fingerprint=fingerprint,
            scale=scale,
            points=tuple(sorted((point for _, point in pairs), key=lambda point: point.on)),
        )
        for (informant_id, fingerprint, scale), pairs in found.items()
    ]
