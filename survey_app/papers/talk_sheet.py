"""The sheet for a talk with parents and teacher: what stands on it, in one language.

Only what an informant released is handed in here, so nothing else can come on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from survey_app.definitions import DIRECTIONS, Steps, Text
from survey_app.frames import Words, day, fill, words_in
from survey_app.measurements.queries import Placed
from survey_app.papers.own_steps import OwnStep, own_steps
from survey_app.papers.stairs import Stairs, stairs_of
from survey_app.papers.standing import sentence
from survey_app.papers.typed import Typed, printable, typed_line, typed_lines
from survey_app.papers.views import (
    CORE,
    Difference,
    ReadDefinition,
    Sight,
    View,
    difference_of,
    sights,
)
from survey_app.trajects.goal_lines import GoalLine

PARENT: Final = "parent"


@dataclass(frozen=True, slots=True)
class Said:
    """Words with the language they are in, where that is not the language of the sheet."""

    text: str
    language: str | None = None

    @property
    def direction(self) -> str | None:
        """In which direction it is read, where that must be said."""
        return None if self.language is None else DIRECTIONS[self.language]


@dataclass(frozen=True, slots=True)
class Who:
    """One informant: the role for its mark, and what the sheet calls this person."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class OneDifference:
    """The one difference: about what, how it was chosen, and two answers: whose, when, which.

    When is said of two answers of one person only.
    """

    heading: str
    topic: str
    answers: tuple[tuple[Who, str, Said], ...]
    chosen: str
    said: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """Where one person stood and stands, in words and drawn."""

    who: Who
    said: str
    stairs: Stairs


