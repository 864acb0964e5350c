"""The engine, as the screen knows it."""

from typing import TYPE_CHECKING, Protocol

from ses_tui.core.model import Key

if TYPE_CHECKING:
    from collections.abc import Callable

    from ses_tui.core.longread import LongRequest, LongResult
    from ses_tui.core.moments import MomentRequest, MomentResult


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
