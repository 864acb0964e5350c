"""Where configuration and state live, and the few settings that the first frame needs, without validation.

Full validation imports pydantic, which costs 0.11 s (measured); it runs right after the first
paint, and what it refuses ends the screen with one line.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from ses_tui.core.clock import parse_duration
from ses_tui.core.fleet import in_regions
from ses_tui.core.model import ANY_REGION, Target
from ses_tui.core.record import Record, replace
from ses_tui.core.text import safe
from ses_tui.core.themes import AUTO_THEME, GRAPH_NAMES, THEME_NAMES, GraphName
from ses_tui.core.wall import PAGES, WallOptions

_FIELDS = (
    *("name", "profile", "role_arn", "region", "endpoint_url"),
    *("external_id", "role_session_name", "group", "account_id"),
)


class FirstFrame(Record, frozen=True):
    """``time_zone``: IANA name or empty. ``targets``: as configured, never empty. ``wall``: of ``--wall``.

    ``title``: say the worst condition in the terminal's title. ``theme``: of THEME_NAMES.
    ``graph``: of GRAPH_NAMES.
    ``keys``: id of a binding -> keys.
    """

    time_zone: str = ""
    targets: tuple[Target, ...] = (Target(),)
    wall: WallOptions = WallOptions()
    title: bool = True
    theme: str = AUTO_THEME
    graph: GraphName = "auto"
    keys: Mapping[str, str] = {}


def first_frame(path: Path | None, environ: Mapping[str, str] = os.environ) -> FirstFrame:
    """Whatever can be read; defaults for the rest, since the validation that follows says what is wrong."""
    content: dict[str, object] = {}
    with suppress(OSError, ValueError):  # the full validation reports it
        text = (path or config_file(environ)).read_text(encoding="utf-8-sig")
        import tomllib  # 3 ms, only where there is a file

        content = tomllib.loads(text)
    zone = environ.get("SES_TUI_TIME_ZONE") or content.get("time_zone", "")
    listed = content.get("targets", [])
    if chosen := environ.get("SES_TUI_TARGETS"):
        with suppress(ValueError):
            listed = json.loads(chosen)
    defaults = _table("target_defaults", content, environ)
    shared = defaults if isinstance(defaults, dict) else {}
    tables = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    targets = [one for table in tables or [{}] for one in _targets(table, shared)]
    if any(one.region == ANY_REGION for one in targets):
        from ses_tui.settings.regions import expanded

        directory = state_directory(environ)
        targets = [each for one in targets for each in expanded(directory, one, environ)]
    return FirstFrame(
        zone if isinstance(zone, str) else "",
        tuple(targets),
        _wall(content.get("wall"), environ),
        _screen("title", content, environ) != "off",
        theme if (theme := _screen("theme", content, environ)) in THEME_NAMES else AUTO_THEME,
        next((name for name in GRAPH_NAMES if name == _screen("graph", content, environ)), "auto"),
        dict(_keys(_table("keys", content, environ))),
    )


def nothing_configured(path: Path | None, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether there is neither a file nor a variable to validate, so that the defaults hold."""
    if path is not None or config_file(environ).exists():
        return False
    known = {*FLAG_VARIABLES, *HOOK_VARIABLES}
    return not any(
        name.startswith("SES_TUI_") and value and name not in known for name, value in environ.items()
    )


def store_table(path: Path | None, environ: Mapping[str, str] = os.environ) -> dict[str, object]:
    """What ``[store]`` and the environment say of it, unjudged; empty where the store is a file."""
    given = {way: value for way in STORE_KEYS if (value := environ.get(f"SES_TUI_STORE__{way.upper()}"))}
    with suppress(OSError, ValueError):  # the full validation reports it
        text = (path or config_file(environ)).read_text(encoding="utf-8-sig")
        if "store" in text:
            import tomllib  # 3 ms, only where the file may say something of it

            table = tomllib.loads(text).get("store")
            if isinstance(table, dict):
                ways = given.keys() & set(STORE_KEYS[:3])
                return {
                    **{key: value for key, value in table.items() if not (ways and key in STORE_KEYS[:3])},
                    **given,
                }
    return dict(given)


STORE_KEYS = ("url", "url_file", "url_command", "installation", "solo_after")
"""The first three give the URL, one of them."""


