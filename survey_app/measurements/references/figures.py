"""What the samples say of one scale: how exact it is, how children spread, how each item behaves.

Below 30 children nothing is computed here: with fewer a figure says more about chance, and about
single children, than about the list.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from survey_app.definitions import Missing, Questionnaire, Scale
from survey_app.effects import (
    Reliability,
    cronbach_alpha,
    item_figures,
    mcdonald_omega,
    test_retest,
)
from survey_app.measurements.references.samples import Answered, Sample, Twice
from survey_app.scoring import counted_answers

FEWEST_CHILDREN: Final = 30
METHOD: Final = (
    "alpha (Feldt), omega, ICC(A,1) (McGraw & Wong), SEM = SD of differences / sqrt 2; "
    "reliability at the start of trajects = 1 - SEM^2 / SD^2"
)

Scores = Callable[[Answered], Mapping[str, float | None]]
"""From what somebody answered to the score of every scale; None where it is not computable."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient with its limits, from n children; without a value, the reason."""

    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """How one item behaves: shares are of 1, the correlation is with the rest of the scale."""

    item: str
    n: int
    mean: float | None
    sd: float | None
    item_rest: float | None
    floor: float | None
    ceiling: float | None
    does_not_know: float | None


@dataclass(frozen=True, slots=True)
class Spread:
    """How the scores of n children lie, in points; floor and ceiling are shares of 1."""

    n: int
    mean: float
    sd: float
    floor: float
    ceiling: float


@dataclass(frozen=True, slots=True)
class RetestFigures:
    """Who answered twice, and what that says.

    `schools` and `asks_attention` tell how the sample is made up; `mean_change` shows whether
    everybody answered higher the second time, which is no error of a score; `sem` is in points.
    """

    enrolled: int
    left_out: Mapping[str, int]
    schools: int
    asks_attention: int
    icc: Estimate
    mean_change: float | None = None
    sd: float | None = None
    sem: float | None = None


@dataclass(frozen=True, slots=True)
class ScaleFigures:
    """All that was found of one scale by one kind of informant in one language.

    `children` are those with a sheet at the start of a traject. `reliability` is that among them:
    the error from the retest sample beside the spread of trajects. `period` is the first and the
    last day on which one of these sheets was sent; None where none was.
    """

    questionnaire: str
    version: str
    scoring_version: str
    scale: str
    informant: str
    language: str
    higher_is_better: bool
    children: int
    spread: Spread | None
    alpha: Estimate
    omega: Estimate
    items: tuple[ItemFigures, ...]
    retest: RetestFigures
    reliability: float | None
    period: tuple[date, date] | None

    @property
    def says_anything(self) -> bool:
        """Whether there were children enough for any figure."""
        return self.spread is not None or self.retest.icc.n >= FEWEST_CHILDREN


def figures_of(
    questionnaire: Questionnaire,
    scale: Scale,
    informant: str,
    language: str,
    sample: Sample,
    scores: Scores,
) -> ScaleFigures:
    """Return what is found of one scale in one language."""
    starts = [each for each in sample.starts if each.language == language]
    pairs = [each for each in sample.pairs if each.first.language == language]
    days = [each.on for each in starts]
    days += [sheet.on for pair in pairs for sheet in (pair.first, pair.second)]
    spread = _spread(scale, [scores(each)[scale.key] for each in starts])
    rows = _rows(questionnaire, scale, starts)
    retest = _retest(sample, pairs, lambda each: scores(each)[scale.key])
    return ScaleFigures(
        questionnaire=questionnaire.key,
        version=questionnaire.version,
        scoring_version=questionnaire.scoring_version,
        scale=scale.key,
        informant=informant,
        language=language,
        higher_is_better=scale.higher_is_better,
        children=len(starts),
        spread=spread,
        alpha=_consistency(rows, cronbach_alpha),
        omega=_consistency(rows, mcdonald_omega),
        items=_items(questionnaire, scale, rows, starts),
        retest=retest,
        reliability=_among(spread, retest.sem),
        period=(min(days), max(days)) if days else None,
    )


