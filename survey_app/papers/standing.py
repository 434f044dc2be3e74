"""How far a goal is: the rating that counts, and the sentences of a goal in five of them."""

from survey_app.papers.typed import Typed, direction_of, printable
from survey_app.trajects.goal_lines import LEVELS, GoalLine, Rated


def last_rated(goal: GoalLine) -> Rated | None:
    """Return the last rating of the owner, else that of another, else nothing."""
    return next(reversed(goal.own_ratings or goal.ratings), None)


def sentence(goal: GoalLine, level: int) -> Typed:
    """Return what a level of a goal means, in the words of who set it."""
    words = printable(goal.levels[LEVELS.index(level)])
    return Typed(words, direction_of(words))
