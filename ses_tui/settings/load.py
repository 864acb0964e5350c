"""Read all settings, or say in one line what is wrong, where, and what to write instead."""

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import SettingsError

from ses_tui.core.errors import Misconfigured
from ses_tui.core.text import MESSAGE_CAP, safe
from ses_tui.settings.light import FLAG_VARIABLES, HOOK_VARIABLES, config_file
from ses_tui.settings.model import Settings
from ses_tui.settings.secrets import environment_first, is_secret, refuse_in_file

PREFIX = "SES_TUI_"


def load_settings(path: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment over ``path`` (default: the XDG file, which may be absent).

    Raises Misconfigured with file, line and the nearest known name.
    """
    text, origin = read_text(path, environ)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured(f"{origin}: no valid TOML: {safe(error)}") from None
    _refuse_unknown_variables(environ)
    _refuse_unknown_tables(content, text, origin)
    _settle_secrets(content, text, origin, environ)
    try:
        return Settings(**content)
    except SettingsError as error:
        raise Misconfigured(_no_json(error, environ)) from None
    except ValidationError as error:
        raise Misconfigured(_explain(error.errors()[0], text, origin, environ)) from None


def place_of(path: Path | None, keys: Sequence[str], environ: Mapping[str, str] = os.environ) -> str:
    """``config.toml:12``, or the variable: where the value of ``keys`` was written. For messages."""
    variable = _variable(list(keys[:1]), environ)
    if variable:
        return f"environment {safe(variable)}"
    text, origin = read_text(path, environ)
    return _place(origin, _line_of(text, keys))


def read_text(path: Path | None, environ: Mapping[str, str]) -> tuple[str, str]:
    """The file's text and its name for messages; empty text where no file was named or found."""
    chosen = path or config_file(environ)
    origin = safe(chosen)
    try:
        return chosen.read_text(encoding="utf-8-sig"), origin
    except FileNotFoundError:
        if path is None:
            return "", origin
        raise Misconfigured(f"{origin}: no such file: write one, or leave --config out") from None
    except UnicodeDecodeError:
        raise Misconfigured(f"{origin}: not UTF-8 text: save it as UTF-8") from None
    except OSError as error:
        raise Misconfigured(f"{origin}: cannot be read: {safe(error.strerror or error)}") from None


def _refuse_unknown_tables(content: Mapping[str, object], text: str, origin: str) -> None:
    """Before pydantic-settings sees them: it takes keys such as ``_env_file`` as orders to itself."""
    known = list(_known(Settings))
    for key in content:
        if key not in known:
            raise Misconfigured(_unknown_key(origin, _line_of(text, [key]), [key], known))


def _settle_secrets(
    content: Mapping[str, object], text: str, origin: str, environ: Mapping[str, str]
) -> None:
    notify = content.get("notify")
    refuse_in_file(notify, lambda keys: _place(origin, _line_of(text, ["notify", *keys])))
    environment_first(notify, environ, PREFIX)


def _place(origin: str, line: int | None) -> str:
    return f"{origin}:{line}" if line else origin


def _unknown_key(origin: str, line: int | None, keys: list[str], known: list[str]) -> str:
    return f"{_place(origin, line)}: unknown key {safe('.'.join(keys))!r}{_nearest(keys[-1], known)}"


def _refuse_unknown_variables(environ: Mapping[str, str]) -> None:
    for variable in environ:
        if not variable.startswith(PREFIX) or variable in (*FLAG_VARIABLES, *HOOK_VARIABLES):
            continue
        keys = variable.removeprefix(PREFIX).lower().split("__")
        model: type[BaseModel] | None = Settings
        for depth, key in enumerate(keys):
            if model is None:
                break  # below a list or a plain value: its own type judges it
            known = _known(model)
            if key not in known:
                prefix = PREFIX + "".join(f"{part.upper()}__" for part in keys[:depth])
                candidates = [f"{prefix}{name.upper()}" for name in known]
                if depth == 0:
                    candidates += FLAG_VARIABLES
                nearest = _nearest(prefix + key.upper(), candidates)
                raise Misconfigured(f"environment: unknown variable {safe(variable)}{nearest}")
            model = known[key]


def _known(model: type[BaseModel]) -> dict[str, type[BaseModel] | None]:
    """Names of a section -> the section below, or None for a plain value."""
    known: dict[str, type[BaseModel] | None] = {}
    for name, field in model.model_fields.items():
        below = field.annotation
        known[field.alias or name] = (
            below if isinstance(below, type) and issubclass(below, BaseModel) else None
        )
    return known


def _nearest(name: str, known: list[str]) -> str:
    match = get_close_matches(name, known, n=1, cutoff=0.5)
    return f": did you mean {match[0]}?" if match else f": known are {', '.join(sorted(known))}"


def _no_json(error: SettingsError, environ: Mapping[str, str]) -> str:
    """pydantic-settings names only the field that the variable would have filled."""
    field = re.search(r'field "(\w+)"', str(error))
    start = PREFIX + (field[1].upper() if field else "")
    names = sorted(name for name in environ if name.upper().startswith(start))
    return safe(
        f"environment {', '.join(names) or start}: lists and tables are written as JSON, "
        """such as '["command", "argument"]'""",
        MESSAGE_CAP,
    )


def _explain(error: ErrorDetails, text: str, origin: str, environ: Mapping[str, str]) -> str:
    keys = list(error["loc"])
    named = [key for key in keys if isinstance(key, str)]
    dotted = safe(".".join(str(key) for key in keys))
    variable = _variable(named, environ)
    line = None if variable else _line_of(text, keys)
    if error["type"] == "extra_forbidden" and not variable:
        return _unknown_key(origin, line, [str(key) for key in keys], _known_at(named[:-1]))
    place = f"environment {safe(variable)}" if variable else _place(origin, line)
    if error["type"] == "extra_forbidden":
        return f"{place}: unknown key {dotted!r}{_nearest(named[-1], _known_at(named[:-1]))}"
    message = error["msg"].removeprefix("Value error, ")
    got = error.get("input")
    shown = f" (got {safe(repr(got), 60)})" if isinstance(got, str | int | float | bool) else ""
    if (keys[:1] == ["notify"] and (len(keys) == 1 or "webhooks" in keys)) or any(
        is_secret(key) for key in keys
    ):
        shown = ""  # where a secret may stand
    return safe(f"{place}: {dotted + ': ' if dotted else ''}{message}{shown}", MESSAGE_CAP)


def _variable(keys: list[str], environ: Mapping[str, str]) -> str:
    """The variable that gave this value, if one did: it wins over the file."""
    given = {name.upper(): name for name, value in environ.items() if value}
    for length in range(len(keys), 0, -1):
        name = PREFIX + "__".join(keys[:length]).upper()
        for one, as_written in given.items():
            if one == name or (length == len(keys) and one.startswith(name + "__")):
                return as_written
    return ""


def _known_at(keys: list[str]) -> list[str]:
    """The names of the section at ``keys``; of an array of tables those of each of its tables."""
    model: type[BaseModel] = Settings
    for key in keys:
        fields = {field.alias or name: field.annotation for name, field in model.model_fields.items()}
        below = _model_in(fields.get(key))
        if below is None:
            return []
        model = below
    return list(_known(model))


def _model_in(annotation: object) -> type[BaseModel] | None:
    """The section that a type holds: itself, or what a list of it, or one that may be left out, is of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)


def _line_of(text: str, keys: Sequence[str | int]) -> int | None:
    """The line on which the key (or its table) stands, 1-based; tomllib keeps no positions.

    A number among ``keys`` is which of an array of tables, from 0.
    """
    wanted = [part for key in keys if isinstance(key, str) for part in key.split(".")]
    which = next((key for key in keys if isinstance(key, int)), None)
    table: list[str] = []
    nearest: int | None = None
    seen = -1
    for number, line in enumerate(text.split("\n"), start=1):
        header = re.match(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?", line)
        if header:
            table = _parts(header[2])
            seen += header[1] == "[[" and table == wanted[: len(table)]
            if table == wanted[: len(table)] and (which is None or which == seen):
                nearest = number
        elif assigned := re.match(r"\s*([\w.\"'-]+)\s*=", line):
            here = table + _parts(assigned[1])
            listed = which is None or which == seen or not table
            if here == wanted[: len(here)] and len(here) > len(table) and listed:
                return number
    return nearest


def _parts(dotted: str) -> list[str]:
    return [part.strip(" \"'") for part in dotted.split(".")]
