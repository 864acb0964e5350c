"""``on_alert``: a command of the user's own, which gets the alert as JSON on standard input."""

import json
import os
from collections.abc import Mapping, Sequence

from ses_tui.core.incidents import alert_json
from ses_tui.core.messages import Message
from ses_tui.core.text import safe
from ses_tui.notify import process
from ses_tui.notify.channel import TIME_LIMIT, ChannelError


class Hook:
    """Runs ``command`` (a list: no shell) once per message; anything but exit 0 is a failure."""

    name = "hook"

    def __init__(
        self, command: Sequence[str], *, environ: Mapping[str, str] | None = None, limit: float = TIME_LIMIT
    ) -> None:
        self._command = tuple(command)
        self._environ = environ
        self._limit = limit

    async def deliver(self, message: Message) -> None:
        """Run it; it and all that it started are killed after the time limit."""
        environ = os.environ if self._environ is None else self._environ
        outcome = await process.run(
            self._command,
            environ={**environ, **variables(message)},
            stdin=json.dumps(alert_json(message)).encode("ascii") + b"\n",
            limit=self._limit,
        )
        if outcome.code:
            raise ChannelError(f"{self._command[0]}: {outcome.complaint}")


def variables(message: Message) -> dict[str, str]:
    """The alert for shell scripts that don't read JSON."""
    return {
        "SES_TUI_KIND": message.kind.value,
        "SES_TUI_CONDITION": message.condition.word,
        "SES_TUI_TARGET": safe(message.key.target),
        "SES_TUI_SUBJECT": safe(message.key.subject.label),
        "SES_TUI_METRIC": message.key.metric.value,
        "SES_TUI_VALUE": "" if message.value is None else safe(message.value),
        "SES_TUI_TITLE": safe(message.title),
        "SES_TUI_SUMMARY": safe(message.body, 500),
    }
