"""Preparing the page of a talk: whom to ask, the question, the step of last time, the stones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from survey_app.answering.tapped import IN_TALK
from survey_app.definitions import Item, Questionnaire, fill
from survey_app.dutch import date_in_words
from survey_app.invitations.asking import ReadyPlan
from survey_app.invitations.services import language_for
from survey_app.invitations.talks import talk_list
from survey_app.measurements.queries import Placed
from survey_app.measurements.talk_steps import step_before
from survey_app.reports.goals import shown
from survey_app.trajects.goal_lines import GoalLine, Rated
from survey_app.trajects.models import Traject, TrajectInformant
from survey_app.web.coach.shared import step_anchor, who
from survey_app.web.respond.wording import first_name

GOALS_LIST = "kansmeter-doelen"
"""The list whose words ask about a goal."""
ReadDefinition = Callable[[str], Questionnaire]


@dataclass(frozen=True, slots=True)
class Stone:
    """One step to tap: the value it sends, and its number or, of a goal in sentences, its words."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class StepQuestion:
    """One question to ask, in the language of who answers; `before` is the step of last time."""

    key: str
    text: str
    language: str
    informant_id: str
    goal_id: str
    low: str
    high: str
    before: str
    told: str
    stones: tuple[Stone, ...]
    in_sentences: bool


@dataclass(frozen=True, slots=True)
class AskedPerson:
    """Somebody who can be asked, with the questions for this person."""

    informant: str
    name: str
    questions: tuple[StepQuestion, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class TalkStepPage:
    """The page of a talk; `person_id` is whose taps are kept when there is no network."""

    child: str
    person_id: str
    people: tuple[AskedPerson, ...]
    action: str
    back_url: str


def talk_step_page(
    traject: Traject,
    person_id: str,
    people: Sequence[TrajectInformant],
    using: ReadyPlan,
    placed: Sequence[Placed],
    goals: Sequence[GoalLine],
    read: ReadDefinition,
    today: date,
    *,
    just_asked: str,
) -> TalkStepPage:
    """Return the page on which steps are asked in a talk; the child stands first and open."""
    asked = [
        (person, questions)
        for person in people
        if (questions := _questions(traject, person, using, placed, goals, read, today))
    ]
    opened = just_asked if any(each.id == just_asked for each, _ in asked) else None
    return TalkStepPage(
        child=first_name(traject.child_name),
        person_id=person_id,
        people=tuple(
            AskedPerson(
                informant=person.role,
                name=who(person.role, person.label),
                questions=questions,
                is_open=person.id == opened if opened else place == 0,
            )
            for place, (person, questions) in enumerate(asked)
        ),
        action=url_for("coach.tap", traject_id=traject.id),
        back_url=url_for("coach.traject", traject_id=traject.id),
    )


def _questions(
    traject: Traject,
    person: TrajectInformant,
    using: ReadyPlan,
    placed: Sequence[Placed],
    goals: Sequence[GoalLine],
    read: ReadDefinition,
    today: date,
) -> tuple[StepQuestion, ...]:
    found = []
    asked = talk_list(using, person, traject, today)
    if asked is not None:
        found.append(_now(traject, person, asked.questionnaire, asked.item, placed, read, today))
    words = using.lists.get(GOALS_LIST)
    if words is not None:
        found += [
            _towards(traject, person, words, each, today)
            for each in goals
            if each.runs and (each.owner_id == person.id or each.method == "levels")
        ]
    return tuple(found)


def _now(
    traject: Traject,
    person: TrajectInformant,
    questionnaire: Questionnaire,
    item: Item,
    placed: Sequence[Placed],
    read: ReadDefinition,
    today: date,
) -> StepQuestion:
    """Return the question how it goes now, with the words of the list that a link asks it with."""
    language = language_for(questionnaire, person.language)
    before = step_before(placed, person.id, item, read, today)
    given = next(
        (
            each.answers[item.key]
            for each in reversed(placed)
            if each.informant_id == person.id
            and each.answered_on == today
            and each.mode == IN_TALK
            and item.key in each.answers
        ),
        None,
    )
    return StepQuestion(
        key=f"nu-{person.id[:8]}",
        text=_filled(item, traject, person, language),
        language=language,
        informant_id=person.id,
        goal_id="",
        low=item.steps.low.in_language(language) if item.steps else "",
        high=item.steps.high.in_language(language) if item.steps else "",
        before=f"Vorige keer: stap {before[1]}, {date_in_words(before[0])}." if before else "",
        told=_saved(given),
        stones=tuple(Stone(each.key, each.key, each.key == given) for each in item.options),
        in_sentences=False,
    )


def _towards(
    traject: Traject, person: TrajectInformant, words: Questionnaire, goal: GoalLine, today: date
) -> StepQuestion:
    """Return the question about one goal, in the words of the list of goals."""
    by_level = goal.method == "levels"
    item = next(
        each
        for each in words.items
        if each.goal is not None
        and each.goal.number == goal.number
        and person.role in each.informants
        and (each.goal.steps is None) is by_level
    )
    language = language_for(words, person.language)
    own = [each for each in goal.ratings if each.by_id == person.id]
    given = next((str(each.value) for each in own if each.on == today), None)
    steps = item.goal.steps if item.goal else None
    return StepQuestion(
        key=step_anchor(goal.id, person.id),
        text=_filled(item, traject, person, language, goal.words),
        language=language,
        informant_id=person.id,
        goal_id=goal.id,
        low=steps.low.in_language(language) if steps else "",
        high=goal.words_for_ten or steps.high.in_language(language) if steps else "",
        before=_before(goal, [each for each in own if each.on < today]),
        told=_saved(None if given is None else str(shown(goal.method, int(given)))),
        stones=tuple(
            Stone(str(value), label, str(value) == given) for value, label in _ladder(goal)
        ),
        in_sentences=by_level,
    )


def _ladder(goal: GoalLine) -> list[tuple[int, str]]:
    if goal.method == "levels":
        return [(value, words) for value, words in enumerate(goal.levels, -2)]
    return [(value, str(value)) for value in range(11)]


def _before(goal: GoalLine, own: Sequence[Rated]) -> str:
    enough = f"Goed genoeg is stap {goal.good_enough}." if goal.method == "steps" else ""
    if own:
        step, on = shown(goal.method, own[-1].value), date_in_words(own[-1].on)
        return f"Vorige keer: stap {step}, {on}. {enough}".strip()
    return f"Begonnen op stap {shown(goal.method, goal.start_step)}. {enough}".strip()


def _filled(
    item: Item,
    traject: Traject,
    person: TrajectInformant,
    language: str,
    goal: str | None = None,
) -> str:
    """Fill the names in a question; the point at the end of a goal would stand before its mark."""
    child, goal = first_name(traject.child_name), goal.rstrip(" .") if goal else None
    return fill(item.text.in_language(language), kind=child, informant=person.label, goal=goal)


def _saved(step: str | None) -> str:
    return "" if step is None else f"Bewaard: stap {step}."
