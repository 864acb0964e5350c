"""Desktop notifications on macOS, by osascript.

desktop-notifier reports success there and shows nothing, unless Python is a signed app bundle.
The text goes in as arguments, never as script.
"""

import os
from collections.abc import Mapping

from ses_tui.core.messages import Message
from ses_tui.core.text import MESSAGE_CAP, safe
from ses_tui.notify import process
from ses_tui.notify.channel import TIME_LIMIT, ChannelError, below

_SCRIPT = (
    "on run arguments",
    "display notification (item 2 of arguments) with title (item 1 of arguments)",
    "end run",
)


class MacDesktop:
    """The notification centre of this Mac."""

    name = "desktop"

    def __init__(self, *, environ: Mapping[str, str] | None = None, limit: float = TIME_LIMIT) -> None:
        self._environ = environ
        self._limit = limit

    async def deliver(self, message: Message) -> None:
        """Show it; ChannelError where osascript fails."""
        script = [part for line in _SCRIPT for part in ("-e", line)]
        outcome = await process.run(
            ("osascript", *script, "--", safe(message.title, 120), safe(below(message), MESSAGE_CAP)),
            environ=os.environ if self._environ is None else self._environ,
            limit=self._limit,
        )
        if outcome.code:
            raise ChannelError(f"desktop: osascript: {outcome.complaint}")
