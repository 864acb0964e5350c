"""The processes that are measured: how they are started, what they have spent, what they hold."""

import json
import re
import select
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import psutil

from tests.tui.terminal import Terminal

COMMAND = (sys.executable, "-m", "ses_tui")
KEYS = {
    "AWS_ACCESS_KEY_ID": "AKIDBENCH",
    "AWS_SECRET_ACCESS_KEY": "bench",
    "AWS_REGION": "eu-west-1",
    "AWS_DEFAULT_REGION": "eu-west-1",
}
QUIET = 0.12
"""Seconds of silence after which the answer to a key is taken as complete."""


class Account(NamedTuple):
    """A simulated account in a process of its own."""

    url: str
    pid: int

    def requests(self) -> dict[str, Any]:
        """What it was asked so far, by its own count."""
        with urllib.request.urlopen(f"{self.url}/_truth", timeout=60) as answer:
            found: dict[str, Any] = json.load(answer)["requests"]
        return found

    def calls(self) -> int:
        """Requests of all operations."""
        return sum(self.requests()["operations"].values())


@contextmanager
def simulated(
    *options: str, command: Sequence[str] = (*COMMAND, "simulate", "--port", "0")
) -> Iterator[Account]:
    """``ses-tui simulate``, or another ``command`` that prints its URL first."""
    process = subprocess.Popen(
        (*command, *options), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        if not (found := re.search(r"http://[\d.:]+", process.stdout.readline())):
            raise RuntimeError("the simulated account did not start")
        yield Account(found[0], process.pid)
    finally:
        process.terminate()
        process.wait()


def places(home: str, url: str = "") -> dict[str, str]:
    """Environment of a user whose home is ``home`` and whose AWS is at ``url``."""
    at = {"AWS_ENDPOINT_URL": url} if url else {}
    return {"HOME": home, "XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home, **KEYS, **at}


def opened(
    home: str,
    *arguments: str,
    url: str = "",
    command: Sequence[str] = COMMAND,
    cols: int = 120,
    rows: int = 34,
) -> Terminal:
    """The live screen, or another ``command``, in a pseudo-terminal."""
    return Terminal(cols=cols, rows=rows, environ=places(home, url), command=(*command, *arguments))


def latency(terminal: Terminal, key: str) -> float:
    """Milliseconds from a key to the first byte of its answer; infinite if none came within a second."""
    terminal.settle(QUIET)
    began = time.perf_counter()
    terminal.press(key)
    if not select.select([terminal.fd], [], [], 1.0)[0]:
        return float("inf")
    return 1000 * (time.perf_counter() - began)


def cpu(pid: int) -> float:
    """Seconds of all processes of the tree so far."""
    spent = [each.cpu_times() for each in _tree(pid)]
    return float(sum(each.user + each.system for each in spent))


def megabytes(pid: int) -> float:
    """Resident memory of all processes of the tree."""
    return float(sum(each.memory_info().rss for each in _tree(pid))) / 1024**2


def written(pid: int) -> float:
    """Megabytes that were sent to the disk so far, as the kernel counts them (Linux)."""
    return float(sum(each.io_counters().write_bytes for each in _tree(pid))) / 1e6


def _tree(pid: int) -> list[psutil.Process]:
    top = psutil.Process(pid)
    return [top, *top.children(recursive=True)]
