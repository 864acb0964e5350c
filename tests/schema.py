"""Whether what ``check --format json`` printed is what its schema says, without a library for that."""

import json
from collections.abc import Mapping
from typing import Any

from ses_tui.core.report_schema import schema

TYPES: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
    "array": list,
    "object": dict,
    "null": type(None),
}


def assert_as_promised(printed: str) -> None:
    """``printed``: the JSON of a ``check``."""
    assert problems(json.loads(printed), schema()) == []


def problems(value: object, rule: Mapping[str, Any], path: str = "") -> list[str]:
    """Where ``value`` is not as ``rule`` says; a member that the rule does not know is one too."""
    if "anyOf" in rule:
        found = [problems(value, one, path) for one in rule["anyOf"]]
        return min(found, key=len)
    if "const" in rule or "enum" in rule:
        allowed = rule.get("enum", [rule.get("const")])
        return [] if value in allowed else [f"{path}: {value!r}"]
    types = rule["type"] if isinstance(rule["type"], list) else [rule["type"]]
    if not any(isinstance(value, TYPES[one]) for one in types):
        return [f"{path}: {value!r} is no {rule['type']}"]
    if isinstance(value, list):
        return [
            one
            for number, item in enumerate(value)
            for one in problems(item, rule["items"], f"{path}[{number}]")
        ]
    if isinstance(value, dict):
        named = [f"{path}.{name}" for name in {*rule["required"]} ^ {*value}]
        members = rule["properties"]
        inside = (
            problems(one, members[name], f"{path}.{name}") for name, one in value.items() if name in members
        )
        return named + [one for each in inside for one in each]
    return []
