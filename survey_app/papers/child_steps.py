"""The child's own picture: what goes well in its own words, where it stood and stands; no figures.

Only what the child itself answered stands on it, and nothing that weighs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from survey_app.definitions import Item, Questionnaire
from survey_app.measurements.queries import Placed
from survey_app.papers.own_steps import OwnStep, own_steps
from survey_app.papers.stairs import Stairs, stairs_of
from survey_app.papers.typed import Typed, printable, typed_lines
from survey_app.papers.views import BURDEN, ReadDefinition, place_of

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
HIGHER = "Je staat nu hoger dan eerst."
SAME = "Je staat op dezelfde steen als eerst."
LOWER = "Je staat nu lager dan eerst. Dat mag. Een stapje terug hoort erbij."
ONCE = "Hier sta je nu."
THANKS = "Jij vertelde hoe het met je gaat. Dank je wel."
NOTHING_YET = "Jij hebt hier nog niets ingevuld. Dat geeft niet."


@dataclass(frozen=True, slots=True)
class OwnStairs:
    """One question with the child's own stairs, and what they say in a sentence."""

    question: str
    stairs: Stairs
    low: str
    high: str
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
    goals: Iterable[str],
    said: str,
    own: Sequence[Placed],
    read: ReadDefinition,
) -> ChildSteps:
    """Return the paper of a child; `own` are its own responses, in the order of time."""
    strengths, steps = _strengths(own, read), _all_stairs(own, read)
    return ChildSteps(
        child=printable(child),
        coach=printable(coach),
        strengths=strengths,
        steps=steps,
        goals=tuple(line for goal in goals for line in typed_lines(goal)),
        said=typed_lines(said),
        thanks="" if strengths or steps else THANKS if own else NOTHING_YET,
    )


def _all_stairs(own: Sequence[Placed], read: ReadDefinition) -> tuple[OwnStairs, ...]:
    return tuple(_stairs(step) for step in own_steps(own, read)[:MOST_STEPS])


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


def _stairs(step: OwnStep) -> OwnStairs:
    moved = 0 if step.first is None else step.last - step.first
    said = ONCE if step.first is None else (HIGHER if moved > 0 else LOWER if moved else SAME)
    ends = step.item.steps
    return OwnStairs(
        question=step.item.text.in_language("nl"),
        stairs=stairs_of(step.steps, step.first, step.last, said),
        low=ends.low.in_language("nl") if ends else "",
        high=ends.high.in_language("nl") if ends else "",
        has_then=moved != 0,
    )
