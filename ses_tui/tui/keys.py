"""The keys that work in every mode, in the order in which the last line names them."""

from textual.binding import Binding, BindingType

from ses_tui.tui.keygroups import ALERTS, LOOK, MODES, MOVE, SCREEN, TIME
from ses_tui.tui.modes import ALL_MODES

APP_KEYS: list[BindingType] = [
    Binding("q", "quit", "quit", tooltip="Leave ses-tui", id="app.quit", group=SCREEN),
    Binding(
        "question_mark",
        "help",
        "help",
        key_display="?",
        tooltip="The keys that work here",
        id="app.help",
        group=SCREEN,
    ),
    *(
        Binding(
            mode.key,
            f"switch_mode({mode.name!r})",
            mode.title,
            show=len(ALL_MODES) > 1,
            tooltip=mode.tells or mode.title,
            id=f"mode.{mode.name}",
            group=MODES,
        )
        for mode in ALL_MODES
    ),
    Binding(
        "r",
        "playbook",
        "playbook",
        tooltip="What to do about the worst alert",
        id="app.playbook",
        group=ALERTS,
    ),
    Binding(
        "a",
        "acknowledge",
        "ack",
        tooltip="No reminders of this alert for a while",
        id="app.acknowledge",
        group=ALERTS,
    ),
    Binding(
        "x",
        "silence",
        "silence",
        tooltip="No messages of what is looked at for a while",
        id="app.silence",
        group=ALERTS,
    ),
    Binding(
        "p",
        "pause",
        "pause",
        tooltip="Hold the screen; reading and alerts go on",
        id="app.pause",
        group=TIME,
    ),
    Binding(
        "full_stop",
        "target(1)",
        "target",
        key_display=".",
        tooltip="The next target",
        id="app.target",
        group=MOVE,
    ),
    Binding(
        "comma",
        "target(-1)",
        "target before",
        show=False,
        key_display=",",
        tooltip="The target before",
        id="app.target_before",
        group=MOVE,
    ),
    Binding(
        "e", "export", "export", show=False, tooltip="Write this view to a file", id="app.export", group=LOOK
    ),
    Binding(
        "y",
        "copy",
        "copy",
        show=False,
        tooltip="Copy the row or the alert as text",
        id="app.copy",
        group=LOOK,
    ),
    Binding(
        "R", "read_now", "read now", tooltip="Read everything from AWS now", id="app.read_now", group=SCREEN
    ),
    Binding(
        "ctrl+p",
        "command_palette",
        "palette",
        key_display="^p",
        tooltip="Find a command by its name",
        priority=True,
        id="app.palette",
        group=SCREEN,
    ),
    Binding(
        "ctrl+l",
        "redraw",
        "redraw",
        show=False,
        tooltip="Draw the whole screen anew",
        id="app.redraw",
        group=SCREEN,
    ),
    Binding(
        "ctrl+c",
        "quit",
        "quit",
        show=False,
        tooltip="Leave ses-tui",
        priority=True,
        id="app.interrupt",
        group=SCREEN,
    ),
    Binding(
        "ctrl+z",
        "suspend_process",
        "suspend",
        show=False,
        tooltip="Back to the shell; fg returns",
        id="app.suspend",
        group=SCREEN,
    ),
]
