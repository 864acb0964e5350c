"""A band as a background: what can be told from the other end of the room.

An ok page is not filled: a wall that is calm is dark. The sign and the word always stand beside it.
"""

from collections.abc import Mapping

from rich.style import Style

from ses_tui.core.condition import Condition

FILLS: Mapping[Condition, Style] = {
    Condition.OK: Style(bold=True),
    Condition.NOTICE: Style(color="black", bgcolor="cyan", bold=False),
    Condition.WARN: Style(color="black", bgcolor="yellow", bold=False),
    Condition.REVIEW: Style(color="black", bgcolor="bright_red", bold=False),
    Condition.PAUSE: Style(color="bright_white", bgcolor="red", bold=True),
}
"""The terminal's own colours. Not bold on a bright ground: some terminals brighten bold black to grey."""

BLIND = Style(reverse=True, bold=True)
"""Of no band: whoever sees nothing knows no condition."""
