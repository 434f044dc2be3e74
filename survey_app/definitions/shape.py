"""The shape of a questionnaire file, part by part: which keys there are and what each may hold.

Words from YAML arrive as text, so numbers and yes/no are read here, strictly; a stored document
arrives with JSON's own numbers, and both pass through the same models.
"""

import math
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from survey_app.definitions.nodes import Step
from survey_app.definitions.values import (
    Informant,
    Layout,
    Method,
    Missing,
    ReliabilityKind,
    SignalLevel,
)

_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,9})?", re.ASCII)
_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)


def _wrong(message: str) -> PydanticCustomError:
    return PydanticCustomError("plain", "{message}", {"message": message})


def _number(given: object) -> object:
    if isinstance(given, str) and _NUMBER.fullmatch(given):
        return float(given)
    if isinstance(given, int | float) and not isinstance(given, bool) and math.isfinite(given):
        return float(given)
    raise _wrong(f"{_shown(given)} is not a number; write one like 2 or 0.5")


def _whole(given: object) -> object:
    if isinstance(given, str) and _WHOLE.fullmatch(given):
        return int(given)
    if isinstance(given, int) and not isinstance(given, bool) and given >= 0:
        return given
    raise _wrong(f"{_shown(given)} is not a whole number; write one like 4")


def _flag(given: object) -> object:
    if isinstance(given, bool):
        return given
    if given in ("true", "false"):
        return given == "true"
    raise _wrong(f"{_shown(given)} is neither true nor false; write true or false")


def _shown(given: object) -> str:
    if isinstance(given, str):
        return repr(given if len(given) <= 40 else given[:40] + "…")
    return "a list" if isinstance(given, list) else "a block"


def _one_of(choices: Iterable[StrEnum]) -> BeforeValidator:
    """Read one of some fixed words; a word from YAML or JSON becomes the choice itself."""
    known = {choice.value: choice for choice in choices}

    def check(given: object) -> object:
        if isinstance(given, str) and given in known:
            return known[given]
        raise _wrong(f"{_shown(given)} is unknown; choose one of {', '.join(known)}")

    return BeforeValidator(check)


def _name(pattern: str, example: str) -> AfterValidator:
    allowed = re.compile(pattern, re.ASCII)

    def check(given: str) -> str:
        if not allowed.fullmatch(given):
            raise _wrong(f"{_shown(given)} cannot be used here; write it like {example}")
        return given

    return AfterValidator(check)


def _word(given: str) -> str:
    if not given.strip():
        raise _wrong("empty; write something or remove the key")
    if given != given.strip():
        raise _wrong("a space at the start or end; remove it")
    if len(given) > 300:
        raise _wrong("longer than 300 characters; shorten it")
    return given


