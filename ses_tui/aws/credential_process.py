"""The user's ``credential_process``: it never outlives its lookup, and what it prints is judged here.

It has a session of its own, and with it a process group and no terminal: it can be ended with its
children, and can't read keys that are meant for the screen.
"""

import asyncio
import json
import os
import signal
from contextlib import suppress
from datetime import UTC, datetime
from subprocess import DEVNULL, PIPE

MOST_BYTES = 64 * 1024
"""Credentials are some 2 KB."""


class ProcessFailed(Exception):
    """Its text names the program and says what is wrong, without anything that the program printed."""


class ProcessExpired(ProcessFailed):
    """What the program printed has expired."""


class CredentialProcess:
    """As much of ``asyncio.subprocess.Process`` as aiobotocore uses. Its output is good, or it raises."""

    returncode = 0

    def __init__(self, name: str, process: asyncio.subprocess.Process) -> None:
        self._name = name
        self._process = process

    async def communicate(self) -> tuple[bytes, bytes]:
        """What was printed. ProcessFailed; the process group is ended on any failure."""
        assert self._process.stdout is not None
        printed = bytearray()
        try:
            while chunk := await self._process.stdout.read(MOST_BYTES):
                printed += chunk
                if len(printed) > MOST_BYTES:
                    raise ProcessFailed(f"{self._name} printed more than {MOST_BYTES // 1024} KB")
            code = await self._process.wait()
            if code:
                ended = f"was ended by signal {-code}" if code < 0 else f"failed with exit code {code}"
                raise ProcessFailed(f"{self._name} {ended}")
            self._judge(bytes(printed))
        except BaseException:  # a cancelled lookup too: the program never outlives it
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            raise
        return bytes(printed), b""

    def _judge(self, printed: bytes) -> None:
        try:
            parsed = json.loads(printed)
        except (ValueError, RecursionError):
            raise ProcessFailed(f"{self._name} printed no JSON") from None
        if not isinstance(parsed, dict) or parsed.get("Version") != 1:
            raise ProcessFailed(f'{self._name} printed no JSON object with "Version": 1')
        for key in ("AccessKeyId", "SecretAccessKey"):
            if not isinstance(parsed.get(key), str) or not parsed[key]:
                raise ProcessFailed(f"{self._name} printed no {key}")
        expiration = parsed.get("Expiration")
        if expiration is None:
            return
        try:
            expires = datetime.fromisoformat(expiration)
        except (TypeError, ValueError):
            raise ProcessFailed(f"{self._name} printed an Expiration that is not ISO 8601") from None
        if expires.replace(tzinfo=expires.tzinfo or UTC) <= datetime.now(UTC):
            raise ProcessExpired(f"{self._name} printed credentials that have expired")


async def start(program: str, *words: str, **_: object) -> CredentialProcess:
    """Start it; ProcessFailed where it can't be. Its standard error is not read: it may hold secrets."""
    name = f"credential_process {program}"
    try:
        process = await asyncio.create_subprocess_exec(
            program, *words, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL, start_new_session=True
        )
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "its command line is malformed"
        raise ProcessFailed(f"{name} can't be started: {why}") from None
    return CredentialProcess(name, process)
