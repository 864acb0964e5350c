"""Desktop notifications on a real session bus with a small notification service of the test's own."""

import asyncio
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from dbus_fast import Variant
from dbus_fast.aio import MessageBus
from dbus_fast.annotations import DBusDict, DBusInt32, DBusSignature, DBusStr, DBusUInt32
from dbus_fast.service import ServiceInterface, dbus_method

from ses_tui.core.condition import Condition
from ses_tui.notify import bus as buses
from ses_tui.notify.bus import Session, reachable, session_address
from ses_tui.notify.channel import ChannelError
from ses_tui.notify.desktop import Desktop, MacDesktop
from tests.notify.messages import HOSTILE, MESSAGE, firing, message

needs_bus = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="no dbus-daemon here")

CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={path}</listen>
<policy context="default"><allow send_destination="*"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"""


Strings = Annotated[list[str], DBusSignature("as")]


class Service(ServiceInterface):
    """org.freedesktop.Notifications, as far as a client calls it."""

    def __init__(self, capabilities: list[str]) -> None:
        super().__init__("org.freedesktop.Notifications")
        self.capabilities = capabilities
        self.shown: list[tuple[str, str, dict[str, Variant]]] = []
        self.refuses = False

    @dbus_method()
    def GetCapabilities(self) -> Strings:  # noqa: N802  the bus's own names
        return self.capabilities

    @dbus_method()
    def GetServerInformation(self) -> Annotated[tuple[str, str, str, str], DBusSignature("ssss")]:  # noqa: N802
        return "test", "test", "1", "1.2"

    @dbus_method()
    def Notify(  # noqa: N802
        self,
        app: DBusStr,
        replaces: DBusUInt32,
        icon: DBusStr,
        title: DBusStr,
        body: DBusStr,
        actions: Strings,
        hints: DBusDict,
        expires: DBusInt32,
    ) -> DBusUInt32:
        if self.refuses:
            raise RuntimeError("no room on the screen")
        self.shown.append((title, body, hints))
        return len(self.shown)


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The environment of a session whose bus is a real dbus-daemon."""
    socket = tmp_path / "bus"
    (tmp_path / "bus.conf").write_text(CONFIG.format(path=socket))
    daemon = subprocess.Popen(["dbus-daemon", f"--config-file={tmp_path}/bus.conf", "--nofork"])
    end = time.monotonic() + 60
    while not reachable({"XDG_RUNTIME_DIR": str(tmp_path)}):  # it is there before it takes connections
        assert time.monotonic() < end, "dbus-daemon did not start"
        time.sleep(0.01)
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    yield {"XDG_RUNTIME_DIR": str(tmp_path)}
    os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)
    daemon.terminate()
    daemon.wait(60)


async def serve(environ: dict[str, str], service: Service) -> MessageBus:
    bus = await MessageBus(bus_address=session_address(environ)).connect()
    bus.export("/org/freedesktop/Notifications", service)
    await bus.request_name("org.freedesktop.Notifications")
    return bus


@pytest.fixture
async def service(environ: dict[str, str]) -> AsyncIterator[Service]:
    service = Service(["body", "body-markup"])
    bus = await serve(environ, service)
    yield service
    bus.disconnect()


@pytest.fixture
async def desktop(environ: dict[str, str]) -> AsyncIterator[Desktop]:
    desktop = Desktop(environ=environ)
    yield desktop
    await desktop.close()


async def until_gone(environ: dict[str, str]) -> None:
    """Wait until the bus has noticed that its notification service left."""
    end = time.monotonic() + 60
    while True:
        session = Session(environ)
        try:
            await session.server()
        except ChannelError:
            return
        finally:
            session.close()
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


def urgency(hints: dict[str, Variant]) -> Any:
    return hints["urgency"].value


@needs_bus
async def test_the_service_gets_title_and_body_and_from_review_on_it_is_critical(
    service: Service, desktop: Desktop
) -> None:
    await desktop.deliver(MESSAGE)
    await desktop.deliver(firing(Condition.REVIEW))
    assert [(title, body) for title, body, _ in service.shown] == [(MESSAGE.title, MESSAGE.body)] * 2
    assert [urgency(hints) for _, _, hints in service.shown] == [1, 2]


