"""The change of one series, and what it may be judged by."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from survey_app.definitions import Evidence, Questionnaire, evidence_of_scale
from survey_app.effects import PairChange, change_of_pair, difference_sd
from survey_app.measurements.pairing import AFTER_INTAKE, Point, Series
from survey_app.measurements.references.in_force import References
from survey_app.reports import wording

NO_REFERENCES: Final = References()
"""Nothing was accepted: only what the list itself names counts."""


@dataclass(frozen=True, slots=True)
class Judge:
    """The spread and reliability a change of one child is judged by, from a named reference.

    `mean` is that of the first scores there, where it is known.
    """

    sd: float
    reliability: float
    source: str = ""
    mean: float | None = None


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


def change_of(
    series: Series, questionnaire: Questionnaire, references: References = NO_REFERENCES
) -> Change:
    """Return the change of a series, with the reliable-change rule from evidence stage 2 on.

    A missing intake or follow-up is a reason, never "unchanged".
    """
    nomination, first = series.before(), series.first()
    before = None
    if nomination is not None:
        before = _between(nomination, first, series, questionnaire, references, None)
    return _between(first, series.last(), series, questionnaire, references, before)


def usable_reference(
    questionnaire: Questionnaire, series: Series, references: References = NO_REFERENCES
) -> Judge | None:
    """Return what a change of one child may be judged by, or None.

    Stage, informant, age, reliability. What a person accepted of our own answers comes before what
    the list itself names.
    """
    if claimed(questionnaire, series, references).stage < wording.VERDICT_STAGE:
        return None
    for judge in known_judges(questionnaire, series, references):
        if judge.reliability >= wording.LOWEST_RELIABILITY:
            return judge
    return None


def known_judges(
    questionnaire: Questionnaire, series: Series, references: References = NO_REFERENCES
) -> Iterator[Judge]:
    """Give every spread with its reliability that is known for this informant, best first."""
    accepted = references.of(questionnaire, series.scale, series.role)
    ours = [accepted[language] for language in series.languages if language in accepted]
    if ours and len(ours) == len(series.languages):
        judges = [
            Judge(each.sd, each.reliability, each.source, each.mean)
            for each in ours
            if each.stage >= wording.VERDICT_STAGE
            and each.sd is not None
            and each.reliability is not None
        ]
        # Of answers in two languages the one that is known less well decides.
        if len(judges) == len(ours):
            yield max(judges, key=lambda each: difference_sd(each.sd, each.reliability))
    for reference in questionnaire.scale(series.scale).references:
        sd, reliability = reference.sd, reference.reliability
        fits = reference.is_for(series.role, series.ages)
        if fits and sd is not None and reliability is not None:
            yield Judge(sd, reliability, reference.source, reference.mean)


def claimed(
    questionnaire: Questionnaire, series: Series, references: References = NO_REFERENCES
) -> Evidence:
    """Return how well a scale is known in the languages that were answered in."""
    found = references.evidence(questionnaire, series.scale, series.role)
    return evidence_of_scale(questionnaire, series.scale, series.languages, found)


def _between(
    first: Point | None,
    last: Point | None,
    series: Series,
    questionnaire: Questionnaire,
    references: References,
    before: Change | None,
) -> Change:
    pre = first.value if first else None
    post = last.value if last else None
    # Who took over and answered once has a later score, and nothing to hold it against.
    lone = last is None and first is not None and first.occasion_kind in AFTER_INTAKE
    reason = "no_pre" if pre is None or lone else "no_post" if post is None else None
    difference = post - pre if pre is not None and post is not None else None
    reference = usable_reference(questionnaire, series, references)
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
