"""Putting measurements of one informant in a series, and pairing the first with the last.

A series is one informant, one scale and versions of a questionnaire that may be compared. Another
informant is another series: two people are never joined. The pair is the intake and the latest
moment after it that counts (follow-up or closing); a talk never counts as one of the two. Who took
over from another later has no intake; then the first moment of that series stands in its place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from survey_app.definitions import Lineage
from survey_app.measurements.queries import Placed, Scored

NOMINATION, INTAKE = "nomination", "intake"
AFTER_INTAKE = ("follow_up", "closing")


@dataclass(frozen=True, slots=True)
class Point:
    """One score in time: a value, or the reason there is none.

    `mode` is how it was answered (by the informant alone, in a talk, on paper …); `late` tells that
    the intake came when the help had been under way for some time. `norm` is the id of the norm
    that held for the child that day.
    """

    occasion_kind: str
    occasion_id: str
    on: date
    value: float | None
    reason: str | None
    mode: str = "self"
    late: bool = False
    norm: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """The scores of one scale by one informant, in the order of the moments.

    `answered` is the version that was answered last, `fingerprint` the one whose rules gave the
    score; `languages` are those that were answered in; `ages` those of the child the first time;
    `line` is the same for series of one scale that may be compared. `succeeds_id` is the informant
    from whom this one took over, on `joined_on`.
    """

    informant_id: str
    role: str
    number: int
    label: str
    answered: str
    fingerprint: str
    languages: tuple[str, ...]
    scale: str
    points: tuple[Point, ...]
    line: str
    joined_on: date
    succeeds_id: str | None = None
    ages: tuple[int, int] | None = None

    def before(self) -> Point | None:
        """The moment of the nomination, before the intake: the second half of a double baseline."""
        return self._first_of((NOMINATION,))

    def first(self) -> Point | None:
        """The intake, or the first moment of somebody who took over after it."""
        intake = self._first_of((INTAKE,))
        return self._first_of(AFTER_INTAKE) if intake is None and self.succeeds_id else intake

    def last(self) -> Point | None:
        """The latest follow-up or closing after the first."""
        first = self.first()
        later = [
            point
            for point in self.points
            if point.occasion_kind in AFTER_INTAKE and point is not first
        ]
        return later[-1] if later else None

    def _first_of(self, kinds: tuple[str, ...]) -> Point | None:
        return next((point for point in self.points if point.occasion_kind in kinds), None)


def series_of(responses: Iterable[Placed], versions: Lineage) -> list[Series]:
    """Return the series of a traject, by informant and in the order of the scales."""
    found: dict[tuple[str, str, str], list[Placed]] = {}
    for placed in responses:
        for scale, score in placed.scores.items():
            line = versions.line_of(placed.fingerprint, score.fingerprint, scale)
            found.setdefault((placed.informant_id, line, scale), []).append(placed)
    return [_series(line, scale, same) for (_, line, scale), same in found.items()]


def _series(line: str, scale: str, responses: list[Placed]) -> Series:
    in_time = sorted(responses, key=lambda placed: placed.answered_on)
    last = in_time[-1]
    return Series(
        informant_id=last.informant_id,
        role=last.role,
        number=last.number,
        label=last.label,
        answered=last.fingerprint,
        fingerprint=last.scores[scale].fingerprint,
        languages=tuple(sorted({placed.language for placed in in_time})),
        scale=scale,
        points=tuple(_point(placed, placed.scores[scale]) for placed in in_time),
        line=line,
        joined_on=last.joined_on,
        succeeds_id=last.succeeds_id,
        ages=in_time[0].ages,
    )


def _point(placed: Placed, score: Scored) -> Point:
    return Point(
        placed.occasion_kind,
        placed.occasion_id,
        placed.answered_on,
        score.value,
        score.reason,
        placed.mode,
        placed.late,
        score.norm,
    )
