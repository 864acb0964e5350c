"""Actions of the application that need the engine or a dialogue; the wiring is in app.py."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import Any

from textual.app import SystemCommand
from textual.screen import Screen

from ses_tui.core.overlays import Silence
from ses_tui.core.snapshot import Snapshot
from ses_tui.tui.shell import Monitor, Shell
from ses_tui.tui.view import View


class KeyActions(Shell):
    """``monitor``: None until it is started. ``_newest``: the last snapshot, even while another is shown."""

    monitor: Monitor | None
    _newest: Snapshot | None

    @abstractmethod
    def _write(self, data: bytes) -> None:
        """Write to the terminal between two frames."""

    async def action_switch_mode(self, mode: str) -> None:
        """Switch modes; from the fleet to the alerts of all its targets."""
        whole = self.current_mode == "fleet" or (self.current_mode == mode and self.state.whole_fleet)
        self.state = self.state._replace(whole_fleet=whole and mode == "alerts" and self.state.several)
        await super().action_switch_mode(mode)

    def action_help(self) -> None:
        """Show the keys that work here."""
        from ses_tui.tui.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help(self.screen.active_bindings.values(), self.state.look))

    def action_playbook(self) -> None:
        """Open the playbook of the selected subject's alert, else of the worst alert."""
        from ses_tui.tui.playbook import PlaybookScreen

        if isinstance(self.screen, View):
            self.push_screen(PlaybookScreen(self.screen.playbook(), self.state.look))

    def action_acknowledge(self) -> None:
        """Ask how long the selected alert shall not be repeated, and which one where several are open."""
        view, monitor = self.screen, self._acting()
        if not isinstance(view, View) or monitor is None:
            return
        alerts = view.alerts_meant()
        if not alerts:
            subject = view.looked_at()
            self.tell(f"no open alert{f' on {subject.label}' if subject else ''}: there is nothing to be on")
            return
        from ses_tui.tui.forms import acknowledge_form

        self.push_screen(acknowledge_form(alerts, self.state, monitor, self.tell))

    def action_silence(self) -> None:
        """Ask what to silence and for how long."""
        view, monitor, target = self.screen, self._acting(), self.state.target
        if not isinstance(view, View) or monitor is None or target is None:
            return
        from ses_tui.tui.forms import matcher_for, silence_form

        alert = view.alert_at()
        matcher = matcher_for(alert, view.looked_at())
        name = alert.key.target if alert else target.name
        self.push_screen(silence_form(matcher, name, self.state, monitor, self.tell))

    def end_silence(self, silence: Silence) -> None:
        """End the silence; what it held back is sent now."""
        monitor = self._acting()
        if monitor is not None:
            monitor.unsilence(silence.id)
            self.tell(f"silence of {silence.matcher} ended; what it held back is told now")

    def _acting(self) -> Monitor | None:
        """The engine, if it can act now; otherwise say why not and return None."""
        if self.monitor is None or self._newest is None or self._newest.restored:
            self.tell("not yet: the first read is under way")
            return None
        if self.state.hold and self.state.hold.past:
            self.tell("this is the past: n returns to now, where it can be acted on")
            return None
        return self.monitor

    def action_export(self) -> None:
        """Ask for the file format in which to export this view."""
        from ses_tui.tui.forms import export_form

        if isinstance(self.screen, View):
            self.push_screen(export_form(self, self.screen))

    def action_copy(self) -> None:
        """Copy the selection to the terminal's clipboard; terminals do not confirm it."""
        from ses_tui.tui.export import to_clipboard

        view = self.screen
        text = view.copied() if isinstance(view, View) else ""
        if text:
            self._write(to_clipboard(text, self.ui_context.wrap))
        self.tell(f"copied to the terminal's clipboard: {text}" if text else "nothing to copy here")

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette's commands."""
        from ses_tui.tui.palette import commands

        return commands(self, screen)
