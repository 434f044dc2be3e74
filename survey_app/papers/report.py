"""The report of a traject for the file: what was typed, and what changed with its certainty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from survey_app.charts import svg_of
from survey_app.dutch import date_in_words
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
"""So many charts stand beside each other: the first scale of each informant."""


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
    """One scale of one informant, first and last in words, and what may be said of it."""

    role: str
    who: str
    scale: str
    said: str
    badge: str


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal with its owner, its steps then and now, and what became of it."""

    who: str
    words: Typed
    said: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that stands in the report; `facts` are what, and what it is."""

    child: str
    facts: tuple[tuple[str, str], ...]
    before: tuple[Part, ...]
    after: tuple[Part, ...]
    charts: tuple[Drawn, ...]
    changes: tuple[ChangeRow, ...]
    goals: tuple[GoalRow, ...]
    unknown: tuple[str, ...]
    made_on: str
    language: str = "nl"
    direction: str = "ltr"


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
    firsts = {each.informant_id: each.scales[0] for each in found.informants if each.scales}
    charts = [
        firsts[each.informant_id]
        for each in sorted(found.informants, key=lambda each: ROLES.index(each.role))
        if each.role != OF_THE_COACH and firsts.get(each.informant_id) in each.scales
    ]
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
        charts=tuple(_drawn(scale) for scale in charts[:MOST_CHARTS]),
        changes=tuple(_change(role, scale, printable(child)) for role, scale in scales),
        goals=tuple(_goal(goal) for goal in goals),
        unknown=tuple(dict.fromkeys(scale.chart.unknown for _, scale in scales)),
        made_on=date_in_words(today),
    )


def _drawn(scale: ScaleReport) -> Drawn:
    return Drawn(
        # S704: drawn by ourselves; what people typed is escaped by the writer of its XML.
        svg=Markup(svg_of(scale.chart, "narrow")),  # noqa: S704
        said=f"{scale.lines[0].scale.title.in_language('nl')}. {scale.chart.direction}",
        badge=scale.badge,
    )


def _change(role: str, scale: ScaleReport, child: str) -> ChangeRow:
    return ChangeRow(
        role=role,
        who=wording.whose(role, scale.lines[0].series.number, child),
        scale=scale.lines[0].scale.title.in_language("nl"),
        said=scale.chart.conclusion,
        badge=scale.badge,
    )


def _goal(goal: GoalLine) -> GoalRow:
    words = printable(goal.words)
    said = {"runs": "", "reached": "Bereikt.", "dropped": "Losgelaten."}[goal.status]
    if goal.reason and goal.status == "dropped":
        said = f"Losgelaten: {printable(goal.reason)}"
    if goal.method == "steps" and goal.ratings:
        own = goal.own_ratings
        now = f", {date_in_words(own[-1].on)} op stap {own[-1].value}" if own else ""
        others = "".join(
            f"Volgens {wording.ROLES[each.by_role]}, {date_in_words(each.on)}: stap {each.value}. "
            for each in goal.last_of_others
        )
        said = f"Begon op stap {goal.start_step}{now}. {others}{said}"
    who = wording.ROLES[goal.owner_role]
    return GoalRow(who, Typed(words, direction_of(words)), said.strip())
