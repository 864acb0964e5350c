"""Several `watch` on one state directory, of which the owner is killed again and again (kill -9).

``python -m bench.owner_kills``: 20 kills, with the account's status turned over just before each. It says how
often the hook was told each turn, the longest time without a read, and how many processes called AWS at once.
"""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from ses_tui.simulator.scenarios.model import Enforcement, Status
from ses_tui.simulator.server import SimulatorServer
from ses_tui.store.leases import Leases

POLL = 3.0
"""Seconds between two reads of the account."""

PATIENCE = 90.0
"""Seconds that a loaded machine may take for what should take one or two polls."""

KILLS = 20


@dataclass
class Result:
    """``turns``: the conditions that the account went through; ``told``: what the hook was told of them."""

    turns: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)
    """Seconds from the last read of an owner that was killed to the first of the next one."""
    viewers_calls: int = 0
    """Reads of the account beyond those that one process makes."""

    @property
    def lost(self) -> int:
        """Turns that the hook was never told."""
        return sum(max(0, self.turns.count(turn) - self.told.count(turn)) for turn in set(self.turns))

    @property
    def twice(self) -> int:
        """Messages beyond one for each turn."""
        return len(self.told) - len(self.turns) + self.lost


@dataclass
class Fleet:
    """The processes, their account, and what their hook wrote."""

    directory: Path
    server: SimulatorServer
    processes: list[asyncio.subprocess.Process] = field(default_factory=list)
    reads: list[float] = field(default_factory=list)
    """Monotonic times at which the account was read."""

    async def begin(self, count: int, key: str = "testing") -> None:
        """Start so many ``watch`` more, with that access key."""
        environ = {**os.environ, **environ_of(self.directory, key)}
        command = (sys.executable, "-m", "ses_tui", "watch", "--config", str(self.directory / "config.toml"))
        quiet = asyncio.subprocess.DEVNULL
        self.processes += [
            await asyncio.create_subprocess_exec(*command, env=environ, stdout=quiet, stderr=quiet)
            for _ in range(count)
        ]

    async def end(self) -> None:
        """Leave none behind."""
        for process in self.processes:
            if process.returncode is None:
                process.kill()
        await asyncio.gather(*(process.wait() for process in self.processes))

    @property
    def owner(self) -> asyncio.subprocess.Process | None:
        """The process that owns the one target."""
        leases = Leases(self.directory / "ses-tui")
        name = "123456789012/us-east-1@" + self.server.url
        if (lease := leases.acquire(name)) is not None:
            lease.release()
            return None
        holder = leases.holder(name)
        return next((one for one in self.processes if f"PID {one.pid}" == holder), None)

    def told(self, metric: str = "enforcement_status") -> list[str]:
        """The conditions that the hook was told, in order."""
        path = self.directory / "told.jsonl"
        lines = path.read_text().splitlines() if path.exists() else []
        alerts = [json.loads(line) for line in lines if line]
        return [one["condition"] for one in alerts if one["metric"] == metric and one["kind"] != "REPEAT"]

    def turn(self, enforcement: Enforcement) -> None:
        """AWS thinks otherwise of the account from now on."""
        account = self.server.account
        account.scenario = account.scenario._replace(status=(Status(0, enforcement),))

    async def note_reads(self) -> None:
        """Until cancelled."""
        before = 0
        while True:
            now = self.server.log.operations["GetAccount"]
            self.reads += [time.monotonic()] * (now - before)
            before = now
            await asyncio.sleep(0.02)


def environ_of(directory: Path, key: str) -> dict[str, str]:
    """For a process whose state and configuration are in ``directory``."""
    return {
        "XDG_STATE_HOME": str(directory),
        "AWS_ACCESS_KEY_ID": key,
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }


def configure(directory: Path, server: SimulatorServer, terminal: str = "off") -> None:
    """Polls of three seconds, and a hook that writes down what it is told."""
    told = directory / "told.jsonl"
    (directory / "ses-tui").mkdir(mode=0o700)
    hook = f"cat >> {told}; echo >> {told}"
    (directory / "config.toml").write_text(
        f'[[targets]]\nname = "prod"\nregion = "us-east-1"\nendpoint_url = "{server.url}"\n'
        f'[poll]\naccount = "{POLL:.0f}s"\nrates = "{POLL:.0f}s"\n'
        f'[notify]\ndesktop = "off"\nterminal = "{terminal}"\non_alert = ["sh", "-c", "{hook}"]\n'
    )


@asynccontextmanager
async def fleet(directory: Path, count: int) -> AsyncIterator[Fleet]:
    """``count`` processes on a healthy account."""
    server = SimulatorServer("healthy", speed=1.0)
    await server.start()
    configure(directory, server)
    all_of_them = Fleet(directory, server)
    noting = asyncio.create_task(all_of_them.note_reads())
    try:
        await all_of_them.begin(count)
        yield all_of_them
    finally:
        noting.cancel()
        await all_of_them.end()
        await server.stop()


async def run(directory: Path, kills: int = KILLS, count: int = 3) -> Result:
    """Turn the account over, kill the owner, wait for the next one to tell."""
    result = Result()
    async with fleet(directory, count) as watching:
        await _until(lambda: watching.owner is not None and len(watching.reads) > 2)
        for number in range(kills):
            await _until(lambda: watching.owner is not None)
            reads = len(watching.reads)
            await _until(lambda: len(watching.reads) > reads)  # noqa: B023 - it is awaited here
            enforcement: Enforcement = "PROBATION" if number % 2 == 0 else "HEALTHY"
            result.turns.append("review" if number % 2 == 0 else "ok")
            watching.turn(enforcement)
            owner = watching.owner
            assert owner is not None
            last, reads = watching.reads[-1], len(watching.reads)
            os.kill(owner.pid, signal.SIGKILL)
            await owner.wait()
            watching.processes.remove(owner)
            await _until(lambda: len(watching.reads) > reads)  # noqa: B023
            result.gaps.append(watching.reads[reads] - last)
            wanted = len(result.turns)
            await _until(lambda: len(watching.told()) >= wanted)  # noqa: B023
            await watching.begin(1)
        calls, began = len(watching.reads), time.monotonic()
        await asyncio.sleep(4 * POLL)
        fair = (time.monotonic() - began) / POLL + 1
        result.viewers_calls = max(0, round(len(watching.reads) - calls - fair))
        result.told = watching.told()
    return result


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - what another process does has no event
            await asyncio.sleep(0.05)


def table(result: Result) -> str:
    """For people."""
    return (
        f"{len(result.gaps)} kills, {len(result.turns)} turns: {result.lost} lost, {result.twice} told twice,"
        f" {result.viewers_calls} reads too many, gap {max(result.gaps):.1f} s (polls of {POLL:.0f} s)"
    )


def main(arguments: Sequence[str]) -> int:
    """``python -m bench.owner_kills [KILLS]``."""
    with TemporaryDirectory(prefix="ses-tui-owner-") as directory:
        result = asyncio.run(run(Path(directory), int(arguments[0]) if arguments else KILLS))
    sys.stdout.write(table(result) + "\n")
    return 0 if not result.lost else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
