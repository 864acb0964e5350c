"""Which channels this run can use, and why: settings and surroundings in, choices out. Pure.

=========================================  ===================================================
where we run                               what ``auto`` picks
=========================================  ===================================================
a local desktop with a notification bus    desktop
a terminal that shows notifications        terminal, in its own kind of sequence
inside tmux                                tmux (display-message); through it nothing passes by itself
any terminal                               bell, besides the above
=========================================  ===================================================
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ses_tui.core.text import safe
from ses_tui.notify.osc import Osc
from ses_tui.notify.terminal import in_screen, in_tmux

DesktopSetting = Literal["auto", "on", "off"]
TerminalSetting = Literal["auto", "osc9", "osc777", "osc99", "bell", "off"]

CHANNELS = ("desktop", "terminal", "tmux", "bell", "hook", "webhook", "apprise")
"""Names that no webhook of the settings may bear but the one of ``webhook_url``."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One channel: used or not, and why in one line. ``osc``: for ``terminal``, which sequence.

    ``warning``: what is wrong with it although it works, shown as long as it does.
    """

    channel: str
    on: bool
    reason: str
    osc: Osc | None = None
    warning: str = ""


_BY_PROGRAM = {
    "iTerm.app": Osc.OSC9,
    "WezTerm": Osc.OSC777,
    "ghostty": Osc.OSC777,
    "contour": Osc.OSC777,
    "foot": Osc.OSC777,
    "kitty": Osc.OSC99,
}
"""TERM_PROGRAM, or LC_TERMINAL, which iTerm2 sends over SSH."""

_BY_TERM = {
    "xterm-kitty": Osc.OSC99,
    "xterm-ghostty": Osc.OSC777,
    "foot": Osc.OSC777,
    "wezterm": Osc.OSC777,
    "contour": Osc.OSC777,
    "rxvt-unicode": Osc.OSC777,
}
"""The beginning of TERM, which SSH does forward."""


def choose(
    environ: Mapping[str, str],
    *,
    desktop: DesktopSetting,
    terminal: TerminalSetting,
    on_alert: Sequence[str],
    over_ssh: bool,
    bus: bool,
    has_terminal: bool,
    webhooks: Sequence[Choice] = (),
    apprise: str | None = None,
) -> tuple[Choice, ...]:
    """One choice per name in CHANNELS, in that order; ``webhooks`` in the place of ``webhook``, if any.

    ``bus``: a desktop of this machine can be told (``bus.reachable``); ``has_terminal``: somebody
    takes bytes for the user's terminal; ``apprise``: None where no URL is set, else what there is to
    warn of, or nothing.
    """
    desktop_choice = _desktop(desktop, over_ssh=over_ssh, bus=bus)
    return (
        desktop_choice,
        _terminal(environ, terminal, has_terminal=has_terminal, desktop=desktop_choice.on),
        _tmux(environ, terminal),
        _bell(terminal, has_terminal=has_terminal),
        _hook(on_alert),
        *(webhooks or (Choice("webhook", False, "no webhook_url in the settings"),)),
        _apprise(apprise),
    )


def known_terminal(environ: Mapping[str, str]) -> tuple[Osc, str] | None:
    """The best sequence of the terminal, and what it was known by; None for one we don't know."""
    if environ.get("KITTY_WINDOW_ID"):
        return Osc.OSC99, "KITTY_WINDOW_ID"
    for variable in ("TERM_PROGRAM", "LC_TERMINAL"):
        program = environ.get(variable, "")
        kind = Osc.OSC9 if program == "iTerm2" else _BY_PROGRAM.get(program)
        if kind is not None:
            return kind, f"{variable}={program}"
    if environ.get("WT_SESSION"):
        return Osc.OSC777, "WT_SESSION"
    term = environ.get("TERM", "")
    for beginning, kind in _BY_TERM.items():
        if term == beginning or term.startswith(f"{beginning}-"):
            return kind, f"TERM={safe(term)}"
    return None


def _desktop(setting: DesktopSetting, *, over_ssh: bool, bus: bool) -> Choice:
    if setting == "off":
        return Choice("desktop", False, "off in the settings")
    if setting == "on":
        return Choice("desktop", True, "on in the settings")
    if over_ssh:
        return Choice("desktop", False, "over SSH this machine's desktop is not yours")
    if not bus:
        return Choice("desktop", False, "no session bus here")
    return Choice("desktop", True, "a session bus is here")


def _terminal(
    environ: Mapping[str, str], setting: TerminalSetting, *, has_terminal: bool, desktop: bool
) -> Choice:
    if setting in ("off", "bell"):
        return Choice("terminal", False, f"{setting} in the settings")
    if not has_terminal:
        return Choice("terminal", False, "no terminal")
    if setting == "auto":
        return _known(environ, desktop=desktop)
    way = "; tmux must have allow-passthrough on" if in_tmux(environ) else ""
    return Choice("terminal", True, f"{setting} in the settings{way}", Osc(setting))


def _known(environ: Mapping[str, str], *, desktop: bool) -> Choice:
    known = known_terminal(environ)
    if desktop:
        reason = "the desktop is told already"
    elif in_tmux(environ):
        reason = "nothing passes through tmux by itself"
    elif in_screen(environ):
        reason = "the terminal behind GNU screen is not known"
    elif known is None:
        reason = "not a terminal known to show notifications"
    else:
        return Choice("terminal", True, f"{known[0].value}, by {known[1]}", known[0])
    return Choice("terminal", False, reason)


def _tmux(environ: Mapping[str, str], setting: TerminalSetting) -> Choice:
    if setting in ("off", "bell"):
        return Choice("tmux", False, f"terminal is {setting} in the settings")
    if not in_tmux(environ):
        return Choice("tmux", False, "not inside tmux")
    return Choice("tmux", True, "inside tmux")


def _bell(setting: TerminalSetting, *, has_terminal: bool) -> Choice:
    if setting == "off":
        return Choice("bell", False, "off in the settings")
    if not has_terminal:
        return Choice("bell", False, "no terminal")
    return Choice("bell", True, "bell in the settings" if setting == "bell" else "works in every terminal")


def _hook(on_alert: Sequence[str]) -> Choice:
    if not on_alert:
        return Choice("hook", False, "no on_alert in the settings")
    return Choice("hook", True, f"runs {safe(on_alert[0])}")


def _apprise(warning: str | None) -> Choice:
    if warning is None:
        return Choice("apprise", False, "no apprise_urls in the settings")
    return Choice("apprise", True, "apprise_urls in the settings", warning=warning)
