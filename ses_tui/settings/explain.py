"""What pydantic finds wrong, in the words of the file: what was written, and what to write instead."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import ErrorDetails

from ses_tui.core.text import safe

SHOWN_CAP = 60

_TEXT = '"…"'

_WHAT = {
    "string_type": 'no text: write it in quotes, "…"',
    "int_type": "no whole number",
    "int_parsing": "no whole number",
    "int_from_float": "no whole number",
    "float_type": "no number",
    "float_parsing": "no number",
    "finite_number": "no finite number",
    "bool_type": "neither true nor false",
    "bool_parsing": "neither true nor false",
    "tuple_type": 'no list: write ["…"], with commas between several',
    "model_type": "no table",
    "dict_type": "no table",
}
"""Type of an error -> what the value is."""

_BOUNDS = {
    "greater_than": ("gt", "not above"),
    "greater_than_equal": ("ge", "less than"),
    "less_than": ("lt", "not below"),
    "less_than_equal": ("le", "more than"),
}

_LENGTHS = {
    "too_short": "min_length",
    "too_long": "max_length",
    "string_too_short": "min_length",
    "string_too_long": "max_length",
}

_PATTERNS = {
    "account_id": "write the twelve digits of the account",
    "role_session_name": "write 2 to 64 letters, digits and signs of +=,.@_-",
    "name": "write at most 20 of a-z, 0-9, - and _, a letter or digit first",
}
"""Keys whose text has a pattern -> what that means."""


def own_keys(keys: Sequence[str | int]) -> list[str | int]:
    """Without what pydantic adds: which member of a union a value was tried as."""
    return [key for key in keys if isinstance(key, int) or re.fullmatch(r"[^\[\]()]*", key)]


def is_of_file(error: ErrorDetails) -> bool:
    """False for the one word that may stand in place of a list: the list is what it should be."""
    return not str(error["loc"][-1] if error["loc"] else "").startswith("literal[")


def within(keys: Sequence[str | int]) -> tuple[str, str]:
    """Of what stands in an array of tables: ``the 5th [[notify.webhooks]]: `` and the key below it."""
    which = next((place for place, key in enumerate(keys) if isinstance(key, int)), len(keys))
    if which >= len(keys) - 1:  # none, or an entry of a plain list
        names = ".".join(str(key) for key in keys[:which])
        return (f"the {ordinal(int(keys[which]))} of {safe(names)}", "") if which < len(keys) else ("", names)
    table = f"the {ordinal(int(keys[which]))} [[{safe('.'.join(str(key) for key in keys[:which]))}]]: "
    inner, below = within(keys[which + 1 :])
    return table + inner, below


def ordinal(place: int) -> str:
    """``1st`` for 0."""
    number = place + 1
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def explained(error: ErrorDetails, hidden: bool) -> str:
    """``poll.rates = "soon" is …``. ``hidden``: the value may be a secret and is not repeated."""
    table, key = within(own_keys(error["loc"]))
    subject = table + safe(key)
    if error["type"] == "missing":
        return f"{subject} is missing: add {safe(key)} = {_TEXT if key == 'name' else '…'}"
    shown = "" if hidden else _shown(error.get("input"))
    if fault := _fault(error["type"], error.get("ctx", {}), key):
        return f"{subject}{shown} is {fault}"
    given = f" (got{shown[2:]})" if shown else ""
    return f"{subject}{': ' if subject else ''}{error['msg'].removeprefix('Value error, ')}{given}"


def _fault(kind: str, context: Mapping[str, Any], key: str) -> str:
    """What the value is; empty where the message itself says what to write."""
    if kind == "literal_error":
        return f"not one of {_choices(str(context['expected']))}"
    if kind in _BOUNDS:
        limit, word = _BOUNDS[kind]
        return f"{word} {context[limit]:g}"
    if kind in _LENGTHS:
        count, bound = context[_LENGTHS[kind]], "at least" if kind.endswith("short") else "at most"
        unit = "character" if kind.startswith("string") else "item"
        return f"too {kind.rpartition('_')[2]}: {bound} {count} {unit}{'' if count == 1 else 's'}"
    if kind == "string_pattern_mismatch":
        return f"refused: {_PATTERNS[key]}"
    return _WHAT.get(kind, "")


def _shown(value: object) -> str:
    """As it stands in TOML; of lists and tables nothing."""
    if not isinstance(value, str | int | float | bool):
        return ""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, str | bool) else repr(value)
    return f" = {safe(text, SHOWN_CAP)}"


def _choices(expected: str) -> str:
    """``auto, json`` of pydantic's ``'auto' or 'json'``."""
    return ", ".join(re.findall(r"'([^']*)'", expected))
