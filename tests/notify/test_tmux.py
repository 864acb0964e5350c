"""tmux, the real one: what its clients see, and what outside text can't do to it."""

import fcntl
import os
import pty
import select
import shutil
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ses_tui.core.condition import Condition
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Key, Metric
from ses_tui.notify.channel import ChannelError
from ses_tui.notify.osc import osc9
from ses_tui.notify.terminal import through_tmux
from ses_tui.notify.tmux import OPTION, Tmux, plain
from tests.notify.messages import HOSTILE, MESSAGE, firing, message

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="no tmux here")


class Server:
    """A tmux server of our own, with one session and no configuration."""

    def __init__(self, socket: Path) -> None:
        self.socket = socket
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.plain = {**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        self.environ = {**self.plain, "TMUX": f"{socket},1,0"}
        self.outer = -1
        self._client: subprocess.Popen[bytes] | None = None
        self("-f", "/dev/null", "new-session", "-d", "-s", "main", "-x", "300", "-y", "24", "cat")

    def __call__(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-u", "-S", str(self.socket), *arguments],
            env=self.plain,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def attach(self) -> None:
        """Attach a client, whose terminal we read at ``outer``."""
        self.outer, inner = pty.openpty()
        os.set_blocking(self.outer, False)
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 300, 0, 0))
        self._client = subprocess.Popen(
            ["tmux", "-u", "-S", str(self.socket), "attach", "-t", "main"],
            env=self.plain,
            stdin=inner,
            stdout=inner,
            stderr=inner,
            start_new_session=True,
        )
        os.close(inner)
        self.until(lambda seen: bool(self("list-clients")))

    def until(self, true: Callable[[bytes], bool], seconds: float = 60.0) -> bytes:
        """What the client's terminal was sent, until ``true`` of it; fails after ``seconds``."""
        seen = b""
        end = time.monotonic() + seconds
        while not true(seen):
            assert time.monotonic() < end, f"did not come: {seen!r}"
            if select.select([self.outer], [], [], 0.02)[0]:
                seen += os.read(self.outer, 65536)
        return seen

    def close(self) -> None:
        self("kill-server")
        if self._client is not None:
            self._client.wait(60)
            os.close(self.outer)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "tmux")
    yield server
    server.close()


@pytest.fixture
def attached(server: Server) -> Server:
    server.attach()
    return server


async def test_the_message_is_shown_to_who_is_attached(attached: Server) -> None:
    await Tmux(environ=attached.environ).deliver(MESSAGE)
    attached.until(lambda seen: "WARN Hotmail bounce 8.31 % ≥ 3 % · news.example.org".encode() in seen)


async def test_nothing_in_outside_text_is_expanded(attached: Server, tmp_path: Path) -> None:
    text = HOSTILE.format(path=tmp_path / "owned")
    await Tmux(environ=attached.environ).deliver(message(title=text, body=""))
    seen = attached.until(lambda seen: b"<b>&amp;</b>" in seen)
    assert f"＃(touch {tmp_path}/owned) ＃{{pane_id}} ＃[fg=red] %H".encode() in seen
    assert b"\x1b]0;owned" not in seen
    # As a user may put it into the status line, even with the modifiers that expand a value again;
    # beside it, for comparison, a value that nobody made plain.
    attached("set-option", "-g", "@unguarded", f"#(sleep 0.2; touch {tmp_path}/control)")
    attached("set-option", "-g", "status-right-length", "250")
    status = f"#{{{OPTION}}} #{{E:{OPTION}}} #{{T:{OPTION}}} #{{E:@unguarded}}"
    attached("set-option", "-g", "status-right", status)
    os.write(attached.outer, b"x")  # any key ends the message, and the status line is drawn
    attached.until(lambda seen: (tmp_path / "control").exists())
    assert not (tmp_path / "owned").exists()


async def test_text_that_looks_like_an_option_is_text(attached: Server) -> None:
    await Tmux(environ=attached.environ).deliver(message(title="-p --", body=""))
    attached.until(lambda seen: b" -p --" in seen)


async def test_without_anybody_attached_it_is_not_accepted_but_waits_in_the_status_line(
    server: Server,
) -> None:
    with pytest.raises(ChannelError, match="tmux: nobody is attached"):
        await Tmux(environ=server.environ).deliver(MESSAGE)
    assert server("show-options", "-gv", OPTION).strip() == MESSAGE.title


async def test_without_a_server_it_says_so_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ChannelError, match=r"^tmux: ") as caught:
        await Tmux(environ={**os.environ, "TMUX": f"{tmp_path}/none,1,0"}).deliver(MESSAGE)
    assert caught.value.line.isprintable()


async def test_without_tmux_it_says_so_in_one_line() -> None:
    with pytest.raises(ChannelError, match="no-such-tmux: can't be started"):
        await Tmux(command="no-such-tmux").deliver(MESSAGE)


async def test_the_status_line_holds_the_worst_open_alert_until_all_are_over(attached: Server) -> None:
    tmux = Tmux(environ=attached.environ)
    account = Key("prod", ACCOUNT, Metric.BOUNCE_RATE)

    async def after(**changes: object) -> str:
        await tmux.deliver(message(**changes))
        return attached("show-options", "-gv", OPTION).strip()

    assert await after(title="WARN Hotmail") == "WARN Hotmail"
    review = {"condition": Condition.REVIEW, "route": Condition.REVIEW, "key": account}
    assert await after(title="REVIEW account", **review) == "REVIEW account +1"
    assert (await after(title="BLIND", kind=Kind.BLIND, route=Condition.REVIEW, key=account)).endswith("+2")
    assert await after(title="SIGHT", kind=Kind.SIGHT, key=account) == "REVIEW account +1"
    assert await after(title="resolved", kind=Kind.RESOLVED, key=account) == "WARN Hotmail"
    assert await after(title="failing", kind=Kind.CHANNEL_FAILING, key=account) == "WARN Hotmail"
    await Tmux(environ=attached.environ).deliver(message(kind=Kind.DRILL))  # another program's
    assert attached("show-options", "-gv", OPTION).strip() == "WARN Hotmail"
    assert await after(title="resolved", kind=Kind.RESOLVED) == ""


async def test_on_leaving_the_status_line_is_cleared(attached: Server) -> None:
    tmux = Tmux(environ=attached.environ)
    await tmux.deliver(firing(Condition.PAUSE))
    await tmux.close()
    assert OPTION not in attached("show-options", "-g")


def test_wrapped_sequences_and_the_bell_get_out_of_tmux(attached: Server, tmp_path: Path) -> None:
    """With allow-passthrough the outer terminal is sent the bare sequence."""
    notification = osc9("REVIEW account bounce 5.1 %")
    (tmp_path / "bytes").write_bytes(through_tmux(notification) + b"\a")
    attached("set-option", "-g", "allow-passthrough", "on")
    attached("new-window", "-t", "main", f"cat {tmp_path}/bytes; exec cat")
    seen = attached.until(
        lambda seen: notification in seen and seen.replace(notification, b"").count(b"\a") > 0
    )
    assert b"tmux;" not in seen


def test_plain_text_has_nothing_for_tmux_to_expand() -> None:
    assert plain("a # b #{x} #(y)") == "a ＃ b ＃{x} ＃(y)"
