"""Textual's driver for terminals, with our filter before its parser and a SIGCONT that starts nothing twice.

Only ``run_input_thread`` and the handler of SIGCONT are replaced, and writes are timed. The thread sleeps
until something comes, where Textual's wakes ten times a second. Should Textual's inside look unlike 8.2.8,
``driver_class`` is Textual's own: everything still works, but for what is mended here.
"""

import logging
import os
import select
import termios
import threading
import time
import tty
from collections.abc import Iterable
from typing import Any

from textual import constants, events
from textual.driver import Driver
from textual.message import Message

_LOG = logging.getLogger(__name__)

LOOK_EVERY = 0.1
"""Seconds between two looks at a terminal that is gone, or at an application that is behind."""

READ = 4096
"""Bytes read at once."""

BACKLOG = 500
"""Messages that the application may leave unread before no more input is taken: it stays in the terminal."""

try:
    from textual._xterm_parser import XTermParser
    from textual.drivers import linux_driver
    from textual.drivers.linux_driver import LinuxDriver

    from ses_tui.tui.inputfilter import ESC, InputFilter
    from ses_tui.tui.stall import TimedFile

    _PARTS: tuple[object, ...] = (
        LinuxDriver.run_input_thread,
        LinuxDriver._sigcont_application,
        LinuxDriver._patch_lflag,
        LinuxDriver._patch_iflag,
        XTermParser._sequence_to_key_events,
        linux_driver.KITTY_REPORT_ASSOCIATED_TEXT,
    )
    AVAILABLE = True
except (ImportError, AttributeError):  # another Textual
    AVAILABLE = False


class WakingEvent(threading.Event):
    """An event that ``select`` can wait for too: ``reader`` is readable while it is set.

    There is one, for the life of the process.
    """

    def __init__(self) -> None:
        super().__init__()
        self.reader, self._writer = os.pipe()

    def set(self) -> None:
        if not self.is_set():
            os.write(self._writer, b"!")
        super().set()

    def clear(self) -> None:
        if self.is_set():
            os.read(self.reader, 1)
        super().clear()


class TerminalAnswer(Message):
    """What the terminal says to a question of ours, without its end."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


if AVAILABLE:

    class TerminalDriver(LinuxDriver):
        """One per run of the screen. ``continued``: a SIGCONT came since this was last set to False."""

        continued = False

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self.timed = TimedFile(self._file)
            self._file: Any = self.timed
            self.exit_event: WakingEvent = WakingEvent()

        def run_input_thread(self) -> None:
            """Read, filter, parse and hand on until ``exit_event``."""
            taken = InputFilter(constants.ESCAPE_DELAY)
            keys = Keys()
            while not self.exit_event.is_set():
                wait = taken.wait(time.monotonic())
                # A second look: a machine with too much to do may have come to this later than the input.
                data = self._read(wait) or self._read(0.0)
                now = time.monotonic()
                for token in taken.feed(data, now) if data else taken.idle(now):
                    for message in keys.of(token):
                        self.process_message(message)
                while taken.answers:
                    self.send_message(TerminalAnswer(taken.answers.pop(0)))
                while self._app.message_queue_size > BACKLOG and not self.exit_event.is_set():
                    self.exit_event.wait(LOOK_EVERY)

        def _read(self, seconds: float | None) -> bytes:
            """What came within ``seconds`` (None: some time), or before the end.

            Nothing from a terminal that is gone: the watchdog sees that.
            """
            ready = select.select([self.fileno, self.exit_event.reader], [], [], seconds)[0]
            if self.fileno not in ready:
                return b""
            try:
                data = os.read(self.fileno, READ)
            except OSError:
                data = b""
            if not data:
                self.exit_event.wait(LOOK_EVERY)  # it would be readable at once, for ever
            return data

        def _sigcont_application(self, *_: object) -> None:
            """After a SIGSTOP, which nobody hears of, the terminal was not given back: it is not taken again.

            Textual would start a second input thread, and take the state of its own screen for the state
            in which it found the terminal.
            """
            self.continued = True
            if self._key_thread is not None and self._key_thread.is_alive():
                self._loop.call_soon_threadsafe(self._reassert)
            else:
                super()._sigcont_application()

        def _reassert(self) -> None:
            """Set every mode once more: whoever had the terminal meanwhile may have changed it."""
            try:
                raw = termios.tcgetattr(self.fileno)
                raw[tty.LFLAG] = self._patch_lflag(raw[tty.LFLAG])
                raw[tty.IFLAG] = self._patch_iflag(raw[tty.IFLAG])
                termios.tcsetattr(self.fileno, termios.TCSANOW, raw)
            except termios.error:
                return  # in the background: the next SIGCONT is the one that counts
            self.write("\x1b[?1049h")
            self._enable_mouse_support()
            self.write("\x1b[?25l\x1b[?1004h")
            if not constants.DISABLE_KITTY_KEY:
                # set, not pushed once more: it is popped only once
                flags = (
                    linux_driver.KITTY_DISAMBIGUATE_ESCAPE_CODES
                    | linux_driver.KITTY_REPORT_ALL_KEYS
                    | linux_driver.KITTY_REPORT_ASSOCIATED_TEXT
                )
                self.write(f"\x1b[={flags}u")
            self._enable_bracketed_paste()
            self._disable_line_wrap()
            self.send_message(self.SignalResume())

    class Keys:
        """Textual's parser, fed one token at a time; one that raises is replaced."""

        def __init__(self) -> None:
            self._parser = XTermParser()
            self.failed = 0
            """How many tokens could not be read."""

        def of(self, token: str) -> Iterable[Message]:
            """The messages that ``token`` is; none if it can't be read."""
            try:
                if token == ESC:
                    return [events.Key("escape", ESC)]  # the parser would wait for more
                if len(token) == 2 and token[0] == ESC and not self._parser_knows(token):
                    return list(self._parser._sequence_to_key_events(token[1], alt=True))
                return list(self._parser.feed(token))
            except Exception as error:  # noqa: BLE001  # another library's inside; input never ends the screen
                _LOG.warning("input not understood: %s", type(error).__name__)
                self._parser = XTermParser()
                self.failed += 1
                return []

        def _parser_knows(self, token: str) -> bool:
            return any(True for _ in self._parser._sequence_to_key_events(token))


def stall_of(driver: Driver | None) -> tuple[float, bool]:
    """Seconds of the longest write to the terminal, and whether the process was stopped, since last asked."""
    if not AVAILABLE or not isinstance(driver, TerminalDriver):
        return 0.0, False
    continued, driver.continued = driver.continued, False
    return driver.timed.longest(), continued


def can_ask(driver: Driver | None) -> bool:
    """Whether an answer of the terminal would be heard."""
    return AVAILABLE and isinstance(driver, TerminalDriver)


def driver_class(otherwise: type[Driver]) -> type[Any]:
    """The driver to use where Textual would use ``otherwise``."""
    return TerminalDriver if AVAILABLE and otherwise is LinuxDriver else otherwise
