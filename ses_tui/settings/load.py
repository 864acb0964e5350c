"""Read all settings, or say in one line what is wrong, where, and what to write instead."""

import os
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from shlex import quote
from typing import NamedTuple, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import SettingsError

from ses_tui.core.errors import Misconfigured
from ses_tui.core.nearest import nearest
from ses_tui.core.text import MESSAGE_CAP, safe
from ses_tui.settings.explain import explained, is_of_file, ordinal, own_keys, within
from ses_tui.settings.light import FLAG_VARIABLES, FLAGS, HOOK_VARIABLES, config_file
from ses_tui.settings.model import Settings
from ses_tui.settings.places import Position, position_of
from ses_tui.settings.secrets import IN_FILE, environment_first, is_secret, secrets_given, secrets_in_file
from ses_tui.settings.store import password_in_file, store_environment_first

PREFIX = "SES_TUI_"

WORDS = ("format", "from")
"""Keys of a webhook that are one of some words, so that what was written may be repeated."""

WORD_CAP = 20
"""Characters; an integration key has more."""

DEFAULT = "default"
"""The origin of a value that nobody set."""


def load_settings(path: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment over ``path`` (default: the XDG file, which may be absent).

    Raises Misconfigured with the first thing that is wrong (file, line, column and the nearest known name),
    how many more there are, and the command that lists them.
    """
    settings, wrong = read_settings(path, environ)
    if settings is None:
        named = f" --config {quote(str(path))}" if path else ""
        more = f"; and {len(wrong) - 1} more: ses-tui config validate{named}" if len(wrong) > 1 else ""
        raise Misconfigured(safe(wrong[0], MESSAGE_CAP - len(more)) + more)
    return settings


def read_settings(
    path: Path | None = None, environ: Mapping[str, str] = os.environ
) -> tuple[Settings | None, list[str]]:
    """The settings, or None and all that is wrong, a line each."""
    try:
        text, origin = read_text(path, environ)
        content = tomllib.loads(text)
    except Misconfigured as problem:
        return None, [problem.line]
    except tomllib.TOMLDecodeError as error:
        return None, [_no_toml(error, origin)]
    wrong = [*_unknown_variables(environ), *_unknown_tables(content, text, origin)]
    wrong += _settle_secrets(content, text, origin, environ)
    try:
        known = _known(Settings)
        settings = Settings(**{key: value for key, value in content.items() if key in known})
    except SettingsError as error:
        wrong.append(_no_json(error, environ))
    except ValidationError as error:
        lines = (_explain(one, text, origin, environ) for one in error.errors() if is_of_file(one))
        said = {f"environment {variable}" for variable in _variables_in(wrong)}
        wrong += [line for line in dict.fromkeys(lines) if line.partition(":")[0] not in said]
    return (None, wrong) if wrong else (settings, [])


def _variables_in(lines: Iterable[str]) -> Iterator[str]:
    """Those that are unknown, as ``_unknown_variables`` says it."""
    begin = "environment: unknown variable "
    return (line.removeprefix(begin).partition(":")[0] for line in lines if line.startswith(begin))


def _no_toml(error: tomllib.TOMLDecodeError, origin: str) -> str:
    said, _, at = str(error).partition(" (at ")
    found = re.fullmatch(r"line (\d+), column (\d+)\)", at)
    place = _place(origin, Position(int(found[1]), int(found[2])) if found else None)
    return safe(f"{place}: no valid TOML: {said}", MESSAGE_CAP)


def place_of(path: Path | None, keys: Sequence[str | int], environ: Mapping[str, str] = os.environ) -> str:
    """``config.toml:12:1``, or the variable: where the value of ``keys`` was written. For messages."""
    variable = _variable([str(key) for key in keys[:1]], environ)
    if variable:
        return f"environment {safe(variable)}"
    text, origin = read_text(path, environ)
    return _place(origin, position_of(text, keys))


def origin_of(path: Path | None, keys: Sequence[str | int], environ: Mapping[str, str]) -> str:
    """Where the value of ``keys`` came from: a variable, a place in the file, or ``default``."""
    named = [key for key in keys if isinstance(key, str)]
    variable = _variable(named, environ)
    if variable:
        return f"environment {safe(variable)}"
    text, origin = read_text(path, environ)
    found = position_of(text, keys)
    return _place(origin, found) if found and found.exact else DEFAULT


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


def _unknown_tables(content: Mapping[str, object], text: str, origin: str) -> Iterator[str]:
    """Before pydantic-settings sees them: it takes keys such as ``_env_file`` as orders to itself."""
    known = list(_known(Settings))
    for key in content:
        if key not in known:
            yield _unknown_key(origin, position_of(text, [key]), [key], known)


def _settle_secrets(
    content: Mapping[str, object], text: str, origin: str, environ: Mapping[str, str]
) -> list[str]:
    """Let the environment win; what is wrong with where secrets stand, a line each."""
    notify, store = content.get("notify"), content.get("store")
    wrong = [
        f"{_place(origin, position_of(text, keys))}: {_subject(keys)}: {IN_FILE}{keys[-1]}_file"
        for keys in (*secrets_in_file(notify), *password_in_file(store))
    ]
    store_environment_first(store, environ, PREFIX)
    return [*wrong, *environment_first(notify, environ, PREFIX)]


class NamedSecret(NamedTuple):
    """A secret that is given by itself or in a file."""

    place: str
    """Where: the variable, or file, line and column."""
    name: str
    """Below ``notify``: ``webhook_url``, ``webhooks.pager.key``."""
    value: str
    """Empty where it is in a file."""
    file: str


def named_secrets(path: Path | None, environ: Mapping[str, str] = os.environ) -> Iterator[NamedSecret]:
    """Each that may stand where it does, whatever else is wrong; none where the file is no TOML."""
    try:
        text, origin = read_text(path, environ)
        notify = tomllib.loads(text).get("notify", {})
    except (Misconfigured, tomllib.TOMLDecodeError):
        return
    if not isinstance(notify, dict):
        return
    refused = list(secrets_in_file(notify))
    environment_first(notify, environ, PREFIX)
    variables = {name.upper(): value for name, value in environ.items()}
    for keys, value in secrets_given(notify, variables, PREFIX):
        if keys in refused:
            continue
        way, name = str(keys[-1]), ".".join(str(key) for key in keys[1:])
        found = position_of(text, keys)
        if isinstance(which := keys[2:3] and keys[2], int):
            label = safe(notify["webhooks"][which].get("name", ordinal(which)))
            name = f"webhooks.{label}.{way}"
        variable = PREFIX + f"notify.{name}".upper().replace(".", "__").replace("-", "_")
        in_environment = variable in variables and not (found and found.exact)
        place = f"environment {variable}" if in_environment else _place(origin, found)
        in_file = way.endswith("_file")
        yield NamedSecret(place, name.removesuffix("_file"), "" if in_file else value, value * in_file)


def _subject(keys: Sequence[str | int]) -> str:
    table, key = within(keys)
    return safe(table + key)


def _place(origin: str, found: Position | None) -> str:
    return f"{origin}:{found.line}:{found.column}" if found else origin


def _unknown_key(origin: str, line: Position | None, keys: Sequence[str | int], known: list[str]) -> str:
    table, key = within(keys)
    return f"{_place(origin, line)}: {table}unknown key {safe(key)!r}{_nearest(str(keys[-1]), known)}"


def _unknown_variables(environ: Mapping[str, str]) -> Iterator[str]:
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
                names = [*known, *FLAGS] if depth == 0 else [*known]
                prefix = PREFIX + "".join(f"{part.upper()}__" for part in keys[:depth])
                found = nearest(key, names)
                mine = f": did you mean {prefix}{found.upper()}?" if found else _list(names)
                yield f"environment: unknown variable {safe(variable)}{mine}"
                break
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


def _nearest(name: str, known: Collection[str]) -> str:
    found = nearest(name, known)
    return f": did you mean {found}?" if found else _list(known)


def _list(known: Collection[str]) -> str:
    return f": known are {', '.join(sorted(known))}"


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
    keys = own_keys(error["loc"])
    named = [key for key in keys if isinstance(key, str)]
    variable = _variable(named, environ)
    entry = bool(keys) and isinstance(keys[-1], int)  # of a plain list, which has one position
    line = None if variable else position_of(text, keys[:-1] if entry else keys)
    if error["type"] == "extra_forbidden" and not variable:
        return _unknown_key(origin, line, keys, _known_at(named[:-1]))
    place = f"environment {safe(variable)}" if variable else _place(origin, line)
    if error["type"] == "extra_forbidden":
        return _unknown_key(place, None, keys, _known_at(named[:-1]))
    return safe(f"{place}: {explained(error, hidden=_may_be_secret(error))}", MESSAGE_CAP)


def _may_be_secret(error: ErrorDetails) -> bool:
    """Whether a secret may stand in its value, put there by mistake."""
    keys, value = error["loc"], error.get("input")
    if any(is_secret(key) for key in keys) or keys == ("notify",):
        return True
    if "webhooks" not in keys[:2]:
        return False
    word = isinstance(value, str) and re.fullmatch(rf"[A-Za-z_-]{{0,{WORD_CAP}}}", value)
    return not (word and keys[-1] in WORDS)


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
