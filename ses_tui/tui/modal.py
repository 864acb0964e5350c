"""What lies over a screen: left once, however often it is asked to go, and by a click beside it.

Textual takes the topmost screen away for each call of ``dismiss``, whoever calls; a double click beside a
form took the screen below it too. And the second click of a double click that closed something belongs to
nobody: it must not reach what has come to light.
"""

from textual import events
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette, SearchIcon
from textual.screen import ModalScreen, Screen


class LeftOnce(Screen[None]):
    """Behind the class of a modal screen: Textual takes styles from the first base alone."""

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Go, if it is on top: one below another dialogue is current too, as Textual has it."""
        if self.app.screen is not self:
            return AwaitComplete()
        return super().dismiss(result)


class Modal(ModalScreen[None], LeftOnce):
    """The base of every dialogue of ours. ``takes_keys``: no other opens over it."""

    takes_keys = False

    def on_click(self, event: events.Click) -> None:
        """A click beside the box leaves it."""
        if event.widget is self:
            self.dismiss()


class Palette(CommandPalette, LeftOnce):
    """Textual's palette."""

    def _action_command_list(self, action: str) -> None:
        found = self.query_one(CommandList)
        if found.option_count and found.scrollable_content_region:
            super()._action_command_list(action)  # a page of nothing, or without room, is a KeyError

    def on_mount(self) -> None:
        """Textual's sign is an emoji, which many terminals draw two cells wide, or not at all."""
        self.query_one(SearchIcon).icon = "/"

    # Its search goes on in a worker for a moment after the palette was left, and then has no list to show.

    def _watch__list_visible(self) -> None:
        if self.query(CommandList):
            super()._watch__list_visible()

    async def _watch__show_busy(self) -> None:
        if self.query(CommandList):
            await super()._watch__show_busy()


class ModalApp(App[None]):
    """The part of the application that keeps a click for what it was meant for."""

    _clicked = float("-inf")
    _shielded_until = float("-inf")

    async def on_event(self, event: events.Event) -> None:
        """Drop what is left of a double click that closed something."""
        if isinstance(event, events.MouseDown | events.MouseUp) and not event.is_forwarded:
            if event.time < self._shielded_until:
                return
            self._clicked = event.time
        await super().on_event(event)

    def pop_screen(self) -> AwaitComplete:
        """Note which click, if any, closed a dialogue."""
        if isinstance(self.screen, ModalScreen):
            self._shielded_until = self._clicked + self.CLICK_CHAIN_TIME_THRESHOLD
        return super().pop_screen()

    def action_command_palette(self) -> None:
        """Show the palette, once."""
        taken = isinstance(self.screen, Palette) or (
            isinstance(self.screen, Modal) and self.screen.takes_keys
        )
        if self.use_command_palette and not taken:
            self.push_screen(Palette())  # with an id it could not come while the last one is going