@needs_bus
async def test_markup_in_outside_text_is_shown_as_text(service: Service, desktop: Desktop) -> None:
    await desktop.deliver(message(title="<b>", body=f"<img src=x> &amp; {HOSTILE}"))
    title, body, _ = service.shown[0]
    assert title == "<b>"  # a title is never markup
    assert body.startswith("&lt;img src=x&gt; &amp;amp; ")
    assert not set(body) & set("<\x1b\n")


@needs_bus
async def test_a_service_without_markup_gets_the_text_as_it_is(
    environ: dict[str, str], desktop: Desktop
) -> None:
    service = Service(["body"])
    bus = await serve(environ, service)
    await desktop.deliver(message(body="a < b & c"))
    assert service.shown[0][1] == "a < b & c"
    bus.disconnect()


@needs_bus
async def test_a_service_that_refuses_is_a_failure_and_the_next_message_is_tried_anew(
    service: Service, desktop: Desktop, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    service.refuses = True
    with pytest.raises(ChannelError, match=r"desktop: .+"):
        await desktop.deliver(MESSAGE)
    service.refuses = False
    await desktop.deliver(MESSAGE)
    assert len(service.shown) == 1
    assert not [record for record in caplog.records if record.name.startswith("desktop_notifier")]
    assert "Notification failed" not in capfd.readouterr().err


@needs_bus
async def test_failures_do_not_pile_up_connections(service: Service, desktop: Desktop) -> None:
    def open_files() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    service.refuses = True
    before = 0
    for turn in range(6):
        with pytest.raises(ChannelError):
            await desktop.deliver(MESSAGE)
        before = before or (open_files() if turn == 1 else 0)
    assert open_files() <= before


@needs_bus
async def test_a_bus_where_no_service_answers_is_a_failure(desktop: Desktop) -> None:
    with pytest.raises(ChannelError, match="no notification service on the session bus"):
        await desktop.deliver(MESSAGE)


@needs_bus
async def test_the_service_may_come_back(environ: dict[str, str], desktop: Desktop) -> None:
    first = await serve(environ, Service(["body"]))
    await desktop.deliver(MESSAGE)
    first.disconnect()
    await until_gone(environ)
    with pytest.raises(ChannelError):
        await desktop.deliver(MESSAGE)
    again = Service(["body"])
    second = await serve(environ, again)
    await desktop.deliver(MESSAGE)
    assert len(again.shown) == 1
    second.disconnect()


@pytest.mark.parametrize(
    "make",
    [
        lambda path: {},
        lambda path: {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={path}/bus"},
        lambda path: {"XDG_RUNTIME_DIR": str(path)},
        lambda path: {"DBUS_SESSION_BUS_ADDRESS": "disabled:"},
        lambda path: {"DBUS_SESSION_BUS_ADDRESS": "nonsense"},
        lambda path: {"DBUS_SESSION_BUS_ADDRESS": "autolaunch:"},
    ],
)
async def test_without_a_bus_it_fails_at_once_rather_than_report_success(make: Any, tmp_path: Path) -> None:
    environ = make(tmp_path)
    assert not reachable(environ)
    with pytest.raises(ChannelError, match="desktop: no D-Bus session bus here"):
        await Desktop(environ=environ).deliver(MESSAGE)


async def test_a_socket_that_nobody_speaks_on_does_not_hold_us_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buses, "ASK_SECONDS", 0.2)
    silent = await asyncio.start_unix_server(lambda reader, writer: None, tmp_path / "bus")
    with pytest.raises(ChannelError, match=r"gave no answer in 0\.2 s"):
        await Session({"XDG_RUNTIME_DIR": str(tmp_path)}).server()
    silent.close()


def test_the_library_is_not_imported_before_it_is_needed() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, ses_tui.notify.build, ses_tui.notify.dispatcher;"
            "print([name for name in ('desktop_notifier', 'dbus_fast') if name in sys.modules])",
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "[]"


async def test_on_a_mac_the_text_goes_to_osascript_as_arguments(tmp_path: Path) -> None:
    fake = tmp_path / "osascript"
    fake.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/arguments\n')
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    text = '" & (do shell script "id") & "'
    environ = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    await MacDesktop(environ=environ).deliver(message(title=text, body="body"))
    arguments = (tmp_path / "arguments").read_text().splitlines()
    assert arguments[-3:] == ["--", text, "body"]
    assert not any(text in part for part in arguments[:-3])
