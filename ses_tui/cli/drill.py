"""``ses-tui drill``: one marked test message through every channel, for real.

It needs no AWS. A channel that can't be made has failed, and keeps no other from being tried. The heartbeat
is not called: that would tell its dead-man's switch of a monitor that does not run.
"""

import argparse
import asyncio
import json
import os
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING
from uuid import uuid4

from ses_tui.cli.diary import noted
from ses_tui.cli.loop import run_loop
from ses_tui.core.clock import iso
from ses_tui.core.condition import Condition
from ses_tui.core.errors import Misconfigured
from ses_tui.core.messages import Kind, Message
from ses_tui.core.model import ACCOUNT, Key, Metric
from ses_tui.core.text import safe
from ses_tui.store.diary import DRILL

if TYPE_CHECKING:
    from ses_tui.cli.setup import Telling
    from ses_tui.notify.channel import Channel

NONE_ON = 3

COLOURS: Mapping[str, str] = {"accepted": "32", "failed": "31", "off": "2"}
"""The SGR code of each state: green, red, faint. The state is printed as a word too."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of the message on one channel."""

    channel: str
    state: str
    """accepted, failed or off"""
    why: str
    """one safe line"""
    seconds: float | None = None
    """how long the delivery took"""


def run(options: argparse.Namespace) -> int:
    """0: every channel that is on accepted it; 1: some did not; 3: none is on, or misconfigured."""
    from ses_tui.cli.setup import configured
    from ses_tui.notify.terminal import tty_writer

    setup = configured(options)
    message = drill_message(time.time(), setup.targets[0][1].zone)
    results = run_loop(_drill(setup.telling, message, tty_writer()), "sending")
    noted([f"{DRILL}{one.channel}" for one in results if one.state == "accepted"])
    printed = _as_json(message, results) if options.format == "json" else _as_text(results, _coloured())
    sys.stdout.write(printed + "\n")
    sys.stdout.flush()
    states = {result.state for result in results}
    if states <= {"off"}:
        sys.stderr.write("ses-tui: no channel is on: nobody would be told of an alert\n")
        return NONE_ON
    return 1 if "failed" in states else 0


def drill_message(now: float, zone: tzinfo | None) -> Message:
    """The test message; ``now`` in UTC epoch seconds, ``zone`` of the time that it shows."""
    at = datetime.fromtimestamp(now, zone).strftime("%H:%M")
    return Message(
        id=f"drill/{uuid4().hex}",
        kind=Kind.DRILL,
        condition=Condition.OK,
        route=Condition.OK,
        key=Key("default", ACCOUNT, Metric.BOUNCE_RATE),
        at=now,
        since=now,
        title=f"{at} DRILL ses-tui: a test message, nothing is wrong",
        body=f"sent by ses-tui drill on {safe(socket.gethostname(), 80)}",
        advice="nothing to do: alerts will come this way",
    )


async def _drill(telling: "Telling", message: Message, write: Callable[[bytes], None] | None) -> list[Result]:
    from ses_tui.cli.wiring import heartbeat_of, heartbeats_of, ways_out
    from ses_tui.notify.channel import Closable

    broken: dict[str, str] = {}
    channels, choices = ways_out(telling, write, broken=broken)
    warnings = {choice.channel: choice.warning for choice in choices}
    try:
        for beat in (heartbeat_of(telling), *heartbeats_of(telling).values()):
            heartbeat = beat.status()
            warnings[heartbeat.name] = heartbeat.note if heartbeat.state != "off" else ""
    except Misconfigured as problem:
        broken["heartbeat"] = problem.line
    by_name = {channel.name: channel for channel in channels}
    for name, warning in warnings.items():
        if warning:
            sys.stderr.write(f"ses-tui: {name}: {warning}\n")
    tried = await asyncio.gather(
        *(_try(by_name[one.channel], message, one.reason) for one in choices if one.channel in by_name)
    )
    found = {one.channel: one for one in tried}
    found |= {name: Result(name, "failed", why) for name, why in broken.items()}
    results = [found.pop(one.channel, Result(one.channel, "off", one.reason)) for one in choices]
    results += found.values()  # the heartbeat, where it can't be made
    for channel in channels:
        if isinstance(channel, Closable):
            await channel.close()
    return results


async def _try(channel: "Channel", message: Message, reason: str) -> Result:
    from ses_tui.notify.channel import attempt

    began = time.monotonic()
    problem = await attempt(channel, message)
    took = round(time.monotonic() - began, 3)
    return Result(channel.name, "failed" if problem else "accepted", problem or reason, took)


def _as_text(results: Sequence[Result], coloured: bool) -> str:
    """A line per channel. The reason of a failure begins with its name too, which is left out there."""
    lines = []
    width = max(8, *(len(result.channel) for result in results))
    for result in results:
        state = f"{result.state:<8}"
        if coloured:
            state = f"\x1b[{COLOURS[result.state]}m{state}\x1b[0m"
        why = result.why.removeprefix(f"{result.channel}: ")
        lines.append(f"{result.channel:<{width}}  {state}  {why}")
    return "\n".join(lines)


def _as_json(message: Message, results: Sequence[Result]) -> str:
    return json.dumps(
        {
            "schema": 1,
            "generated_at": iso(message.at),
            "message": message.as_json(),
            "channels": [
                {"name": one.channel, "state": one.state, "why": one.why, "seconds": one.seconds}
                for one in results
            ],
        }
    )


def _coloured() -> bool:
    dumb = os.environ.get("TERM", "dumb") == "dumb"
    return sys.stdout.isatty() and not dumb and not os.environ.get("NO_COLOR")
