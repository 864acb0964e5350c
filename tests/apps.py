"""Hundreds of screens in one process: style sheets are parsed once, what has ended is freed, none sleeps."""

import asyncio
import gc
from asyncio import TimerHandle
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot

from ses_tui.cli import GC_THRESHOLD

SOON = 0.03
"""Seconds: what is timed for then belongs to what is under way. Textual paints and lays out after 1/60 s."""

_parsed: dict[tuple[Any, ...], list[RuleSet]] = {}
"""By the text, where it stands, and the theme's variables; nothing changes rules once they are made."""


async def idle(_min_sleep: float = 0.0, max_sleep: float = 1.0) -> None:
    """Until the loop has nothing left to do, at once or soon; at most ``max_sleep`` seconds.

    Textual's own sleeps until the process has used no CPU for a while. That costs as much again as the test,
    and under load it takes a process that waits for its turn for one that is done.
    """
    loop: Any = asyncio.get_running_loop()
    end = loop.time() + max_sleep
    while loop.time() < end:
        await asyncio.sleep(0)
        if loop._ready:
            continue
        timed: list[TimerHandle] = loop._scheduled
        soon = [timer.when() for timer in timed if not timer.cancelled()]
        wait = min(soon, default=end) - loop.time()
        if wait > SOON:
            return
        await asyncio.sleep(wait)


async def handled(_pilot: Pilot[Any], _timeout: float = 30.0) -> bool:
    """Textual's own sends each widget a message and waits for all; where the loop is idle, they have come."""
    await idle()
    return True


@pytest.fixture(autouse=True, scope="session")
def many_apps() -> Iterator[None]:
    """Parsing is a quarter of a short run's CPU.

    Each start freezes what is there, and what is left of the screens before: here only the first does.
    """
    parse = Stylesheet._parse_rules

    def parsed(self: Stylesheet, css: str, *where: Any, **options: Any) -> list[RuleSet]:
        key = (css, where, *options.items(), *self._variables.items())
        if key not in _parsed:
            _parsed[key] = parse(self, css, *where, **options)
        return _parsed[key]

    gc.set_threshold(GC_THRESHOLD, 20, 20)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parsed)
        patch.setattr(gc, "freeze", cache(gc.freeze))
        patch.setattr(Pilot, "_wait_for_screen", handled)
        for caller in ("textual.app", "textual.pilot"):
            patch.setattr(f"{caller}.wait_for_idle", idle)
        yield
