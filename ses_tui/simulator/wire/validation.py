"""Does a request keep to the model? botocore checks only part of this before it sends, AWS all of it."""

import re
from datetime import UTC, datetime
from functools import cache
from typing import Any


@cache
def _compiled(pattern: str) -> re.Pattern[str] | None:
    try:
        return re.compile(pattern)
    except re.error:
        return None  # a Java pattern that Python does not know


def check(shape: Any, value: Any, path: str, problems: list[str]) -> Any:
    """The value with timestamps as UTC epoch seconds; what is wrong is added to `problems`."""
    before = len(problems)
    checked = _CHECKS.get(shape.type_name, _leave)(shape, value, path, problems)
    if len(problems) == before:
        _constraints(shape, checked, path, problems)
    return checked


def _structure(shape: Any, value: Any, path: str, problems: list[str]) -> Any:
    if not isinstance(value, dict):
        problems.append(f"{path}: must be a structure")
        return {}
    for name in shape.required_members:
        if value.get(name) is None:
            problems.append(f"{path}.{name}: Member must not be null")
    checked = {}
    for name, item in value.items():
        member = shape.members.get(name)
        if member is None:
            problems.append(f"{path}.{name}: not a member of {shape.name}")
        elif item is not None:
            checked[name] = check(member, item, f"{path}.{name}", problems)
    return checked


def _list(shape: Any, value: Any, path: str, problems: list[str]) -> Any:
    if not isinstance(value, list):
        problems.append(f"{path}: must be a list")
        return []
    return [check(shape.member, item, f"{path}[{n}]", problems) for n, item in enumerate(value)]


def _map(shape: Any, value: Any, path: str, problems: list[str]) -> Any:
    if not isinstance(value, dict):
        problems.append(f"{path}: must be a map")
        return {}
    for key in value:
        check(shape.key, key, f"{path} key", problems)
    return {key: check(shape.value, item, f"{path}[{key}]", problems) for key, item in value.items()}


def _timestamp(_shape: Any, value: Any, path: str, problems: list[str]) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        problems.append(f"{path}: must be a timestamp")
        return 0.0
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _integer(_shape: Any, value: Any, path: str, problems: list[str]) -> Any:
    if not isinstance(value, int) or isinstance(value, bool):
        problems.append(f"{path}: must be an integer")
    return value


def _number(_shape: Any, value: Any, path: str, problems: list[str]) -> Any:
    if not isinstance(value, int | float) or isinstance(value, bool):
        problems.append(f"{path}: must be a number")
    return value


def _boolean(_shape: Any, value: Any, path: str, problems: list[str]) -> Any:
    if not isinstance(value, bool):
        problems.append(f"{path}: must be a boolean")
    return value


def _string(_shape: Any, value: Any, path: str, problems: list[str]) -> Any:
    if not isinstance(value, str):
        problems.append(f"{path}: must be a string")
    return value


def _leave(_shape: Any, value: Any, _path: str, _problems: list[str]) -> Any:
    return value


_CHECKS = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "timestamp": _timestamp,
    "integer": _integer,
    "long": _integer,
    "float": _number,
    "double": _number,
    "boolean": _boolean,
    "string": _string,
}


def _constraints(shape: Any, value: Any, path: str, problems: list[str]) -> None:
    limits = shape.metadata
    sized = isinstance(value, str | list | dict)
    size = len(value) if sized else value
    if isinstance(size, int | float):
        what = "have length" if sized else "have value"
        if "min" in limits and size < limits["min"]:
            problems.append(f"{path}: Member must {what} greater than or equal to {limits['min']}")
        if "max" in limits and size > limits["max"]:
            problems.append(f"{path}: Member must {what} less than or equal to {limits['max']}")
    if isinstance(value, str):
        if "enum" in limits and value not in limits["enum"]:
            problems.append(f"{path}: Member must satisfy enum value set: {limits['enum']}")
        pattern = _compiled(limits["pattern"]) if "pattern" in limits else None
        if pattern is not None and not pattern.fullmatch(value):
            problems.append(f"{path}: Member must satisfy regular expression pattern: {limits['pattern']}")
