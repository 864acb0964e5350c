"""``ses-tui demo`` at a moment that stands still, saying which keys it got and which it takes.

``python -m tests.e2e.terminals.program JOURNAL demo --scenario …`` appends a JSON line to JOURNAL at a
snapshot and after each key, once what the key did is drawn. The clock stands still: two runs end alike.
"""

import asyncio
import json
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pytest import MonkeyPatch

from ses_tui.cli import demo, setup
from ses_tui.cli.main import main
from ses_tui.simulator import thread
from ses_tui.tui import environment

if TYPE_CHECKING:
    from textual.binding import ActiveBinding

    from ses_tui.tui.app import SesApp

NOW = 1_795_600_800.0
"""2026-11-25T10:00:00Z."""


PATCH = MonkeyPatch()


class StandingClock:
    """One moment; a sleep lasts as long as it says, so that the engine goes its rounds."""

    def __init__(self, at: float) -> None:
        self._at = at

    def now(self) -> float:
        return self._at

    def monotonic(self) -> float:
        return 5000.0

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds))


def stand_still() -> None:
    """The demo's clock and the simulated account's; the demo says how far into the scenario that is."""
    serve = thread.run_in_thread

    def served(scenario: str, _speed: float, seed: int, **when: Any) -> thread.Handle:
        return serve(scenario, 0.0, seed, **when)

    PATCH.setattr(demo, "ScaledClock", lambda *_: StandingClock(NOW))
    PATCH.setattr(thread, "run_in_thread", served)


def tell_by_bell() -> None:
    """Other channels depend on the terminal, and mode 6 shows them."""
    PATCH.setattr(setup, "Telling", partial(setup.Telling, desktop="off", terminal="bell"))


def keep_journal(path: Path) -> None:
    """Have the screen write the journal; once the terminal is settled, since it imports Textual."""
    from textual.events import Event, Key

    from ses_tui.tui.app import SesApp

    journal = path.open("a", encoding="utf-8", buffering=1)
    plain, take = SesApp.on_event, SesApp._take
    tasks, said = set[asyncio.Task[None]](), list[str]()

    async def write(app: SesApp, key: str) -> None:
        from textual.pilot import Pilot
        from textual.worker import WorkerCancelled

        drawn, pilot = asyncio.Event(), Pilot(app)
        await pilot._wait_for_screen()
        with suppress(WorkerCancelled):  # as what searches for a palette that was left
            await app.workers.wait_for_complete()
        await pilot._wait_for_screen()
        app.screen.call_after_refresh(drawn.set)
        await drawn.wait()
        line = json.dumps(_line(app, key))
        if key or line not in said:
            said[:] = [line]
            journal.write(line + "\n")

    def later(app: SesApp, key: str) -> None:
        task = asyncio.get_running_loop().create_task(write(app, key))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    async def on_event(app: SesApp, event: Event) -> None:
        typed = event.key if isinstance(event, Key) and not event.is_forwarded else ""
        await plain(app, event)
        if typed:
            later(app, typed)

    def on_snapshot(app: SesApp, *arguments: Any) -> None:
        take(app, *arguments)
        later(app, "")

    PATCH.setattr(SesApp, "on_event", on_event)
    PATCH.setattr(SesApp, "_take", on_snapshot)


def _line(app: "SesApp", key: str) -> dict[str, Any]:
    state, focused = app.state, app.focused
    target = state.target

    def takes(active: "ActiveBinding") -> bool:
        """Whether the key comes to its binding: letters do not while text is typed."""
        name = active.binding.key
        letter = name if len(name) == 1 else None
        return focused is None or focused is active.node or not focused.check_consume_key(name, letter)

    return {
        "key": key,
        "mode": app.current_mode,
        "stack": [type(screen).__name__ for screen in app.screen_stack],
        "focus": type(focused).__name__ if focused else "",
        "news": len(state.news),
        "read": sorted(source.name for source in target.sources if source.last_success) if target else [],
        "keys": [
            [name, active.binding.action, active.binding.id or ""]
            for name, active in app.screen.active_bindings.items()
            if active.enabled and takes(active)
        ],
    }


def _prepared(*arguments: Any, **options: Any) -> environment.Terminal:
    terminal = _prepare(*arguments, **options)
    keep_journal(Path(sys.argv[1]))
    return terminal


if __name__ == "__main__":
    stand_still()
    tell_by_bell()
    _prepare = environment.prepare
    PATCH.setattr(environment, "prepare", _prepared)
    sys.exit(main(sys.argv[2:]))
