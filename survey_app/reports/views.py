"""The same themes as each informant sees them, on one axis: only for lists with norms.

Each score stands in the norm of its own informant, as T; raw points of two informants are never put
on one axis, and nothing is averaged. Our own lists have no norms, and stand beside each other in
words.
"""

import math
from collections.abc import Sequence

from survey_app.charts import Theme, ThreeViews, Tick, View, table_of
from survey_app.definitions import Norm
from survey_app.dutch import day_in_words, plain_number
from survey_app.reports import wording
from survey_app.reports.lines import Line
from survey_app.reports.pictures import Picture
from survey_app.reports.scale import ScaleReport
from survey_app.scoring import place

KEY = "gezichtspunten"
QUESTION = "Waar zien jullie hetzelfde, en waar niet?"
LOWEST, HIGHEST, STEP = 20, 80, 10
WHISKERS = (
    "Een streepje loopt van T − 1,96 × e : √2 tot T + 1,96 × e : √2, met e = 10 × √(1 − r). "
    "Twee scores verschillen meer dan toeval als hun verschil groter is dan "
    "1,96 × √(e₁² + e₂²)."
)


def views_of(scales: Sequence[ScaleReport]) -> Picture | None:
    """Return everybody's last score per theme, when two informants scored the same theme."""
    shared = shared_views(scales)
    if not shared:
        return None
    lines = [line for found in shared.values() for _, line in found]
    reach = [edge for found in shared.values() for view, _ in found for edge in view.whisker or ()]
    lowest = min(LOWEST, STEP * math.floor(min(reach) / STEP))
    highest = max(HIGHEST, STEP * math.ceil(max(reach) / STEP))
    days = sorted(line.series.points[-1].on for line in lines)
    chart = ThreeViews(
        question=QUESTION,
        whose=f"De laatste keer van ieder, tot en met {day_in_words(days[-1])}.",
        direction="50 is het gemiddelde van de eigen normgroep.",
        themes=tuple(
            Theme(word, tuple(view for view, _ in found)) for word, found in shared.items()
        ),
        lowest=lowest,
        highest=highest,
        ticks=tuple(Tick(value, str(value)) for value in range(lowest, highest + 1, STEP)),
        notice=wording.FICTITIOUS if any(line.questionnaire.fictitious for line in lines) else None,
    )
    table = table_of(chart)
    return Picture(
        key=KEY,
        chart=chart,
        question=chart.question,
        whose=chart.whose,
        direction=chart.direction,
        conclusion=chart.said,
        unknown=chart.unknown,
        badge=scales[0].badge,
        list_title="; ".join(
            dict.fromkeys(line.questionnaire.title.in_language("nl") for line in lines)
        ),
        columns=table.columns,
        rows=table.rows,
    )


def shared_views(scales: Sequence[ScaleReport]) -> dict[str, list[tuple[View, Line]]]:
    """Return the views with their lines, of every theme that two informants scored."""
    by_theme: dict[str, list[tuple[View, Line]]] = {}
    for scale in scales:
        # Of a teacher and who took over, the one who knows the child now.
        line = scale.lines[-1]
        view = _view(line)
        if view is not None:
            by_theme.setdefault(line.scale.title.in_language("nl"), []).append((view, line))
    return {word: found for word, found in by_theme.items() if len(found) > 1}


def norm_said(line: Line, child: str) -> str:
    """Return how the last score of a line became its T."""
    found = _last_in_norm(line)
    if found is None:
        return ""
    score, norm = found
    whose = wording.whose(line.series.role, line.series.number, child)
    value, mean, sd = (plain_number(each) for each in (score, norm.mean, norm.sd))
    return (
        f"{whose}, {line.scale.title.in_language('nl')}: T = 50 + 10 × ({value} − {mean}) : {sd} = "
        f"{plain_number(place(score, norm).t or 0, 1)}. Norm {norm.id}, bron: {norm.source}."
    )


def _last_in_norm(line: Line) -> tuple[float, Norm] | None:
    last = [point for point in line.series.points if point.value is not None][-1:]
    norms = {norm.id: norm for norm in line.scale.norms}
    if not last or last[0].value is None or last[0].norm not in norms:
        return None
    return last[0].value, norms[last[0].norm]


def _view(line: Line) -> View | None:
    """Return the last score as T with its error, or None without a norm or a reference."""
    found = _last_in_norm(line)
    if found is None or line.reference is None:
        return None
    placed = place(*found)
    return View(
        informant=wording.informant(line.series.role),
        number=line.series.number,
        metric="T",
        score=placed.t,
        sem=10 * math.sqrt(1 - line.reference.reliability),
    )
