"""Puts the parts together: targets become readers, what is configured becomes channels."""

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ses_tui.aws.preflight import resolve
from ses_tui.aws.reader import AwsReader
from ses_tui.cli.setup import Setup, Telling
from ses_tui.core.model import Target
from ses_tui.engine.plan import Plan
from ses_tui.engine.ports import Herald, Reader

if TYPE_CHECKING:
    from ses_tui.aws.credentials import StaticCredentials

Watched = tuple[Target, Reader, Plan]


def watched(setup: Setup, credentials: "Mapping[str, StaticCredentials] | None" = None) -> list[Watched]:
    """Each target with its reader and plan. Raises Misconfigured before anything is sent to AWS."""
    result: list[Watched] = []
    for configured, plan in setup.targets:
        target = resolve(configured)
        reader = AwsReader(target, credentials=(credentials or {}).get(target.profile))
        result.append((target, reader, plan))
    return result


def herald_of(
    telling: Telling,
    write: Callable[[bytes], None] | None,
    environ: Mapping[str, str] = os.environ,
    demo: bool = False,
) -> Herald:
    """The channels of the ladder that this environment has."""
    from ses_tui.notify.build import build
    from ses_tui.notify.bus import reachable
    from ses_tui.notify.dispatcher import Dispatcher
    from ses_tui.notify.ladder import choose

    on_alert = () if demo else telling.on_alert
    choices = choose(
        environ,
        desktop=telling.desktop,
        terminal=telling.terminal,
        on_alert=on_alert,
        over_ssh=bool(environ.get("SSH_CONNECTION")),
        bus=reachable(environ),
        has_terminal=write is not None,
    )
    channels = build(choices, write=write, on_alert=on_alert)
    return Dispatcher(channels, telling.routes, demo=demo, choices=choices)
