"""GNU screen, the real one: what its terminal is sent when a program inside notifies."""

import os
import pty
import select
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ses_tui.notify.osc import Osc, Terminal, sequence
from ses_tui.notify.terminal import SCREEN_CAP, through_screen, wrapper
from tests.notify.messages import MESSAGE, message

needs_screen = pytest.mark.skipif(shutil.which("screen") is None, reason="no GNU screen here")

INSIDE = {"STY": "1.pts-0.host", "TERM": "screen-256color", "LANG": "C.UTF-8"}


class Screen:
    """A session with one UTF-8 window, in which a file's bytes are printed when it appears."""

    def __init__(self, directory: Path) -> None:
        self._file = directory / "bytes"
        sockets = directory / "sockets"
        sockets.mkdir(mode=0o700)
        (directory / "rc").write_text("startup_message off\nvbell off\n")
        self._environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(directory),
            "SCREENDIR": str(sockets),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
        }
        self._name = f"ses-tui-{os.getpid()}"
        self._outer, inner = pty.openpty()
        wait = f"echo ready; until [ -e {self._file} ]; do sleep 0.02; done; cat {self._file}; exec sleep 60"
        self._process = subprocess.Popen(
            ["screen", "-U", "-c", str(directory / "rc"), "-S", self._name, "sh", "-c", wait],
            env=self._environ,
            stdin=inner,
            stdout=inner,
            stderr=inner,
            start_new_session=True,
        )
        os.close(inner)
        self.until(lambda seen: b"ready" in seen)

    def write(self, data: bytes) -> None:
        """Have the program inside write ``data``."""
        half = self._file.with_suffix(".half")
        half.write_bytes(data)
        half.rename(self._file)

    def until(self, true: Callable[[bytes], bool], seconds: float = 60.0) -> bytes:
        """What the terminal around it was sent, until ``true`` of it; fails after ``seconds``."""
        seen = b""
        end = time.monotonic() + seconds
        while not true(seen):
            assert time.monotonic() < end, f"did not come: {seen!r}"
            if select.select([self._outer], [], [], 0.05)[0]:
                seen += os.read(self._outer, 65536)
        return seen

    def close(self) -> None:
        quit_ = ["screen", "-S", self._name, "-X", "quit"]
        subprocess.run(quit_, env=self._environ, check=False, capture_output=True)
        os.close(self._outer)
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    session = Screen(tmp_path)
    yield session
    session.close()


@needs_screen
@pytest.mark.parametrize("kind", list(Osc))
async def test_the_sequence_gets_out_of_screen_whole_and_bare(kind: Osc, screen: Screen) -> None:
    sent = bytearray()
    long = message(body="中≥ěЛ" * 50)  # more than screen passes at once, and letters that end in ESC's byte
    await Terminal(kind, sent.extend, wrap=wrapper(INSIDE)).deliver(long)
    bare = sequence(kind, long, unicode=False)
    screen.write(bytes(sent) + b"\a")
    seen = screen.until(lambda seen: bare in seen and seen.replace(bare, b"").count(b"\a") > 0)
    assert b"\x1bP" not in seen


def test_our_signs_are_written_in_ascii() -> None:
    assert sequence(Osc.OSC9, MESSAGE, unicode=False).startswith(
        b"\x1b]9;WARN Hotmail bounce 8.31 % >= 3 % - news"
    )


@example("\x1b]9;a\a", SCREEN_CAP - 1)
@given(st.text(st.sampled_from("\x1b]9;ab\a"), max_size=40), st.integers(0, SCREEN_CAP + 20))
def test_cut_into_parts_it_is_the_same_again(text: str, before: int) -> None:
    sequence = b"x" * before + text.replace("\x1b\\", "").encode()
    wrapped = through_screen(sequence)
    parts = wrapped.removeprefix(b"\x1bP").removesuffix(b"\x1b\\").split(b"\x1b\\\x1bP")
    assert b"".join(parts) == sequence
    assert all(len(part) <= SCREEN_CAP for part in parts)
    assert not any(part.endswith(b"\x1b") for part in parts[:-1])
