"""The steps of the talks: one line per question, single answers in true time, no band."""

from collections.abc import Sequence

from survey_app.charts import Answer, SessionChart, Tick, table_of
from survey_app.definitions import Evidence, Item, ItemKind, Missing, Questionnaire, fill
from survey_app.measurements.queries import Placed
from survey_app.reports import wording
from survey_app.reports.lines import Axis
from survey_app.reports.pictures import Picture, key_of

StepLine = Sequence[tuple[Placed, Item]]
"""One question with the answers to it, in the order of time."""


def steps_of(
    child: str,
    answered: Sequence[Placed],
    versions: Sequence[Questionnaire],
    claimed: Evidence,
    axis: Axis,
) -> tuple[Picture, ...]:
    """Return a line for every step that was asked of one informant.

    `answered` and `versions` go together, one pair a moment, in the order of time. A staircase with
    other steps, or a question in other words, starts a line of its own.
    """
    return tuple(
        _picture(child, line, versions[-1], claimed, axis)
        for line in step_lines(answered, versions)
    )


def step_lines(answered: Sequence[Placed], versions: Sequence[Questionnaire]) -> list[StepLine]:
    """Return the answers and questions of every line that has at least one step."""
    lines: dict[tuple[str, str, tuple[float, ...]], list[tuple[Placed, Item]]] = {}
    for placed, version in zip(answered, versions, strict=True):
        for item in version.items:
            if item.kind is ItemKind.STEPS and was_asked(placed, item):
                words = item.text.in_language("nl")
                lines.setdefault((item.key, words, item.values), []).append((placed, item))
    return [
        line for line in lines.values() if any(item.key in placed.answers for placed, item in line)
    ]


def was_asked(placed: Placed, item: Item) -> bool:
    """Tell whether somebody was asked a step; in a talk often one is asked and the rest is not."""
    missing = placed.missing.get(item.key, Missing.NOT_SHOWN)
    return item.key in placed.answers or missing != Missing.NOT_SHOWN


def key_of_line(line: StepLine) -> str:
    """Return the key of the picture of a line."""
    placed, item = line[-1]
    return key_of(placed.informant_id, placed.fingerprint, f"stap-{item.key}")


def _picture(
    child: str,
    line: StepLine,
    version: Questionnaire,
    claimed: Evidence,
    axis: Axis,
) -> Picture:
    placed, item = line[-1]
    lowest, highest = min(item.values), max(item.values)
    chart = SessionChart(
        question=fill(item.text.in_language("nl"), kind=child, informant=placed.label),
        whose=f"{wording.whose(placed.role, placed.number, child)}.",
        direction=_direction(placed, item, lowest, highest),
        informant=wording.informant(placed.role),
        answers=tuple(_answer(each, of) for each, of in line),
        lowest=lowest,
        highest=highest,
        ticks=tuple(
            Tick(value, f"{value:g}") for value in (lowest, (lowest + highest) / 2, highest)
        ),
        spans=axis.spans,
        events=axis.events,
        notice=wording.FICTITIOUS if version.fictitious else None,
    )
    table = table_of(chart)
    return Picture(
        key=key_of_line(line),
        chart=chart,
        question=chart.question,
        whose=chart.whose,
        direction=chart.direction,
        conclusion=chart.said,
        unknown=chart.unknown,
        badge=wording.badge(version, claimed),
        list_title=version.title.in_language("nl"),
        columns=table.columns,
        rows=table.rows,
    )


def _answer(placed: Placed, item: Item) -> Answer:
    given = placed.answers.get(item.key)
    value = item.option(given).value if given is not None else None
    missing = wording.MISSING[placed.missing.get(item.key) or "not_shown"]
    in_talk = placed.mode in wording.TOGETHER
    return Answer(placed.answered_on, value, "talk" if in_talk else "link", missing)


def _direction(placed: Placed, item: Item, lowest: float, highest: float) -> str:
    """Say what both ends are; the list speaks to who answers, the report about them."""
    if item.steps is None:
        return "Hoger is beter."
    low, high = (
        wording.about(end.in_language("nl"), placed.role, placed.number)
        for end in (item.steps.low, item.steps.high)
    )
    return f"{lowest:g} is {low}, {highest:g} is {high}."
