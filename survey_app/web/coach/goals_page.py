"""Preparing the goals of a traject, and the pages on which one is set, changed or ended."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for

from survey_app.dutch import date_in_words, short_date
from survey_app.reports.goals import (
    GOOD_ENOUGH,
    axis_of_goal,
    goal_picture,
    goal_said,
    shown,
)
from survey_app.reports.lines import Axis
from survey_app.trajects.calendar import SchoolCalendar
from survey_app.trajects.goal_lines import (
    DROPPED,
    REACHED,
    EarlierWording,
    GoalLine,
    GoalToReview,
)
from survey_app.trajects.goals import MOST_RUNNING
from survey_app.trajects.models import Traject, TrajectEvent
from survey_app.web.coach.goals_forms import AREAS
from survey_app.web.coach.goals_values import GoalPage, GoalRow, GoalsBlock, WordingRow
from survey_app.web.coach.pages import ChartPanel, Row
from survey_app.web.coach.shared import step_anchor, who

ENDED = {REACHED: "Gehaald", DROPPED: "Losgelaten"}


def goals_block(
    traject: Traject,
    goals: Sequence[GoalLine],
    happened: Sequence[TrajectEvent],
    calendar: SchoolCalendar,
    *,
    may_ask: bool,
    today: date,
) -> GoalsBlock:
    """Return the goals of a traject; without agreement, or after its end, no step is asked."""
    address: dict[str, Any] = {"traject_id": traject.id}
    runs = traject.ended_on is None
    running = [each for each in goals if each.runs]

    def row(goal: GoalLine) -> GoalRow:
        axis = axis_of_goal(goal, happened, calendar)
        chart = _chart(traject, goal, axis) if goal.ratings else None
        may_change = runs and goal.runs
        return _row(traject, goal, chart, today, may_change=may_change, may_ask=may_ask)

    return GoalsBlock(
        running=tuple(row(each) for each in running),
        ended=tuple(row(each) for each in goals if not each.runs),
        hint=_hint(traject, running) if runs else "",
        set_url=url_for("coach.new_goal", **address)
        if runs and len(running) < MOST_RUNNING
        else None,
        talk_url=url_for("coach.step_in_talk", **address) if may_ask else None,
    )


def review_row(goal: GoalToReview) -> Row:
    """Return the line on the page of today for a goal whose day has come.

    Its words stay at the traject: the page of today may lie open on a shared table.
    """
    return Row(
        when=short_date(goal.review_on),
        informant=None,
        who=goal.child,
        small=f"een doel van {goal.owner_label}: vraag welke stap nu past",
        url=url_for("coach.step_in_talk", traject_id=goal.traject_id),
        act="Kijk terug",
    )


def new_goal_page(traject: Traject) -> GoalPage:
    """Return the page for a new goal."""
    return GoalPage(
        heading="Kies een doel",
        child=traject.child_name,
        action=url_for("coach.set_goal", traject_id=traject.id),
        back_url=_back(traject),
    )


def change_page(traject: Traject, goal_id: str, goal: GoalLine, endpoint: str) -> GoalPage:
    """Return the page on which a goal is changed or ended.

    When it was changed elsewhere since it was shown, what it is now stands beside what was typed,
    and the form goes on from there.
    """
    return GoalPage(
        heading="Verander het doel" if endpoint == "reworded" else "Rond het doel af",
        child=traject.child_name,
        action=url_for(f"coach.{endpoint}", traject_id=traject.id, goal_id=goal.id),
        back_url=_back(traject),
        now=f"{who(goal.owner_role, goal.owner_label)}: „{goal.words}”",
        meanwhile=_state_now(goal) if goal.id != goal_id or not goal.runs else None,
    )


def _back(traject: Traject) -> str:
    return url_for("coach.traject", traject_id=traject.id) + "#doelen"


def _state_now(goal: GoalLine) -> str:
    """Return how a goal stands after somebody else changed it."""
    if goal.runs:
        return f"„{goal.words}” {_steps_words(goal)}"
    return f"„{goal.words}” {_end_words(goal)}"


def _hint(traject: Traject, running: Sequence[GoalLine]) -> str:
    if not running:
        return (
            "Nog geen doel. Vraag wat er anders mag zijn, en schrijf het op in de eigen woorden "
            "van kind, ouder of leerkracht."
        )
    if all(each.owner_role != "child" for each in running):
        return f"Er is nog geen doel van {traject.child_name} zelf."
    return ""


def _row(
    traject: Traject,
    goal: GoalLine,
    chart: ChartPanel | None,
    today: date,
    *,
    may_change: bool,
    may_ask: bool,
) -> GoalRow:
    address: dict[str, Any] = {"traject_id": traject.id, "goal_id": goal.id}
    anchor = f"doel-{goal.id[:8]}"
    return GoalRow(
        anchor=anchor,
        informant=goal.owner_role,
        whose=who(goal.owner_role, goal.owner_label),
        words=goal.words,
        about=f"{AREAS[goal.area]} · sinds {short_date(goal.first_set_on, with_year=True)}",
        said=f"{goal_said(goal)} {_review_words(goal, today)}".strip(),
        steps=tuple(enumerate(goal.levels, 1)),
        state="" if goal.runs else _end_words(goal),
        earlier=tuple(_earlier(each) for each in goal.history),
        chart=chart,
        rate_url=url_for(
            "coach.step_in_talk",
            traject_id=traject.id,
            wie=goal.owner_id,
            _anchor=step_anchor(goal.id, goal.owner_id),
        )
        if may_ask and may_change
        else None,
        change_url=url_for("coach.reword", **address) if may_change else None,
        end_url=url_for("coach.end_of_goal", **address) if may_change else None,
    )


def _review_words(goal: GoalLine, today: date) -> str:
    if not goal.runs:
        return ""
    if goal.review_on <= today:
        return f"Jullie zouden terugkijken op {date_in_words(goal.review_on)}."
    return f"Samen terugkijken op {date_in_words(goal.review_on)}."


def _steps_words(goal: GoalLine) -> str:
    start, enough = shown(goal.method, goal.start_step), shown(goal.method, goal.good_enough)
    return f"Begonnen op stap {start}. Stap {enough} is {GOOD_ENOUGH[goal.method]}."


def _end_words(goal: GoalLine) -> str:
    on = date_in_words(goal.ended_on) if goal.ended_on else ""
    why = f" {goal.reason}" if goal.reason else ""
    return f"{ENDED[goal.status]} op {on}.{why}"


def _earlier(wording: EarlierWording) -> WordingRow:
    last = wording.ratings[-1] if wording.ratings else None
    step = (
        f"laatste stap: {shown(wording.method, last.value)}, {short_date(last.on)}"
        if last is not None
        else f"begonnen op stap {shown(wording.method, wording.start_step)}"
    )
    return WordingRow(
        words=wording.words,
        when=f"{short_date(wording.set_on, with_year=True)} tot "
        f"{short_date(wording.until, with_year=True)}",
        why=wording.reason,
        step=step,
    )


def _chart(traject: Traject, goal: GoalLine, axis: Axis) -> ChartPanel:
    picture = goal_picture(traject.child_name, goal, axis)
    address: dict[str, Any] = {"traject_id": traject.id, "goal_id": goal.id}
    return ChartPanel(
        question=picture.question,
        whose=picture.whose,
        direction=picture.direction,
        informant=goal.owner_role,
        wide_url=url_for("coach.goal_chart", width="breed", **address),
        narrow_url=url_for("coach.goal_chart", width="smal", **address),
        alternative=f"{picture.question} {picture.whose} {picture.conclusion}",
        conclusion=picture.conclusion,
        unknown=picture.unknown,
        badge=picture.badge,
        columns=picture.columns,
        rows=picture.rows,
        save_url=url_for("coach.saved_goal_chart", **address),
        explain_url=None,
    )
