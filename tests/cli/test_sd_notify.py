"""What systemd hears, on a real datagram socket."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ses_tui.cli.sd_notify import ServiceManager


class Listener:
    """systemd's end."""

    def __init__(self, address: str) -> None:
        self.way = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.way.bind(address)
        self.way.settimeout(20)

    def heard(self) -> str:
        return self.way.recv(4096).decode()

    def silent(self) -> bool:
        self.way.setblocking(False)
        try:
            self.way.recv(4096)
        except BlockingIOError:
            return True
        finally:
            self.way.settimeout(20)
        return False


@pytest.fixture
def listen() -> Iterator[Callable[[str], Listener]]:
    open_ones: list[Listener] = []

    def listening(address: str) -> Listener:
        open_ones.append(Listener(address))
        return open_ones[-1]

    yield listening
    for one in open_ones:
        one.way.close()


def test_each_word_is_a_datagram(tmp_path: Path, listen: Callable[[str], Listener]) -> None:
    path = str(tmp_path / "notify")
    systemd, manager = listen(path), ServiceManager({"NOTIFY_SOCKET": path})
    manager.ready()
    manager.status("● All well")
    manager.status("● All well")
    manager.alive()
    manager.reloading()
    manager.stopping()
    assert [systemd.heard() for _ in range(3)] == ["READY=1", "STATUS=● All well", "WATCHDOG=1"]
    reloading = systemd.heard().splitlines()
    assert reloading[0] == "RELOADING=1"
    assert reloading[1].startswith("MONOTONIC_USEC=")
    assert systemd.heard() == "STOPPING=1"
    assert systemd.silent()


def test_an_abstract_socket_begins_with_an_at_sign(tmp_path: Path, listen: Callable[[str], Listener]) -> None:
    systemd = listen(f"\0{tmp_path}")
    ServiceManager({"NOTIFY_SOCKET": f"@{tmp_path}"}).ready()
    assert systemd.heard() == "READY=1"


@pytest.mark.parametrize("environ", [{}, {"NOTIFY_SOCKET": "/nowhere/notify"}])
def test_where_nobody_listens_nothing_happens(environ: dict[str, str]) -> None:
    ServiceManager(environ).ready()


def test_a_listener_that_does_not_read_holds_nothing_up(
    tmp_path: Path, listen: Callable[[str], Listener]
) -> None:
    path = str(tmp_path / "notify")
    listen(path)
    manager = ServiceManager({"NOTIFY_SOCKET": path})
    for _ in range(10_000):  # more than any queue holds
        manager.alive()


@pytest.mark.parametrize(
    ("variables", "seconds"),
    [
        ({"WATCHDOG_USEC": "30000000"}, 30.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "7"}, 30.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "8"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({}, None),
    ],
)
def test_the_watchdog_is_this_process_s(variables: dict[str, str], seconds: float | None) -> None:
    assert ServiceManager({"NOTIFY_SOCKET": "/x", **variables}, process=7).watchdog == seconds
    assert ServiceManager(variables, process=7).watchdog is None
