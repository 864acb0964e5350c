"""From choices to channels."""

import os
import sys
from collections.abc import Mapping, Sequence

from ses_tui.core.text import is_utf8
from ses_tui.notify.channel import TIME_LIMIT, Channel
from ses_tui.notify.desktop import Desktop, MacDesktop
from ses_tui.notify.hook import Hook
from ses_tui.notify.ladder import Choice
from ses_tui.notify.osc import Bell, Terminal
from ses_tui.notify.terminal import Write, wrapper
from ses_tui.notify.tmux import Tmux


def build(
    choices: Sequence[Choice],
    *,
    write: Write | None,
    on_alert: Sequence[str] = (),
    webhooks: Sequence[Channel] = (),
    apprise: Channel | None = None,
    environ: Mapping[str, str] | None = None,
    limit: float = TIME_LIMIT,
) -> list[Channel]:
    """A channel for each choice that is on; ``webhooks`` and ``apprise`` are those of the settings.

    ``write`` takes bytes for the terminal; without it there is neither ``terminal`` nor ``bell``.
    ``environ``: None for the program's own; ``limit``: seconds for one delivery.
    """
    surroundings = os.environ if environ is None else environ
    remote = {one.name: one for one in webhooks}
    channels: list[Channel] = []
    for choice in choices:
        if not choice.on:
            continue
        if choice.channel == "desktop":
            kind = MacDesktop if sys.platform == "darwin" else Desktop
            channels.append(kind(environ=environ, limit=limit))
        elif choice.channel == "terminal" and write is not None and choice.osc is not None:
            wrap = wrapper(surroundings)
            channels.append(Terminal(choice.osc, write, wrap=wrap, unicode=is_utf8(surroundings)))
        elif choice.channel == "tmux":
            channels.append(Tmux(environ=environ, limit=limit))
        elif choice.channel == "bell" and write is not None:
            channels.append(Bell(write))
        elif choice.channel == "hook":
            channels.append(Hook(on_alert, environ=environ, limit=limit))
        elif choice.channel in remote:
            channels.append(remote[choice.channel])
        elif choice.channel == "apprise" and apprise is not None:
            channels.append(apprise)
    return channels
