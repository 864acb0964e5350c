"""A display that stood still says so, and for how long."""

import errno
import io
import os
import threading

import pytest
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

from ses_tui.tui.driver import TerminalDriver, stall_of
from ses_tui.tui.stall import LEAST, TimedFile, stall_line
from tests.tui.screens import lines_of, settled, shown
from tests.tui.test_news import message

PATIENCE = 60.0
"""Real seconds that a loaded machine may take."""


class Slow(io.StringIO):
    """Each write and flush takes ``seconds`` of a clock of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds, self.now = 0.0, 0.0

    def write(self, text: str) -> int:
        self.now += self.seconds
        return super().write(text)

    def flush(self) -> None:
        self.now += self.seconds


def test_the_longest_write_is_told_once() -> None:
    terminal = Slow()
    timed = TimedFile(terminal, lambda: terminal.now)
    for terminal.seconds in (0.0, 20.0, 1.0):
        timed.write("x")
    assert terminal.getvalue() == "xxx"
    assert timed.longest() == 20.0
    assert timed.longest() == 0.0
    terminal.seconds = 7.0
    timed.flush()
    assert timed.longest() == 7.0


class Gone(io.StringIO):
    """A terminal whose far end went away."""

    def write(self, text: str) -> int:
        raise OSError(errno.EIO, text)

    def flush(self) -> None:
        raise OSError(errno.EIO, "flush")


@pytest.mark.fault("the terminal goes away")
def test_whoever_draws_is_not_held_up_by_a_terminal_that_is_gone() -> None:
    thread = WriterThread(TimedFile(Gone()))  # type: ignore[arg-type]  # as much of a file as it uses
    thread.start()

    def draw() -> None:
        for _ in range(3 * MAX_QUEUED_WRITES):
            thread.write("x")

    drawing = threading.Thread(target=draw, daemon=True)
    drawing.start()
    drawing.join(PATIENCE)
    assert not drawing.is_alive()
    thread.stop()


def test_a_terminal_that_somebody_made_non_blocking_is_written_on() -> None:
    reader, out = os.pipe()
    os.set_blocking(out, False)
    with os.fdopen(reader, "rb") as read, os.fdopen(out, "w", encoding="utf-8") as file:
        timed = TimedFile(file)
        while not os.get_blocking(out):
            timed.write("." * 100_000)
        reading = threading.Thread(target=read.read)
        reading.start()
        assert timed.write("again") == len("again")
        timed.flush()
        file.close()
        reading.join()


@pytest.mark.fault("the program is stopped (SIGSTOP)")
@pytest.mark.fault("the terminal takes no bytes (ctrl-s, a frozen SSH session)")
@pytest.mark.parametrize(
    ("late", "writing", "stopped", "said"),
    [
        (0.1, 0.0, False, ""),
        (LEAST, LEAST, True, ""),
        (9.0, 0.0, False, "the display was stalled 9 s; reading and alerts went on"),
        (0.1, 15.0, False, "the display was stalled 15 s; reading and alerts went on"),
        (9.0, 0.0, True, "the display was stalled 9 s; the whole program was stopped, and nothing was read"),
    ],
)
def test_what_is_said(late: float, writing: float, stopped: bool, said: str) -> None:
    assert stall_line(late, writing, stopped=stopped) == said


def test_a_process_that_was_stopped_is_known_by_its_sigcont() -> None:
    driver = TerminalDriver.__new__(TerminalDriver)
    driver.timed = TimedFile(io.StringIO())
    assert stall_of(driver) == (0.0, False)
    driver.continued = True
    assert stall_of(driver) == (0.0, True)
    assert stall_of(driver) == (0.0, False)
    assert stall_of(None) == (0.0, False)


@pytest.mark.fault("the terminal takes no bytes (ctrl-s, a frozen SSH session)")
async def test_a_stall_stands_before_the_news_that_came_meanwhile() -> None:
    async with shown("ok") as (app, pilot):
        app.mailbox.show(message())
        await pilot.pause()
        app._ticked_at -= 60
        app._tick()
        await settled(pilot)
        assert lines_of(app)[-2].startswith(" the display was stalled 5")
        stall = next(each for each in app.state.news if each.first)
        assert stall.until < min(each.until for each in app.state.news if not each.first)
