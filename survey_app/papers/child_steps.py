"""The child's own picture: what goes well in its own words, where it stood and stands; no figures.

Only what the child itself answered stands on it, and nothing that weighs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from survey_app.definitions import Item, Questionnaire
from survey_app.measurements.queries import Placed
from survey_app.papers.own_steps import OwnStep, own_steps
from survey_app.papers.stairs import Stairs, stairs_of
from survey_app.papers.typed import Typed, printable, typed_line, typed_lines
from survey_app.papers.views import BURDEN, ReadDefinition, place_of
from survey_app.trajects.goal_lines import LEVELS, GoalLine
from survey_app.trajects.goals import STEPS

FROM: Final = Fraction(2, 3)
"""From this place on its row an answer says that something goes well: often, always, good."""
MOST_STRENGTHS, MOST_STEPS = 5, 2
YOUNG: Final = ("kansmeter-kind-jong", "kansmeter-kind-jong-kern")
LISTS: Final = ("kansmeter-kind", "kansmeter-kind-kern", *YOUNG)
"""The lists in which a child says how it is doing; nothing else is about strength."""
IN_A_SENTENCE: Final = {
    "b1": "Samen spelen gaat goed.",
    "r1": "Opletten gaat goed.",
    "w1": "Na een ruzie gaat het weer goed.",
    "o1": "Vertellen over verdriet gaat goed.",
    "h1": "Heb je iemand nodig? Dat gaat goed.",
    "p1": "Meedoen op school gaat goed.",
}
"""What a young child said with a face: its questions are no sentences to give back."""
LOW, HIGH = "zo moeilijk als het maar kan", "zoals jij het graag wilt"
"""What the ends of eleven stones are called, where a child has no words of its own for it."""
MOST_STONES: Final = len(STEPS)
HIGHER = "Je staat nu hoger dan eerst."
SAME = "Je staat op dezelfde steen als eerst."
LOWER = "Je staat nu lager dan eerst. Dat mag. Een stapje terug hoort erbij."
ONCE = "Hier sta je nu."
THANKS = "Jij vertelde hoe het met je gaat. Dank je wel."
NOTHING_YET = "Jij hebt hier nog niets ingevuld. Dat geeft niet."


@dataclass(frozen=True, slots=True)
class OwnStairs:
    """One question with the child's own stairs, and what they say in a sentence."""

    question: Typed
    stairs: Stairs
    low: Typed
    high: Typed
    has_then: bool


@dataclass(frozen=True, slots=True)
class ChildSteps:
    """All that stands on the child's own paper; `thanks` where nothing else can be given back."""

    child: str
    coach: str
    strengths: tuple[str, ...]
    steps: tuple[OwnStairs, ...]
    goals: tuple[Typed, ...]
    said: tuple[Typed, ...]
    thanks: str
    language: str = "nl"
    direction: str = "ltr"


def child_steps(
    *,
    child: str,
    coach: str,
    goals: Sequence[GoalLine],
    wish: str,
    said: str,
    own: Sequence[Placed],
    read: ReadDefinition,
) -> ChildSteps:
    """Return the paper of a child; `own` are its own responses, in the order of time.

    `goals` are the child's own; `wish` is what the coach wrote instead of their words.
    """
    strengths = _strengths(own, read)
    steps = [_of_step(each) for each in own_steps(own, read)]
    steps += [_of_goal(goal) for goal in goals if goal.own_ratings]
    return ChildSteps(
        child=printable(child),
        coach=printable(coach),
        strengths=strengths,
        steps=tuple(steps[:MOST_STEPS]),
        goals=tuple(
            line
            for words in ([wish] if wish else [goal.words for goal in goals])
            for line in typed_lines(words)
        ),
        said=typed_lines(said),
        thanks="" if strengths or steps else THANKS if own else NOTHING_YET,
    )


def _strengths(own: Sequence[Placed], read: ReadDefinition) -> tuple[str, ...]:
    """Return what the child said last that goes well, what goes best first."""
    asked = [each for each in own if read(each.fingerprint).key in LISTS]
    if not asked:
        return ()
    last = asked[-1]
    version = read(last.fingerprint)
    well = [
        (item, place_of(item, last.answers[item.key]))
        for item in version.items
        if item.key in last.answers and _is_strength(item)
    ]
    best = sorted((each for each in well if each[1] >= FROM), key=lambda each: -each[1])
    return tuple(_in_a_sentence(version, item) for item, _ in best)[:MOST_STRENGTHS]


def _is_strength(item: Item) -> bool:
    return item.parallel != BURDEN and not item.is_wish_for_contact


def _in_a_sentence(version: Questionnaire, item: Item) -> str:
    if version.key in YOUNG and item.key in IN_A_SENTENCE:
        return IN_A_SENTENCE[item.key]
    return item.text.in_language("nl")


def _of_step(step: OwnStep) -> OwnStairs:
    ends = step.item.steps
    return _stairs(
        typed_line(step.item.text.in_language("nl")),
        step.steps,
        step.first,
        step.last,
        ends.low.in_language("nl") if ends else "",
        ends.high.in_language("nl") if ends else "",
    )


def _of_goal(goal: GoalLine) -> OwnStairs:
    """Return where a goal began and where the child says it stands; sentences make 5 stones."""
    lowest, last = (LEVELS[0] if goal.levels else 0), goal.own_ratings[-1].value
    low, high = (goal.levels[0], goal.levels[-1]) if goal.levels else (LOW, goal.words_for_ten)
    return _stairs(
        typed_line(goal.words),
        len(goal.levels) or MOST_STONES,
        goal.start_step - lowest,
        last - lowest,
        low,
        high or HIGH,
    )


def _stairs(
    question: Typed, stones: int, first: int | None, last: int, low: str, high: str
) -> OwnStairs:
    moved = 0 if first is None else last - first
    said = ONCE if first is None else (HIGHER if moved > 0 else LOWER if moved else SAME)
    return OwnStairs(
        question=question,
        stairs=stairs_of(stones, first, last, said),
        low=typed_line(low),
        high=typed_line(high),
        has_then=moved != 0,
    )
