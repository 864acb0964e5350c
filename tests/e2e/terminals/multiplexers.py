"""tmux and GNU screen, each a server of its own, attached through a pseudo-terminal."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.e2e.terminals.terminal import Terminal, outer_environ


class Tmux(Terminal):
    """``term``: what it tells the programs in it that it is."""

    name = "tmux"
    needs = "tmux"

    def __init__(
        self,
        folder: Path,
        size: tuple[int, int],
        environ: Mapping[str, str] | None = None,
        term: str = "tmux-256color",
    ) -> None:
        super().__init__(folder, size, environ)
        self._term = term

    def _words(self, *words: str) -> tuple[str, ...]:
        return ("tmux", "-u", "-S", str(self.folder / "tmux"), "-f", str(self.folder / "tmux.conf"), *words)

    def run(self, *words: str) -> str:
        """A command to the server."""
        done = subprocess.run(
            self._words(*words), capture_output=True, text=True, check=False, env=outer_environ()
        )
        return done.stdout

    def open(self, *command: str) -> None:
        (self.folder / "tmux.conf").write_text(
            f"set -g default-terminal {self._term}\n"
            "set -g status off\nset -s escape-time 0\nset -g set-titles off\n"
            "set -g allow-rename off\nset -g mouse on\n",
            "utf-8",
        )
        self.spawn(self._words("new-session", "-s", "demo", " ".join(command)))

    def text(self) -> list[str]:
        self.pump(0.0)
        lines = [line.rstrip() for line in self.run("capture-pane", "-p", "-t", "demo").split("\n")]
        return [*lines, *([""] * self.size[1])][: self.size[1]]

    def title(self) -> str:
        return self.run("display-message", "-p", "-t", "demo", "#{pane_title}").strip()

    def pane(self) -> str:
        """Other screen, cursor, mouse, as tmux keeps them for the pane."""
        flags = "#{alternate_on} #{cursor_flag} #{mouse_any_flag} #{mouse_sgr_flag} #{keypad_cursor_flag}"
        return self.run("display-message", "-p", "-t", "demo", flags).strip()

    def stop(self) -> None:
        self.run("kill-server")
        super().stop()


class GnuScreen(Terminal):
    """``term``: what it tells the programs in it that it is."""

    name = "screen"
    needs = "screen"

    def __init__(
        self,
        folder: Path,
        size: tuple[int, int],
        environ: Mapping[str, str] | None = None,
        term: str = "screen",
    ) -> None:
        super().__init__(folder, size, environ)
        self._term = term

    def _run(self, *words: str) -> None:
        environ = outer_environ(SCREENDIR=str(self.folder / "sockets"), TERM="xterm-256color")
        subprocess.run(["screen", "-S", "demo", "-X", *words], check=False, env=environ, capture_output=True)

    def open(self, *command: str) -> None:
        (self.folder / "sockets").mkdir(mode=0o700, exist_ok=True)
        (self.folder / "screenrc").write_text(
            f"startup_message off\naltscreen on\ndefutf8 on\nterm {self._term}\nvbell off\nescape ^]]\n",
            "utf-8",
        )
        words = ("screen", "-U", "-S", "demo", "-c", str(self.folder / "screenrc"), *command)
        self.spawn(("env", f"SCREENDIR={self.folder / 'sockets'}", *words))

    def title_after(self) -> str:
        return ""  # it has no stack of titles

    def stop(self) -> None:
        self._run("quit")
        super().stop()
        shutil.rmtree(self.folder / "sockets", ignore_errors=True)
