"""A JSON Schema of a questionnaire file, with which an editor completes and explains every key.

It is made from the shapes that the reader itself uses, with what the building adds to them: where
options stand, which keys go together, which languages there are. It knows the shape of a file; only
`check` knows whether the parts agree with each other.
"""

import json
from collections.abc import Iterable
from typing import Any, Final

from pydantic.json_schema import models_json_schema

from survey_app.definitions import shape
from survey_app.definitions.building.desk import LONGEST_TEXT
from survey_app.definitions.building.items import WAYS as WAYS_TO_ANSWER
from survey_app.definitions.building.scales import OF_ITEMS
from survey_app.definitions.building.signals import WAYS as WAYS_TO_SIGNAL
from survey_app.definitions.languages import DIRECTIONS
from survey_app.definitions.scales import Method
from survey_app.definitions.schema.explanations import EXPLANATIONS, LANGUAGES, WHOLE
from survey_app.definitions.values import Layout

Schema = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_TEXTS: Final = {"$ref": "#/$defs/Texts"}
_WORD_OR_NUMBER: Final = {"type": ["string", "integer"], "minimum": 0}
_BOUNDS: Final = {
    "gt": "exclusiveMinimum",
    "ge": "minimum",
    "lt": "exclusiveMaximum",
    "le": "maximum",
}


def schema_text() -> str:
    """Return the schema as the file that comes with the questionnaires."""
    return json.dumps(questionnaire_schema(), ensure_ascii=False, indent=2) + "\n"


def questionnaire_schema() -> Schema:
    """Return the schema (draft 2020-12) of a questionnaire file."""
    parts = _parts()
    _add_what_building_adds(parts)
    for name, part in parts.items():
        for key, content in part["properties"].items():
            content["description"] = EXPLANATIONS[name][key]
    whole = parts.pop("Head")
    return {
        "$schema": DIALECT,
        "title": "Vragenlijst van Kansmeter",
        "description": WHOLE,
        **whole,
        "$defs": {"Texts": _texts(), "Options": _listed("Option", least=2), **parts},
    }


def _parts() -> dict[str, Schema]:
    """Return the schema of every shape under its name without `Shape`."""
    shapes = [
        each
        for each in vars(shape).values()
        if isinstance(each, type) and issubclass(each, shape.Shape) and each is not shape.Shape
    ]
    _, made = models_json_schema([(each, "validation") for each in shapes])
    return {
        name.removesuffix("Shape"): _cleaned(made["$defs"][name])
        for name in (each.__name__ for each in shapes)
    }


def _cleaned(given: Any) -> Any:
    """Return a schema as an author needs it.

    No titles and descriptions made from code, no null (an empty line is a fault), bounds under
    their standard names, whole numbers from 0, and one part for all texts.
    """
    if isinstance(given, list):
        return [_cleaned(each) for each in given]
    if not isinstance(given, dict):
        return given
    if given.get("type") == "object" and given.get("additionalProperties") == {"type": "string"}:
        return dict(_TEXTS)
    content = {
        _BOUNDS.get(key, key): value
        for key, value in given.items()
        if not (key in ("title", "description") and isinstance(value, str))
        and not (key == "default" and value is None)
    }
    choices = [each for each in content.get("anyOf", ()) if each != {"type": "null"}]
    if len(choices) == 1:
        content = {**content, **choices[0]}
        del content["anyOf"]
        return _cleaned(content)
    if content.get("type") == "integer":
        content.setdefault("minimum", 0)
    if "$ref" in content:
        content["$ref"] = content["$ref"].removesuffix("Shape")
    return {key: _cleaned(value) for key, value in content.items()}


def _add_what_building_adds(parts: dict[str, Schema]) -> None:
    head, item, page = parts["Head"], parts["Item"], parts["Page"]
    head["properties"] |= {
        "options": {"type": "object", "additionalProperties": {"$ref": "#/$defs/Options"}},
        "items": _listed("Item", least=1),
        "pages": _listed("Page", least=1),
        "scales": _listed("Scale"),
        "signals": _listed("Signal"),
    }
    by_one, together = Layout.ONE_BY_ONE.value, Layout.TOGETHER.value
    head["allOf"] = [
        _when({"layout": {"const": by_one}}, then={"required": ["items"], **_without(["pages"])}),
        _when({"layout": {"const": together}}, then={"required": ["pages"], **_without(["items"])}),
    ]
    item["properties"]["options"] = {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Options"}]}
    item["oneOf"] = [{"required": [way]} for way in WAYS_TO_ANSWER]
    item["dependentRequired"] = {"choose": ["options"]}
    page["properties"]["items"] = _listed("Item", least=1)
    page["required"].append("items")
    # The reader takes a bare 0 as the word 0, which is the natural name of a step.
    for part, key in (("Condition", "options"), ("Signal", "options"), ("Settled", "options")):
        parts[part]["properties"][key]["items"] = dict(_WORD_OR_NUMBER)
    parts["Scale"]["properties"]["counted"]["items"] = dict(_WORD_OR_NUMBER)
    parts["Option"]["properties"]["key"] |= _WORD_OR_NUMBER
    parts["Option"]["not"] = {"required": ["value", "missing"]}
    parts["Scale"]["oneOf"] = [{"required": ["items"]}, {"required": ["scales"]}]
    parts["Scale"]["allOf"] = [
        {"if": {"required": ["scales"]}, "then": _without(OF_ITEMS)},
        _when(
            {"method": {"const": Method.COUNT.value}},
            then={"required": ["counted"]},
            other=_without(["counted"]),
        ),
    ]
    keys = sorted(set().union(*WAYS_TO_SIGNAL))
    parts["Signal"]["oneOf"] = [
        {"required": sorted(way), **_without(key for key in keys if key not in way)}
        for way in WAYS_TO_SIGNAL
    ]
    parts["Reference"]["dependentRequired"] = {
        "reliability": ["reliability_kind"],
        "reliability_kind": ["reliability"],
    }
    parts["Evidence"]["allOf"] = [
        _when({"stage": {"minimum": 1}}, then={"required": ["study", "version"]})
    ]
    stage_0 = {"properties": {"evidence": {"properties": {"stage": {"maximum": 0}}}}}
    parts["Edition"]["allOf"] = [_when({"status": {"const": "own"}}, then=stage_0)]


def _when(properties: Schema, *, then: Schema, other: Schema | None = None) -> Schema:
    condition = {"properties": properties, "required": list(properties)}
    return {"if": condition, "then": then} | ({"else": other} if other is not None else {})


def _without(keys: Iterable[str]) -> Schema:
    return {"properties": dict.fromkeys(keys, False)}


def _listed(part: str, least: int | None = None) -> Schema:
    listed: Schema = {"type": "array", "items": {"$ref": f"#/$defs/{part}"}}
    return listed if least is None else listed | {"minItems": least}


def _texts() -> Schema:
    text = {"type": "string", "pattern": r"^\S(.*\S)?$", "maxLength": LONGEST_TEXT}
    return {
        "type": "object",
        "properties": {
            language: text | {"description": LANGUAGES[language]} for language in DIRECTIONS
        },
        "additionalProperties": False,
        "minProperties": 1,
    }
