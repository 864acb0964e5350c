"""tmux: a message on every attached client, and ``@ses_tui`` for the status line.

Put ``#{@ses_tui}`` into ``status-right`` to see the worst open alert there.
"""

import os
from collections.abc import Mapping

from ses_tui.core.condition import Condition
from ses_tui.core.messages import Kind, Message
from ses_tui.core.model import Key
from ses_tui.core.text import safe
from ses_tui.notify import process
from ses_tui.notify.channel import TIME_LIMIT, ChannelError, one_line

OPTION = "@ses_tui"

SHOWN_MILLISECONDS = 5000
"""tmux holds the pane still while a message is shown, and shows it for 0.75 s by default."""

TEXT_CAP = 200
CLIENTS_CAP = 16

_OVER = frozenset({Kind.RESOLVED, Kind.GONE, Kind.SIGHT})
_ASIDE = frozenset({Kind.DRILL, Kind.DIGEST, Kind.CHANNEL_FAILING, Kind.CHANNEL_OK})


class Tmux:
    """Talks to the tmux server that we run in, through its own client."""

    name = "tmux"

    def __init__(
        self, *, environ: Mapping[str, str] | None = None, command: str = "tmux", limit: float = TIME_LIMIT
    ) -> None:
        self._environ = environ
        self._command = command
        self._limit = limit
        self._open: dict[tuple[Key, bool], tuple[Condition, str]] = {}

    async def deliver(self, message: Message) -> None:
        """Set the option, then show the message; ChannelError where nobody is attached to see it."""
        if message.kind not in _ASIDE:
            self._note(message)
            await self._tmux("set-option", "-g", OPTION, plain(self._worst()))
        clients = (await self._tmux("list-clients", "-F", "#{client_name}")).split("\n")
        clients = [client for client in clients if client][:CLIENTS_CAP]
        if not clients:
            raise ChannelError("tmux: nobody is attached")
        text = template(one_line(message, TEXT_CAP))
        for client in clients:
            await self._display(client, text)

    async def close(self) -> None:
        """Take the alert off the status line: it would stand there for ever."""
        if not self._open:
            return
        self._open.clear()
        try:
            await self._tmux("set-option", "-gu", OPTION)
        except ChannelError:
            return  # the server is gone, and the option with it

    def _note(self, message: Message) -> None:
        """Keep what is open; a blind target is an alert beside the condition of its key."""
        about_sight = message.kind in (Kind.BLIND, Kind.SIGHT)
        if message.kind in _OVER:
            self._open.pop((message.key, about_sight), None)
        else:
            self._open[message.key, about_sight] = (message.route, message.title)

    def _worst(self) -> str:
        """The title of the worst open alert, and how many more there are."""
        if not self._open:
            return ""
        _, title = max(self._open.values(), key=lambda entry: entry[0])
        more = len(self._open) - 1
        return f"{title} +{more}" if more else title

    async def _display(self, client: str, text: str) -> None:
        """A tmux before 3.2 knows no ``-d``: its own time must do there."""
        try:
            await self._tmux("display-message", "-c", client, "-d", str(SHOWN_MILLISECONDS), text)
        except ChannelError:
            await self._tmux("display-message", "-c", client, text)

    async def _tmux(self, *arguments: str) -> str:
        environ = os.environ if self._environ is None else self._environ
        outcome = await process.run((self._command, *arguments), environ=environ, limit=self._limit)
        if outcome.code:
            raise ChannelError(f"tmux: {outcome.complaint}")
        return outcome.output


def plain(text: str) -> str:
    """Text in which tmux finds nothing to expand, wherever a user puts it.

    Every format, command and style of tmux begins with ``#``, and ``#{E:@ses_tui}`` would expand a
    value again: so there is none. A leading ``-`` would be taken for an option.
    """
    line = safe(text, TEXT_CAP).replace("#", "\N{FULLWIDTH NUMBER SIGN}")
    return f" {line}" if line.startswith("-") else line


def template(text: str) -> str:
    """The same for ``display-message``, which passes its text through strftime as well."""
    return plain(text).replace("%", "%%")