def _screen(name: str, content: Mapping[str, object], environ: Mapping[str, str]) -> str:
    """What ``[screen]`` says of it; empty where it says nothing."""
    table = content.get("screen")
    given = table.get(name) if isinstance(table, dict) else None
    return environ.get(f"SES_TUI_SCREEN__{name.upper()}") or (given if isinstance(given, str) else "")


def _table(name: str, content: Mapping[str, object], environ: Mapping[str, str]) -> object:
    found = content.get(name)
    if given := environ.get(f"SES_TUI_{name.upper()}"):
        with suppress(ValueError):
            found = json.loads(given)
    return found


def _keys(table: object, prefix: str = "") -> Iterator[tuple[str, str]]:
    """With and without quotes around an id, as the full settings take it."""
    for name, value in table.items() if isinstance(table, dict) else ():
        if isinstance(value, str):
            yield f"{prefix}{name}", value
        else:
            yield from _keys(value, f"{prefix}{name}.")


def _wall(table: object, environ: Mapping[str, str]) -> WallOptions:
    given = dict(table) if isinstance(table, dict) else {}
    given.update(
        (name, value)
        for name in ("seconds", "pages")
        if (value := environ.get(f"SES_TUI_WALL__{name.upper()}"))
    )
    options = WallOptions()
    with suppress(ValueError, TypeError):
        options = options._replace(seconds=parse_duration(given.get("seconds", "")))
    with suppress(ValueError, TypeError):
        pages = given.get("pages")
        listed = json.loads(pages) if isinstance(pages, str) else pages or ()
        options = options._replace(pages=tuple(page for page in listed if page in PAGES) or options.pages)
    return options


def _targets(table: Mapping[str, object], shared: Mapping[str, object]) -> tuple[Target, ...]:
    """One entry of ``[[targets]]`` over what every target has: one target per Region."""
    if table.keys() & {"region", "regions"}:
        shared = {name: value for name, value in shared.items() if name not in ("region", "regions")}
    table = {**shared, **table}
    words = {name: value for name in _FIELDS if isinstance(value := table.get(name), str)}
    for name in words.keys() & {"name", "group"}:
        words[name] = safe(words[name])
    target, regions = Target(**words), table.get("regions")
    if regions == ANY_REGION:
        return (replace(target, region=ANY_REGION),)
    listed = [safe(one) for one in regions if isinstance(one, str)] if isinstance(regions, list) else []
    return in_regions(target, listed) or (target,)


FLAGS = (
    "config",
    "store",
    "target",
    "profile",
    "region",
    "endpoint_url",
    "format",
    "timeout",
    "service",
    "on",
    "log_level",
    "scenario",
    "speed",
    "port",
    "ascii",
    "no_mouse",
    "wall",
    "mode",
    "theme",
    "seed",
)
"""The command line's options that the environment may set, ``SES_TUI_`` and the option's name."""

FLAG_VARIABLES = tuple(f"SES_TUI_{flag.upper()}" for flag in FLAGS)

HOOK_VARIABLES = (
    "SES_TUI_KIND",
    "SES_TUI_CONDITION",
    "SES_TUI_TARGET",
    "SES_TUI_SUBJECT",
    "SES_TUI_METRIC",
    "SES_TUI_VALUE",
    "SES_TUI_TITLE",
    "SES_TUI_SUMMARY",
)
"""What an ``on_alert`` command finds in its environment: it may run ``ses-tui check`` in turn."""


APP = "ses-tui"


def config_file(environ: Mapping[str, str] = os.environ) -> Path:
    """``$XDG_CONFIG_HOME/ses-tui/config.toml``."""
    return _base(environ, "XDG_CONFIG_HOME", ".config") / APP / "config.toml"


def state_directory(environ: Mapping[str, str] = os.environ) -> Path:
    """``$XDG_STATE_HOME/ses-tui``."""
    return _base(environ, "XDG_STATE_HOME", ".local/state") / APP


def _base(environ: Mapping[str, str], variable: str, default: str) -> Path:
    chosen = environ.get(variable, "")
    # The XDG specification: a relative path is to be ignored.
    if chosen and Path(chosen).is_absolute():
        return Path(chosen)
    return Path(environ.get("HOME") or Path.home()) / default
