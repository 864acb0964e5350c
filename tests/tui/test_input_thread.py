"""The thread that reads keys sleeps until there is one, or until it is no longer wanted."""

import os
import select
from collections.abc import Iterator
from queue import Queue
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
from textual.events import Key
from textual.message import Message

from ses_tui.tui.driver import TerminalDriver, WakingEvent

PATIENCE = 30.0


class Reading:
    """A driver's input thread on a pipe, and every wait that it asked for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.found: Queue[Message] = Queue()
        self.waits: list[float | None] = []
        source, self.terminal = os.pipe()
        self.driver = TerminalDriver.__new__(TerminalDriver)
        vars(self.driver).update(
            fileno=source,
            exit_event=WakingEvent(),
            _app=SimpleNamespace(message_queue_size=0),
            process_message=self.found.put,
        )
        asked = select.select

        def noted(readable: Any, writable: Any, wrong: Any, seconds: float | None) -> Any:
            self.waits.append(seconds)
            return asked(readable, writable, wrong, seconds)

        monkeypatch.setattr("ses_tui.tui.driver.select.select", noted)

    def begin(self) -> Thread:
        thread = Thread(target=self.driver.run_input_thread, daemon=True)
        thread.start()
        return thread

    def press(self, data: bytes) -> str:
        """The key that is told of it."""
        os.write(self.terminal, data)
        told = self.found.get(timeout=PATIENCE)
        assert isinstance(told, Key)
        return told.key


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Iterator[Reading]:
    made = Reading(monkeypatch)
    yield made
    made.driver.exit_event.set()


def test_it_never_wakes_by_itself_while_no_sequence_is_under_way(reading: Reading) -> None:
    thread = reading.begin()
    assert [reading.press(key) for key in (b"a", b"\x1b[B", b"/")] == ["a", "down", "slash"]
    reading.driver.exit_event.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()
    assert set(reading.waits) <= {None, 0.0}


def test_it_waits_only_for_a_moment_after_an_escape_which_may_begin_a_sequence(reading: Reading) -> None:
    reading.begin()
    assert reading.press(b"\x1b") == "escape"
    assert any(wait is not None and 0 < wait < 1 for wait in reading.waits)


def test_it_begins_and_ends_as_often_as_the_terminal_is_taken_and_given_back(reading: Reading) -> None:
    for key in "abc":
        thread = reading.begin()
        assert reading.press(key.encode()) == key
        for _ in range(2):  # to end it twice is to end it once
            reading.driver.exit_event.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()
        reading.driver.exit_event.clear()
