"""Bytes that a poll sends to the terminal on the real overview: ``python -m bench.polls``."""

import asyncio
import os
from collections.abc import Iterator
from statistics import median

from bench.figure import Figure, Part, alone
from ses_tui.core.record import replace
from ses_tui.core.themes import Depth
from tests.tui.polls import BUDGETS, Captured, next_poll
from tests.tui.screens import settled
from tests.tui.snapshots_data import STATES
from tests.tui_draw.capture import Twin

FACTORS = (1.07, 0.94, 1.11, 0.97, 1.05)
"""By which all numbers of a poll differ from those of the one before."""


def measure(quick: bool) -> Iterator[Figure]:
    os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
    os.environ.pop("NO_COLOR", None)
    for size in BUDGETS:
        yield from asyncio.run(polled(size, FACTORS[:2] if quick else FACTORS))


async def polled(size: tuple[int, int], factors: tuple[float, ...]) -> list[Figure]:
    """One poll that changed nothing, then some that changed every row."""
    snapshot, at = STATES["warn"](), "{}x{}".format(*size)
    app = Captured(snapshot, theme="dark", depth=Depth.ALL)
    twin = Twin(app, *size)
    async with app.run_test(headless=False, size=size) as pilot:
        await settled(pilot)
        twin.reset()
        app.mailbox.publish(replace(snapshot))
        await settled(pilot)
        nothing, diff, plain = twin.diff_bytes, [], []
        for by in factors:
            snapshot = next_poll(snapshot, by)
            twin.reset()
            app.mailbox.publish(snapshot)
            await settled(pilot)
            diff.append(twin.diff_bytes)
            plain.append(twin.plain_bytes)
    without = f"Textual alone: {median(plain):,.0f}"
    return [
        Figure(f"a poll, nothing changed, {at}", nothing, "bytes", 0),
        Figure(f"a poll, every row changed, {at}", median(diff), "bytes", BUDGETS[size], without),
    ]


PART = Part("bytes that a poll sends to the terminal", measure, minutes=0.5)

if __name__ == "__main__":
    raise SystemExit(alone(PART))
