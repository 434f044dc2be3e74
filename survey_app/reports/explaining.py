"""From a figure on screen back to what it was made of: answers, rule, reference, versions."""

from collections.abc import Sequence
from dataclasses import dataclass

from survey_app import __version__
from survey_app.reports.explaining_line import LineExplanation, Sources, line_explained
from survey_app.reports.explaining_steps import steps_explained
from survey_app.reports.lines import Line
from survey_app.reports.pictures import Picture
from survey_app.reports.steps import key_of_line, step_lines
from survey_app.reports.together import plane_lines
from survey_app.reports.traject import InformantReport, TrajectReport
from survey_app.reports.views import WHISKERS, norm_said, shared_views


@dataclass(frozen=True, slots=True)
class Explanation:
    """How the figures of one chart were computed; `notes` are about its lines together."""

    question: str
    whose: str
    lines: tuple[LineExplanation, ...]
    software: str
    notes: tuple[str, ...] = ()


def explanation_of(report: TrajectReport, key: str, sources: Sources) -> Explanation | None:
    """Return how every figure of a picture came about; nothing where the picture is not there."""
    picture = report.pictures.get(key)
    if picture is None:
        return None
    if picture is report.views:
        return _of_views(picture, report, sources)
    return next(
        _explanation(picture, _lines(picture, informant, sources))
        for informant in report.informants
        if picture in informant.pictures or picture is informant.side_by_side
    )


def _explanation(
    picture: Picture, lines: Sequence[LineExplanation], notes: tuple[str, ...] = ()
) -> Explanation:
    return Explanation(
        picture.question, picture.whose, tuple(lines), f"Kansmeter {__version__}", notes
    )


def _lines(picture: Picture, informant: InformantReport, sources: Sources) -> list[LineExplanation]:
    for scale in informant.scales:
        if scale.picture == picture:
            return _each(scale.lines, sources)
    if picture == informant.plane:
        return _each(plane_lines(informant.scales), sources)
    if picture == informant.side_by_side:
        return _each([line for scale in informant.scales for line in scale.lines], sources)
    answered = [
        each
        for each in sources.responses
        if each.informant_id == informant.informant_id
        and each.fingerprint in informant.fingerprints
    ]
    lines = step_lines(answered, [sources.read(each.fingerprint) for each in answered])
    return [
        steps_explained(picture, line, sources)
        for line in lines
        if key_of_line(line) == picture.key
    ]


def _of_views(picture: Picture, report: TrajectReport, sources: Sources) -> Explanation:
    scales = [scale for each in report.informants for scale in each.scales]
    lines = [line for found in shared_views(scales).values() for _, line in found]
    notes = (*(norm_said(line, sources.child) for line in lines), WHISKERS)
    return _explanation(picture, _each(lines, sources), notes)


def _each(lines: Sequence[Line], sources: Sources) -> list[LineExplanation]:
    return [line_explained(line, sources) for line in lines]