Number = Annotated[float, BeforeValidator(_number)]
Whole = Annotated[int, BeforeValidator(_whole)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Word = Annotated[str, AfterValidator(_word)]
Key = Annotated[str, _name(r"[a-z][a-z0-9_]{0,31}", "o1 or bijna_nooit: lower case, at most 32")]
OptionKey = Annotated[str, _name(r"[a-z0-9][a-z0-9_]{0,31}", "bijna_nooit or 0: lower case")]
ListKey = Annotated[str, _name(r"[a-z][a-z0-9-]{0,63}", "kansmeter-ouder: lower case, dashes")]
Version = Annotated[str, _name(r"[0-9]{1,4}(\.[0-9]{1,4}){0,2}", '"1.0"')]
Language = Annotated[str, _name(r"[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?", "nl, ar or uk")]
Who = Annotated[Informant, _one_of(Informant)]
# Language to text; which languages must be there, and what a text may hold, is checked later.
Texts = dict[str, str]


class Shape(BaseModel):
    """A part of the file in which unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class LicenceShape(Shape):
    """Key `licence`."""

    id: Word
    ship_text: Flag
    holder: Word


class EvidenceShape(Shape):
    """Key `evidence`."""

    stage: Annotated[Whole, Field(le=5)]
    study: Word | None = None


class HeadShape(Shape):
    """What stands at the top level, apart from the parts with models of their own."""

    key: ListKey
    version: Version
    scoring_version: Version
    informants: Annotated[list[Who], Field(min_length=1)]
    ages: Annotated[list[Whole], Field(min_length=2, max_length=2)] | None = None
    minutes: Annotated[Number, Field(gt=0, le=60)]
    licence: LicenceShape
    evidence: EvidenceShape
    fictitious: Flag = False
    layout: Annotated[Layout, _one_of(Layout)]
    languages: Annotated[list[Language], Field(min_length=1)]
    title: Texts
    question: Texts
    period: Texts | None = None


class OptionShape(Shape):
    """One answer."""

    key: OptionKey
    text: Texts = Field(default_factory=dict)
    value: Number | None = None
    missing: Annotated[Missing, _one_of([Missing.PREFERS_NOT, Missing.DOES_NOT_KNOW])] | None = None


class StepsShape(Shape):
    """Key `steps` of an item: the words at both ends."""

    low: Texts
    high: Texts


class ItemShape(Shape):
    """One item; its own options stand in `options` of the builder, named sets at the top."""

    key: Key
    text: Texts = Field(default_factory=dict)
    hint: Texts | None = None
    facet: Word | None = None
    indicator: Word | None = None
    parallel: Word | None = None
    informants: Annotated[list[Who], Field(min_length=1)] | None = None
    max_length: Annotated[Whole, Field(ge=1, le=2000)] | None = None
    steps: StepsShape | None = None


class PageShape(Shape):
    """A page without its items."""

    key: Key


class ReferenceShape(Shape):
    """One outside source of a scale."""

    source: Word
    informant: Who
    n: Annotated[Whole, Field(ge=1)] | None = None
    mean: Number | None = None
    sd: Annotated[Number, Field(gt=0)] | None = None
    reliability: Annotated[Number, Field(gt=0, lt=1)] | None = None
    reliability_kind: Annotated[ReliabilityKind, _one_of(ReliabilityKind)] | None = None
    fictitious: Flag = False


class ScaleShape(Shape):
    """One scale; whether its items exist is checked later."""

    key: Key
    title: Texts
    direction: Texts
    question: Texts
    items: Annotated[list[str], Field(min_length=1)]
    reversed: list[str] = Field(default_factory=list)
    method: Annotated[Method, _one_of(Method)]
    min_answered: Whole
    higher_is_better: Flag
    references: list[ReferenceShape] = Field(default_factory=list)


class SignalShape(Shape):
    """One signal; whether its item and options exist is checked later."""

    item: str
    options: Annotated[list[str], Field(min_length=1)]
    level: Annotated[SignalLevel, _one_of(SignalLevel)]


AnyShape = TypeVar("AnyShape", bound=Shape)


def read_shape(
    model: type[AnyShape], content: object
) -> tuple[AnyShape | None, list[tuple[tuple[Step, ...], bool, str]]]:
    """Read one part.

    Returns
    -------
    tuple
        The part, or None when it cannot be read, and the faults in it as (path inside the part,
        whether the key itself is meant, message). Unknown keys alone do not make it unreadable.
    """
    try:
        return model.model_validate(content), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    faults = [(_path(each), each["type"] == "extra_forbidden", _message(each)) for each in details]
    unknown = [each["loc"] for each in details if each["type"] == "extra_forbidden"]
    if len(unknown) < len(details) or not isinstance(content, dict):
        return None, faults
    return model.model_validate(_without(content, unknown)), faults


def _without(content: object, unknown: list[tuple[Step, ...]]) -> object:
    """Return the content without the parts at these paths."""
    gone = {path[0] for path in unknown if len(path) == 1}
    deeper = {path[0] for path in unknown if len(path) > 1}
    pairs: Iterator[tuple[Step, object]]
    if isinstance(content, dict):
        pairs = iter(content.items())
    elif isinstance(content, list):
        pairs = iter(enumerate(content))
    else:
        return content
    kept = {
        step: _without(value, [path[1:] for path in unknown if path[0] == step and len(path) > 1])
        if step in deeper
        else value
        for step, value in pairs
        if step not in gone
    }
    return list(kept.values()) if isinstance(content, list) else kept


def _path(error: ErrorDetails) -> tuple[Step, ...]:
    loc = error["loc"]
    return loc[:-1] if error["type"] == "missing" else loc


def _message(error: ErrorDetails) -> str:
    kind, loc, context = error["type"], error["loc"], error.get("ctx", {})
    last = loc[-1] if loc else ""
    if kind == "plain":
        return str(context["message"])
    if kind == "missing":
        return f"`{last}` is missing; add it here"
    if kind == "extra_forbidden":
        return f"unknown key `{last}`; remove it or check its spelling"
    if kind == "string_type":
        return f"{_shown(error['input'])} stands where one text must stand"
    if kind == "list_type":
        return "write a list here, like [a, b]"
    if kind in ("dict_type", "model_type", "model_attributes_type"):
        texts = "title question period text hint low high direction".split()
        return (
            "write the language before the text, like {nl: …}"
            if last in texts
            else "write a block of `key: value` here"
        )
    if kind == "too_short":
        return f"too few; write at least {context['min_length']}"
    if kind == "too_long":
        return f"too many; write at most {context['max_length']}"
    words = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}
    limits = [f"{words[bound]} {context[bound]:g}" for bound in words if bound in context]
    return f"{error['input']} is outside what is possible; write {' and '.join(limits)}"
