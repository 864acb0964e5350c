"""`export` as a process of its own on the simulated account."""

import asyncio
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import aiohttp
import pytest

from ses_tui.simulator.server import SimulatorServer
from tests.cli.conftest import KEYS, Ses


async def begun(environ: dict[str, str], *arguments: str) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "ses_tui", *arguments, env={**environ, **KEYS}, stdout=PIPE, stderr=PIPE
    )


async def ended(process: Process) -> int:
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(60):
        return await process.wait()


def listening(pid: int) -> bool:
    """Whether the process has a TCP socket that listens."""
    held = {str(one.readlink()) for one in Path(f"/proc/{pid}/fd").iterdir()}
    lines = [line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]]
    return any(f"socket:[{line[9]}]" in held for line in lines if line[3] == "0A")


@pytest.mark.parametrize("command", ["export", "watch"])
async def test_metrics_are_served_until_it_is_terminated(command: str, environ: dict[str, str]) -> None:
    server = SimulatorServer("healthy", speed=1.0)
    await server.start()
    process = await begun(environ, command, "--endpoint-url", server.url, "--listen", "127.0.0.1:0")
    try:
        assert process.stderr is not None
        async with asyncio.timeout(60):
            line = (await process.stderr.readline()).decode()
        address = re.search(r"http://127\.0\.0\.1:\d+/metrics", line)
        assert address is not None, line
        assert listening(process.pid)
        text = ""
        async with aiohttp.ClientSession() as session:
            for _ in range(600):
                async with session.get(address[0]) as response:
                    text = await response.text()
                if 'subject="Gmail"' in text:
                    break
                await asyncio.sleep(0.1)
        assert re.search(r'ses_bounce_rate_ratio\{account_id="123456789012".*subject="Gmail".*\} 0\.0', text)
        assert re.search(r'ses_health\{.*state="fresh".*\} 1\.0', text)
    finally:
        code = await ended(process)
        await server.stop()
    assert code == 0
    assert process.stdout is not None
    written = (await process.stdout.read()).decode()
    assert written.startswith('{"schema": 1') == (command == "watch")


async def test_a_file_is_kept_and_nothing_listens(environ: dict[str, str], tmp_path: Path) -> None:
    server = SimulatorServer("healthy", speed=1.0)
    await server.start()
    file = tmp_path / "ses.prom"
    process = await begun(environ, "export", "--endpoint-url", server.url, "--textfile", str(file))
    try:
        for _ in range(600):
            if file.exists() and "ses_bounce_rate_ratio" in file.read_text():
                break
            await asyncio.sleep(0.1)
        assert "ses_bounce_rate_ratio" in file.read_text()
        assert not listening(process.pid)
    finally:
        await ended(process)
        await server.stop()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--listen", "9839"], "is not ADDRESS:PORT"),
        (["--listen", "localhost:99999"], "is not ADDRESS:PORT"),
        (["--listen", "192.0.2.1:9839"], "--listen 192.0.2.1:9839: cannot assign requested address"),
        (["--textfile", "/nowhere/ses.prom"], "--textfile /nowhere/ses.prom: no such file or directory"),
    ],
)
def test_what_can_not_be_is_refused(ses: Ses, arguments: list[str], said: str) -> None:
    done = ses("export", *arguments, **KEYS)
    assert done.returncode == 3
    assert said in done.stderr
