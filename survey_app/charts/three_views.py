"""The same themes seen by child, parent and teacher beside each other; never averaged."""

import math
from dataclasses import dataclass
from itertools import combinations

from survey_app.charts.values import Informant, Tick, UndrawableChartError, check_axis
from survey_app.charts.words import NOTHING, Table, enumerated, name_of, prose
from survey_app.dutch import decimal_comma

COMMON_METRIC = "T"
LARGER_THAN_CHANCE = 1.96
READING = "Raken twee streepjes elkaar niet? Dan is het verschil groter dan toeval."
NO_VERDICT = "Verschil is informatie: een kind kan op school anders zijn dan thuis."


@dataclass(frozen=True)
class View:
    """What one informant says on one scale.

    Attributes
    ----------
    informant : str
        ``child``, ``parent``, ``teacher``, ``coach`` or ``ib``.
    number : int
        1 for the first of this role.
    metric : str
        The unit of the score; only ``T`` (mean 50, SD 10 of the own norm group) can be compared.
    score : float or None
        In that unit; None is a view that is missing.
    sem : float
        Standard error of measurement in that unit, of this informant's scale.
    gap : str
        What a missing view is called.
    """

    informant: Informant
    number: int
    metric: str
    score: float | None
    sem: float
    gap: str = "niet ingevuld"

    @property
    def whisker(self) -> tuple[float, float] | None:
        """Score ± 1.96 · SEM / √2: with equal SEM two of them touch up to a chance difference."""
        if self.score is None:
            return None
        reach = LARGER_THAN_CHANCE * self.sem / math.sqrt(2)
        return self.score - reach, self.score + reach


@dataclass(frozen=True)
class Theme:
    """One scale with the views on it."""

    word: str
    views: tuple[View, ...]

    def pairs_apart(self) -> tuple[tuple[View, View], ...]:
        """Return the pairs that differ more than chance: |T_A - T_B| / √(SEM_A² + SEM_B²) > 1.96.

        Both standard errors count, so this decides and not whether whiskers touch.
        """
        apart = []
        for one, other in combinations(self.views, 2):
            if one.score is None or other.score is None:
                continue
            if abs(one.score - other.score) > LARGER_THAN_CHANCE * math.hypot(one.sem, other.sem):
                apart.append((one, other))
        return tuple(apart)


@dataclass(frozen=True)
class ThreeViews:
    """One moment, seen by several informants.

    Attributes
    ----------
    question : str
        The title: "Waar zien jullie hetzelfde, en waar niet?"
    whose : str
        Which moment: "Vervolgmeting van 3 maart."
    direction : str
        Which way is better, in words.
    themes : tuple of Theme
        At least one, in a fixed order, each with at least one view; all in T scores.
    lowest, highest : float
        Ends of the axis in T; a whisker may not lie beyond them.
    ticks : tuple of Tick
        Values with their words.
    notice : str or None
        Printed inside the picture.
    conclusion : str
        Left empty it is made pair by pair.
    unknown : str
        What a difference does not mean.
    """

    question: str
    whose: str
    direction: str
    themes: tuple[Theme, ...]
    lowest: float = 20
    highest: float = 80
    ticks: tuple[Tick, ...] = tuple(Tick(value, str(value)) for value in range(20, 81, 10))
    notice: str | None = None
    conclusion: str = ""
    unknown: str = NO_VERDICT

    def __post_init__(self) -> None:
        """Refuse views that have no common metric, and marks that would lie off the axis."""
        check_axis(self.lowest, self.highest, self.ticks)
        if not self.themes:
            raise UndrawableChartError("three views need at least one theme")
        for theme in self.themes:
            if not theme.views:
                raise UndrawableChartError(f"the theme {theme.word!r} has no views")
            if len({(view.informant, view.number) for view in theme.views}) < len(theme.views):
                raise UndrawableChartError(f"an informant has two views on {theme.word!r}")
            for view in theme.views:
                self._check(view)

    def _check(self, view: View) -> None:
        if view.metric != COMMON_METRIC:
            raise UndrawableChartError(
                f"metric is {view.metric!r}: only T scores of informants can stand on one axis"
            )
        if not (math.isfinite(view.sem) and view.sem > 0):
            raise UndrawableChartError("sem must be above 0 and finite")
        if view.whisker is not None and not (
            self.lowest <= view.whisker[0] and view.whisker[1] <= self.highest
        ):
            raise UndrawableChartError("a score with its whisker lies outside the axis")

    @property
    def informants(self) -> tuple[tuple[Informant, int], ...]:
        """Who is seen in this chart, in the order of the first appearance."""
        seen = [(view.informant, view.number) for theme in self.themes for view in theme.views]
        return tuple(dict.fromkeys(seen))

    @property
    def said(self) -> str:
        """The conclusion that was given, or one sentence per theme."""
        return self.conclusion or " ".join(_theme_sentence(theme) for theme in self.themes)


def _theme_sentence(theme: Theme) -> str:
    """Say which pairs differ more than chance; that none does is not called agreement."""
    apart = theme.pairs_apart()
    if apart:
        pairs = enumerated([f"{_name(one)} en {_name(other)}" for one, other in apart], ", ")
        return f"{theme.word}: {pairs} verschillen meer dan toeval."
    if sum(view.score is not None for view in theme.views) < 2:
        return f"{theme.word}: er is niets om te vergelijken."
    return f"{theme.word}: geen verschil dat groter is dan toeval."


def _name(view: View) -> str:
    return name_of(view.informant, view.number)


def _score(view: View) -> str:
    return view.gap if view.score is None else decimal_comma(view.score, 0)


def _between(view: View) -> str:
    if view.whisker is None:
        return NOTHING
    low, high = (decimal_comma(edge, 0) for edge in view.whisker)
    return f"{low} en {high}"


def views_table(chart: ThreeViews) -> Table:
    """Return a row per theme and informant: the T score and the ends of the whisker."""
    rows = [
        (theme.word, _name(view), _score(view), _between(view))
        for theme in chart.themes
        for view in theme.views
    ]
    return Table(("Thema", "Wie", "T-score", "Streepje tussen"), tuple(rows))


def views_description(chart: ThreeViews) -> str:
    """Return every score in words, and per theme which pairs differ more than chance."""
    sentences = [chart.whose, chart.direction, READING]
    for theme in chart.themes:
        scores = "; ".join(f"{_name(view)} {_score(view)}" for view in theme.views)
        sentences.append(f"{theme.word}: {scores}")
    return prose([*sentences, chart.notice or "", chart.said, chart.unknown])
