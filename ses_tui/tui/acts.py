"""What people may do about an alert, as the screen knows it."""

from typing import TYPE_CHECKING, Protocol

from ses_tui.core.model import Key

if TYPE_CHECKING:
    from collections.abc import Callable

    from ses_tui.core.longread import LongRequest, LongResult
    from ses_tui.core.moments import MomentRequest, MomentResult


class Acts(Protocol):
    """Callable from any thread; each returns at once, and the next snapshot shows what came of it.

    ``until``: UTC epoch seconds by the engine's clock. Who it was is known to whoever carries it out.
    """

    def acknowledge(self, key: Key, until: float, why: str) -> None:
        """Somebody looks after ``key``: no reminders until then, or until its condition rises."""
        ...

    def silence(self, matcher: str, target: str, until: float, why: str, also: frozenset[str]) -> None:
        """No message about the keys that match. ``also``: ``pause`` and ``blind`` are held back too."""
        ...

    def unsilence(self, name: str) -> None:
        """End the silence with this id."""
        ...

    def recall(self, request: "MomentRequest", answer: "Callable[[MomentResult], None]") -> None:
        """Find what was published at another time; ``answer`` is called from the engine's thread."""
        ...

    def read_long(self, request: "LongRequest", answer: "Callable[[LongResult], None]") -> None:
        """Read two months of a subject from AWS, once; ``answer`` is called from the engine's thread."""
        ...

    def look(self, looking: bool) -> None:
        """Somebody looks at what costs to read (sets, tenants, IPs), or no longer does."""
        ...
