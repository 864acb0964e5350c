"""Read all settings, or say in one line what is wrong, where, and what to write instead."""

import os
import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ses_tui.core.errors import Misconfigured
from ses_tui.core.text import MESSAGE_CAP, safe
from ses_tui.settings.flags import FLAG_VARIABLES
from ses_tui.settings.model import Settings
from ses_tui.settings.paths import config_file

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
    try:
        return Settings(**content)
    except ValidationError as error:
        raise Misconfigured(_explain(error.errors()[0], text, origin)) from None


def read_text(path: Path | None, environ: Mapping[str, str]) -> tuple[str, str]:
    """The file's text and its name for messages; empty text where no file was named or found."""
    chosen = path or config_file(environ)
    origin = safe(chosen)
    try:
        return chosen.read_text(encoding="utf-8"), origin
    except FileNotFoundError:
        if path is None:
            return "", origin
        raise Misconfigured(f"{origin}: no such file: write one, or leave --config out") from None
    except UnicodeDecodeError:
        raise Misconfigured(f"{origin}: not UTF-8 text: save it as UTF-8") from None
    except OSError as error:
        raise Misconfigured(f"{origin}: cannot be read: {safe(error.strerror or error)}") from None


def _refuse_unknown_variables(environ: Mapping[str, str]) -> None:
    for variable in environ:
        if not variable.startswith(PREFIX) or variable in FLAG_VARIABLES:
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
                raise Misconfigured(
                    f"environment: unknown variable {safe(variable)}{_nearest(variable, candidates)}"
                )
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


def _explain(error: ErrorDetails, text: str, origin: str) -> str:
    keys = [part for part in error["loc"] if isinstance(part, str)]
    dotted = safe(".".join(str(part) for part in error["loc"]))
    variable = PREFIX + "__".join(keys).upper()
    where = _line_of(text, [str(key) for key in keys])
    place = (
        f"{origin}:{where}" if where else (f"environment {variable}" if variable in os.environ else origin)
    )
    if error["type"] == "extra_forbidden":
        known = _known_at(keys[:-1])
        return f"{place}: unknown key {dotted!r}{_nearest(keys[-1], known)}"
    message = error["msg"].removeprefix("Value error, ")
    got = error.get("input")
    shown = f" (got {safe(repr(got), 60)})" if isinstance(got, str | int | float | bool) else ""
    return safe(f"{place}: {dotted + ': ' if dotted else ''}{message}{shown}", MESSAGE_CAP)


def _known_at(keys: list[str]) -> list[str]:
    model: type[BaseModel] | None = Settings
    for key in keys:
        if key == "targets":
            from ses_tui.settings.model import TargetSettings

            return list(_known(TargetSettings))
        model = _known(model).get(key) if model else None
    return list(_known(model)) if model else []


def _line_of(text: str, keys: list[str]) -> int | None:
    """The line on which the key (or its table) stands, 1-based; tomllib keeps no positions."""
    table: list[str] = []
    nearest: int | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?", line)
        if header:
            table = [part.strip(" \"'") for part in header[1].split(".")]
            if table == keys[: len(table)]:
                nearest = number
        elif assigned := re.match(r"\s*([\w.\"'-]+)\s*=", line):
            here = table + [part.strip(" \"'") for part in assigned[1].split(".")]
            if here == keys[: len(here)] and len(here) > len(table):
                return number
    return nearest
