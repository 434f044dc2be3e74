"""What stands out at a later moment, per informant: the first line of the card for the coach.

It says no more than the page of the traject does. Below the stage at which a change of one child
may be judged, it tells in words where the answers went, and never calls that better.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from survey_app.definitions import Questionnaire, lineage
from survey_app.measurements.pairing import AFTER_INTAKE, Point, series_of
from survey_app.measurements.queries import AskedLine, Placed
from survey_app.measurements.references.in_force import References
from survey_app.practice.decisions import BETTER, NO_DIFFERENCE, UNKNOWN, WORSE, Saw, Seen
from survey_app.reports import wording
from survey_app.reports.lines import Line, said
from survey_app.trajects.queries import ROLES
from survey_app.trajects.services import COACH

PRIMARY: Final = ("kracht", "total")
"""What is fixed beforehand as the outcome of a list: Kracht, or the total of a licensed list."""
COOPERATION: Final = "samenwerken"
"""Describes how people work together, and is no outcome of the child."""
NO_SCORE: Final = "no_score"
NO_PRE: Final = "Van de intake is er niets om mee te vergelijken."
VERDICTS: Final = {"improved": BETTER, "deteriorated": WORSE, "unchanged": NO_DIFFERENCE}


@dataclass(frozen=True, slots=True)
class Figure:
    """What one informant's answers did since the intake: as a code, and in words for the coach.

    `before` and `now` are the two scores in words; `why` is why one of them is not there.
    """

    seen: Seen
    label: str
    before: str | None
    now: str | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class StandsOut:
    """What stands out at one moment, and who was asked and did not answer, as role and label."""

    figures: tuple[Figure, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()

    @property
    def saw(self) -> Saw:
        """Return it as the codes that are kept with a decision."""
        return Saw(
            tuple(each.seen for each in self.figures), tuple(role for role, _ in self.missing)
        )

    @property
    def not_known(self) -> str:
        """Return what we do not know, which always stands with it."""
        stages = {each.seen.stage for each in self.figures if each.seen.direction is not None}
        if not stages:
            return ""
        if min(stages) >= wording.VERDICT_STAGE:
            return wording.NO_COMPARISON
        is_any_judged = max(stages) >= wording.VERDICT_STAGE
        return wording.STAGE_0_BESIDE_OTHERS if is_any_judged else wording.STAGE_0


def stands_out(
    occasion_id: str,
    earlier: Collection[str],
    placed: Iterable[Placed],
    asked: Sequence[AskedLine],
    read: Callable[[str], Questionnaire],
    references: References,
) -> StandsOut:
    """Return what stands out at a moment.

    Parameters
    ----------
    occasion_id : str
        The moment.
    earlier : collection of str
        The follow-ups before it: later ones do not count here.
    placed : iterable of Placed
        The responses of the traject.
    asked : sequence of AskedLine
        What was asked at the moment.
    read : callable
        From a fingerprint to the version that was answered.
    references : References
        What a change may be judged by.
    """
    responses = [
        each
        for each in placed
        if each.role != COACH
        and (
            each.occasion_kind not in AFTER_INTAKE
            or each.occasion_id == occasion_id
            or each.occasion_id in earlier
        )
    ]
    versions = lineage(
        read(fingerprint)
        for each in responses
        for fingerprint in (
            each.fingerprint,
            *(score.fingerprint for score in each.scores.values()),
        )
    )
    figures = [
        _figure(Line(series, read(series.fingerprint), (), references), point)
        for series in series_of(responses, versions)
        if series.scale == main_scale(read(series.fingerprint))
        for point in series.points
        if point.occasion_id == occasion_id
    ]
    scored = {(each.seen.role, each.seen.number) for each in figures}
    for each in responses:
        if each.occasion_id == occasion_id and (each.role, each.number) not in scored:
            scored.add((each.role, each.number))
            figures.append(_without_score(each))
    figures.sort(key=lambda each: (ROLES.index(each.seen.role), each.seen.number))
    return StandsOut(tuple(figures), _missing(asked))


def main_scale(questionnaire: Questionnaire) -> str | None:
    """Return the scale that is the outcome of a list; None where it has none."""
    keys = [scale.key for scale in questionnaire.scales]
    for key in PRIMARY:
        if key in keys:
            return key
    return keys[0] if len(keys) == 1 and keys[0] != COOPERATION else None


def sentence(figure: Figure) -> str:
    """Say in words what the answers of one informant did; who it was stands before it."""
    if figure.now is None:
        return f"{figure.why}."
    if figure.before is None:
        return f"nu {figure.now}. {figure.why}"
    moved = f"bij de intake {figure.before}, nu {figure.now}."
    if figure.before == figure.now:
        moved = f"bij de intake en nu {figure.now}."
    return f"{moved} {verdict_words(figure.seen)}"


def verdict_words(seen: Seen) -> str:
    """Say what a code stands for: a judgement where there is one, else only where it went."""
    judged = {
        BETTER: "Duidelijk beter: meer dan toeval.",
        WORSE: "Duidelijk minder goed: meer dan toeval.",
        NO_DIFFERENCE: "Geen duidelijk verschil: het kan toeval zijn.",
    }
    went = {"higher": "Dat is hoger.", "lower": "Dat is lager.", "same": "In woorden hetzelfde."}
    return judged.get(seen.verdict) or went.get(seen.direction or "", "Niet te vergelijken.")


def _figure(line: Line, point: Point) -> Figure:
    change, series = line.change, line.series
    is_pair = change.last is not None and change.last.occasion_id == point.occasion_id
    difference = change.difference if is_pair else None
    judged = change.verdict.category if is_pair and change.verdict is not None else None
    verdict = VERDICTS.get(judged or "", UNKNOWN)
    now = said(point, line) if point.value is not None else None
    before = None
    if difference is not None and change.first is not None:
        before = said(change.first, line)
    return Figure(
        seen=Seen(
            role=series.role,
            number=series.number,
            scale=series.scale,
            title=line.scale.title.in_language("nl"),
            direction=None if difference is None else _went(difference, verdict, before == now),
            verdict=verdict,
            stage=line.stage,
            reason=None if difference is not None else "no_post" if now is None else "no_pre",
        ),
        label=series.label,
        before=before,
        now=now,
        why="" if before is not None else NO_PRE if now else wording.not_computable(point.reason),
    )


def _went(difference: float, verdict: str, same_words: bool) -> str:
    """Return where a score went: what stays within the same words is called the same.

    Only what is larger than chance is told by the number alone.
    """
    if same_words and verdict not in (BETTER, WORSE):
        return "same"
    return "higher" if difference > 0 else "lower"


def _without_score(placed: Placed) -> Figure:
    """Return somebody whose answers at this moment add up to no outcome, such as a short list."""
    return Figure(
        seen=Seen(placed.role, placed.number, "", "", None, UNKNOWN, 0, NO_SCORE),
        label=placed.label,
        before=None,
        now=None,
        why="gaf antwoorden; daar hoort hier geen score bij",
    )


def _missing(asked: Iterable[AskedLine]) -> tuple[tuple[str, str], ...]:
    """Return who was asked and answered nothing at a moment; a link that was revoked asks none."""
    answered = {each.informant_id for each in asked if each.submitted_at is not None}
    left = {
        each.informant_id: (each.role, each.label)
        for each in asked
        if each.role != COACH and each.revoked_at is None and each.informant_id not in answered
    }
    return tuple(left.values())
