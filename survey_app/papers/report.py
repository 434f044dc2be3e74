"""The report of a traject for the file: what was typed, and what changed with its certainty."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from markupsafe import Markup

from survey_app.charts import svg_of
from survey_app.dutch import counted, date_in_words
from survey_app.papers.standing import last_rated, sentence
from survey_app.papers.typed import Typed, direction_of, printable, typed_lines
from survey_app.reports import wording
from survey_app.reports.scale import ScaleReport
from survey_app.reports.traject import TrajectReport
from survey_app.trajects.goal_lines import GoalLine
from survey_app.trajects.queries import ROLES

PARTS: Final = {
    "question": "De vraag",
    "done": "Wat er gedaan is",
    "agreed": "Wat er is afgesproken",
    "closing": "Afsluiting",
    "aftercare": "Nazorg",
}
BEFORE: Final = ("question", "done")
"""What stands before what changed; the rest comes after it."""
OF_THE_COACH: Final = "coach"
MOST_CHARTS: Final = 4
"""So many charts stand beside each other: the most telling scale of each informant."""
FEWEST_MOMENTS: Final = 2
MOVED: Final = ("improved", "deteriorated")
FEWEST_SHARING: Final = 2
"""From so many rows on, what may be claimed is said once under the table."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what the coach typed under it."""

    heading: str
    lines: tuple[Typed, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart with what it is of, which way is better, and what its figures may claim."""

    svg: Markup
    said: str
    badge: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One scale of one informant, first and last in words, and what may be said of it.

    `badge` is empty where what is said under the table holds; never where a verdict is given.
    """

    role: str
    who: str
    scale: str
    said: str
    badge: str


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal with its owner, its steps then and now, and what became of it.

    `standing` has, of a goal in five sentences, which one held when.
    """

    who: str
    words: Typed
    said: str
    standing: tuple[tuple[str, Typed], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that stands in the report; `facts` are what, and what it is.

    `charts` has the most telling one first; `shared` is what may be claimed of every row that does
    not say so itself.
    """

    child: str
    facts: tuple[tuple[str, str], ...]
    before: tuple[Part, ...]
    after: tuple[Part, ...]
    charts: tuple[Drawn, ...]
    changes: tuple[ChangeRow, ...]
    shared: str
    goals: tuple[GoalRow, ...]
    unknown: tuple[str, ...]
    made_on: str
    language: str = "nl"
    direction: str = "ltr"

    @property
    def left_out(self) -> str:
        """How many charts are not in the report, and where they are."""
        count = len(self.changes) - len(self.charts)
        if not count:
            return ""
        stand, them = ("staat", "Je vindt hem") if count == 1 else ("staan", "Je vindt ze")
        charts = counted(count, "grafiek", "grafieken")
        return f"{charts} {stand} hier niet. {them} in Kansmeter, bij het traject van {self.child}."

    def with_fewer_charts(self) -> Iterator["Report"]:
        """Yield the report with one chart less each time, until there is none."""
        for count in reversed(range(len(self.charts))):
            yield replace(self, charts=self.charts[:count])


def report_paper(
    *,
    child: str,
    group: str,
    school: str,
    coach: str,
    started_on: date,
    ended_on: date | None,
    texts: Mapping[str, str],
    goals: Sequence[GoalLine],
    found: TrajectReport,
    today: date,
) -> Report:
    """Return the report of a child; a part without text is left out."""
    parts = {
        name: Part(heading, typed_lines(texts.get(name, ""))) for name, heading in PARTS.items()
    }
    filled = {name: part for name, part in parts.items() if part.lines}
    scales = [
        (each.role, scale)
        for each in found.informants
        if each.role != OF_THE_COACH
        for scale in each.scales
    ]
    shared = _shared(scales)
    until = "loopt nog" if ended_on is None else f"tot {date_in_words(ended_on)}"
    return Report(
        child=printable(child),
        facts=(
            ("School", printable(f"{school}, {group}")),
            ("Kansencoach", printable(coach)),
            ("Traject", f"sinds {date_in_words(started_on)}, {until}"),
        ),
        before=tuple(filled[name] for name in BEFORE if name in filled),
        after=tuple(part for name, part in filled.items() if name not in BEFORE),
        charts=tuple(_drawn(scale) for scale in _most_telling(scales)),
        changes=tuple(_change(role, scale, printable(child), shared) for role, scale in scales),
        shared=_said_once(shared, scales),
        goals=tuple(_goal(goal) for goal in goals),
        unknown=tuple(dict.fromkeys(scale.chart.unknown for _, scale in scales)),
        made_on=date_in_words(today),
    )


def _most_telling(scales: Sequence[tuple[str, ScaleReport]]) -> list[ScaleReport]:
    """Return one scale of each informant, the most telling first."""
    in_order = sorted(scales, key=lambda each: (_tells_less(each[1]), ROLES.index(each[0])))
    of_each: dict[str, ScaleReport] = {}
    for _, scale in in_order:
        of_each.setdefault(scale.lines[0].series.informant_id, scale)
    return list(of_each.values())[:MOST_CHARTS]


def _tells_less(scale: ScaleReport) -> tuple[bool, ...]:
    """Order by what a chart tells of this child: an invented list says nothing of it."""
    change = scale.change
    return (
        scale.lines[0].questionnaire.fictitious,
        change.verdict is None or change.verdict.category not in MOVED,
        change.verdict is None,
        change.first is None or change.last is None,
        sum(len(line.series.points) for line in scale.lines) < FEWEST_MOMENTS,
    )


def _shared(scales: Sequence[tuple[str, ScaleReport]]) -> str:
    """Return the claim that most rows without a verdict share; nothing when none do."""
    claims = Counter(scale.badge for _, scale in scales if scale.change.verdict is None)
    ((badge, count),) = claims.most_common(1) or (("", 0),)
    return badge if count >= FEWEST_SHARING else ""


def _says_itself(scale: ScaleReport, shared: str) -> bool:
    """Tell whether a row carries its own claim: where it gives a verdict, or has another claim."""
    return scale.change.verdict is not None or scale.badge != shared


def _said_once(shared: str, scales: Sequence[tuple[str, ScaleReport]]) -> str:
    if not shared:
        return ""
    some = any(_says_itself(scale, shared) for _, scale in scales)
    return f"{'Waar niets anders bij staat' if some else 'Voor alle regels geldt'}: {shared}"


def _drawn(scale: ScaleReport) -> Drawn:
    return Drawn(
        # S704: drawn by ourselves; what people typed is escaped by the writer of its XML.
        svg=Markup(svg_of(scale.chart, "narrow")),  # noqa: S704
        said=f"{scale.lines[0].scale.title.in_language('nl')}. {scale.chart.direction}",
        badge=scale.badge,
    )


def _change(role: str, scale: ScaleReport, child: str, shared: str) -> ChangeRow:
    return ChangeRow(
        role=role,
        who=wording.whose(role, scale.lines[0].series.number, child),
        scale=scale.lines[0].scale.title.in_language("nl"),
        said=scale.chart.conclusion,
        badge=scale.badge if _says_itself(scale, shared) else "",
    )


def _goal(goal: GoalLine) -> GoalRow:
    words = printable(goal.words)
    said = {"runs": "", "reached": "Bereikt.", "dropped": "Losgelaten."}[goal.status]
    if goal.reason and goal.status == "dropped":
        said = f"Losgelaten: {printable(goal.reason)}"
    standing: tuple[tuple[str, Typed], ...] = ()
    last = last_rated(goal)
    if last is not None and goal.method == "levels":
        by = "" if last.by_id == goal.owner_id else f", volgens de {wording.ROLES[last.by_role]}"
        standing = (
            ("eerst", sentence(goal, goal.start_step)),
            (f"op {date_in_words(last.on)}{by}", sentence(goal, last.value)),
        )
    elif last is not None:
        own = goal.own_ratings
        now = f", {date_in_words(own[-1].on)} op stap {own[-1].value}" if own else ""
        others = "".join(
            f"Volgens {wording.ROLES[each.by_role]}, {date_in_words(each.on)}: stap {each.value}. "
            for each in goal.last_of_others
        )
        said = f"Begon op stap {goal.start_step}{now}. {others}{said}"
    who = wording.ROLES[goal.owner_role]
    return GoalRow(who, Typed(words, direction_of(words)), said.strip(), standing)
