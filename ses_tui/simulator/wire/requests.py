"""From bytes to a plain dict by the input shape. Says nothing about whether the values are allowed."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ses_tui.simulator.wire.models import Route, operation_model


class Unreadable(ValueError):
    """The body is not what the protocol promises."""


def read(
    route: Route, query: Mapping[str, Sequence[str]], form: dict[str, str], body: bytes
) -> dict[str, Any]:
    """The members of the operation's input, as the client sent them."""
    shape = operation_model(route.service, route.operation).input_shape
    if shape is None:
        return {}
    if route.protocol == "query":
        fields = {key: text for key, text in form.items() if key not in ("Action", "Version")}
        found: dict[str, Any] = _unfold(shape, "", fields)
        return found
    if route.protocol == "json" or route.older:
        return _from_query(shape, query, everything=True) if route.older else _load(body)
    parameters: dict[str, Any] = {}
    for name, member in shape.members.items():
        wire_name = member.serialization.get("name", name)
        if member.serialization.get("location") == "uri" and wire_name in route.parameters:
            parameters[name] = route.parameters[wire_name]
    return _load(body) | _from_query(shape, query, everything=False) | parameters


def _load(body: bytes) -> dict[str, Any]:
    if not body:
        return {}
    try:
        data = json.loads(body)
    except ValueError as error:
        raise Unreadable("the body is not JSON") from error
    if not isinstance(data, dict):
        raise Unreadable("the body is not a JSON object")
    return data


def _from_query(shape: Any, query: Mapping[str, Sequence[str]], *, everything: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, member in shape.members.items():
        wire_name = member.serialization.get("name", name)
        if (everything or member.serialization.get("location") == "querystring") and wire_name in query:
            values = query[wire_name]
            found[name] = (
                [_scalar(member.member, v) for v in values]
                if _is_list(member)
                else _scalar(member, values[0])
            )
    return found


def _is_list(shape: Any) -> bool:
    return bool(shape.type_name == "list")


def _scalar(shape: Any, text: str) -> Any:
    """A number or boolean written as text; what can't be read stays text, for the validation to refuse."""
    kind = shape.type_name
    try:
        if kind in ("integer", "long"):
            return int(text)
        if kind in ("float", "double"):
            return float(text)
    except ValueError:
        return text
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    return text


def _unfold(shape: Any, prefix: str, fields: dict[str, str]) -> Any:
    """The query protocol's flat `A.member.1.B=…` as nested data."""
    if shape.type_name == "structure":
        found = {}
        for name, member in shape.members.items():
            key = f"{prefix}{name}"
            if any(field == key or field.startswith(f"{key}.") for field in fields):
                found[name] = (
                    _unfold(member, f"{key}.", fields) if _is_nested(member) else _scalar(member, fields[key])
                )
        return found
    if _is_list(shape):
        marks = sorted(
            {
                int(field[len(prefix) + 7 :].split(".")[0])
                for field in fields
                if field.startswith(f"{prefix}member.")
            }
        )
        items = []
        for mark in marks:
            key = f"{prefix}member.{mark}"
            items.append(
                _unfold(shape.member, f"{key}.", fields)
                if _is_nested(shape.member)
                else _scalar(shape.member, fields[key])
            )
        return items
    raise Unreadable(f"no {shape.type_name} in a query at {prefix}")


def _is_nested(shape: Any) -> bool:
    return shape.type_name in ("structure", "list", "map")
