"""The step of every talk: single answers to one question in true time, with goals beside it."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Literal

from survey_app.charts.values import (
    Days,
    Event,
    Informant,
    Span,
    Tick,
    UndrawableChartError,
    check_axis,
    days_shown,
    events_within,
    spans_within,
)
from survey_app.charts.words import (
    NOTHING,
    Row,
    Table,
    happened,
    happened_sentences,
    in_time,
    prose,
)
from survey_app.dutch import counted, date_in_words, decimal_comma, short_date

ASKED_WORDS = {"talk": "in gesprek", "link": "via de link"}
NO_BAND = "Bij één vraag is niet bekend hoe groot het toeval is. Daarom staat er geen band."
MOST_GOALS = 3


@dataclass(frozen=True)
class Answer:
    """One step.

    Attributes
    ----------
    on : date
        The day of the talk, or the day it was due.
    step : float or None
        0 is a step; None is a gap.
    asked : str
        ``talk`` when it was asked in a talk, ``link`` when it was filled in alone.
    gap : str
        What a gap is called.
    """

    on: date
    step: float | None
    asked: Literal["talk", "link"] = "talk"
    gap: str = "niet ingevuld"


@dataclass(frozen=True)
class GoodEnough:
    """The step that would be good enough, in whose words."""

    step: float
    word: str


@dataclass(frozen=True)
class Goal:
    """A goal in someone's own words, with its own steps on the same ladder."""

    word: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class SessionChart:
    """The steps of one informant.

    Attributes
    ----------
    question, whose, direction : str
        As in a progress chart.
    informant : str
        ``child``, ``parent``, ``teacher``, ``coach`` or ``ib``.
    answers : tuple of Answer
        At least one, in any order.
    lowest, highest : float
        Ends of the ladder, 0 to 10 or 0 to 4.
    ticks : tuple of Tick
        Steps with a number or a word beside them.
    good_enough : GoodEnough or None
        Drawn as a thin line with its word.
    goals : tuple of Goal
        At most three, drawn as thin lines with their words.
    spans, events : tuple of Span, tuple of Event
        What else happened.
    notice : str or None
        Printed inside the picture.
    conclusion : str
        What can be said; left empty it is made from the first and the last step.
    unknown : str
        Why there is no band.
    """

    question: str
    whose: str
    direction: str
    informant: Informant
    answers: tuple[Answer, ...]
    lowest: float
    highest: float
    ticks: tuple[Tick, ...]
    good_enough: GoodEnough | None = None
    goals: tuple[Goal, ...] = ()
    spans: tuple[Span, ...] = ()
    events: tuple[Event, ...] = ()
    notice: str | None = None
    conclusion: str = ""
    unknown: str = NO_BAND

    def __post_init__(self) -> None:
        """Refuse steps that are not on the ladder."""
        check_axis(self.lowest, self.highest, self.ticks)
        if not self.answers:
            raise UndrawableChartError("a session chart needs at least one answer")
        if len(self.goals) > MOST_GOALS:
            raise UndrawableChartError("at most three goals can be told apart")
        if any(not goal.answers for goal in self.goals):
            raise UndrawableChartError("a goal needs at least one answer")
        if not all(self._on_ladder(step) for step in self._steps):
            raise UndrawableChartError("a step lies outside the ladder; it is never clipped")

    @property
    def _steps(self) -> list[float]:
        every = [*self.answers, *(answer for goal in self.goals for answer in goal.answers)]
        steps = [answer.step for answer in every if answer.step is not None]
        return steps + ([self.good_enough.step] if self.good_enough else [])

    def _on_ladder(self, step: float) -> bool:
        return math.isfinite(step) and self.lowest <= step <= self.highest

    @property
    def by_date(self) -> tuple[Answer, ...]:
        """The answers, earliest first."""
        return tuple(sorted(self.answers, key=lambda answer: answer.on))

    @property
    def days(self) -> Days:
        """The time axis."""
        goals = [answer.on for goal in self.goals for answer in goal.answers]
        return days_shown([*goals, *(answer.on for answer in self.answers)])

    @property
    def said(self) -> str:
        """The conclusion that was given, or the plain one of first and last step."""
        return self.conclusion or _conclusion(self)


def step_text(answer: Answer) -> str:
    """Return "3", "3,5" or why there is no step."""
    if answer.step is None:
        return answer.gap
    return decimal_comma(answer.step, 0 if float(answer.step).is_integer() else 1)


def _conclusion(chart: SessionChart) -> str:
    """Say the first and the last step, and nothing about why."""
    steps = [answer for answer in chart.by_date if answer.step is not None]
    if not steps:
        return "Er is nog geen antwoord."
    first, last = step_text(steps[0]), step_text(steps[-1])
    gaps = len(chart.answers) - len(steps)
    without = f" {gaps} keer kwam er geen antwoord." if gaps else ""
    if len(steps) == 1:
        return f"Eén antwoord: stap {first}.{without} Eén antwoord is nog geen lijn."
    times = counted(len(steps), "antwoord", "antwoorden")
    if first == last:
        return f"Het eerste en het laatste antwoord is stap {first}, in {times}.{without}"
    return f"Van stap {first} naar stap {last}, in {times}.{without}"


def session_table(chart: SessionChart) -> Table:
    """Return a row per answer with how it was asked, goals and what happened too, in time.

    The good-enough step has no day and stands last.
    """
    dated = [(answer.on, _row("stapje", answer)) for answer in chart.by_date]
    for goal in chart.goals:
        dated += [(answer.on, _row(goal.word, answer)) for answer in goal.answers]
    dated += [
        (each.on, (each.word, each.when, NOTHING, each.kind))
        for each in happened(*_happened(chart))
    ]
    rows = in_time(dated)
    if chart.good_enough is not None:
        step = step_text(Answer(chart.by_date[0].on, chart.good_enough.step))
        rows.append((chart.good_enough.word, NOTHING, step, NOTHING))
    return Table(("Wat", "Dag", "Stap", "Hoe"), tuple(rows))


def _row(what: str, answer: Answer) -> Row:
    day = short_date(answer.on, with_year=True)
    how = ASKED_WORDS[answer.asked] if answer.step is not None else NOTHING
    return (what, day, step_text(answer), how)


def session_description(chart: SessionChart) -> str:
    """Return every step in words, the good-enough step, the goals, and why there is no band."""
    sentences = [chart.whose, chart.direction]
    sentences += [_answered(answer) for answer in chart.by_date]
    if chart.good_enough is not None:
        step = step_text(Answer(chart.by_date[0].on, chart.good_enough.step))
        sentences.append(f"{chart.good_enough.word}: stap {step}")
    for goal in chart.goals:
        said = "; ".join(_answered(answer) for answer in _in_order(goal))
        sentences.append(f"{goal.word}: {said}")
    sentences += happened_sentences(*_happened(chart))
    return prose([*sentences, chart.notice or "", chart.said, chart.unknown])


def _answered(answer: Answer) -> str:
    day = date_in_words(answer.on)
    if answer.step is None:
        return f"{day}: {answer.gap}"
    how = f" ({ASKED_WORDS['link']})" if answer.asked == "link" else ""
    return f"{day}: stap {step_text(answer)}{how}"


def _in_order(goal: Goal) -> list[Answer]:
    return sorted(goal.answers, key=lambda answer: answer.on)


def _happened(chart: SessionChart) -> tuple[tuple[Span, ...], tuple[Event, ...]]:
    return spans_within(chart.spans, chart.days), events_within(chart.events, chart.days)