@dataclass(frozen=True, slots=True)
class StairsOfAll:
    """Stairs from 0 with the same ends: what the ends mean, and who stands where."""

    low: Said
    highest: int
    high: Said
    rows: tuple[StepRow, ...]


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal in the words of its owner, and how far it is, where that was rated.

    `standing` is of a goal in sentences: when, and which of them held.
    """

    who: Who
    words: Typed
    said: str
    standing: tuple[tuple[str, Typed], ...]


@dataclass(frozen=True, slots=True)
class TalkSheet:
    """All that stands on the sheet; nothing is left to compute."""

    words: Words
    child: str
    heading: str
    where: str
    on: str
    agreed: tuple[Typed, ...]
    difference: OneDifference | None
    nothing: str
    openers: tuple[str, ...]
    goals: tuple[GoalRow, ...]
    steps: tuple[StairsOfAll, ...]
    columns: tuple[Who, ...]
    rows: tuple[tuple[str, tuple[Said, ...]], ...]
    hidden: str

    @property
    def language(self) -> str:
        """The language of the sheet."""
        return self.words.language

    @property
    def direction(self) -> str:
        """In which direction the sheet is read."""
        return self.words.direction


def talk_sheet(
    words: Words,
    *,
    child: str,
    school: str,
    on: date | None,
    agreed: str,
    goals: Sequence[GoalLine],
    people: Sequence[tuple[str, str, int]],
    shown: Sequence[Placed],
    read: ReadDefinition,
) -> TalkSheet:
    """Return the sheet of a child.

    `people` are (id, role, number) of all who are asked, in order. `shown` are the responses that
    were released, in the order of time, and `goals` those of who released theirs.
    """
    texts, child = words.talk, printable(child)
    found = sights(shown, read)
    in_order = [found[each] for each, *_ in people if each in found]
    difference = difference_of(in_order)
    kind = "even" if difference is None else difference.kind
    last = [own[-1] for own in in_order]
    steps = [
        step
        for each, *_ in people
        for step in own_steps([one for one in shown if one.informant_id == each], read)[:1]
    ]
    on_sheet = {
        *(sight.informant_id for sight in last),
        *(step.informant_id for step in steps),
        *(goal.owner_id for goal in goals),
    }
    # Parents who live apart do not learn from it that the other was asked: who is not on it, is
    # neither counted nor named beside the other.
    told = [each for each in people if each[1] != PARENT or each[0] in on_sheet]
    known = {who: _who(words, child, role, number, told) for who, role, number in people}
    has_parent = any(role == PARENT for _, role, _ in told)
    hidden = dict.fromkeys(
        known[each].name
        for each, role, _ in people
        if each not in on_sheet and not (role == PARENT and has_parent)
    )
    return TalkSheet(
        words=words,
        child=child,
        heading=fill(texts.heading, kind=child),
        where=printable(school),
        on=fill(texts.on, day=day(words, on)) if on is not None else "",
        agreed=typed_lines(agreed),
        difference=_difference(words, known, difference) if difference is not None else None,
        nothing=texts.even_said if last else texts.nothing_shown,
        openers=tuple(fill(each, kind=child) for each in getattr(texts.openers, kind)),
        goals=tuple(_goal(words, known, goal) for goal in goals),
        steps=_by_ends(words, known, steps),
        columns=tuple(known[sight.informant_id] for sight in last),
        rows=tuple(
            (
                getattr(texts.topics, topic.lower()),
                tuple(_cell(words, each, topic) for each in last),
            )
            for topic in CORE
        )
        if last
        else (),
        hidden=fill(texts.hidden, who=_listed(words, list(hidden))) if hidden else "",
    )


def _who(
    words: Words, child: str, role: str, number: int, people: Sequence[tuple[str, str, int]]
) -> Who:
    if role == "child":
        return Who(role, child)
    name = getattr(words.talk, role)
    is_one_of_more = sum(each == role for _, each, _ in people) > 1
    return Who(role, fill(words.talk.numbered, who=name, n=number) if is_one_of_more else name)


def _listed(words: Words, names: Sequence[str]) -> str:
    comma = {"ar": "، ", "ti": "፣ "}.get(words.language, ", ")
    return comma.join(names)


def _difference(words: Words, known: Mapping[str, Who], difference: Difference) -> OneDifference:
    texts, one, two = words.talk, difference.first, difference.second
    apart = difference.kind == "apart"
    return OneDifference(
        heading=texts.apart if apart else texts.moved,
        topic=getattr(texts.topics, one.topic.lower()),
        answers=tuple(
            (
                known[view.informant_id],
                "" if apart else day(words, view.answered_on),
                _in_words(words, view),
            )
            for view in (one, two)
        ),
        chosen=texts.apart_chosen if apart else texts.moved_chosen,
        said=texts.apart_said if apart else texts.moved_said,
    )


def _cell(words: Words, sight: Sight, topic: str) -> Said:
    view = sight.views.get(topic)
    return _in_words(words, view) if view is not None else Said(words.talk.no_answer)


def _in_words(words: Words, view: View) -> Said:
    """Return an answer in the words of the list, else as the sheet knows it, else in Dutch."""
    text = view.item.option(view.given).text
    if words.language in text.languages:
        return Said(text.in_language(words.language))
    known = getattr(words.talk.answers, view.given, None)
    return Said(known) if known is not None else Said(text.in_language("nl"), "nl")


def _goal(words: Words, known: Mapping[str, Who], goal: GoalLine) -> GoalRow:
    """Return a goal with the steps of its owner: what another chose is not said in that name."""
    who = known.get(goal.owner_id) or Who(goal.owner_role, goal.owner_label)
    said, own = "", goal.own_ratings
    standing: tuple[tuple[str, Typed], ...] = ()
    if goal.method == "steps" and own:
        said = fill(words.talk.from_to, first=goal.start_step, last=own[-1].value)
    elif own:
        standing = (
            (words.talk.at_first, sentence(goal, goal.start_step)),
            (words.talk.at_last, sentence(goal, own[-1].value)),
        )
    return GoalRow(who, typed_line(goal.words), said, standing)


def _by_ends(
    words: Words, known: Mapping[str, Who], steps: Sequence[OwnStep]
) -> tuple[StairsOfAll, ...]:
    """Return the stairs of all, those with the same ends together."""
    found: dict[Steps, list[StepRow]] = {}
    for step in steps:
        if step.item.steps is not None:  # those of a goal have ends of their own
            found.setdefault(step.item.steps, []).append(_step(words, known, step))
    return tuple(
        StairsOfAll(_end(words, ends.low), ends.highest, _end(words, ends.high), tuple(rows))
        for ends, rows in found.items()
    )


def _end(words: Words, end: Text) -> Said:
    """Return what an end means in the words of the list, else of the sheet, else in Dutch."""
    if words.language in end.languages:
        return Said(end.in_language(words.language))
    dutch = end.in_language("nl")
    for name, known in words_in("nl").talk.ends:
        if known == dutch:
            return Said(getattr(words.talk.ends, name))
    return Said(dutch, "nl")


def _step(words: Words, known: Mapping[str, Who], step: OwnStep) -> StepRow:
    lowest = int(min(step.item.values))
    texts, now = words.talk, step.last + lowest
    said = (
        fill(texts.now_at, last=now)
        if step.first is None
        else fill(texts.from_to, first=step.first + lowest, last=now)
    )
    who = known[step.informant_id]
    return StepRow(who, said, stairs_of(step.steps, step.first, step.last, f"{who.name}: {said}"))
