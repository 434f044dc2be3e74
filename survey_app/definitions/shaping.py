"""Reading one part of a file into its shape, with every fault in plain words."""

from collections.abc import Iterator
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from survey_app.definitions.nodes import Step
from survey_app.definitions.shape import Shape
from survey_app.definitions.words import shown

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
        return f"{shown(error['input'])} stands where one text must stand"
    if kind == "list_type":
        return "write a list here, like [a, b]"
    if kind in ("dict_type", "model_type", "model_attributes_type"):
        texts = "title question period text hint low high direction unit".split()
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
