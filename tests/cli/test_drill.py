"""``ses-tui drill``: every channel for real, and what is said of each."""

import asyncio
import json
import os
import pty
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from aiohttp import web

from ses_tui.core.messages import Kind
from tests.cli.conftest import Ses
from tests.notify.servers import TOKEN, Server, serving

URL = "SES_TUI_NOTIFY__WEBHOOK_URL"


@pytest.fixture
def server() -> Iterator[Server]:
    """A server in a thread, for programs of their own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    stack = AsyncExitStack()
    yield asyncio.run_coroutine_threadsafe(stack.enter_async_context(serving()), loop).result(10)
    asyncio.run_coroutine_threadsafe(stack.aclose(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
    loop.close()


@pytest.fixture
def hook(tmp_path: Path) -> Callable[[str], str]:
    """``on_alert`` for the environment: a script with this line in it."""

    def written(line: str) -> str:
        path = tmp_path / "hook"
        path.write_text(f"#!/bin/sh\n{line}\n")
        path.chmod(0o700)
        return json.dumps([str(path)])

    return written


def states(text: str) -> dict[str, str]:
    return {name: state for name, state, *_ in (line.split() for line in text.splitlines())}


def test_every_channel_that_is_on_accepts_it(
    ses: Ses, server: Server, hook: Callable[[str], str], tmp_path: Path
) -> None:
    done = ses("drill", **{URL: server.url, "SES_TUI_NOTIFY__ON_ALERT": hook(f"cat > {tmp_path}/json")})
    assert done.returncode == 0, done.stdout
    assert done.stderr == ""
    said = states(done.stdout)
    assert (said["hook"], said["webhook"], said["apprise"]) == ("accepted", "accepted", "off")
    (seen,) = server.seen
    posted = json.loads(seen.body)
    assert posted == json.loads((tmp_path / "json").read_text())
    assert posted["kind"] == Kind.DRILL.value
    assert re.fullmatch(r"\d\d:\d\d DRILL ses-tui: a test message, nothing is wrong", posted["title"])


def test_one_that_fails_is_named_with_why_and_the_others_are_still_told(
    ses: Ses, server: Server, hook: Callable[[str], str]
) -> None:
    server.answer = web.Response(status=500, text=f"no /{TOKEN}")
    done = ses("drill", **{URL: server.url, "SES_TUI_NOTIFY__ON_ALERT": hook("exit 0")})
    assert done.returncode == 1
    assert "webhook   failed    answered 500\n" in done.stdout
    assert states(done.stdout)["hook"] == "accepted"
    assert TOKEN.split("/", maxsplit=1)[0] not in done.stdout + done.stderr


def test_json_says_the_same_for_programs(ses: Ses, server: Server) -> None:
    done = ses("drill", "--format", "json", **{URL: server.url})
    assert done.returncode == 0
    assert done.stdout.isascii()
    report = json.loads(done.stdout)
    assert report["schema"] == 1
    assert report["message"]["kind"] == "DRILL"
    by_name = {channel["name"]: channel for channel in report["channels"]}
    assert list(by_name) == ["desktop", "terminal", "tmux", "bell", "hook", "webhook", "apprise"]
    assert by_name["webhook"]["state"] == "accepted"
    assert by_name["webhook"]["seconds"] < 10
    assert by_name["hook"] == {
        "name": "hook",
        "state": "off",
        "why": "no on_alert in the settings",
        "seconds": None,
    }


def test_where_no_channel_is_on_nobody_would_be_told_and_that_is_said(ses: Ses) -> None:
    done = ses("drill")
    assert done.returncode == 3
    assert set(states(done.stdout).values()) == {"off"}
    assert done.stderr == "ses-tui: no channel is on: nobody would be told of an alert\n"


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({f"{URL}_FILE": f"https://h/{TOKEN}"}, "write the path of a file that holds the URL"),
        ({f"{URL}_COMMAND": f"https://h/{TOKEN}"}, "written as JSON"),
        ({URL: f"https://h/{TOKEN}", f"{URL}_FILE": "/x"}, "webhook_url and webhook_url_file are both set"),
    ],
)
def test_settings_that_are_no_good_are_one_line_that_repeats_no_secret(
    ses: Ses, variables: dict[str, str], said: str
) -> None:
    for command in (["drill"], ["watch", "--region", "eu-west-1"]):
        done = ses(*command, **variables)
        assert (done.returncode, done.stdout) == (3, "")
        (line,) = done.stderr.splitlines()
        assert said in line
        assert TOKEN.split("/", maxsplit=1)[0] not in line


APPRISE = "SES_TUI_NOTIFY__APPRISE_URLS"
HEARTBEAT = "SES_TUI_NOTIFY__HEARTBEAT_URL"

NO_GOOD = [
    ("webhook", {f"{URL}_FILE": "/nowhere/url"}, "notify.webhook_url_file: /nowhere/url is not there"),
    ("webhook", {f"{URL}_FILE": f"hooks.example.net/{TOKEN}"}, "the file that it names is not there"),
    ("webhook", {URL: TOKEN}, f"{URL}: no https or http URL"),
    ("heartbeat", {f"{HEARTBEAT}_FILE": "/nowhere/url"}, "notify.heartbeat_url_file: /nowhere/url"),
    ("apprise", {APPRISE: f"nosuch://{TOKEN}"}, "does not understand URL 1"),
    ("apprise", {f"{APPRISE}_FILE": "/nowhere/url"}, "notify.apprise_urls_file: /nowhere/url"),
]
OF_COMMANDS = [
    ("webhook", {f"{URL}_COMMAND": '["false"]'}, "notify.webhook_url_command: the command failed (exit 1)"),
    ("webhook", {f"{URL}_COMMAND": f'["https://h/{TOKEN}"]'}, "cannot be started"),
]


@pytest.mark.parametrize(("channel", "variables", "said"), [*NO_GOOD, *OF_COMMANDS])
def test_a_channel_that_can_not_be_made_has_failed_and_the_others_are_told(
    ses: Ses, hook: Callable[[str], str], channel: str, variables: dict[str, str], said: str
) -> None:
    variables = {**variables, "SES_TUI_NOTIFY__ON_ALERT": hook("exit 0")}
    done = ses("drill", **variables)
    assert (done.returncode, done.stderr) == (1, "")
    assert (states(done.stdout)[channel], states(done.stdout)["hook"]) == ("failed", "accepted")
    assert said in next(line for line in done.stdout.splitlines() if line.startswith(channel))
    assert TOKEN.split("/", maxsplit=1)[0] not in done.stdout


@pytest.mark.parametrize(("channel", "variables", "said"), [*NO_GOOD, *OF_COMMANDS])
def test_watch_does_not_start_without_a_channel_that_is_configured(
    ses: Ses, channel: str, variables: dict[str, str], said: str
) -> None:
    done = ses("watch", "--region", "eu-west-1", **variables)
    assert (done.returncode, done.stdout) == (3, "")
    (line,) = done.stderr.splitlines()
    assert said in line
    assert TOKEN.split("/", maxsplit=1)[0] not in line


@pytest.mark.parametrize(("channel", "variables", "said"), NO_GOOD)
def test_what_watch_refuses_config_validate_refuses_too(
    ses: Ses, channel: str, variables: dict[str, str], said: str
) -> None:
    done = ses("config", "validate", **variables)
    assert done.returncode == 3
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"ses-tui: environment {next(iter(variables))}: ")
    assert said in line
    assert TOKEN.split("/", maxsplit=1)[0] not in line


def test_one_of_several_webhooks_that_can_not_be_made_keeps_none_from_being_told(
    ses: Ses, server: Server, tmp_path: Path
) -> None:
    path = tmp_path / "c.toml"
    path.write_text(
        '[[notify.webhooks]]\nname = "first"\nurl_file = "/nowhere/url"\n'
        '[[notify.webhooks]]\nname = "pager"\nformat = "pagerduty"\nkey_file = "/nowhere/key"\n'
        '[[notify.webhooks]]\nname = "last"\nformat = "json"\n'
    )
    given = {"SES_TUI_NOTIFY__WEBHOOKS__LAST__URL": server.url}
    done = ses("drill", "--config", str(path), **given)
    assert done.returncode == 1
    said = states(done.stdout)
    assert (said["first"], said["pager"], said["last"]) == ("failed", "failed", "accepted")
    assert len(server.seen) == 1


def test_check_reads_no_secret(ses: Ses, tmp_path: Path) -> None:
    done = ses("check", "--region", "eu-west-1", **{f"{URL}_COMMAND": f'["touch", "{tmp_path}/read"]'})
    assert "notify" not in done.stderr
    assert not (tmp_path / "read").exists()


def test_what_is_kept_badly_is_warned_of_and_works(ses: Ses, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "url"
    path.write_text(server.url)
    path.chmod(0o644)
    done = ses("drill", **{f"{URL}_FILE": str(path)})
    assert done.returncode == 0
    assert done.stderr == f"ses-tui: webhook: others can open {path}: chmod 600 it\n"


def test_the_heartbeat_is_not_called(ses: Ses, server: Server, hook: Callable[[str], str]) -> None:
    more = {"SES_TUI_NOTIFY__HEARTBEAT_URL": server.url, "SES_TUI_NOTIFY__ON_ALERT": hook("exit 0")}
    assert ses("drill", **more).returncode == 0
    assert server.seen == []


def test_on_a_terminal_the_bell_rings_and_states_have_colours(environ: dict[str, str]) -> None:
    def run(**variables: str) -> str:
        pid, terminal = pty.fork()
        if pid == 0:
            os.execve(sys.executable, [sys.executable, "-m", "ses_tui", "drill"], {**environ, **variables})
        said = b""
        while True:
            try:
                said += os.read(terminal, 65536)
            except OSError:
                break
        os.close(terminal)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
        return said.decode()

    said = run()
    assert "\a" in said
    assert re.search(r"bell +\x1b\[32maccepted\x1b\[0m", said)
    plain = run(NO_COLOR="1", TERM_PROGRAM="iTerm.app")
    assert "\x1b[" not in plain
    assert "\x1b]9;" in plain
    assert re.search(r"terminal +accepted", plain)


def test_usage_errors_exit_3(ses: Ses) -> None:
    done: subprocess.CompletedProcess[str] = ses("drill", "--format", "nagios")
    assert done.returncode == 3
