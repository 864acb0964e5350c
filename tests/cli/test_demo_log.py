"""A demo that breaks names its log, and the log says what broke."""

import argparse
import logging
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from ses_tui.cli import demo
from ses_tui.cli.screen import start_engine
from ses_tui.core.clock import SystemClock
from ses_tui.core.messages import Message
from ses_tui.core.snapshot import Snapshot


class Frontend:
    """Keeps the line that the screen is left with."""

    def __init__(self) -> None:
        self.failed = threading.Event()
        self.line = ""

    def publish(self, snapshot: Snapshot) -> None: ...
    def show(self, message: Message) -> None: ...
    def write(self, data: bytes) -> None: ...

    def fail(self, line: str, code: int) -> None:
        self.line = line
        self.failed.set()


@pytest.fixture
def _no_handler_stays() -> Iterator[None]:
    before = list(logging.getLogger().handlers)
    yield
    logging.getLogger().handlers[:] = before


@pytest.mark.usefixtures("_no_handler_stays")
def test_the_log_that_it_names_is_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("no port is free")

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr("ses_tui.simulator.thread.run_in_thread", broken)
    frontend, options = Frontend(), argparse.Namespace(scenario="healthy", speed=1.0, seed=1)
    with ExitStack() as cleanup:
        monitor = start_engine(
            lambda: demo._build(options, SystemClock(), frontend, tmp_path, cleanup),  # type: ignore[arg-type]
            frontend,
            demo=True,
        )
        assert frontend.failed.wait(30)
        monitor.stop()
    log = tmp_path / "ses-tui" / "demo.log"
    assert str(log) in frontend.line
    assert "no port is free" in log.read_text("utf-8")
