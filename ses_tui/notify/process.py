"""A command with a time limit: no shell, killed with everything that it started."""

import asyncio
import os
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from ses_tui.notify.channel import ChannelError

OUTPUT_CAP = 65536
"""Bytes kept of what a command prints; the rest is read and thrown away."""

_LAST_WORDS = 0.5
"""Seconds to wait for output after the command has ended: a child of it may hold the pipe."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended. ``code`` is negative where a signal ended it."""

    code: int
    output: str
    errors: str


async def run(
    command: Sequence[str], *, environ: Mapping[str, str], stdin: bytes = b"", limit: float
) -> Outcome:
    """Run ``command`` to its end, at most ``limit`` seconds.

    Raises ChannelError where it can't be started or takes longer; then, and when cancelled, its
    whole process group is killed.
    """
    name = command[0]
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=dict(environ), start_new_session=True
        )
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ChannelError(f"{name}: can't be started: {reason.lower()}") from error
    try:
        async with asyncio.timeout(limit):
            return await _finish(process, stdin)
    except TimeoutError:
        raise ChannelError(f"{name}: took longer than {limit:g} s and was stopped") from None
    finally:
        if process.returncode is None:
            _kill_group(process)
            with suppress(ProcessLookupError):
                await process.wait()


async def _finish(process: Process, stdin: bytes) -> Outcome:
    assert process.stdin and process.stdout and process.stderr
    output = asyncio.create_task(_drain(process.stdout))
    errors = asyncio.create_task(_drain(process.stderr))
    try:
        await asyncio.gather(_feed(process.stdin, stdin), process.wait())
        await asyncio.wait({output, errors}, timeout=_LAST_WORDS)
        return Outcome(process.returncode or 0, _text(output), _text(errors))
    finally:
        output.cancel()
        errors.cancel()


async def _feed(pipe: asyncio.StreamWriter, data: bytes) -> None:
    """A command need not read what it is given."""
    with suppress(BrokenPipeError, ConnectionResetError):
        pipe.write(data)
        await pipe.drain()
        pipe.close()
        await pipe.wait_closed()


async def _drain(pipe: asyncio.StreamReader) -> bytes:
    kept = bytearray()
    while chunk := await pipe.read(8192):
        kept += chunk[: OUTPUT_CAP - len(kept)]
    return bytes(kept)


def _text(reader: asyncio.Task[bytes]) -> str:
    return reader.result().decode("utf-8", "replace") if reader.done() else ""


def _kill_group(process: Process) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
