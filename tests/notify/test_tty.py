"""A terminal that stops reading must hold nobody up."""

import os
import pty
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ses_tui.notify.channel import ChannelError
from ses_tui.notify.osc import Bell
from ses_tui.notify.terminal import TtyWriter, tty_writer
from tests.notify.messages import MESSAGE


@pytest.fixture
def terminal() -> Iterator[tuple[int, Path]]:
    """A pseudo-terminal: the outer end, and the path of the inner one."""
    outer, inner = pty.openpty()
    os.set_blocking(outer, False)
    yield outer, Path(os.ttyname(inner))
    os.close(inner)
    os.close(outer)


def everything(outer: int) -> bytes:
    found = b""
    while True:
        try:
            found += os.read(outer, 65536)
        except BlockingIOError:
            return found


def test_what_is_written_arrives(terminal: tuple[int, Path]) -> None:
    outer, path = terminal
    write = tty_writer(path)
    assert write is not None
    write(b"\x1b]9;hello\a")
    assert everything(outer) == b"\x1b]9;hello\a"


def test_there_is_no_writer_without_a_terminal(tmp_path: Path) -> None:
    assert tty_writer(tmp_path / "tty") is None


async def test_a_terminal_that_stops_reading_refuses_at_once_and_heals(terminal: tuple[int, Path]) -> None:
    outer, path = terminal
    write = tty_writer(path)
    assert write is not None
    refused = threading.Event()

    def fill() -> None:
        in_a_row = 0
        while in_a_row < 100:  # the kernel moves what it holds along for a while, which makes room
            try:
                write(b"x" * 997)
                in_a_row = 0
            except BlockingIOError:
                in_a_row += 1
                time.sleep(0.001)
        refused.set()

    thread = threading.Thread(target=fill, daemon=True)
    thread.start()
    thread.join(60)
    assert refused.is_set(), "writing to a full terminal waited"
    with pytest.raises(ChannelError, match="bell: the terminal takes no output: it has stopped reading"):
        await Bell(write).deliver(MESSAGE)
    assert len(everything(outer)) > 997
    await Bell(write).deliver(MESSAGE)
    rest = everything(outer)
    assert rest.endswith(b"\a")
    assert rest.count(b"\a") == 1


def test_a_sequence_that_was_cut_off_is_finished_before_the_next_begins() -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    write = TtyWriter(writing)
    big = b"[" + b"x" * 100_000 + b"]"
    write(big)
    taken = os.read(reading, 1_000_000)
    assert taken != big
    write(b"next")
    assert taken + os.read(reading, 1_000_000) == big + b"next"
    write.close()
    os.close(reading)
