"""Which children of a caseload count in a figure of a group, and which do not and why.

A child counts once per list, informant and scale, with the intake and the last follow-up of one
rater: of two parents (or two teachers) the one with the lowest number who has both.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from survey_app.definitions import Evidence, Lineage, Questionnaire, lineage
from survey_app.effects import Response, response_of
from survey_app.measurements.caseload import Agreement, Asked, Course
from survey_app.measurements.pairing import INTAKE, Series, series_of
from survey_app.measurements.references.in_force import References
from survey_app.reports.change import NO_REFERENCES, Judge, claimed, usable_reference

ReadDefinition = Callable[[str], Questionnaire]
ROLES = ("child", "parent", "teacher")
"""Who says how it goes with a child; who gives or supports the help marks no outcome."""


class Why(StrEnum):
    """Why a child does not count in a figure."""

    WITHDRAWN = "withdrawn"
    NO_INTAKE = "no_intake"
    LATE = "late"
    NOT_COMPUTABLE = "not_computable"
    TWO_LANGUAGES = "two_languages"
    OTHER_FIGURE = "other_figure"
    OTHER_VERSION = "other_version"
    OTHER_RATER = "other_rater"
    NOT_YET = "not_yet"
    NO_FOLLOW_UP = "no_follow_up"


@dataclass(frozen=True, slots=True)
class Pair:
    """One child with an intake and a last follow-up of the same rater, in points of the scale."""

    traject_id: str
    number: int
    pre: float
    post: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One child that does not count.

    `began` is its intake where that could have counted; `is_closed` tells that a later moment has
    passed for good, so that no answer can come any more.
    """

    traject_id: str
    why: Why
    began: float | None = None
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class FigureKey:
    """What is never mixed: list, informant, scale, language of the answers, line of versions."""

    questionnaire_key: str
    role: str
    scale: str
    language: str
    line: str


@dataclass(frozen=True, slots=True)
class PairedScale:
    """One scale of one list as one kind of informant sees it, over a caseload.

    `questionnaire` is the newest version that scored and `series` a series scored by it, with the
    ages of all children; `versions` are those that were answered, the newest last.
    """

    key: FigureKey
    questionnaire: Questionnaire
    series: Series
    versions: tuple[Questionnaire, ...]
    pairs: tuple[Pair, ...]
    left_out: tuple[LeftOut, ...]
    references: References = NO_REFERENCES

    @property
    def claimed(self) -> Evidence:
        """How well the scale is known in the language that was answered in."""
        return claimed(self.questionnaire, self.series, self.references)

    @property
    def judge(self) -> Judge | None:
        """What a change of one child is held against: the same as on its own page."""
        return usable_reference(self.questionnaire, self.series, self.references)

    @property
    def unanswered(self) -> tuple[float, ...]:
        """Intakes of children whose later moment passed without a pair."""
        return tuple(
            each.began for each in self.left_out if each.is_closed and each.began is not None
        )

    def count_of(self, why: Why) -> int:
        """Return how many children do not count for this reason."""
        return sum(each.why is why for each in self.left_out)


@dataclass(frozen=True, slots=True)
class PairedList:
    """One list as one kind of informant answers it, over a caseload.

    `response` counts the children whose later moment has passed: each step holds the next.
    """

    questionnaire: Questionnaire
    role: str
    response: Response
    scales: tuple[PairedScale, ...]


def paired_lists(
    courses: Sequence[Course],
    read: ReadDefinition,
    today: date,
    references: References = NO_REFERENCES,
) -> tuple[PairedList, ...]:
    """Return every list with scales that was asked at a later moment, by informant and key."""
    caseload = _Caseload.of(courses, read, today, references)
    asked: dict[tuple[str, str], str] = {}
    for course in courses:
        for each in course.asked:
            if each.is_later and not each.is_revoked and each.role in ROLES:
                asked.setdefault((each.questionnaire_key, each.role), each.fingerprint)
    found = [
        caseload.paired_list(key, role, read(fingerprint))
        for (key, role), fingerprint in asked.items()
        if read(fingerprint).scales
    ]
    return tuple(sorted(found, key=lambda each: (ROLES.index(each.role), each.questionnaire.key)))