def _among(spread: Spread | None, sem: float | None) -> float | None:
    """Return the reliability among children of this spread; None when it is not between 0 and 1.

    The error carries over from one sample to another; the agreement does not (`lists.md` 8).
    """
    if spread is None or sem is None or spread.sd <= 0:
        return None
    reliability = 1 - sem**2 / spread.sd**2
    return reliability if 0 < reliability < 1 else None


def _spread(scale: Scale, scores: Iterable[float | None]) -> Spread | None:
    known = [score for score in scores if score is not None]
    n = len(known)
    if n < FEWEST_CHILDREN:
        return None
    mean = math.fsum(known) / n
    return Spread(
        n=n,
        mean=mean,
        sd=math.sqrt(math.fsum((score - mean) ** 2 for score in known) / (n - 1)),
        floor=sum(score <= scale.lowest for score in known) / n,
        ceiling=sum(score >= scale.highest for score in known) / n,
    )


Rows = list[list[float | None]]


def _rows(questionnaire: Questionnaire, scale: Scale, starts: Sequence[Answered]) -> Rows:
    """Return what every item counted for; nothing for a total of scales, or of too few children."""
    if len(starts) < FEWEST_CHILDREN:
        return []
    counts = counted_answers(questionnaire, scale.key)
    if set(counts) != set(scale.items) or not scale.items:
        return []
    return [
        [counts[item].get(each.answers.get(item, "")) for item in scale.items] for each in starts
    ]


def _consistency(rows: Rows, coefficient: Callable[[Rows], Reliability]) -> Estimate:
    found = coefficient(rows)
    if not found.may_be_shown:
        reason = found.reason.value if found.reason and rows else None
        return Estimate(found.n, reason=reason)
    low, high = found.interval or (None, None)
    return Estimate(found.n, found.estimate, low, high)


def _items(
    questionnaire: Questionnaire, scale: Scale, rows: Rows, starts: Sequence[Answered]
) -> tuple[ItemFigures, ...]:
    if not rows:
        return ()
    import pandas as pd

    unsure = {
        item: {
            option.key
            for option in questionnaire.item(item).options
            if option.missing is Missing.DOES_NOT_KNOW
        }
        for item in scale.items
    }
    lowest, highest = _ends(questionnaire, scale)
    table = item_figures(
        pd.DataFrame(rows, columns=list(scale.items), dtype=float),
        lowest=lowest,
        highest=highest,
        does_not_know=[
            [each.answers.get(item) in unsure[item] for item in scale.items] for each in starts
        ],
    )
    return tuple(
        ItemFigures(
            item=str(row["item"]),
            n=int(row["n"]),
            **{
                name: None if pd.isna(row[name]) else float(row[name])
                for name in ("mean", "sd", "item_rest", "floor", "ceiling", "does_not_know")
            },
        )
        for row in table.to_dict("records")
    )


def _ends(questionnaire: Questionnaire, scale: Scale) -> tuple[float | None, float | None]:
    """Return the lowest and highest an item counts for, where all items share them."""
    counts = counted_answers(questionnaire, scale.key).values()
    ends = {(min(each.values()), max(each.values())) for each in counts}
    return ends.pop() if len(ends) == 1 else (None, None)


def _retest(
    sample: Sample, pairs: Sequence[Twice], score: Callable[[Answered], float | None]
) -> RetestFigures:
    scored = [(score(pair.first), score(pair.second)) for pair in pairs]
    both = [pair for pair in scored if None not in pair]
    figures = RetestFigures(
        enrolled=sample.enrolled,
        left_out=dict(sorted(sample.left_out.items())),
        schools=len({pair.school_id for pair in pairs}),
        asks_attention=sum(pair.asks_attention for pair in pairs),
        icc=Estimate(len(both)),
    )
    if len(both) < FEWEST_CHILDREN:
        return figures
    found = test_retest([first for first, _ in both], [second for _, second in both])
    low, high = found.interval or (None, None)
    reason = found.reason.value if found.reason else None
    return RetestFigures(
        enrolled=figures.enrolled,
        left_out=figures.left_out,
        schools=figures.schools,
        asks_attention=figures.asks_attention,
        icc=Estimate(found.n, found.icc, low, high, reason),
        mean_change=found.mean_change,
        sd=found.sd,
        sem=found.sem_from_differences,
    )
