"""How answers become scores, and what a score is held against: frozen values, nothing executed."""

from dataclasses import dataclass, field
from enum import StrEnum

from survey_app.definitions.people import Informant, Sex
from survey_app.definitions.texts import Text

_DERIVED = {"derived": True}
_PAIRS = {"pairs": True}


class Method(StrEnum):
    """How the values of a scale's parts become one score."""

    SUM = "sum"
    MEAN = "mean"
    PRORATED_SUM = "prorated_sum"
    MAX = "max"
    COUNT = "count"


class Rounding(StrEnum):
    """Rounding that a manual prescribes; without it a score is never rounded."""

    HALF_UP = "half_up"


class ReliabilityKind(StrEnum):
    """How a reliability was found."""

    TEST_RETEST = "test-retest"
    INTER_RATER = "inter-rater"
    ALPHA = "alpha"
    OMEGA = "omega"


class NormFallback(StrEnum):
    """What a norm may do without when there is none that fits wholly."""

    SEX = "sex"


@dataclass(frozen=True, slots=True)
class Reference:
    """A named source for a scale: where it comes from, of whom, and how exact it is.

    Attributes
    ----------
    n : int or None
        People it was found with.
    mean, sd : float or None
        Of their scores, in the units of the score.
    reliability : float or None
        Strictly between 0 and 1, found as `reliability_kind` says.
    ages : (int, int) or None
        Youngest and oldest age in years of the children, both included; None is for every age.
    """

    source: str
    informant: Informant
    n: int | None = None
    mean: float | None = None
    sd: float | None = None
    reliability: float | None = None
    reliability_kind: ReliabilityKind | None = None
    ages: tuple[int, int] | None = None
    fictitious: bool = False

    def is_for(self, informant: Informant | str, ages: tuple[int, int] | None) -> bool:
        """Tell whether it is about scores by this informant on a child of this age.

        Parameters
        ----------
        ages : (int, int) or None
            The lowest and highest age the child can have, since only a month of birth is known;
            both must be within. None is an unknown age, for which no age range holds.
        """
        if self.informant != informant:
            return False
        if self.ages is None:
            return True
        return ages is not None and self.ages[0] <= ages[0] and ages[1] <= self.ages[1]


@dataclass(frozen=True, slots=True)
class Norm:
    """How a described group scored, to place one score among.

    Attributes
    ----------
    id : str
        Stored with each score that was placed, so that a later norm changes no history.
    ages : (int, int)
        Youngest and oldest age in years, both included.
    sex : Sex or None
        None is a norm for girls and boys together.
    mean, sd : float
        Of the group, in the units of the score.
    percentiles : tuple of (float, float)
        Score and the percentage of the group at or below it, rising; empty when the source prints
        none, and then a percentile comes from the normal curve and is called so.
    """

    id: str
    source: str
    informant: Informant
    ages: tuple[int, int]
    mean: float
    sd: float
    n: int | None = None
    sex: Sex | None = None
    percentiles: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Bands:
    """A published division of the scores of one scale into bands.

    Attributes
    ----------
    ranges : tuple of (float, float)
        Lowest and highest score of each band, both included, the band nearest to average first.
    """

    id: str
    source: str
    informant: Informant
    ranges: tuple[tuple[float, float], ...]
    ages: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """An answer that settles the score of a scale without looking at its items."""

    item: str
    options: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Scale:
    """How some items, or some other scales, make one score.

    Attributes
    ----------
    direction, question : Text
        What a higher score means, and the heading of its chart.
    items, scales : tuple of str
        Keys of what counts: either items, or earlier scales for a total.
    min_answered : int
        With fewer answered items (computable scales) the score cannot be computed.
    lowest, highest : float
        Range of a score.
    recode : tuple of (str, float)
        Option key and what it counts for, instead of the value of the option.
    reversed : frozenset of str
        Items turned (lowest + highest - value, after recoding) before they count.
    weights : tuple of (str, float)
        Items or scales that weigh something else than 1.
    counted : tuple of str
        Option keys that method ``count`` counts.
    blank : float or None
        What an unanswered item counts for; None leaves it out.
    hidden : float or None
        What an item counts for that routing never showed; None leaves it out.
    rounding : Rounding or None
        Part of the rule where a manual prescribes it.
    settled : Settled or None
        An answer that fixes the score.
    """

    key: str
    title: Text
    direction: Text
    question: Text
    method: Method
    min_answered: int
    higher_is_better: bool
    lowest: float = field(metadata=_DERIVED)
    highest: float = field(metadata=_DERIVED)
    items: tuple[str, ...] = ()
    scales: tuple[str, ...] = ()
    recode: tuple[tuple[str, float], ...] = field(default=(), metadata=_PAIRS)
    reversed: frozenset[str] = frozenset()
    weights: tuple[tuple[str, float], ...] = field(default=(), metadata=_PAIRS)
    counted: tuple[str, ...] = ()
    blank: float | None = None
    hidden: float | None = None
    rounding: Rounding | None = None
    settled: Settled | None = None
    references: tuple[Reference, ...] = ()
    norms: tuple[Norm, ...] = ()
    norm_fallback: tuple[NormFallback, ...] = ()
    bands: tuple[Bands, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """Keys of the items or scales that count."""
        return self.items or self.scales

    def weight(self, key: str) -> float:
        """Return how much a part weighs."""
        return dict(self.weights).get(key, 1.0)
