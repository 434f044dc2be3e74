"""The report of one traject.

Series per informant and scale, their change, and the answers in words.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from survey_app.definitions import Lineage, Questionnaire, evidence_of_form, lineage
from survey_app.measurements.pairing import Point, series_of
from survey_app.measurements.queries import AskedLine, Placed
from survey_app.measurements.references.in_force import References
from survey_app.reports import wording
from survey_app.reports.answers import ItemReport, items_of
from survey_app.reports.before import Baseline, baselines_of
from survey_app.reports.change import NO_REFERENCES
from survey_app.reports.corrections import changed_said
from survey_app.reports.lines import Axis, Line
from survey_app.reports.pictures import Picture
from survey_app.reports.scale import ScaleReport, moment_word, scale_report
from survey_app.reports.steps import steps_of
from survey_app.reports.timeline import axis_of
from survey_app.reports.together import plane_of, side_by_side
from survey_app.reports.views import views_of
from survey_app.trajects.calendar import SchoolCalendar
from survey_app.trajects.models import TrajectEvent
from survey_app.trajects.queries import ROLES

NORTH = SchoolCalendar()
"""Of a school that has no days of its own, in the region of the programme."""
ReadDefinition = Callable[[str], Questionnaire]
"""From a fingerprint to the version that was answered."""
LineKey = tuple[str, str, str]
"""Informant, line of comparable versions, scale."""


@dataclass(frozen=True, slots=True)
class InformantReport:
    """All that one informant answered on one list, in versions that go on from each other.

    `fingerprints` are those that were answered, the latest first, on `answered_on`. `care` says per
    moment why its answers are to be read with care; most often it is empty, as is `changed`, which
    says when some were corrected. `drawn_with` is the label of the teacher from whom this one took
    over, in whose charts these scores stand apart.
    """

    informant_id: str
    fingerprints: tuple[str, ...]
    answered_on: date
    role: str
    number: int
    label: str
    title: str
    scales: tuple[ScaleReport, ...]
    moments: tuple[str, ...]
    care: tuple[str, ...]
    changed: tuple[str, ...]
    items: tuple[ItemReport, ...]
    badge: str
    steps: tuple[Picture, ...]
    plane: Picture | None
    side_by_side: Picture | None
    drawn_with: str | None

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The charts of this informant in the order of the page."""
        return (*self.first_pictures, *self.more_pictures)

    @property
    def first_pictures(self) -> tuple[Picture, ...]:
        """Every scale, and the first of the steps: how it goes now."""
        return (*(scale.picture for scale in self.scales), *self.steps[:1])

    @property
    def more_pictures(self) -> tuple[Picture, ...]:
        """Strength beside burden, and the other steps."""
        plane = (self.plane,) if self.plane else ()
        return (*plane, *self.steps[1:])


@dataclass(frozen=True, slots=True)
class TrajectReport:
    """All that is shown of one traject."""

    informants: tuple[InformantReport, ...]
    baselines: tuple[Baseline, ...]
    views: Picture | None

    @property
    def pictures(self) -> dict[str, Picture]:
        """Every picture by its key, also those that are only there to keep."""
        found = [self.views] if self.views else []
        for each in self.informants:
            found += each.pictures
            found += [each.side_by_side] if each.side_by_side else []
        return {picture.key: picture for picture in found}


@dataclass(frozen=True, slots=True)
class _Course:
    """A traject while it is reported."""

    child: str
    versions: Lineage
    asked: list[AskedLine]
    read: ReadDefinition
    today: date
    axis: Axis
    lines: dict[LineKey, Line]
    successors: dict[str, str]

    def chain(self, key: LineKey) -> list[Line]:
        """Return a line and, after it, those of who took over with a comparable version."""
        informant, line, scale = key
        chain = [self.lines[key]]
        while (informant := self.successors.get(informant, "")) and (
            later := self.lines.get((informant, line, scale))
        ):
            chain.append(later)
        return chain

    def predecessor(self, key: LineKey) -> Line | None:
        """Return the line in whose chart this one stands."""
        _, line, scale = key
        before = self.lines[key].series.succeeds_id
        return self.lines.get((before, line, scale)) if before else None


