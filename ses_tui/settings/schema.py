"""The JSON Schema of config.toml, as editors use it: what the file may hold, and no secrets."""

from typing import Any

from ses_tui.settings.fields import DURATION, duration_text
from ses_tui.settings.model import Settings

FILE_NAME = "config.schema.json"

LINE = f"#:schema ./{FILE_NAME}"
"""The first line of a file that an editor should check by it (Taplo, Even Better TOML)."""


def schema() -> dict[str, Any]:
    """As pydantic makes it, without what the file refuses, and with durations as they are written."""
    made = Settings.model_json_schema()
    _mend(made)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": "ses-tui config.toml"}


def _mend(node: Any) -> None:
    if isinstance(node, list):
        for one in node:
            _mend(one)
    if not isinstance(node, dict):
        return
    members = node.get("properties")
    if isinstance(members, dict):
        for name in [name for name, one in members.items() if one.get("writeOnly")]:
            if not _may_be_open(name, members):
                del members[name]
    if "default" in node and node["default"] is None:
        del node["default"]  # TOML has no null: left out is what is meant
    if node.get("pattern") == DURATION["pattern"] and isinstance(node.get("default"), int | float):
        node["default"] = duration_text(node["default"])
    for one in node.values():
        _mend(one)


def _may_be_open(name: str, members: dict[str, Any]) -> bool:
    """An address may stand in the file where its format holds no secret, as may that of a store."""
    return name == "url" and bool({"format", "solo_after"} & members.keys())
