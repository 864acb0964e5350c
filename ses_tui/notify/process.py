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

_KILLED_SECONDS = 1.0
"""How long a command that was killed may take to end before it is given up on."""

_LAST_WORDS = 0.2
"""Seconds to wait for output after the command has ended: a child of it may hold the pipe."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended. ``code`` is negative where a signal ended it."""

    code: int
    output: str
    errors: str

    @property
    def complaint(self) -> str:
        """The first line on standard error, or how it ended."""
        said = next((line for line in self.errors.splitlines() if line.strip()), "")
        how = f"exit {self.code}" if self.code >= 0 else f"ended by signal {-self.code}"
        return f"{how}: {said}" if said else how


async def run(
    command: Sequence[str], *, environ: Mapping[str, str], stdin: bytes = b"", limit: float
) -> Outcome:
    """Run ``command`` to its end, at most ``limit`` seconds.

    Raises ChannelError where it can't be started or takes longer; then, and when cancelled, its
    whole process group is killed. One that can't be killed (it waits for a disk that does not answer)
    is given up on. What it leaves running after a good end is left alone.
    """
    name = command[0]
    async with _Catch() as output, _Catch() as errors:
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=PIPE,
                stdout=output.entrance,
                stderr=errors.entrance,
                env=dict(environ),
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise ChannelError(f"{name}: can't be started: {reason.lower()}") from error
        try:
            async with asyncio.timeout(limit):
                output.shut()
                errors.shut()
                await asyncio.gather(_feed(process, stdin), process.wait())
                await asyncio.gather(output.end(), errors.end())
        except TimeoutError:
            raise ChannelError(f"{name}: took longer than {limit:g} s and was stopped") from None
        finally:
            if process.returncode is None:
                await _end(process)
        return Outcome(process.returncode or 0, output.text, errors.text)


class _Catch:
    """A pipe that keeps the beginning of what comes.

    Not asyncio's own: with that, waiting for a command waits for every child that inherited it.
    """

    def __init__(self) -> None:
        self.entrance = -1
        self._kept = bytearray()

    async def __aenter__(self) -> "_Catch":
        exit_, self.entrance = os.pipe()
        reader = asyncio.StreamReader()
        self._transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(exit_, "rb", buffering=0)
        )
        self._drain = asyncio.create_task(self._read(reader))
        return self

    async def __aexit__(self, *_: object) -> None:
        self.shut()
        self._drain.cancel()
        self._transport.close()

    def shut(self) -> None:
        """Give up our own end for writing, so that the pipe ends with the command."""
        if self.entrance >= 0:
            os.close(self.entrance)
            self.entrance = -1

    async def end(self) -> None:
        """Wait a moment for the rest."""
        await asyncio.wait({self._drain}, timeout=_LAST_WORDS)

    @property
    def text(self) -> str:
        return self._kept.decode("utf-8", "replace")

    async def _read(self, reader: asyncio.StreamReader) -> None:
        while chunk := await reader.read(8192):
            self._kept += chunk[: OUTPUT_CAP - len(self._kept)]


async def _feed(process: Process, data: bytes) -> None:
    """A command need not read what it is given."""
    pipe = process.stdin
    assert pipe is not None
    with suppress(BrokenPipeError, ConnectionResetError):
        pipe.write(data)
        await pipe.drain()
        pipe.close()
        await pipe.wait_closed()


async def _end(process: Process) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    if process.stdin is not None and not process.stdin.is_closing():
        process.stdin.transport.abort()  # a child of it in another session may hold the other end
    with suppress(TimeoutError):
        async with asyncio.timeout(_KILLED_SECONDS):
            await process.wait()
