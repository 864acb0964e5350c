"""``ses-tui config show``: every value that is in force, as TOML, and where each came from."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from ses_tui.core.text import safe
from ses_tui.settings.fields import DURATION, duration_text
from ses_tui.settings.light import FLAG_VARIABLES
from ses_tui.settings.load import DEFAULT, load_settings, origin_of
from ses_tui.settings.secrets import is_secret

HIDDEN = "(set, not shown)"

WIDTH = 48
"""Columns before the origin."""

_OVER_TARGETS = ("SES_TUI_TARGET", "SES_TUI_PROFILE", "SES_TUI_REGION", "SES_TUI_ENDPOINT_URL")


def shown(path: Path | None, environ: Mapping[str, str] = os.environ) -> str:
    """Raises Misconfigured where something is wrong: ``config validate`` says all of it."""
    settings = load_settings(path, environ)
    settings = settings.model_copy(update={"targets": settings.each_target()})
    lines = [
        f"# {name}={safe(environ[name])} in the environment stands above every target"
        for name in FLAG_VARIABLES
        if name in _OVER_TARGETS and environ.get(name)
    ]
    return "\n".join([*lines, *_section(settings, [], path, environ)]) + "\n"


def _section(
    section: BaseModel, keys: Sequence[str | int], path: Path | None, environ: Mapping[str, str]
) -> Iterator[str]:
    """The values of a table, then the tables below it."""
    below: list[tuple[str, Any]] = []
    fields = type(section).model_fields
    for name, field in sorted(fields.items(), key=lambda one: one[0] != "name"):
        value, key = getattr(section, name), field.alias or name
        if isinstance(value, BaseModel) or _is_array_of_tables(value):
            below.append((key, value))
        elif value is not None:
            given = _text(key, value, field)
            line = f"{key if key.replace('_', '').isalnum() else json.dumps(key)} = {given}"
            origin = _origin(path, [*keys, key], environ) if value != {} else DEFAULT
            yield f"{line:<{WIDTH}} # {origin}"
    for key, value in below:
        dotted = ".".join(str(one) for one in [*keys, key] if isinstance(one, str))
        for number, one in enumerate(value if isinstance(value, tuple) else (value,)):
            array = isinstance(value, tuple)
            yield ""
            yield f"[[{dotted}]]" if array else f"[{dotted}]"
            yield from _section(one, [*keys, key, number] if array else [*keys, key], path, environ)


def _origin(path: Path | None, keys: Sequence[str | int], environ: Mapping[str, str]) -> str:
    """Of a target's value it may be what all targets have."""
    found = origin_of(path, keys, environ)
    if found == DEFAULT and keys[0] == "targets":
        return origin_of(path, ["target_defaults", keys[-1]], environ)
    return found


def _is_array_of_tables(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(one, BaseModel) for one in value)


def _text(key: str, value: object, field: FieldInfo) -> str:
    """As TOML; a secret is only said to be there."""
    if isinstance(value, SecretStr):
        return json.dumps(HIDDEN if value.get_secret_value() else "")
    if key.endswith("_command") and value and (is_secret(key) or key.startswith(("url_", "key_"))):
        return json.dumps([HIDDEN])
    schemas = [one for one in field.metadata if getattr(one, "json_schema", None) == DURATION]
    if schemas and isinstance(value, int | float):
        return json.dumps(duration_text(value))
    if isinstance(value, Mapping):
        inside = ", ".join(f"{json.dumps(name)} = {json.dumps(safe(one))}" for name, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, tuple):
        return f"[{', '.join(_text('', one, field) for one in value)}]"
    return json.dumps(safe(value) if isinstance(value, str) else value, ensure_ascii=False)
