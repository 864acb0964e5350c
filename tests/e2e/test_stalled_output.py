"""``watch`` whose output nobody takes: alerts go out all the same, and it ends when it is told to."""

import asyncio
import os
import pty
import signal
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import pytest

from ses_tui.simulator.server import SimulatorServer

PATIENCE = 120.0

Ends = tuple[int, int]
"""Descriptors for standard output and standard error."""


@contextmanager
def full_pipe() -> Iterator[int]:
    """A pipe without room that nobody reads."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    for size in (4096, 1):
        with suppress(BlockingIOError):
            while True:
                os.write(writer, b"." * size)
    os.set_blocking(writer, True)
    yield writer
    os.close(reader)
    os.close(writer)


@contextmanager
def unread() -> Iterator[Ends]:
    with full_pipe() as out, full_pipe() as err:
        yield out, err


@contextmanager
def stopped_terminal() -> Iterator[Ends]:
    master, slave = pty.openpty()
    termios.tcflow(slave, termios.TCOOFF)  # ctrl-s
    yield slave, slave
    os.close(master)
    os.close(slave)


@contextmanager
def full_disk() -> Iterator[Ends]:
    handle = os.open("/dev/full", os.O_WRONLY)
    yield handle, handle
    os.close(handle)


@contextmanager
def closed_pipe() -> Iterator[Ends]:
    reader, writer = os.pipe()
    os.close(reader)
    yield writer, writer
    os.close(writer)


async def until(true: Callable[[], bool]) -> None:
    while not true():  # noqa: ASYNC110  another process makes it so
        await asyncio.sleep(0.05)


STATES = (unread, stopped_terminal, full_disk, closed_pipe)


@pytest.mark.fault(
    "`watch`: nobody reads its output, or the disk is full",
    says="one line on standard error; how many lines were left out",
    lives="reads, alerts, every channel; SIGTERM ends it",
    blind="no",
    heals="when it can be written: newest lines first kept",
)
@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full")
@pytest.mark.parametrize("state", STATES)
async def test_the_hook_is_called_and_sigterm_ends_it(
    state: Callable[[], AbstractContextManager[Ends]], tmp_path: Path
) -> None:
    told, hook = tmp_path / "told", tmp_path / "hook.py"
    hook.write_text(f"import sys\nopen({str(told)!r}, 'a').write(sys.stdin.read() + '\\n')\n")
    server = SimulatorServer("paused")
    await server.start()
    config = tmp_path / "config.toml"
    config.write_text(
        f'[[targets]]\nname = "prod"\nregion = "us-east-1"\nendpoint_url = "{server.url}"\n'
        '[poll]\naccount = "1s"\n'
        f'[notify]\ndesktop = "off"\nterminal = "off"\non_alert = ["{sys.executable}", "{hook}"]\n'
    )
    environ = {
        "PATH": os.environ["PATH"],
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }
    with state() as (out, err):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "ses_tui", "watch", "--config", str(config),
            env=environ, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True,
        )  # fmt: skip
        try:
            async with asyncio.timeout(PATIENCE):
                await until(lambda: server.log.operations["GetAccount"] >= 2)
                assert not told.exists() or "PROBATION" not in told.read_text()
                server.clock.advance(25 * 60.0)
                await until(lambda: told.exists() and "PROBATION" in told.read_text())
                process.send_signal(signal.SIGTERM)
                assert await process.wait() == 0
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
            await server.stop()
