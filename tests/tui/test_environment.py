"""The terminal, settled before Textual is imported."""

import gc
import subprocess
import sys
from collections.abc import Iterator

import pytest

from ses_tui.core.themes import Depth
from ses_tui.tui.environment import prepare, refusal


@pytest.fixture(autouse=True)
def _same_collector() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.enable()


@pytest.mark.parametrize("term", ["dumb", "unknown", ""])
def test_a_terminal_that_cannot_is_refused_with_what_to_use(term: str) -> None:
    line = refusal({"TERM": term}, True, True, True)
    assert f"TERM={term}" in line
    assert "`ses-tui check`" in line
    assert "\n" not in line


@pytest.mark.parametrize("ttys", [(False, True, True), (True, False, True), (True, True, False)])
def test_a_redirected_stream_is_refused(ttys: tuple[bool, bool, bool]) -> None:
    assert "`ses-tui check`" in refusal({"TERM": "xterm"}, *ttys)


def test_an_ordinary_terminal_is_not_refused() -> None:
    assert refusal({"TERM": "xterm-256color"}, True, True, True) == ""


def test_over_ssh_few_frames_no_animation_no_mouse() -> None:
    environ = {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}
    terminal = prepare(environ)
    assert terminal.remote
    assert not terminal.mouse
    assert environ["TEXTUAL_ANIMATIONS"] == "none"
    assert int(environ["TEXTUAL_FPS"]) <= 30


def test_over_ssh_the_mouse_can_be_asked_for() -> None:
    assert prepare({"SSH_CONNECTION": "x"}, mouse=True).mouse


def test_at_home_the_mouse_works_and_can_be_off() -> None:
    environ: dict[str, str] = {}
    assert prepare(environ).mouse
    assert "TEXTUAL_FPS" not in environ
    assert not prepare({}, mouse=False).mouse


def test_the_terminal_says_how_large_it_is() -> None:
    environ = {"COLUMNS": "80", "LINES": "24"}
    prepare(environ)
    assert not {"COLUMNS", "LINES"} & set(environ)


def test_in_gnu_screen_escape_is_worth_more_than_the_mouse() -> None:
    assert not prepare({"TERM": "screen", "STY": "1.demo"}).mouse
    assert prepare({"TERM": "screen", "TMUX": "/tmp/tmux"}).mouse


@pytest.mark.parametrize(
    ("environ", "asked", "ascii"),
    [
        ({"LANG": "de_DE.UTF-8"}, False, False),
        ({"LANG": "C.utf8"}, False, False),
        ({"LANG": "de_DE.UTF-8"}, True, True),
        ({"LANG": "C"}, False, True),
        ({"LC_ALL": "POSIX", "LANG": "de_DE.UTF-8"}, False, True),
        ({"LC_CTYPE": "de_DE.ISO-8859-1", "LANG": "de_DE.UTF-8"}, False, True),
        ({"LC_CTYPE": "C.UTF-8", "LANG": "C"}, False, False),
        ({}, False, True),
    ],
)
def test_ascii_where_the_locale_is_not_utf8_or_it_was_asked_for(
    environ: dict[str, str], asked: bool, ascii: bool
) -> None:
    assert prepare(environ, ascii=asked).ascii is ascii


def test_the_linux_console_has_no_braille() -> None:
    assert not prepare({"TERM": "linux", "LANG": "C.UTF-8"}).braille
    assert prepare({"TERM": "xterm-256color"}).braille


def test_an_empty_no_color_counts_as_absent_and_another_stays() -> None:
    empty, full = {"NO_COLOR": ""}, {"NO_COLOR": "1"}
    prepare(empty)
    prepare(full)
    assert "NO_COLOR" not in empty
    assert full["NO_COLOR"] == "1"


@pytest.mark.parametrize(
    ("environ", "depth"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, Depth.ALL),
        ({"TERM": "xterm-kitty"}, Depth.ALL),
        ({"TERM": "xterm-256color"}, Depth.MANY),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0"}, Depth.MANY),
        ({"TERM": "screen-256color", "TMUX": "/tmp/tmux-0/default,1,0"}, Depth.MANY),
        ({"TERM": "screen"}, Depth.SIXTEEN),
        # GNU screen hands on what its parent's terminal can do
        ({"TERM": "screen", "COLORTERM": "truecolor"}, Depth.SIXTEEN),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "STY": "1.pts-0"}, Depth.MANY),
        ({"TERM": "xterm"}, Depth.SIXTEEN),
        ({"TERM": "linux"}, Depth.SIXTEEN),
        ({"TERM": "vt220"}, Depth.NONE),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, Depth.NONE),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, Depth.MANY),
        ({"TERM": "xterm", "TEXTUAL_COLOR_SYSTEM": "truecolor"}, Depth.ALL),
    ],
)
def test_how_many_colours_there_are(environ: dict[str, str], depth: Depth) -> None:
    assert prepare(environ).depth is depth
    assert ("NO_COLOR" in environ) is (depth is Depth.NONE)


@pytest.mark.parametrize(
    ("ground", "light"), [("0;15", True), ("0;default;15", True), ("15;0", False), ("", False), ("x", False)]
)
def test_a_light_ground_is_known_where_the_terminal_says_so(ground: str, light: bool) -> None:
    assert prepare({"COLORFGBG": ground}).on_light is light


def test_nothing_of_textual_is_imported_by_it() -> None:
    code = (
        "import sys, ses_tui.tui.environment\n"
        "print([name for name in sys.modules if name.startswith(('textual', 'rich'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
