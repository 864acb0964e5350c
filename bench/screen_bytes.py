"""Bytes that an update costs at the terminal, plain and with the frame diff.

``python -m bench.screen_bytes``, from the top of the repository.
"""

import asyncio
import os
from collections.abc import Callable
from itertools import cycle
from statistics import median

from ses_tui.tui import framediff
from tests.tui_draw.capture import Twin
from tests.tui_draw.poll_app import ROUGH, SMOOTH, PollApp

SIZE = (160, 48)
ROUNDS = 10
_AGES = cycle(range(10, 60, 5))


def nothing(app: PollApp) -> None:
    """A poll that brought the same numbers."""
    app.show()


def label(app: PollApp) -> None:
    """The age label."""
    app.age(next(_AGES))


def every_row(app: PollApp) -> None:
    """A poll where all 29 rows changed and their sparklines moved on."""
    app.step()
    app.show()


def toast(app: PollApp) -> None:
    """A toast comes up."""
    app.notify("WARN account bounce 3.12 % ≥ 3 %", timeout=60)


def redraw(app: PollApp) -> None:
    """ctrl-l."""
    framediff.redraw(app)


ACTIONS: dict[str, Callable[[PollApp], None]] = {
    "nothing changed": nothing,
    "age label": label,
    "every row changed": every_row,
    "toast": toast,
    "redraw": redraw,
}
ROUGH_ACTIONS = {"every row, rough": every_row}


async def measure(ansi: bool, noise: float) -> list[str]:
    """A line per action."""
    lines: list[str] = []
    app = PollApp(ansi=ansi, noise=noise)
    twin = Twin(app, *SIZE)
    async with app.run_test(headless=False, size=SIZE, notifications=True) as pilot:
        await pilot.pause()
        for name, action in ACTIONS.items() if noise == SMOOTH else ROUGH_ACTIONS.items():
            plain, diff = [], []
            for _ in range(1 if name == "toast" else ROUNDS):
                twin.reset()
                action(app)
                await pilot.pause()
                plain.append(twin.plain_bytes)
                diff.append(twin.diff_bytes)
            colours = "the terminal's 16" if ansi else "24-bit"
            lines.append(f"{colours:18} {name:20} plain {median(plain):8.0f}   diff {median(diff):8.0f}")
    return lines


def main() -> None:
    """Both colour depths."""
    os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
    os.environ.pop("NO_COLOR", None)
    for ansi in (False, True):
        for noise in (SMOOTH, ROUGH):
            print(*asyncio.run(measure(ansi, noise)), sep="\n")


if __name__ == "__main__":
    main()
