"""The change of one series, and what it may be judged by."""

from dataclasses import dataclass

from survey_app.definitions import Evidence, Questionnaire, evidence_of_scale
from survey_app.effects import PairChange, change_of_pair
from survey_app.measurements.pairing import Point, Series
from survey_app.reports import wording


@dataclass(frozen=True, slots=True)
class Judge:
    """The spread and reliability a change of one child is judged by, from a named reference."""

    sd: float
    reliability: float
    source: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """The change of one scale from intake to the last follow-up.

    Verdict only where evidence allows it. `before` is what happened between nomination and intake,
    without help; None where nothing was measured before the intake.
    """

    first: Point | None
    last: Point | None
    difference: float | None
    verdict: PairChange | None
    reason: str | None
    before: "Change | None" = None


def change_of(series: Series, questionnaire: Questionnaire) -> Change:
    """Return the change of a series, with the reliable-change rule from evidence stage 2 on.

    A missing intake or follow-up is a reason, never "unchanged".
    """
    nomination, first = series.before(), series.first()
    before = None
    if nomination is not None:
        before = _between(nomination, first, series, questionnaire, None)
    return _between(first, series.last(), series, questionnaire, before)


def usable_reference(questionnaire: Questionnaire, series: Series) -> Judge | None:
    """Return what a change of one child may be judged by, or None.

    Stage, informant, reliability.
    """
    if claimed(questionnaire, series).stage < wording.VERDICT_STAGE:
        return None
    for reference in questionnaire.scale(series.scale).references:
        sd, reliability = reference.sd, reference.reliability
        if reference.informant.value != series.role or sd is None or reliability is None:
            continue
        if reliability >= wording.LOWEST_RELIABILITY:
            return Judge(sd, reliability, reference.source)
    return None


def claimed(questionnaire: Questionnaire, series: Series) -> Evidence:
    """Return how well a scale is known in the languages that were answered in."""
    return evidence_of_scale(questionnaire, series.scale, series.languages)


def _between(
    first: Point | None,
    last: Point | None,
    series: Series,
    questionnaire: Questionnaire,
    before: Change | None,
) -> Change:
    pre = first.value if first else None
    post = last.value if last else None
    reason = "no_pre" if pre is None else "no_post" if post is None else None
    difference = post - pre if pre is not None and post is not None else None
    reference = usable_reference(questionnaire, series)
    verdict = None
    if reference is not None and difference is not None:
        verdict = change_of_pair(
            pre,
            post,
            sd=reference.sd,
            reliability=reference.reliability,
            higher_is_better=questionnaire.scale(series.scale).higher_is_better,
        )
    return Change(first, last, difference, verdict, reason, before)
