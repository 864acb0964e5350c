"""Alertmanager's channel against the real one, where it is installed."""

import asyncio
import json
import os
import shutil
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from ses_tui.core.condition import Condition
from ses_tui.core.messages import Kind, Message
from ses_tui.notify.alertmanager import Alertmanager, alerts
from ses_tui.notify.secret import Secret
from tests.notify.messages import HOSTILE, firing, message

PROGRAM = shutil.which("prometheus-alertmanager") or shutil.which("alertmanager")

real = pytest.mark.skipif(PROGRAM is None, reason="there is no Alertmanager here")

CONFIG = """
route: {receiver: nobody, group_by: [alertname, target]}
receivers: [{name: nobody}]
"""


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    """A real Alertmanager of this test's own."""
    assert PROGRAM is not None
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "config.yml").write_text(CONFIG)
    process = await asyncio.create_subprocess_exec(
        PROGRAM,
        f"--config.file={tmp_path}/config.yml",
        f"--storage.path={tmp_path}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--cluster.listen-address=",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env=dict(os.environ),
    )
    url = f"http://127.0.0.1:{port}"
    async with aiohttp.ClientSession() as session:
        for _ in range(600):
            try:
                async with session.get(f"{url}/-/ready") as response:
                    if response.status == 200:
                        break
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.05)
    yield url
    process.kill()
    await process.wait()


async def stands(address: str) -> list[dict[str, str]]:
    """The labels of what is open there."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{address}/api/v2/alerts?active=true") as response,
    ):
        return [one["labels"] for one in json.loads(await response.read())]


async def until_none(address: str) -> None:
    """Wait until nothing is open there."""
    for _ in range(600):
        if not await stands(address):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(await stands(address))


def now(one: Message, **changes: object) -> Message:
    """Written at this moment: Alertmanager goes by its own clock."""
    at = time.time()
    return message(
        **{
            **{name: getattr(one, name) for name in one.__slots__},
            "at": at,
            "since": at - 60,
            "account_id": "123456789012",
            "region": "eu-west-1",
            **changes,
        }
    )


@real
async def test_an_alert_is_open_with_its_severity_until_it_is_resolved(address: str) -> None:
    channel = Alertmanager(Secret(address), name="am")
    warn, review = Condition.WARN, Condition.REVIEW
    await channel.deliver(now(firing(warn)))
    (labels,) = await stands(address)
    assert labels == {
        "alertname": "SesBounceRate",
        "severity": "warning",
        "target": "prod",
        "account_id": "123456789012",
        "region": "eu-west-1",
        "subject_kind": "isp",
        "subject": "Hotmail",
        "metric": "bounce_rate",
    }
    await channel.deliver(now(firing(review, was=warn)))
    await channel.restate([now(firing(review, was=review, kind=Kind.REPEAT))])
    assert [one["severity"] for one in await stands(address)] == ["error"]
    await channel.deliver(now(firing(warn, was=review, kind=Kind.EASED)))
    assert [one["severity"] for one in await stands(address)] == ["warning"]
    await channel.deliver(now(firing(Condition.OK, was=warn, kind=Kind.RESOLVED)))
    assert await stands(address) == []


@real
@pytest.mark.parametrize(
    ("begin", "end"),
    [
        (message(kind=Kind.BLIND, cause="network"), message(kind=Kind.SIGHT, cause="network")),
        (
            message(kind=Kind.CHANNEL_FAILING, trouble=Kind.CHANNEL_FAILING, about="hook"),
            message(kind=Kind.CHANNEL_OK, trouble=Kind.CHANNEL_FAILING, about="hook"),
        ),
        (
            message(kind=Kind.STORE_FAILING, trouble=Kind.STORE_FAILING),
            message(kind=Kind.RESOLVED, trouble=Kind.STORE_FAILING),
        ),
        (message(title=HOSTILE), message(kind=Kind.GONE, was=Condition.WARN)),
    ],
)
async def test_what_begins_and_ends_is_open_and_then_not(address: str, begin: Message, end: Message) -> None:
    channel = Alertmanager(Secret(address))
    await channel.deliver(now(begin))
    assert len(await stands(address)) == 1
    await channel.deliver(now(end))
    assert await stands(address) == []


@real
async def test_what_is_not_posted_again_ends_by_itself(address: str) -> None:
    await Alertmanager(Secret(address), cycle=0.5).deliver(now(firing(Condition.WARN)))
    assert len(await stands(address)) == 1
    await until_none(address)


def test_what_is_open_ends_two_cycles_ahead_and_a_drill_by_itself() -> None:
    (open_,) = alerts(message(at=1_700_000_000.0), 600.0)
    assert open_["endsAt"] == "2023-11-14T22:23:20Z"
    (drill,) = alerts(message(at=1_700_000_000.0, kind=Kind.DRILL), 600.0)
    assert drill["endsAt"] == "2023-11-14T22:18:20Z"