def report_of(
    child: str,
    responses: Iterable[Placed],
    asked: Iterable[AskedLine],
    read: ReadDefinition,
    today: date,
    happened: Sequence[TrajectEvent] = (),
    references: References = NO_REFERENCES,
    calendar: SchoolCalendar = NORTH,
) -> TrajectReport:
    """Return the report of a traject: child, parents, teachers, one part per informant and list."""
    placed = list(responses)
    versions = lineage(
        read(fingerprint)
        for each in placed
        for fingerprint in (
            each.fingerprint,
            *(score.fingerprint for score in each.scores.values()),
        )
    )
    groups: dict[tuple[str, str], list[Placed]] = {}
    latest: dict[tuple[str, str], str] = {}
    for each in placed:
        newest = versions.lists[each.fingerprint]
        groups.setdefault((each.informant_id, newest), []).append(each)
        latest[(each.informant_id, read(each.fingerprint).key)] = newest
    course = _Course(
        child,
        versions,
        list(asked),
        read,
        today,
        axis_of((each.answered_on for each in placed), happened, calendar),
        lines={},
        successors={each.succeeds_id: each.informant_id for each in placed if each.succeeds_id},
    )
    for series in series_of(placed, versions):
        answered = groups[(series.informant_id, versions.lists[series.answered])]
        goes_on = (
            versions.lists[series.answered] in latest.values()
            and series.points[-1].occasion_id == answered[-1].occasion_id
        )
        course.lines[(series.informant_id, series.line, series.scale)] = Line(
            series,
            read(series.fingerprint),
            _gaps(course, answered) if goes_on else None,
            references,
        )
    reports = [
        _informant_report(course, informant_id, newest, answered)
        for (informant_id, newest), answered in groups.items()
    ]
    reports.sort(
        key=lambda each: (ROLES.index(each.role), each.number, not each.scales, each.title)
    )
    return TrajectReport(
        informants=tuple(reports),
        baselines=tuple(baselines_of(child, placed, read)),
        views=views_of([scale for each in reports for scale in each.scales]),
    )


def _informant_report(
    course: _Course, informant_id: str, newest: str, answered: list[Placed]
) -> InformantReport:
    last = answered[-1]
    questionnaire = course.read(last.fingerprint)
    own = [
        (key, line)
        for key, line in course.lines.items()
        if (key[0], course.versions.lists[line.series.answered]) == (informant_id, newest)
    ]
    before = [course.predecessor(key) for key, _ in own]
    versions = [course.read(each.fingerprint) for each in answered]
    claimed = evidence_of_form(questionnaire, {each.language for each in answered})
    scales = tuple(
        scale_report(course.child, course.chain(key), course.axis)
        for key, _ in _in_order(questionnaire, own)
        if course.predecessor(key) is None
    )
    return InformantReport(
        informant_id=informant_id,
        fingerprints=_fingerprints(answered),
        answered_on=last.answered_on,
        role=last.role,
        number=last.number,
        label=last.label,
        title=questionnaire.title.in_language("nl"),
        scales=scales,
        moments=tuple(moment_word(each.occasion_kind, each.answered_on) for each in answered),
        care=tuple(wording.care(each.quality) for each in answered),
        changed=tuple(changed_said(each) for each in answered),
        items=items_of(course.child, versions, answered),
        badge=wording.badge(questionnaire, claimed),
        steps=steps_of(course.child, answered, versions, claimed, course.axis),
        plane=plane_of(course.child, scales),
        side_by_side=side_by_side(questionnaire.title.in_language("nl"), scales),
        drawn_with=next((line.series.label for line in before if line), None),
    )


def _fingerprints(answered: list[Placed]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.fingerprint for each in reversed(answered)))


def _in_order(
    questionnaire: Questionnaire, lines: list[tuple[LineKey, Line]]
) -> list[tuple[LineKey, Line]]:
    """Return the scales of the newest version in its order, then those it no longer has."""
    order = {scale.key: place for place, scale in enumerate(questionnaire.scales)}
    return sorted(lines, key=lambda each: order.get(each[0][2], len(order)))


def _gaps(course: _Course, answered: list[Placed]) -> tuple[Point, ...]:
    """Return the moments that passed without an answer; a link that was revoked asked nothing."""
    fingerprints = _fingerprints(answered)
    return tuple(
        Point(line.occasion_kind, line.occasion_id, line.opens_on, None, None)
        for line in course.asked
        if line.informant_id == answered[-1].informant_id
        and line.fingerprint in fingerprints
        and line.submitted_at is None
        and line.revoked_at is None
        and line.closes_on < course.today
    )
