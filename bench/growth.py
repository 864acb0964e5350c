"""How the live screen grows with targets and with identities: CPU, memory, bytes, calls, dollars, disk.

``python -m bench.growth [--quick]``. Every size is a real screen in a pseudo-terminal of 120x34 with a
simulated account of its own; all run at once, in real time, with default settings but for two sources that
are read sooner, so that five minutes hold each source at least once.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from bench.figure import Figure, Part, alone
from bench.fleet import fleet
from bench.processes import COMMAND, Account, cpu, megabytes, opened, places, simulated, written
from tests.tui.terminal import Terminal

TARGETS = (1, 10, 50, 100)
IDENTITIES = (10, 100, 1_000, 10_000)
POLLS = '[poll]\nvdm = "5m"\nlists = "5m"\n[cost]\nmax_monthly_usd = 100000.0\n'
"""VDM is read every 15 minutes and lists every hour by default; the cap would slow down many targets."""

CYCLE = 300.0
SETTLE = 240.0
"""Seconds until the history and the inventory of the largest are in, on a busy machine."""


class Size(NamedTuple):
    """One screen on its account."""

    of: str
    many: int
    account: Account
    home: Path
    terminal: Terminal

    def held(self) -> tuple[float, int, int, float]:
        """So far: seconds of CPU, bytes to the terminal, calls of AWS, MB to the disk."""
        pid = self.terminal.pid
        return cpu(pid), len(self.terminal.raw), self.account.calls(), written(pid)

    def monthly(self) -> float:
        """Dollars that a month costs, by the screen's own meter."""
        checked = (*COMMAND, "check", "--format", "json", "--config", str(self.home / "config.toml"))
        done = subprocess.run(
            checked, env=places(str(self.home)), capture_output=True, text=True, check=False, timeout=120
        )
        targets = json.loads(done.stdout)["targets"]
        return float(sum(one["usage"]["estimated_monthly_usd"] for one in targets))


def measure(quick: bool) -> Iterator[Figure]:
    settle, cycle = (75.0, 60.0) if quick else (SETTLE, CYCLE)
    most = 2 if quick else 4
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-")))
        sizes = [started(stack, root, "targets", count) for count in TARGETS[:most]]
        sizes += [started(stack, root, "identities", count) for count in IDENTITIES[:most]]
        passed(sizes, settle)
        before, began = [one.held() for one in sizes], time.monotonic()
        passed(sizes, cycle)
        span = time.monotonic() - began
        for size, first in zip(sizes, before, strict=True):
            yield from grown(size, first, span)


def started(stack: ExitStack, root: Path, of: str, count: int) -> Size:
    """A screen that shows what grows: the fleet's mode, or the identities'."""
    home = root / f"{of}-{count}"
    home.mkdir()
    if of == "targets":
        account = stack.enter_context(simulated())
        text = fleet(count, account.url)
    else:
        served = (sys.executable, "-m", "bench.identities_account", str(count))
        account = stack.enter_context(simulated(command=served))
        text = f'[[targets]]\nname = "one"\nendpoint_url = "{account.url}"\n'
    config = home / "config.toml"
    config.write_text(POLLS + text)
    mode = "fleet" if of == "targets" else "identities"
    terminal = opened(str(home), "--config", str(config), "--mode", mode)
    stack.callback(terminal.kill)
    return Size(of, count, account, home, terminal)


def passed(sizes: list[Size], seconds: float) -> None:
    """Read what all terminals are sent, for so long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for one in sizes:
            one.terminal.read(lambda: False, 0.06)


def grown(size: Size, before: tuple[float, int, int, float], span: float) -> Iterator[Figure]:
    """What five minutes of it took."""
    used, sent, calls, disk = (now - then for now, then in zip(size.held(), before, strict=True))
    cycles = span / CYCLE
    per_second = sent / span
    if (size.of, size.many) == ("targets", 1):
        yield Figure("with default polls: to the terminal", per_second, "bytes a second", 100)
    for name, value, unit in (
        ("CPU", used / cycles, "s per 5 min"),
        ("memory", megabytes(size.terminal.pid), "MB"),
        ("to the terminal", per_second, "bytes a second"),
        ("AWS calls", calls / cycles, "per 5 min"),
        ("cost", size.monthly(), "$ a month"),
        ("disk writes", disk * 60 / span, "MB a minute"),
    ):
        yield Figure(name, value, unit, growth=size.of, size=size.many)


PART = Part("growth: 1 to 100 targets, 10 to 10,000 identities", measure, minutes=10)

if __name__ == "__main__":
    raise SystemExit(alone(PART))
