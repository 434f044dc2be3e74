"""What may be shown of a traject to the others in a talk: only what its informant released."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from survey_app.measurements.queries import Placed
from survey_app.trajects.goal_lines import GoalLine

Until = Mapping[str, date]
"""Until which day the answers of an informant may be shown; who is not in it released nothing."""


def released_responses(placed: Iterable[Placed], until: Until) -> list[Placed]:
    """Return the responses that may be shown, in their order."""
    return [each for each in placed if _may_show(until, each.informant_id, each.answered_on)]


def released_goals(goals: Iterable[GoalLine], until: Until) -> tuple[GoalLine, ...]:
    """Return the goals that are worked on and may be shown, with the ratings that may be."""
    return tuple(
        replace(
            goal,
            history=(),
            ratings=tuple(
                rated for rated in goal.ratings if _may_show(until, rated.by_id, rated.on)
            ),
        )
        for goal in goals
        if goal.runs and _may_show(until, goal.owner_id, goal.set_on)
    )


def _may_show(until: Until, informant_id: str, on: date) -> bool:
    last = until.get(informant_id)
    return last is not None and on <= last