@dataclass(frozen=True, slots=True)
class _Caseload:
    """All courses with their series, while they are paired."""

    courses: Sequence[Course]
    series: dict[str, list[Series]]
    """Of every child that may be measured, by traject."""
    keys: dict[str, str]
    """Fingerprint to the key of its list."""
    read: ReadDefinition
    today: date
    references: References

    @classmethod
    def of(
        cls,
        courses: Sequence[Course],
        read: ReadDefinition,
        today: date,
        references: References,
    ) -> "_Caseload":
        fingerprints = {
            fingerprint
            for course in courses
            for placed in course.placed
            for fingerprint in (
                placed.fingerprint,
                *(score.fingerprint for score in placed.scores.values()),
            )
        }
        read_once = {each: read(each) for each in sorted(fingerprints)}
        versions: Lineage = lineage(read_once.values())
        return cls(
            courses,
            {
                course.traject_id: series_of(course.placed, versions)
                for course in courses
                if course.agreement is Agreement.AGREED
            },
            {fingerprint: each.key for fingerprint, each in read_once.items()},
            read,
            today,
            references,
        )

    def paired_list(self, key: str, role: str, asked: Questionnaire) -> PairedList:
        own = [
            series
            for found in self.series.values()
            for series in found
            if series.role == role and self.keys[series.fingerprint] == key
        ]
        families: dict[FigureKey, list[Series]] = {}
        for series in own:
            if len(series.languages) == 1:
                families.setdefault(self.key_of(series), []).append(series)
        scales = tuple(self.paired_scale(family, found) for family, found in families.items())
        paired = {pair.traject_id for scale in scales for pair in scale.pairs}
        return PairedList(
            asked, role, self.response(key, role, paired), tuple(sorted(scales, key=_order))
        )

    def key_of(self, series: Series) -> FigureKey:
        return FigureKey(
            self.keys[series.fingerprint],
            series.role,
            series.scale,
            series.languages[0],
            series.line,
        )

    def paired_scale(self, key: FigureKey, family: Sequence[Series]) -> PairedScale:
        newest = max(family, key=lambda each: (each.points[-1].on, each.fingerprint))
        answered = {each.answered: each.points[-1].on for each in family}
        outcomes = [
            self.outcome(key, course)
            for course in self.courses
            if any(
                (each.questionnaire_key, each.role) == (key.questionnaire_key, key.role)
                for each in course.asked
            )
        ]
        return PairedScale(
            key=key,
            questionnaire=self.read(newest.fingerprint),
            series=replace(newest, ages=_ages_of_all(family)),
            versions=tuple(
                self.read(each) for each in sorted(answered, key=lambda each: answered[each])
            ),
            pairs=tuple(each for each in outcomes if isinstance(each, Pair)),
            left_out=tuple(each for each in outcomes if isinstance(each, LeftOut)),
            references=self.references,
        )

    def outcome(self, key: FigureKey, course: Course) -> Pair | LeftOut:
        """Return the pair of a child, or why there is none: as far as its raters came."""
        if course.agreement is not Agreement.AGREED:
            return LeftOut(course.traject_id, Why.WITHDRAWN)
        raters = [
            each
            for each in self.series[course.traject_id]
            if each.role == key.role
            and each.scale == key.scale
            and self.keys[each.fingerprint] == key.questionnaire_key
        ]
        raters.sort(key=lambda each: (each.number, each.line != key.line))
        outcomes = [self.outcome_of(key, course, each, raters) for each in raters]
        for outcome in outcomes:
            if isinstance(outcome, Pair):
                return outcome
        reasons = [each for each in outcomes if isinstance(each, LeftOut)]
        reasons.sort(key=lambda each: (each.began is None, each.why is Why.NO_INTAKE))
        return reasons[0] if reasons else LeftOut(course.traject_id, Why.NO_INTAKE)

    def outcome_of(
        self, key: FigureKey, course: Course, series: Series, raters: Iterable[Series]
    ) -> Pair | LeftOut:
        traject_id, first, last = course.traject_id, series.first(), series.last()
        if first is None or first.occasion_kind != INTAKE:
            return LeftOut(traject_id, Why.OTHER_RATER if series.succeeds_id else Why.NO_INTAKE)
        if first.late:
            return LeftOut(traject_id, Why.LATE)
        if first.value is None:
            return LeftOut(traject_id, Why.NOT_COMPUTABLE)
        if len(series.languages) > 1:
            return LeftOut(traject_id, Why.TWO_LANGUAGES)
        if self.key_of(series) != key:
            return LeftOut(traject_id, Why.OTHER_FIGURE)
        closed = bool(self.closed(course, key.questionnaire_key, key.role))
        if last is not None and last.value is not None:
            return Pair(traject_id, series.number, first.value, last.value)
        why = Why.NO_FOLLOW_UP if closed else Why.NOT_YET
        if last is not None:
            why = Why.NOT_COMPUTABLE
        elif any(_goes_on_in(series, each) for each in raters):
            why = Why.OTHER_VERSION
        elif any(each.succeeds_id == series.informant_id for each in raters):
            why = Why.OTHER_RATER
        return LeftOut(traject_id, why, first.value, closed)

    def closed(self, course: Course, key: str, role: str) -> list[Asked]:
        """Return what was asked at later moments whose last day has passed."""
        return [
            each
            for each in course.asked
            if each.is_later
            and not each.is_revoked
            and each.closes_on < self.today
            and (each.questionnaire_key, each.role) == (key, role)
        ]

    def response(self, key: str, role: str, paired: set[str]) -> Response:
        closed = {
            course.traject_id: self.closed(course, key, role)
            for course in self.courses
            if course.agreement is Agreement.AGREED
        }
        completed = {
            traject_id
            for traject_id, asked in closed.items()
            if any(each.was_completed for each in asked)
        }
        invited = sum(bool(asked) for asked in closed.values())
        return response_of(
            invited=invited,
            opened=sum(any(each.was_opened for each in asked) for asked in closed.values()),
            completed=len(completed),
            paired=len(completed & paired),
            closed=invited,
        )


def _ages_of_all(family: Sequence[Series]) -> tuple[int, int] | None:
    """Return the lowest and highest age of all children: what judges one must hold for each."""
    ages = [each.ages for each in family if each.ages is not None]
    if len(ages) < len(family):
        return None
    return min(low for low, _ in ages), max(high for _, high in ages)


def _goes_on_in(series: Series, other: Series) -> bool:
    """Tell whether the same rater answered a version later that cannot be compared."""
    return (
        other.informant_id == series.informant_id
        and other.line != series.line
        and other.first() is None
        and any(point.occasion_kind != INTAKE for point in other.points)
    )


def _order(scale: PairedScale) -> tuple[int, str, str, str]:
    keys = [each.key for each in scale.questionnaire.scales]
    return (keys.index(scale.key.scale), scale.key.scale, scale.key.language, scale.key.line)
