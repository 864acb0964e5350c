"""The user's own command: what it gets, and what happens when it fails or hangs."""

import asyncio
import json
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ses_tui.core.incidents import alert_json
from ses_tui.notify import process
from ses_tui.notify.channel import ChannelError
from ses_tui.notify.hook import Hook
from tests.notify.messages import HOSTILE, MESSAGE, message


def script(path: Path, *lines: str) -> str:
    """An executable shell script."""
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def is_running(pid: int) -> bool:
    """Whether the process lives (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def test_the_alert_comes_as_json_on_standard_input_and_in_the_environment(tmp_path: Path) -> None:
    command = script(tmp_path / "hook", f"cat > {tmp_path}/json", f"env > {tmp_path}/env", "pwd")
    await Hook([command, "one argument"]).deliver(MESSAGE)
    raw = (tmp_path / "json").read_text()
    assert raw.isascii()
    assert json.loads(raw) == alert_json(MESSAGE)
    variables = dict(
        line.split("=", 1) for line in (tmp_path / "env").read_text().splitlines() if "=" in line
    )
    assert {name: value for name, value in variables.items() if name.startswith("SES_TUI_")} == {
        "SES_TUI_KIND": "FIRING",
        "SES_TUI_CONDITION": "warn",
        "SES_TUI_TARGET": "prod",
        "SES_TUI_SUBJECT": "Hotmail",
        "SES_TUI_METRIC": "bounce_rate",
        "SES_TUI_VALUE": "0.0831",
        "SES_TUI_TITLE": "WARN Hotmail bounce 8.31 % ≥ 3 %",
        "SES_TUI_SUMMARY": "news.example.org is 71 % of it, usual 0.90 %",
    }
    assert variables["PATH"] == os.environ["PATH"]


async def test_the_json_says_what_to_do_and_which_page_helps(tmp_path: Path) -> None:
    command = script(tmp_path / "hook", f"cat > {tmp_path}/json")
    alert = message(advice="stop the campaign", playbook="bounces", cause="throttled", about="desktop")
    await Hook([command]).deliver(alert)
    got = json.loads((tmp_path / "json").read_text())
    assert (got["advice"], got["playbook"], got["cause"]) == ("stop the campaign", "bounces", "throttled")


async def test_arguments_reach_the_command_as_they_are_with_no_shell_between(tmp_path: Path) -> None:
    command = script(tmp_path / "hook", f'printf "%s\\n" "$@" > {tmp_path}/arguments')
    await Hook([command, "$(id) `id` ; a b", "*"]).deliver(MESSAGE)
    assert (tmp_path / "arguments").read_text() == "$(id) `id` ; a b\n*\n"


async def test_hostile_text_is_only_text(tmp_path: Path) -> None:
    command = script(tmp_path / "hook", f"cat > {tmp_path}/json")
    text = HOSTILE.format(path=tmp_path / "owned") + "\0\ud800"
    await Hook([command]).deliver(message(title=text, body=text))
    assert json.loads((tmp_path / "json").read_text())["schema"] == 1
    assert not (tmp_path / "owned").exists()


async def test_a_failing_command_says_why_in_one_safe_line(tmp_path: Path) -> None:
    command = script(tmp_path / "hook", "printf '\\n\\033]0;x\\007no route to pager\\nmore\\n' >&2", "exit 3")
    with pytest.raises(ChannelError) as caught:
        await Hook([command]).deliver(MESSAGE)
    assert caught.value.line == f"{command}: exit 3: ␛]0;x␇no route to pager"


async def test_a_command_that_does_not_read_is_no_failure() -> None:
    await Hook(["true"]).deliver(message(body="x" * 400))


async def test_a_missing_command_is_a_problem_in_one_line() -> None:
    with pytest.raises(ChannelError, match="/nowhere/page: can't be started: no such file or directory"):
        await Hook(["/nowhere/page"]).deliver(MESSAGE)


@pytest.mark.fault(
    "a hook hangs",
    says="the channel fails, with its time limit",
    lives="reads, all other channels; the message is owed until it is accepted",
    blind="no",
    heals="at the next attempt",
)
async def test_a_hanging_command_is_killed_with_its_children(tmp_path: Path) -> None:
    command = script(
        tmp_path / "hook", f"sleep 600 & echo $! > {tmp_path}/child", f"echo $$ > {tmp_path}/self", "wait"
    )
    began = time.monotonic()
    with pytest.raises(ChannelError, match=r"took longer than 2 s and was stopped"):
        await Hook([command], limit=2.0).deliver(MESSAGE)
    assert time.monotonic() - began < 60
    pids = [int((tmp_path / name).read_text()) for name in ("self", "child")]
    await until(lambda: not any(is_running(pid) for pid in pids))
    await Hook([script(tmp_path / "hook", "exit 0")]).deliver(MESSAGE)


@pytest.mark.fault(
    "a hook can't be killed",
    says="the channel fails",
    lives="later messages of this channel; all else as where a hook hangs",
    blind="no",
    heals="at the next attempt",
)
async def test_a_command_that_cannot_be_killed_is_given_up_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = script(tmp_path / "hook", f"echo $$ > {tmp_path}/self", "exec sleep 600")
    with monkeypatch.context() as patched:
        patched.setattr("ses_tui.notify.process.os.killpg", lambda group, number: None)
        async with asyncio.timeout(60):
            with pytest.raises(ChannelError, match=r"took longer than 1 s and was stopped"):
                await Hook([command], limit=1.0).deliver(MESSAGE)
    pid = int((tmp_path / "self").read_text())
    assert is_running(pid)
    await Hook([script(tmp_path / "later", "exit 0")]).deliver(MESSAGE)
    os.kill(pid, 9)


async def test_a_child_in_a_session_of_its_own_that_holds_the_pipes_is_not_waited_for(tmp_path: Path) -> None:
    command = script(
        tmp_path / "hook", f"setsid sh -c 'echo $$ > {tmp_path}/child; exec sleep 600' <&0 &", "wait"
    )
    async with asyncio.timeout(60):
        with pytest.raises(ChannelError, match=r"took longer than 1 s and was stopped"):
            # more than a pipe holds, so that it is still being written when the time is up
            await process.run([command], environ=os.environ, stdin=b"." * 1_000_000, limit=1.0)
    await until((tmp_path / "child").exists)
    os.kill(int((tmp_path / "child").read_text()), 9)


async def test_a_cancelled_delivery_leaves_no_process(tmp_path: Path) -> None:
    command = script(
        tmp_path / "hook", f"echo $$ > {tmp_path}/half", f"mv {tmp_path}/half {tmp_path}/self", "sleep 600"
    )
    task = asyncio.create_task(Hook([command]).deliver(MESSAGE))
    await until((tmp_path / "self").exists)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    pid = int((tmp_path / "self").read_text())
    await until(lambda: not is_running(pid))


async def test_a_child_left_behind_on_purpose_does_not_hold_the_delivery_up(tmp_path: Path) -> None:
    command = script(tmp_path / "hook", f"sleep 600 & echo $! > {tmp_path}/child")
    await Hook([command], limit=60).deliver(MESSAGE)
    pid = int((tmp_path / "child").read_text())
    assert is_running(pid)
    os.kill(pid, 9)


async def test_endless_output_is_neither_kept_nor_a_block(tmp_path: Path) -> None:
    command = script(tmp_path / "hook", "head -c 3000000 /dev/zero", "head -c 3000000 /dev/zero >&2")
    await Hook([command], limit=60).deliver(MESSAGE)


async def until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for a condition outside this process; fails after ``seconds``."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "did not happen"
        await asyncio.sleep(0.01)
