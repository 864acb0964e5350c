"""What was measured of each part, kept between runs in bench/figures.json."""

import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import psutil

from bench.figure import Figure
from ses_tui import __version__

KEPT = Path(__file__).with_name("figures.json")
FAILED_TAIL = 300
"""Characters of the last words of a part that failed."""


class Result(msgspec.Struct, frozen=True):
    """One part's figures, and where they were measured."""

    part: str
    at: str
    """UTC."""
    version: str
    machine: str
    load: float
    """Of the minute before it began."""
    seconds: float
    figures: tuple[Figure, ...]
    failed: str = ""
    """Why it did not end well; the figures until then are kept."""


def read(path: Path = KEPT) -> tuple[Result, ...]:
    """What is kept; nothing where nothing was."""
    return msgspec.json.decode(path.read_bytes(), type=tuple[Result, ...]) if path.exists() else ()


def write(results: tuple[Result, ...], path: Path = KEPT) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=1) + b"\n")


def merged(kept: tuple[Result, ...], fresh: tuple[Result, ...], order: tuple[str, ...]) -> tuple[Result, ...]:
    """Each part once, as it was measured last, in that order; a part that is no more is dropped."""
    newest = {one.part: one for one in (*kept, *fresh)}
    return tuple(newest[name] for name in order if name in newest)


def measured(part: str, minutes: float, quick: bool) -> Iterator[Figure | Result]:
    """Run one part in a process of its own: each figure as it comes, the whole at the end."""
    command = [sys.executable, "-m", f"bench.{part}", "--json", *(["--quick"] if quick else [])]
    load, began, figures = os.getloadavg()[0], time.monotonic(), []
    at = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    process = subprocess.Popen(
        ("timeout", "--kill-after=10", f"{180 * minutes:.0f}", *command),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        assert process.stderr is not None
        for line in process.stdout:
            figures.append(msgspec.json.decode(line, type=Figure))
            yield figures[-1]
        said = process.stderr.read().strip()
        code = process.wait()
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
    failed = (
        ""
        if code in (0, 1) and figures and "Traceback" not in said
        else said[-FAILED_TAIL:] or f"exit {code}"
    )
    spent = time.monotonic() - began
    yield Result(part, at, __version__, machine(), load, spent, tuple(figures), failed)


def machine() -> str:
    """In words."""
    model = next(
        (line.split(":")[1].strip() for line in _cpuinfo() if line.startswith("model name")),
        platform.machine(),
    )
    memory = psutil.virtual_memory().total / 1024**3
    python = platform.python_version()
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GB, {platform.system()}, Python {python}"


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []
