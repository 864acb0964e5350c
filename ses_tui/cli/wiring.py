"""Puts the parts together: targets become readers, what is configured becomes channels."""

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from ses_tui.aws.preflight import resolve_among
from ses_tui.aws.reader import DEADLINE, AwsReader
from ses_tui.cli.setup import Setup, Telling
from ses_tui.core.errors import Misconfigured
from ses_tui.core.model import Target
from ses_tui.engine.plan import Plan
from ses_tui.engine.ports import Channels, Reader
from ses_tui.notify.secret import fetch, web_address
from ses_tui.settings.light import state_directory

if TYPE_CHECKING:
    from pathlib import Path

    from ses_tui.aws.credentials import StaticCredentials
    from ses_tui.engine.events_feed import Intake
    from ses_tui.notify.channel import Channel
    from ses_tui.notify.heartbeat import Heartbeat
    from ses_tui.notify.ladder import Choice

Watched = tuple[Target, Reader, Plan]
Made = TypeVar("Made")


def watched(
    setup: Setup, credentials: "Mapping[str, StaticCredentials] | None" = None, deadline: float = DEADLINE
) -> list[Watched]:
    """Each target with its reader and plan; ``deadline``: seconds that one call to AWS may take.

    Raises Misconfigured before anything is sent to AWS, where the only target can't be resolved; of several
    the others are watched, and the reads of that one say what is wrong.
    """
    result: list[Watched] = []
    for configured, plan in setup.targets:
        target, resolved = resolve_among(configured, len(setup.targets))
        reader = AwsReader(
            target,
            deadline=deadline,
            credentials=(credentials or {}).get(target.profile),
            resolved=resolved,
        )
        result.append((target, reader, plan))
    return result


def intakes(
    targets: "Sequence[Watched]",
    directory: "Path | None",
    credentials: "Mapping[str, StaticCredentials] | None" = None,
) -> "dict[str, Intake]":
    """For each target with an events queue: the queue, and the store for its events.

    Raises Misconfigured where the URL is no queue's.
    """
    from ses_tui.aws.queue import SqsQueue, queue_target
    from ses_tui.engine.events_feed import Intake
    from ses_tui.store.events_in import EventStore
    from ses_tui.store.files import StoreProblem

    found: dict[str, Intake] = {}
    where = directory or state_directory()
    for target, _, plan in targets:
        if not plan.events_queue:
            continue
        queue = SqsQueue(
            plan.events_queue,
            queue_target(plan.events_queue, target),
            credentials=(credentials or {}).get(target.profile),
        )
        found[target.name] = Intake(
            queue,
            lambda: EventStore.open(where),
            (StoreProblem,),
            lambda queue=queue: queue.usage.api_calls,  # type: ignore[misc]  # bound for this queue
        )
    return found


def ways_out(
    telling: Telling,
    write: Callable[[bytes], None] | None,
    environ: Mapping[str, str] = os.environ,
    demo: bool = False,
    broken: "dict[str, str] | None" = None,
) -> "tuple[list[Channel], tuple[Choice, ...]]":
    """The channels that this environment has, and for every channel why it is on or off.

    Reads the secrets, which takes some seconds where a command prints one; a demo reads none.
    ``broken`` takes each channel that is on and can't be made, as where a URL can't be read or is not valid,
    with the reason in one safe line; without it the first of them raises Misconfigured.
    """
    from ses_tui.notify.build import build
    from ses_tui.notify.bus import reachable
    from ses_tui.notify.ladder import Choice, choose
    from ses_tui.notify.webhooks import opened, webhook_channel

    def made(name: str, make: "Callable[[], Made]") -> "Made | None":
        try:
            return make()
        except Misconfigured as problem:
            if broken is None:
                raise
            broken[name] = problem.line
            return None

    on_alert = () if demo else telling.on_alert
    webhooks = {
        one.name: made(one.name, partial(opened, one, environ)) for one in (() if demo else telling.webhooks)
    }
    source = None if demo else telling.apprise
    apprise = made("apprise", partial(fetch, source, environ)) if source else None
    apprise_channel = None
    if apprise:
        from ses_tui.notify.apprise_channel import AppriseChannel

        apprise_channel = made("apprise", partial(AppriseChannel, apprise.secret))
    choices = choose(
        environ,
        desktop=telling.desktop,
        terminal=telling.terminal,
        on_alert=on_alert,
        over_ssh=bool(environ.get("SSH_CONNECTION")),
        bus=reachable(environ),
        has_terminal=write is not None,
        webhooks=[one.choice if one else Choice(name, True, "") for name, one in webhooks.items()],
        apprise=(apprise.warning if apprise else "") if source else None,
    )
    channels = build(
        choices,
        write=write,
        on_alert=on_alert,
        webhooks=[webhook_channel(one, cycle=telling.cycle) for one in webhooks.values() if one],
        apprise=apprise_channel,
    )
    return channels, choices


def heartbeat_of(
    telling: Telling, environ: Mapping[str, str] = os.environ, demo: bool = False
) -> "Heartbeat":
    """The heartbeat, off where no URL is set. Reads its secret, as ``ways_out`` does."""
    from ses_tui.notify.heartbeat import Heartbeat

    if demo:
        return Heartbeat(None, off="not in a demo")
    url = web_address(telling.heartbeat, environ) if telling.heartbeat else None
    return Heartbeat(url.secret, warning=url.warning) if url else Heartbeat(None)


def heartbeats_of(
    telling: Telling, environ: Mapping[str, str] = os.environ, demo: bool = False
) -> "dict[str, Heartbeat]":
    """By entry among the targets its own; those that name the same file or command share one."""
    from ses_tui.notify.heartbeat import NAME, Heartbeat

    shared: dict[tuple[object, ...], Heartbeat] = {}
    found: dict[str, Heartbeat] = {}
    for entry, source in telling.heartbeats.items() if not demo else ():
        way = (source.file, source.command)
        if way not in shared:
            url = web_address(source, environ)
            shared[way] = Heartbeat(url.secret, name=f"{NAME} {entry}", warning=url.warning)
        found[entry] = shared[way]
    return found


def herald_of(
    telling: Telling,
    write: Callable[[bytes], None] | None,
    environ: Mapping[str, str] = os.environ,
    demo: bool = False,
) -> Channels:
    """Every channel of this environment and the heartbeat; warnings about them go to the log."""
    from ses_tui.notify.dispatcher import Dispatcher

    channels, choices = ways_out(telling, write, environ, demo)
    for choice in choices:
        if choice.warning:
            logging.getLogger(__name__).warning("%s: %s", choice.channel, choice.warning)
    heartbeat = heartbeat_of(telling, environ, demo)
    return Dispatcher(
        channels,
        telling.routes,
        demo=demo,
        choices=choices,
        groups=telling.groups,
        digest=telling.digest,
        heartbeat=heartbeat,
        heartbeats=heartbeats_of(telling, environ, demo),
    )
