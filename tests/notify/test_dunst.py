"""A real notification daemon (dunst) on a real session bus and a virtual screen: what it shows."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from ses_tui.core.condition import Condition
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Key, Metric
from ses_tui.notify.bus import reachable
from ses_tui.notify.channel import ChannelError
from ses_tui.notify.desktop import Desktop
from tests.notify.messages import HOSTILE, MESSAGE, firing, message

PROGRAMS = ("dbus-daemon", "dunst", "dunstctl", "Xvfb")
MISSING = [program for program in PROGRAMS if shutil.which(program) is None]

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not here: {', '.join(MISSING)}")

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={path}</listen>
<policy context="default"><allow send_destination="*"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"""

DUNSTRC = '[global]\nformat = "<b>%s</b>\\n%b"\nmarkup = full\nhistory_length = 50\n'


class Session:
    """A desktop session of our own: bus, screen, notification daemon."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._started: list[subprocess.Popen[bytes]] = []
        (directory / "bus.conf").write_text(BUS.format(path=directory / "bus"))
        (directory / "dunstrc").write_text(DUNSTRC)
        self.environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(directory),
            "XDG_RUNTIME_DIR": str(directory),
            "LANG": "C.UTF-8",
        }
        self._start("dbus-daemon", f"--config-file={directory}/bus.conf", "--nofork")
        until(lambda: reachable(self.environ))
        reading, writing = os.pipe()
        self._start("Xvfb", "-displayfd", str(writing), "-screen", "0", "800x600x24", keep=writing)
        os.close(writing)
        with os.fdopen(reading) as numbers:
            self._display = f":{numbers.readline().strip()}"
        self.begin()

    def begin(self) -> None:
        """Start the daemon, and wait until it answers."""
        self._dunst = self._start(
            "dunst", "-config", str(self._directory / "dunstrc"), more={"DISPLAY": self._display, **self._bus}
        )
        until(lambda: self.dunstctl("count").returncode == 0)

    def end(self) -> None:
        """Stop the daemon."""
        self._dunst.terminate()
        self._dunst.wait(60)

    def dunstctl(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["dunstctl", *words],
            env=self.environ | self._bus,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def shown(self) -> list[dict[str, Any]]:
        """What is or was on the screen, newest first; takes all of it off."""
        self.dunstctl("close-all")
        entries = json.loads(self.dunstctl("history").stdout)["data"][0]
        return [{name: field["data"] for name, field in entry.items()} for entry in entries]

    def displayed(self) -> int:
        return int(self.dunstctl("count", "displayed").stdout)

    def close(self) -> None:
        for process in reversed(self._started):
            process.terminate()
            process.wait(60)

    @property
    def _bus(self) -> dict[str, str]:
        return {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={self._directory}/bus"}

    def _start(
        self, *command: str, keep: int | None = None, more: Mapping[str, str] | None = None
    ) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            command,
            env={**self.environ, **(more or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=() if keep is None else (keep,),
        )
        self._started.append(process)
        return process


def until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for something outside this process; fails after ``seconds``."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "did not happen"
        time.sleep(0.05)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = Session(tmp_path)
    yield session
    session.close()


@pytest.fixture
async def desktop(session: Session) -> AsyncIterator[Desktop]:
    desktop = Desktop(environ=session.environ)
    yield desktop
    await desktop.close()


async def test_a_notification_is_shown_with_what_who_and_what_to_do(
    session: Session, desktop: Desktop
) -> None:
    assert reachable(session.environ)
    await desktop.deliver(firing(Condition.REVIEW, advice="stop the campaign"))
    assert session.displayed() == 1
    (shown,) = session.shown()
    assert shown["appname"] == "ses-tui"
    assert shown["summary"] == MESSAGE.title
    assert shown["body"] == f"{MESSAGE.body}\nstop the campaign"
    assert shown["timeout"] == 0  # critical: dunst shows it until somebody takes it away


async def test_a_drill_is_shown(session: Session) -> None:
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "ses_tui", "drill"],
        env=session.environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        start_new_session=True,
    )
    assert done.stdout.startswith("desktop   accepted  a session bus is here\n")
    assert done.returncode == 0
    (shown,) = session.shown()
    assert shown["summary"].endswith(" DRILL ses-tui: a test message, nothing is wrong")


async def test_a_later_message_on_the_same_matter_takes_the_place_of_the_earlier(
    session: Session, desktop: Desktop
) -> None:
    other = Key("prod", ACCOUNT, Metric.COMPLAINT_RATE)
    await desktop.deliver(MESSAGE)
    await desktop.deliver(message(key=other, title="another matter"))
    await desktop.deliver(firing(Condition.REVIEW, title="REVIEW Hotmail"))
    await desktop.deliver(message(kind=Kind.BLIND, title="blind is a matter of its own"))
    assert session.displayed() == 3
    titles = {shown["summary"] for shown in session.shown()}
    assert titles == {"another matter", "REVIEW Hotmail", "blind is a matter of its own"}


async def test_outside_text_is_shown_as_it_is_and_not_as_markup(session: Session, desktop: Desktop) -> None:
    await desktop.deliver(message(title="<i>a</i>", body=f"<b>x</b> &lt; {HOSTILE}"))
    (shown,) = session.shown()
    assert "<b>x</b>" in shown["body"].replace("&lt;", "<").replace("&gt;", ">")
    assert "\x1b" not in shown["body"]


async def test_a_daemon_that_dies_is_a_failure_and_one_that_comes_back_is_told_again(
    session: Session, desktop: Desktop
) -> None:
    await desktop.deliver(MESSAGE)
    await asyncio.to_thread(session.end)
    with pytest.raises(ChannelError, match="no notification service on the session bus"):
        await desktop.deliver(MESSAGE)
    await asyncio.to_thread(session.begin)
    await desktop.deliver(MESSAGE)
    assert session.displayed() == 1
