"""Which channels are used where, as a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_tui.notify.ladder import CHANNELS, Choice, DesktopSetting, TerminalSetting, choose, known_terminal
from ses_tui.notify.osc import Osc

TMUX = {"TMUX": "/tmp/tmux-0/default,1,0", "TERM": "tmux-256color", "TERM_PROGRAM": "tmux"}
XTERM = {"TERM": "xterm-256color"}
KITTY = {"TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1"}


def picked(
    environ: dict[str, str],
    *,
    desktop: DesktopSetting = "auto",
    terminal: TerminalSetting = "auto",
    on_alert: tuple[str, ...] = (),
    over_ssh: bool = False,
    bus: bool = False,
    has_terminal: bool = True,
    webhook: str | None = None,
    apprise: str | None = None,
) -> tuple[Choice, ...]:
    return choose(
        environ,
        desktop=desktop,
        terminal=terminal,
        on_alert=on_alert,
        over_ssh=over_ssh,
        bus=bus,
        has_terminal=has_terminal,
        webhooks=() if webhook is None else (Choice("webhook", True, "set", warning=webhook),),
        apprise=apprise,
    )


def names(choices: tuple[Choice, ...]) -> set[str]:
    return {choice.channel for choice in choices if choice.on}


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        (picked(XTERM, bus=True), {"desktop", "bell"}),
        (picked(KITTY, bus=True), {"desktop", "bell"}),
        (picked(KITTY), {"terminal", "bell"}),
        (picked(KITTY, over_ssh=True, bus=True), {"terminal", "bell"}),
        (picked(XTERM, over_ssh=True, bus=True), {"bell"}),
        (picked(XTERM, over_ssh=True, bus=True, desktop="on"), {"desktop", "bell"}),
        (picked(XTERM, bus=True, desktop="off"), {"bell"}),
        (picked(TMUX), {"tmux", "bell"}),
        (picked(TMUX | {"KITTY_WINDOW_ID": "1"}), {"tmux", "bell"}),
        (picked(TMUX, bus=True), {"desktop", "tmux", "bell"}),
        (picked(TMUX, terminal="osc9"), {"terminal", "tmux", "bell"}),
        (picked(TMUX, terminal="bell"), {"bell"}),
        (picked({"STY": "1.pts", **KITTY}), {"bell"}),
        (picked(XTERM), {"bell"}),
        (picked(XTERM, terminal="osc777"), {"terminal", "bell"}),
        (picked(XTERM, bus=True, terminal="osc777"), {"desktop", "terminal", "bell"}),
        (picked(KITTY, terminal="bell"), {"bell"}),
        (picked(KITTY, terminal="off"), set()),
        (picked(KITTY, terminal="off", desktop="on"), {"desktop"}),
        (picked(KITTY, has_terminal=False), set()),
        (picked(KITTY, terminal="osc99", has_terminal=False), set()),
        (picked(TMUX, has_terminal=False), {"tmux"}),
        (picked(XTERM, has_terminal=False, on_alert=("/bin/page",)), {"hook"}),
        (picked(XTERM, webhook=""), {"bell", "webhook"}),
        (picked({}, has_terminal=False, webhook="", apprise=""), {"webhook", "apprise"}),
    ],
)
def test_where_we_run_and_the_settings_decide(choices: tuple[Choice, ...], expected: set[str]) -> None:
    assert names(choices) == expected


@pytest.mark.parametrize(
    ("environ", "kind"),
    [
        ({"TERM_PROGRAM": "iTerm.app"}, Osc.OSC9),
        ({"LC_TERMINAL": "iTerm2"}, Osc.OSC9),
        ({"TERM_PROGRAM": "WezTerm"}, Osc.OSC777),
        ({"TERM_PROGRAM": "ghostty"}, Osc.OSC777),
        ({"KITTY_WINDOW_ID": "3"}, Osc.OSC99),
        ({"WT_SESSION": "guid"}, Osc.OSC777),
        ({"TERM": "xterm-kitty"}, Osc.OSC99),
        ({"TERM": "xterm-ghostty"}, Osc.OSC777),
        ({"TERM": "foot"}, Osc.OSC777),
        ({"TERM": "foot-extra"}, Osc.OSC777),
        ({"TERM": "rxvt-unicode-256color"}, Osc.OSC777),
        ({"TERM": "xterm-256color"}, None),
        ({"TERM": "footloose"}, None),
        ({"TERM_PROGRAM": "Apple_Terminal"}, None),
        ({"TERM_PROGRAM": "vscode"}, None),
        ({}, None),
    ],
)
def test_a_terminal_is_known_by_what_it_says_of_itself(environ: dict[str, str], kind: Osc | None) -> None:
    known = known_terminal(environ)
    assert (known[0] if known else None) is kind


def test_the_set_kind_wins_over_the_known_one() -> None:
    terminal = next(choice for choice in picked(KITTY, terminal="osc9") if choice.channel == "terminal")
    assert terminal.osc is Osc.OSC9


def test_through_tmux_the_reason_names_the_option_that_is_needed() -> None:
    terminal = next(choice for choice in picked(TMUX, terminal="osc9") if choice.channel == "terminal")
    assert "allow-passthrough" in terminal.reason


def test_what_is_to_be_warned_of_goes_with_the_choice() -> None:
    by_name = {choice.channel: choice for choice in picked({}, webhook="not encrypted", apprise="")}
    assert (by_name["webhook"].on, by_name["webhook"].warning) == (True, "not encrypted")
    assert (by_name["apprise"].on, by_name["apprise"].warning) == (True, "")


@given(
    st.dictionaries(
        st.sampled_from(
            ["TMUX", "STY", "TERM", "TERM_PROGRAM", "LC_TERMINAL", "KITTY_WINDOW_ID", "WT_SESSION"]
        ),
        st.text(),
    ),
    st.sampled_from(["auto", "on", "off"]),
    st.sampled_from(["auto", "osc9", "osc777", "osc99", "bell", "off"]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_every_channel_has_one_choice_with_a_reason_in_one_line(
    environ: dict[str, str],
    desktop: DesktopSetting,
    terminal: TerminalSetting,
    over_ssh: bool,
    bus: bool,
    has_terminal: bool,
) -> None:
    choices = picked(
        environ, desktop=desktop, terminal=terminal, over_ssh=over_ssh, bus=bus, has_terminal=has_terminal
    )
    assert tuple(choice.channel for choice in choices) == CHANNELS
    assert all(choice.reason.isprintable() and choice.reason for choice in choices)
    assert all((choice.osc is not None) == (choice.channel == "terminal" and choice.on) for choice in choices)
