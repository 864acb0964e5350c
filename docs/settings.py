"""Writes docs/settings.md from the settings model: ``python -m docs.settings``."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ses_tui.settings.fields import DURATION, duration_text
from ses_tui.settings.model import Settings

PAGE = Path(__file__).with_name("settings.md")

HEAD = """\
# Settings

Every key of `config.toml`, with its default; this page is written by `python -m docs.settings` from the
settings themselves. With comments it is `ses-tui config init`; `ses-tui config show` says what holds and
where it comes from, `ses-tui config validate` all that is wrong, `ses-tui config schema` prints a JSON Schema
for editors.

The file is `$XDG_CONFIG_HOME/ses-tui/config.toml`, or `--config FILE`. A flag
wins over the environment, which wins over the file. A variable is `SES_TUI_` and the key, with `__` between
table and key: `SES_TUI_POLL__RATES=1m`; lists and tables are written as JSON. A key marked † is a secret: it
comes from the environment, never from the file ([secrets](notifications.md#secrets)).
"""


def page() -> str:
    """The whole page: a section for each table of the file."""
    made = Settings.model_json_schema()
    return "\n".join([HEAD, *_tables("", made, made["$defs"])])


def _tables(name: str, table: dict[str, Any], known: dict[str, Any]) -> Iterator[str]:
    rows, below = [], []
    for key, member in table["properties"].items():
        place = f"{name}.{key}" if name else key
        of_many = member.get("items", {}).get("$ref")
        inner = member.get("$ref") or of_many
        if inner and (section := known[inner.rpartition("/")[2]]).get("properties"):
            below.append((f"[[{place}]]" if of_many else f"[{place}]", place, section))
        else:
            secret = " †" if member.get("writeOnly") else ""
            rows.append(
                f"| `{key}`{secret} | {_said(member)} | {_values(member, known)} | {_default(member)} |"
            )
    if rows:
        yield from ("| key | what it is | value | default |", "| --- | --- | --- | --- |", *rows, "")
    for heading, place, section in below:
        yield f"## {heading}\n"
        if about := section.get("description"):
            yield f"{about.replace('``', '`')}\n"
        yield from _tables(place, section, known)


def _said(member: dict[str, Any]) -> str:
    return str(member.get("description", "")).replace("|", "\\|")


def _values(member: dict[str, Any], known: dict[str, Any]) -> str:
    """What may be written, in words."""
    if inner := member.get("$ref"):
        return _values(known[inner.rpartition("/")[2]], known)
    if choices := member.get("anyOf"):
        return " or ".join(_values(one, known) for one in choices if one.get("type") != "null")
    if "enum" in member or "const" in member:
        return ", ".join(f"`{one}`" for one in member.get("enum", [member.get("const")]))
    if member.get("type") == "array":
        return f"list of {_values(member.get('items', {}), known)}"
    return _kind(member)


def _kind(member: dict[str, Any]) -> str:
    if member.get("pattern") == DURATION["pattern"]:
        return "duration"
    if member.get("maximum") == 1 and "exclusiveMinimum" in member:
        return "fraction"
    words = {"string": "text", "number": "number", "integer": "whole number", "boolean": "true or false"}
    return words.get(member.get("type", ""), "table")


def _default(member: dict[str, Any]) -> str:
    """As it is written in the file; nothing where there is none."""
    value = member.get("default")
    if value is None or "writeOnly" in member:
        return ""
    if member.get("pattern") == DURATION["pattern"]:
        value = duration_text(value)
    return f"`{json.dumps(value)}`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stderr.write(f"{PAGE}: written\n")
