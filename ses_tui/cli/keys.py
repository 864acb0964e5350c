"""Checks ``[keys]`` of the configuration against the screen's bindings, which are imported only for that."""

from collections.abc import Mapping
from pathlib import Path

from ses_tui.core.errors import Misconfigured
from ses_tui.core.text import MESSAGE_CAP, safe


def check_keys(keys: Mapping[str, str], path: Path | None) -> None:
    """Raises Misconfigured with file, line and the nearest id. ``path``: the file; None: the default one."""
    if not keys:
        return
    from ses_tui.settings.load import place_of
    from ses_tui.tui.keymap import refusal

    wrong = refusal(keys)
    if wrong is not None:
        place = place_of(path, ["keys", wrong.id])
        raise Misconfigured(safe(f"{place}: keys.{wrong.id}: {wrong.why}", MESSAGE_CAP))
