"""A pager's key in what a user sees: nowhere, also where the service repeats it."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import web

from tests.cli.conftest import Ses
from tests.notify.pager import KEY, Service
from tests.notify.servers import serving

CONFIG = """
[notify]
desktop = "off"
[[notify.webhooks]]
name = "pager"
format = "pagerduty"
url = "{url}"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def configure(config: Path, url: str) -> None:
    config.write_text(CONFIG.format(url=url))


async def drilled(ses: Ses, config: Path, url: str) -> str:
    """All that a drill says, as text and as JSON."""
    configure(config, url)
    key = {"SES_TUI_NOTIFY__WEBHOOKS__PAGER__KEY": KEY}
    said = ""
    for form in ("text", "json"):
        done = await asyncio.to_thread(ses, "drill", "--config", str(config), "--format", form, **key)
        said += done.stdout + done.stderr
    return said


async def test_a_drill_opens_and_closes_an_incident(ses: Ses, config: Path) -> None:
    service = Service()
    async with serving() as server:
        service.serve(server)
        said = await drilled(ses, config, server.url)
    assert "pager     accepted  pagerduty, [[notify.webhooks]] in the settings" in said
    assert [(one.severities, one.open) for one in service.incidents] == [(["info"], False)] * 2
    assert KEY not in said


async def test_what_refuses_may_not_repeat_the_key(ses: Ses, config: Path) -> None:
    async with serving() as server:
        server.answer = web.Response(status=400, text=f"no routing key {KEY}")
        said = await drilled(ses, config, server.url)
    assert "pager     failed    answered 400\n" in said
    assert KEY not in said


@pytest.mark.parametrize("command", [("config", "show"), ("config", "validate"), ("doctor",)])
def test_no_command_shows_it(command: tuple[str, ...], ses: Ses, config: Path) -> None:
    configure(config, "https://events.eu.pagerduty.com/v2/enqueue")
    key = {"SES_TUI_NOTIFY__WEBHOOKS__PAGER__KEY": KEY}
    done = ses(*command, "--config", str(config), **key)
    assert "pager" in done.stdout + done.stderr or command != ("config", "show")
    assert KEY not in done.stdout + done.stderr
