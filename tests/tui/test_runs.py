"""Runs of the real program in a row, with AWS out of reach: keys of the configuration, what is remembered."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.tui.terminal import Terminal

Run = Callable[..., Terminal]
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    terminals: list[Terminal] = []

    def started(*arguments: str) -> Terminal:
        environ = {
            "HOME": str(tmp_path),
            "XDG_STATE_HOME": str(tmp_path / "state"),
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "AWS_ACCESS_KEY_ID": "nobody",
            "AWS_SECRET_ACCESS_KEY": "nothing",
            "AWS_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "COLUMNS": "",
            "LINES": "",
        }
        terminals.append(
            Terminal("--endpoint-url", NOWHERE, *arguments, module="ses_tui", environ=environ, cols=110)
        )
        return terminals[-1]

    yield started
    for terminal in terminals:
        terminal.kill()


def leave(terminal: Terminal) -> None:
    terminal.settle()
    terminal.press("q")
    assert terminal.wait() == 0


def config(folder: Path, text: str) -> Path:
    path = folder / "config" / "ses-tui" / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_last_mode_comes_back_and_a_flag_wins(run: Run, tmp_path: Path) -> None:
    first = run()
    assert first.shows("First look at this account")
    first.press("6")
    assert first.shows("Alerts")
    leave(first)
    kept = tmp_path / "state" / "ses-tui" / "screen.json"
    assert json.loads(kept.read_text(encoding="utf-8"))["mode"] == "alerts"

    again = run()
    assert again.shows("nobody was told anything yet")
    leave(again)
    flag = run("--mode", "fleet")
    assert flag.shows("Fleet 1 target")
    leave(flag)


def test_a_broken_file_is_not_used_and_the_log_says_so(run: Run, tmp_path: Path) -> None:
    state = tmp_path / "state" / "ses-tui"
    state.mkdir(parents=True)
    (state / "screen.json").write_text("{", encoding="utf-8")
    terminal = run()
    assert terminal.shows("account")
    leave(terminal)
    assert "screen.json is not used" in (state / "ses-tui.log").read_text(encoding="utf-8")


def test_keys_of_the_configuration_hold_from_the_first_frame(run: Run, tmp_path: Path) -> None:
    config(tmp_path, '[keys]\n"app.quit" = "Q"\n"app.pause" = "P"\n')
    terminal = run("--mode", "isps")
    assert terminal.shows("Q quit")
    terminal.settle()
    terminal.press("q")
    terminal.press("P")
    assert terminal.shows("PAUSED")
    terminal.press("Q")
    assert terminal.wait() == 0


def test_a_wrong_key_ends_it_with_one_line_and_3(run: Run, tmp_path: Path) -> None:
    path = config(tmp_path, '[keys]\n"app.quit" = "Q"\n"app.pause" = "r"\n')
    terminal = run()
    assert terminal.wait() == 3
    after = bytes(terminal.raw).rpartition(b"\x1b[?1049l")[2].decode()
    assert f"ses-tui: {path}:3:1: keys.app.pause: r is already app.playbook (fix) in Overview" in after
