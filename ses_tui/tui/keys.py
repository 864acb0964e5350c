"""The keys that work in every mode, in the order in which the last line names them."""

from textual.binding import Binding, BindingType

from ses_tui.tui.keygroups import ALERTS, LOOK, MODES, MOVE, SCREEN, TIME, bind, hidden
from ses_tui.tui.modes import ALL_MODES, Mode


def mode_key(mode: Mode) -> Binding:
    """The number that switches to it."""
    action = f"switch_mode({mode.name!r})"
    return bind(f"mode.{mode.name}", action, mode.title, mode.tells or mode.title, MODES, mode.key)


APP_KEYS: list[BindingType] = [
    bind("app.quit", "quit", "quit", "Leave ses-tui", SCREEN, "q"),
    bind("app.help", "help", "help", "The keys that work here", SCREEN),
    *map(mode_key, ALL_MODES),
    bind("app.playbook", "playbook", "fix", "What to do about the worst alert", ALERTS, "r"),
    bind("app.acknowledge", "acknowledge", "on it", "I am on it: no reminders for a while", ALERTS, "a"),
    bind("app.silence", "silence", "mute", "Mute this row for a while: no messages of it", ALERTS, "x"),
    bind("app.pause", "pause", "pause", "Hold the screen; reading and alerts go on", TIME, "p"),
    hidden("app.step_back", "step(-1)", "back in time", "The moment before, as it was known then", TIME, "["),
    hidden("app.step_forth", "step(1)", "forth in time", "The moment after; the last one is now", TIME, "]"),
    hidden("app.message_before", "message(-1)", "alert before", "Back to the message before", TIME, "{"),
    hidden("app.message_after", "message(1)", "alert after", "Forth to the message after", TIME, "}"),
    hidden("app.time", "time", "time", "Go to a time: 14:05, yesterday 09:00, -3h", TIME, "t"),
    hidden("app.now", "now", "now", "Back to now from the past or a pause", TIME, "n"),
    bind("app.target", "target(1)", "target", "The next target", MOVE, "."),
    hidden("app.target_before", "target(-1)", "target before", "The target before", MOVE, "comma"),
    hidden("app.export", "export", "export", "Write this view to a file", LOOK, "e"),
    hidden("app.copy", "copy", "copy", "Copy the row or the alert as text", LOOK, "y"),
    bind("app.read_now", "read_now", "read now", "Read everything from AWS now", SCREEN, "R"),
    bind("app.palette", "command_palette", "palette", "Find a command by its name", SCREEN, priority=True),
    hidden("app.redraw", "redraw", "redraw", "Draw the whole screen anew", SCREEN, "ctrl+l"),
    hidden("app.interrupt", "quit", "quit", "Leave ses-tui", SCREEN, "ctrl+c", priority=True),
    hidden("app.suspend", "suspend_process", "suspend", "Back to the shell; fg returns", SCREEN, "ctrl+z"),
]
