"""The shape of a questionnaire file, part by part: which keys there are and what each may hold."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from survey_app.definitions.changes import ChangeKind
from survey_app.definitions.languages import TextStatus
from survey_app.definitions.people import Sex, Subject
from survey_app.definitions.scales import Method, NormFallback, ReliabilityKind, Rounding
from survey_app.definitions.signals import SignalLevel
from survey_app.definitions.values import MOST_GOALS, Face, Layout, Missing
from survey_app.definitions.words import (
    Flag,
    Key,
    Language,
    ListKey,
    Number,
    OptionKey,
    Texts,
    Version,
    Who,
    Whole,
    Word,
    one_of,
)

Ages = Annotated[list[Annotated[Whole, Field(le=120)]], Field(min_length=2, max_length=2)]
Keys = Annotated[list[str], Field(min_length=1)]


class Shape(BaseModel):
    """A part of the file in which unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class LicenceShape(Shape):
    """Key `licence`."""

    id: Word
    ship_text: Flag
    holder: Word


class EvidenceShape(Shape):
    """Key `evidence` of a language."""

    stage: Annotated[Whole, Field(le=5)]
    study: Word | None = None
    version: Version | None = None


class EditionShape(Shape):
    """One of `languages`."""

    language: Language
    status: Annotated[TextStatus, one_of(TextStatus)]
    evidence: EvidenceShape


class StepShape(Shape):
    """One line of `follows`: what changed after an earlier version."""

    version: Version
    scoring_version: Version
    change: Annotated[ChangeKind, one_of([ChangeKind.WORDING, ChangeKind.SCORING])]
    items: list[str] = Field(default_factory=list)
    options: Flag = False
    comparable: list[str] = Field(default_factory=list)


class HeadShape(Shape):
    """What stands at the top level, apart from the parts with models of their own."""

    key: ListKey
    version: Version
    scoring_version: Version
    informants: Annotated[list[Who], Field(min_length=1)]
    about: Annotated[Subject, one_of(Subject)] = Subject.TRAJECT
    ages: Ages | None = None
    minutes: Annotated[Number, Field(gt=0, le=60)]
    licence: LicenceShape
    fictitious: Flag = False
    layout: Annotated[Layout, one_of(Layout)]
    languages: Annotated[list[EditionShape], Field(min_length=1)]
    title: Texts
    question: Texts
    period: Texts | None = None
    follows: list[StepShape] = Field(default_factory=list)
    most_blanks: Whole | None = None
    by_question: Flag = False


class OptionShape(Shape):
    """One answer."""

    key: OptionKey
    text: Texts = Field(default_factory=dict)
    value: Number | None = None
    missing: Annotated[Missing, one_of([Missing.PREFERS_NOT, Missing.DOES_NOT_KNOW])] | None = None
    face: Annotated[Face, one_of(Face)] | None = None


class StepsShape(Shape):
    """Key `steps` of an item: the words at both ends."""

    low: Texts
    high: Texts
    highest: Annotated[Whole, Field(ge=2, le=10)] = 10


class GoalShape(Shape):
    """Key `goal` of an item; without `steps` the goal's own five levels are the answers."""

    number: Annotated[Whole, Field(ge=1, le=MOST_GOALS)]
    steps: StepsShape | None = None


class ChooseShape(Shape):
    """Key `choose` of an item with several answers."""

    least: Whole = 0
    most: Annotated[Whole, Field(ge=1)]


class NumberShape(Shape):
    """Key `number` of an item."""

    least: Number
    most: Number
    decimals: Annotated[Whole, Field(le=3)] = 0
    unit: Texts | None = None


class ConditionShape(Shape):
    """One line of `show_when`."""

    item: str
    options: Keys


class ItemShape(Shape):
    """One item; its own options stand in `options` of the builder, named sets at the top."""

    key: Key
    text: Texts = Field(default_factory=dict)
    hint: Texts | None = None
    facet: Word | None = None
    indicator: Word | None = None
    parallel: Word | None = None
    informants: Annotated[list[Who], Field(min_length=1)] | None = None
    show_when: Annotated[list[ConditionShape], Field(min_length=1)] | None = None
    choose: ChooseShape | None = None
    steps: StepsShape | None = None
    goal: GoalShape | None = None
    number: NumberShape | None = None
    max_length: Annotated[Whole, Field(ge=1, le=2000)] | None = None
    lines: Annotated[Whole, Field(ge=1, le=12)] = 3


class PageShape(Shape):
    """A page without its items."""

    key: Key


class ReferenceShape(Shape):
    """One outside source of a scale."""

    source: Word
    informant: Who
    ages: Ages | None = None
    n: Annotated[Whole, Field(ge=1)] | None = None
    mean: Number | None = None
    sd: Annotated[Number, Field(gt=0)] | None = None
    reliability: Annotated[Number, Field(gt=0, lt=1)] | None = None
    reliability_kind: Annotated[ReliabilityKind, one_of(ReliabilityKind)] | None = None
    fictitious: Flag = False


Pair = Annotated[list[Number], Field(min_length=2, max_length=2)]


class NormShape(Shape):
    """One described group that a score is placed in."""

    id: ListKey
    source: Word
    informant: Who
    ages: Ages
    sex: Annotated[Sex, one_of(Sex)] | None = None
    mean: Number
    sd: Annotated[Number, Field(gt=0)]
    n: Annotated[Whole, Field(ge=2)] | None = None
    percentiles: list[Pair] = Field(default_factory=list)


class BandsShape(Shape):
    """One published division into bands."""

    id: ListKey
    source: Word
    informant: Who
    ages: Ages | None = None
    ranges: Annotated[list[Pair], Field(min_length=2)]


class SettledShape(Shape):
    """Key `settled` of a scale."""

    item: str
    options: Keys
    score: Number


class ScaleShape(Shape):
    """One scale; whether its items exist is checked later."""

    key: Key
    title: Texts
    direction: Texts
    question: Texts
    items: Keys | None = None
    scales: Keys | None = None
    method: Annotated[Method, one_of(Method)]
    min_answered: Whole
    higher_is_better: Flag
    recode: dict[str, Number] = Field(default_factory=dict)
    reversed: list[str] = Field(default_factory=list)
    weights: dict[str, Number] = Field(default_factory=dict)
    counted: Keys | None = None
    blank: Number | None = None
    hidden: Number | None = None
    rounding: Annotated[Rounding, one_of(Rounding)] | None = None
    settled: SettledShape | None = None
    references: list[ReferenceShape] = Field(default_factory=list)
    norms: list[NormShape] = Field(default_factory=list)
    norm_fallback: list[Annotated[NormFallback, one_of(NormFallback)]] = Field(default_factory=list)
    bands: list[BandsShape] = Field(default_factory=list)


class SignalShape(Shape):
    """One signal; which keys go together and whether items and options exist is checked later."""

    item: str | None = None
    items: Annotated[list[str], Field(min_length=2)] | None = None
    options: Keys | None = None
    at_least: Annotated[Whole, Field(ge=2)] | None = None
    drop: Annotated[Whole, Field(ge=1)] | None = None
    level: Annotated[SignalLevel, one_of(SignalLevel)]
