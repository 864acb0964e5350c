"""What the screens may ask of the application, and the application of the engine.

It stands below the screens, so that none of them imports the application.
"""

from abc import abstractmethod
from typing import TYPE_CHECKING, Protocol, cast

from textual.app import App
from textual.dom import DOMNode

from ses_tui.core.model import Key
from ses_tui.core.overlays import Silence
from ses_tui.tui.uicontext import UiContext
from ses_tui.tui.viewstate import ViewState

if TYPE_CHECKING:
    from collections.abc import Callable

    from ses_tui.core.message_life import MessageRequest, MessageResult
    from ses_tui.core.moments import LongRequest, LongResult, MomentRequest, MomentResult


class Monitor(Protocol):
    """Callable from any thread. All but ``stop`` return at once; the next snapshot shows the result.

    ``until``: UTC epoch seconds by the engine's clock. Whoever carries it out knows who acted.
    """

    def stop(self) -> None:
        """End it with everything flushed; returns when that is done."""
        ...

    def refresh(self) -> None:
        """Read everything now."""
        ...

    def look(self, looking: bool) -> None:
        """Say whether a mode is shown whose reads cost money (sets, tenants, IPs)."""
        ...

    def acknowledge(self, key: Key, until: float, why: str) -> None:
        """Send no reminders about ``key`` until then, or until its condition rises."""
        ...

    def silence(self, matcher: str, target: str, until: float, why: str, also: frozenset[str]) -> None:
        """Send no messages about the keys that match. ``also``: hold back ``pause`` and ``blind`` too."""
        ...

    def unsilence(self, name: str) -> None:
        """End the silence with this id."""
        ...

    def recall(self, request: "MomentRequest", answer: "Callable[[MomentResult], None]") -> None:
        """Find the snapshot of another time; ``answer`` is called from the engine's thread."""
        ...

    def read_long(self, request: "LongRequest", answer: "Callable[[LongResult], None]") -> None:
        """Read two months of a subject from AWS, once; ``answer`` is called from the engine's thread."""
        ...

    def read_message(self, request: "MessageRequest", answer: "Callable[[MessageResult], None]") -> None:
        """Read one message's life from AWS, once; ``answer`` is called from the engine's thread."""
        ...


class Shell(App[None]):
    """The base of the application."""

    state: ViewState
    """What is shown."""
    ui_context: UiContext

    @abstractmethod
    def tell(self, text: str) -> None:
        """Show a message about the screen itself for a few seconds."""

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
    def request_message(self, request: "MessageRequest") -> bool:
        """Have one message's life read; False while no engine is there to do it."""

    @abstractmethod
    def action_theme(self, name: str) -> None:
        """Use another theme until the program ends."""


def shell_of(node: DOMNode) -> Shell:
    """The application that ``node`` is in."""
    return cast(Shell, node.app)
