"""Two live screens in terminals of their own and a ``watch`` on one state directory, as the account turns.

``python -m bench.two_screens``: 10 turns of the account's status. It says how long after the owner's hook
both screens showed each turn, and what each process asked of AWS. The processes have access keys of their
own, by which the simulated account tells them apart.
"""

import asyncio
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import web

from bench.owner_kills import PATIENCE, Fleet, configure, environ_of
from ses_tui.simulator.server import SimulatorServer
from tests.tui.terminal import Terminal

TURNS = 10
WORDS = ("PROBATION", "HEALTHY")
NOTIFIED = re.compile(rb"\x1b\]9;[^\x07\x1b]*")
"""What the terminal's own channel writes, with ``terminal = "osc9"``."""

LOOK = 0.05


class ByKey(SimulatorServer):
    """Counts the calls of each access key, GetCallerIdentity aside."""

    calls: dict[str, Counter[str]]

    async def start(self) -> None:
        self.calls = defaultdict(Counter)
        await super().start()

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        key = re.search(r"Credential=(\w+)/", request.headers.get("Authorization", ""))
        asked = "GetCallerIdentity" if b"GetCallerIdentity" in await request.read() else "other"
        if key is not None:
            self.calls[key[1]][asked] += 1
        return await super()._serve(request)


@dataclass
class Shared:
    """The three of them. ``late``: seconds from the owner's hook to the last screen, per turn."""

    fleet: Fleet
    server: ByKey
    screens: dict[str, Terminal]
    """By access key."""
    late: list[float] = field(default_factory=list)

    def shows(self, text: str) -> bool:
        """Whether it stands on every screen."""
        for one in self.screens.values():
            one.read(lambda: False, 0.0)
            one.read(lambda: False, LOOK)
        return all(text in "\n".join(one.screen.display) for one in self.screens.values())

    async def until(self, true: Callable[[], bool]) -> None:
        """What the processes do has no event."""
        async with asyncio.timeout(PATIENCE):
            while not await asyncio.to_thread(true):  # noqa: ASYNC110
                await asyncio.sleep(LOOK)

    async def turn(self, number: int) -> None:
        """The account's status is another one: the hook is told, and both screens show it."""
        word, told = WORDS[number % 2], len(self.fleet.told())
        self.fleet.turn("PROBATION" if word == "PROBATION" else "HEALTHY")
        await self.until(lambda: len(self.fleet.told()) > told)
        at = time.monotonic()
        await self.until(partial(self.shows, word))
        self.late.append(time.monotonic() - at)

    def notified(self) -> list[int]:
        """Per screen how many notifications of the account's status its terminal was sent."""
        written = (NOTIFIED.findall(bytes(one.raw)) for one in self.screens.values())
        return [sum(b"PROBATION" in one or b"HEALTHY" in one for one in each) for each in written]


@asynccontextmanager
async def shared(directory: Path) -> AsyncIterator[Shared]:
    """A ``watch`` that owns, and two screens that view."""
    server = ByKey("healthy", speed=1.0)
    await server.start()
    configure(directory, server, terminal="osc9")
    both: dict[str, Terminal] = {}
    three = Shared(Fleet(directory, server), server, both)
    try:
        await three.fleet.begin(1, "OWNER")
        await three.until(lambda: three.fleet.owner is not None and server.calls["OWNER"]["other"] > 8)
        for key in ("LEFT", "RIGHT"):
            environ = environ_of(directory, key)
            both[key] = Terminal(
                "--config", str(directory / "config.toml"), cols=120, environ=environ, module="ses_tui"
            )
        await three.until(lambda: three.shows("HEALTHY") and three.shows("PID "))
        yield three
    finally:
        for screen in both.values():
            screen.kill()
        await three.fleet.end()
        await server.stop()


async def run(directory: Path, turns: int = TURNS) -> Shared:
    """Turn by turn."""
    async with shared(directory) as three:
        for number in range(turns):
            await three.turn(number)
        return three


def table(three: Shared) -> str:
    """For people."""
    calls = "; ".join(f"{key}: {dict(counts)}" for key, counts in three.server.calls.items())
    median = sorted(three.late)[len(three.late) // 2]
    return (
        f"{len(three.late)} turns: the hook was told {len(three.fleet.told())} times,"
        f" the terminals {three.notified()} times;\n"
        f"both screens right after {max(three.late):.1f} s at most (median {median:.1f} s);\n"
        f"calls of AWS by access key: {calls}\n"
    )


def main(arguments: Sequence[str]) -> int:
    """``python -m bench.two_screens [TURNS]``."""
    with TemporaryDirectory(prefix="ses-tui-shared-") as directory:
        turns = int(arguments[0]) if arguments else TURNS
        sys.stdout.write(table(asyncio.run(run(Path(directory), turns))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
