"""The keys that work in every mode, in the order in which the last line names them."""

from textual.binding import Binding, BindingType

from ses_tui.tui.keygroups import ALERTS, LOOK, MODES, MOVE, SCREEN, TIME, bind, hidden, keys_of
from ses_tui.tui.modes import ALL_MODES, Mode


def mode_key(mode: Mode) -> Binding:
    """The number that switches to it."""
    action = f"switch_mode({mode.name!r})"
    return bind(mode.key, action, mode.title, mode.tells or mode.title, f"mode.{mode.name}", MODES)


APP_KEYS: list[BindingType] = [
    bind("q", "quit", "quit", "Leave ses-tui", "app.quit", SCREEN),
    bind(keys_of("app.help"), "help", "help", "The keys that work here", "app.help", SCREEN),
    *map(mode_key, ALL_MODES),
    bind("r", "playbook", "fix", "What to do about the worst alert", "app.playbook", ALERTS),
    bind(
        "a",
        "acknowledge",
        "on it",
        "I am on it: no reminders of this alert for a while",
        "app.acknowledge",
        ALERTS,
    ),
    bind("x", "silence", "mute", "Mute this row for a while: no messages of it", "app.silence", ALERTS),
    bind("p", "pause", "pause", "Hold the screen; reading and alerts go on", "app.pause", TIME),
    hidden("[", "step(-1)", "back in time", "The moment before, as it was known then", "app.step_back", TIME),
    hidden(
        "]", "step(1)", "forth in time", "The moment after; the last one leads to now", "app.step_forth", TIME
    ),
    hidden(
        "{",
        "message(-1)",
        "alert before",
        "Back to the message before: an alert, or the end of one",
        "app.message_before",
        TIME,
    ),
    hidden("}", "message(1)", "alert after", "Forth to the message after", "app.message_after", TIME),
    hidden("t", "time", "time", "Go to a time: 14:05, yesterday 09:00, -3h", "app.time", TIME),
    hidden("n", "now", "now", "Back to now from the past or a pause", "app.now", TIME),
    bind(".", "target(1)", "target", "The next target", "app.target", MOVE),
    hidden("comma", "target(-1)", "target before", "The target before", "app.target_before", MOVE),
    hidden("e", "export", "export", "Write this view to a file", "app.export", LOOK),
    hidden("y", "copy", "copy", "Copy the row or the alert as text", "app.copy", LOOK),
    bind("R", "read_now", "read now", "Read everything from AWS now", "app.read_now", SCREEN),
    bind(
        keys_of("app.palette"),
        "command_palette",
        "palette",
        "Find a command by its name",
        "app.palette",
        SCREEN,
        priority=True,
    ),
    hidden("ctrl+l", "redraw", "redraw", "Draw the whole screen anew", "app.redraw", SCREEN),
    hidden("ctrl+c", "quit", "quit", "Leave ses-tui", "app.interrupt", SCREEN, priority=True),
    hidden("ctrl+z", "suspend_process", "suspend", "Back to the shell; fg returns", "app.suspend", SCREEN),
]
