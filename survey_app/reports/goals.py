"""The steps towards one goal as a line: where it began, what is good enough, each step since."""

from collections.abc import Sequence

from survey_app.charts import Answer, GoodEnough, SessionChart, Tick, table_of
from survey_app.charts.session import ASKED_WORDS
from survey_app.dutch import short_date
from survey_app.reports import wording
from survey_app.reports.lines import Axis
from survey_app.reports.pictures import Picture
from survey_app.reports.timeline import axis_of
from survey_app.trajects.calendar import SchoolCalendar
from survey_app.trajects.goal_lines import GoalLine, Rated
from survey_app.trajects.models import TrajectEvent

GOOD_ENOUGH = {"steps": "goed genoeg", "levels": "verwacht"}
OWN_WORDS = "Eigen woorden en eigen stappen: alleen te vergelijken met dit doel."
UNKNOWN = "Eén doel is geen meting. Het staat naast Kracht en Last en telt daar niet mee."
LOWEST_LEVEL_IS_STEP = 3
"""Levels run from -2 to 2; a page counts the same five as steps 1 to 5."""


def shown(method: str, value: int) -> int:
    """Return a step or level as the number a page shows."""
    return value + LOWEST_LEVEL_IS_STEP if method == "levels" else value


def goal_picture(child: str, goal: GoalLine, axis: Axis) -> Picture:
    """Return the line of one goal in the words it has now; the table has what others say too."""
    own = goal.own_ratings
    begins_with_it = any(each.on == goal.set_on for each in own)
    start = () if begins_with_it else (Answer(goal.set_on, shown(goal.method, goal.start_step)),)
    by_level = goal.method == "levels"
    lowest, highest = (1, 5) if by_level else (0, 10)
    chart = SessionChart(
        question=f"„{goal.words}”",
        whose=f"{wording.whose(goal.owner_role, goal.owner_number, child)}.",
        direction=_direction(goal),
        informant=wording.informant(goal.owner_role),
        answers=(*start, *(_answer(goal, each) for each in own)),
        lowest=lowest,
        highest=highest,
        ticks=tuple(Tick(each, str(each)) for each in (lowest, (lowest + highest) // 2, highest)),
        good_enough=GoodEnough(shown(goal.method, goal.good_enough), GOOD_ENOUGH[goal.method]),
        spans=axis.spans,
        events=axis.events,
        unknown=UNKNOWN,
        conclusion=goal_said(goal),
    )
    table = table_of(chart)
    *own_rows, enough = table.rows
    return Picture(
        key=goal.id,
        chart=chart,
        question=chart.question,
        whose=chart.whose,
        direction=chart.direction,
        conclusion=chart.said,
        unknown=UNKNOWN,
        badge=OWN_WORDS,
        list_title=chart.question,
        columns=table.columns,
        rows=(*own_rows, *_others(goal), enough),
    )


def axis_of_goal(
    goal: GoalLine, happened: Sequence[TrajectEvent], calendar: SchoolCalendar
) -> Axis:
    """Return what the line of a goal shows beside its steps."""
    return axis_of([goal.set_on, *(each.on for each in goal.ratings)], happened, calendar)


def goal_said(goal: GoalLine) -> str:
    """Say where a goal began and where its owner is now, and nothing about why."""
    own = goal.own_ratings
    start, enough = shown(goal.method, goal.start_step), shown(goal.method, goal.good_enough)
    word, others = GOOD_ENOUGH[goal.method], _others_said(goal)
    if not own:
        return f"Begonnen op stap {start}. Stap {enough} is {word}.{others}"
    last = shown(goal.method, own[-1].value)
    told = f"Begonnen op stap {start}, nu op stap {last}."
    if last >= enough:
        return f"{told} Dat is minstens wat {word} is: stap {enough}.{others}"
    return f"{told} Stap {enough} is {word}.{others}"


def _direction(goal: GoalLine) -> str:
    if goal.method == "levels":
        lowest, _, expected, _, highest = map(_quoted, goal.levels)
        return f"1 is {lowest}, 3 is {expected}, 5 is {highest}."
    ten = _quoted(goal.words_for_ten) if goal.words_for_ten else _as_wished(goal)
    return f"0 is zo moeilijk als het maar kan, 10 is {ten}."


def _quoted(words: str) -> str:
    return f"„{words.rstrip(' .')}”"


def _as_wished(goal: GoalLine) -> str:
    return wording.about("zoals jij het graag wilt", goal.owner_role, goal.owner_number)


def _answer(goal: GoalLine, rated: Rated) -> Answer:
    return Answer(rated.on, shown(goal.method, rated.value), rated.mode)


def _others(goal: GoalLine) -> list[tuple[str, ...]]:
    """Return a row for each step that another than the owner chose; the line has the owner's."""
    return [
        (
            f"volgens {_name(each)}",
            short_date(each.on, with_year=True),
            str(shown(goal.method, each.value)),
            ASKED_WORDS[each.mode],
        )
        for each in goal.ratings
        if each.by_id != goal.owner_id
    ]


def _others_said(goal: GoalLine) -> str:
    """Say on which step others put it the last time."""
    return "".join(
        f" Volgens {_name(each)}: stap {shown(goal.method, each.value)}."
        for each in goal.last_of_others
    )


def _name(rated: Rated) -> str:
    return "het kind" if rated.by_role == "child" else rated.by_label
