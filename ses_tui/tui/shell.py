"""What the screens may ask of the application. It stands below them, so that no screen imports the app."""

from abc import abstractmethod
from typing import TYPE_CHECKING, cast

from textual.app import App
from textual.dom import DOMNode

from ses_tui.core.overlays import Silence
from ses_tui.tui.uicontext import UiContext
from ses_tui.tui.viewstate import ViewState

if TYPE_CHECKING:
    from ses_tui.core.longread import LongRequest


class Shell(App[None]):
    """The base of the application."""

    state: ViewState
    """What is shown."""
    ui_context: UiContext

    @abstractmethod
    def tell(self, text: str) -> None:
        """Say something about the screen itself, for some seconds."""

    @abstractmethod
    def choose_target(self, name: str) -> None:
        """Show the target of that name."""

    @abstractmethod
    def end_silence(self, silence: Silence) -> None:
        """End it; what it held back is told."""

    @abstractmethod
    def request_long(self, request: "LongRequest") -> bool:
        """Have two months of a subject read; False while no engine is there to do it."""

    @abstractmethod
    def action_theme(self, name: str) -> None:
        """Paint everything in another theme, until the program is left."""


def shell_of(node: DOMNode) -> Shell:
    """The application that ``node`` is in."""
    return cast(Shell, node.app)
