"""What ``y`` hands to the terminal's clipboard."""

from base64 import b64decode

import pytest
from textual.pilot import Pilot

from ses_tui.core.snapshot import Snapshot
from ses_tui.core.text import safe
from ses_tui.notify.terminal import through_screen, through_tmux
from ses_tui.tui.export import to_clipboard
from ses_tui.tui.uicontext import UiContext
from tests.tui import alerts_data, inventory_data, lists_data
from tests.tui.screens import App, settled, shown, text_of
from tests.tui.snapshots_data import HOSTILE_NAMES

START = "\x1b]52;c;"


def written(app: App, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What goes to the terminal beside the frames."""
    driver = app._driver
    sent: list[str] = []
    assert driver is not None
    monkeypatch.setattr(driver, "write", sent.append)
    return sent


def text_in(sent: list[str]) -> str:
    (sequence,) = (one for one in sent if START in one)
    assert sequence.startswith(START) and sequence.endswith("\a")
    return b64decode(sequence.removeprefix(START)[:-1], validate=True).decode()


async def copied(
    state: str | Snapshot, monkeypatch: pytest.MonkeyPatch, *keys: str, size: tuple[int, int] = (120, 34)
) -> tuple[str, str]:
    """What was copied after ``keys``, and the screen after it."""
    async with shown(state, size) as (app, pilot):
        await pressed(pilot, *keys)
        sent = written(app, monkeypatch)
        await pressed(pilot, "y")
        return text_in(sent), text_of(app)


async def pressed(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


async def test_a_row_with_its_counts_its_bands_and_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    text, screen = await copied("warn", monkeypatch, "tab", "tab")
    assert text.startswith("prod: isp Hotmail: ")
    assert "bounce 8.31 % REVIEW (3,424 of 41,200)" in text and "CET" in text
    assert "copied to the terminal's clipboard: prod: isp Hotmail" in screen


async def test_the_account_where_a_panel_has_the_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    text, _ = await copied("warn", monkeypatch)
    assert text.startswith("prod: account: bounce ") and "WARN" in text


async def test_the_alert_under_the_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = alerts_data.trouble()
    first = snapshot.targets[0].alerts[0]
    text, _ = await copied(snapshot, monkeypatch, "6")
    assert text.startswith(f"{first.key.target}: {first.condition.word.upper()} {first.key.subject.label}")


@pytest.mark.parametrize("mode", "12345689")
async def test_every_mode_has_something_to_copy(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with shown(inventory_data.trouble(), (120, 34)) as (app, pilot):
        await pressed(pilot, mode)
        sent = written(app, monkeypatch)
        await pressed(pilot, "y")
        said = text_of(app)
        if mode == "6":  # has none open
            assert "nothing to copy here" in said or START in "".join(sent)
        else:
            assert text_in(sent).startswith(inventory_data.trouble().targets[0].name)


async def test_the_target_under_the_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = await copied(lists_data.fleet(), monkeypatch, "9")
    second, _ = await copied(lists_data.fleet(), monkeypatch, "9", "down")
    names = {one.name for one in lists_data.fleet().targets}
    assert {first.split(":")[0], second.split(":")[0]} <= names and first != second


async def test_hostile_names_are_harmless_where_they_are_pasted(monkeypatch: pytest.MonkeyPatch) -> None:
    for down in range(5):
        text, _ = await copied("hostile", monkeypatch, "tab", "tab", *["down"] * down)
        assert text == safe(text, 1000) and "\n" not in text


@pytest.mark.parametrize("name", [*HOSTILE_NAMES, "a\x1b]52;c;eA==\a", "x\n$(reboot)\n", "a" * 9000])
def test_only_base64_of_one_safe_line(name: str) -> None:
    text = text_in([to_clipboard(name, bytes).decode()])
    assert text == safe(text, 500) and len(text) <= 500


def test_tmux_gets_both_and_screen_only_what_it_hands_on() -> None:
    plain = to_clipboard("a", bytes)
    assert to_clipboard("a", through_tmux) == plain + through_tmux(plain)
    assert to_clipboard("a", through_screen) == through_screen(plain)


async def test_wrapped_for_the_multiplexer_that_we_run_in(monkeypatch: pytest.MonkeyPatch) -> None:
    async with shown("ok") as (app, pilot):
        app.ui_context = UiContext(wrap=through_screen)
        sent = written(app, monkeypatch)
        await pressed(pilot, "y")
    assert sent[0].startswith("\x1bP\x1b]52;c;") and sent[0].endswith("\x1b\\")
