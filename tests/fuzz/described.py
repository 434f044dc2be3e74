"""Describes every route in OpenAPI, as far as a test can know it, for schemathesis to ask from."""

import re
from collections.abc import Iterable
from typing import Any

from werkzeug.routing import Map, Rule

from tests.fuzz.harvest import Harvest

NONE_SUCH = ("f" * 32, "0" * 32, "../../etc/passwd", "1' OR '1'='1", "%00", "é", "-1", "9" * 40)
TYPED = (
    *("", " ", "ja", "1", "0", "-1", "99999999999999999999", "1e999", "NaN", "١٢", "2026-02-30"),
    *(
        "2026-11-02",
        "0001-01-01",
        "9999-12-31",
        "31-12-2026",
        "{{7*7}}",
        "%(x)s",
        "a\x00b",
        "\ud7ff",
    ),
    *("<script>alert(1)</script>", "\u202egnirts", "x" * 5000, "\r\nBcc: x@y", "=1+1", "🙂" * 300),
)
LARGEST_NUMBER = 2**70


def described(routes: Map, harvest: Harvest) -> dict[str, Any]:
    """Return an OpenAPI document of every route, each method with what it takes."""
    paths: dict[str, dict[str, Any]] = {}
    for rule in routes.iter_rules():
        path = re.sub(r"<(?:[^:>]+:)?(\w+)>", r"{\1}", rule.rule)
        for method in sorted(rule.methods & {"GET", "POST"}):
            paths.setdefault(path, {})[method.lower()] = _operation(rule, method, harvest)
    return {
        "openapi": "3.0.3",
        "info": {"title": "Kansmeter", "version": "0"},
        "paths": paths,
    }


def _operation(rule: Rule, method: str, harvest: Harvest) -> dict[str, Any]:
    parts = [
        _parameter(name, "path", _part(rule, name, harvest)) for name in sorted(rule._converters)
    ]
    asked = [_parameter(name, "query", _value(found)) for name, found in harvest.asked.items()]
    operation: dict[str, Any] = {
        "operationId": f"{rule.endpoint} {rule.rule} {method}",
        "parameters": parts + (asked if method == "GET" else []),
        "responses": {"default": {"description": "a page"}},
    }
    if method == "POST":
        operation["requestBody"] = _body(harvest.fields.get(rule.endpoint, {}))
    return operation


def _parameter(name: str, where: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": where, "required": where == "path", "schema": schema}


def _part(rule: Rule, name: str, harvest: Harvest) -> dict[str, Any]:
    """Describe a part of an address: mostly one that is there, or nearly."""
    real = sorted(harvest.parts.get(name, ()))
    if type(rule._converters[name]).__name__ == "IntegerConverter":
        return {"anyOf": [_one_of([1, 2, 99]), {"type": "integer", "maximum": LARGEST_NUMBER}]}
    return {
        "anyOf": [
            _one_of(real or NONE_SUCH),
            _one_of((*real, *NONE_SUCH)),
            {"type": "string", "minLength": 1, "maxLength": 60},
        ]
    }


def _body(fields: dict[str, set[str]]) -> dict[str, Any]:
    names = {**fields, "act": fields.get("act", {"forward"})}
    names.pop("csrf_token", None)
    described = {name: _value(found, several=True) for name, found in sorted(names.items())}
    schema = {
        "type": "object",
        "properties": {**described, "csrf_token": {"type": "string"}},
        "required": ["csrf_token", *list(described)[::2]],
        "additionalProperties": False,
    }
    return {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": schema}}}


def _value(found: Iterable[str], *, several: bool = False) -> dict[str, Any]:
    """Describe what a field takes: mostly what its form offers."""
    offers = sorted(found, key=lambda each: (not each, each)) or [""]
    offered, typed = _one_of(offers), _one_of((*offers, *TYPED))
    many = {"type": "array", "items": typed, "maxItems": 4}
    free = {"type": "string", "maxLength": 40}
    return {"anyOf": [offered, typed, free, *([many] if several else [])]}


def _one_of(values: Iterable[Any]) -> dict[str, Any]:
    """Describe a choice; what stands first is the simplest example, which is asked first."""
    return {"enum": list(dict.fromkeys(values))}
