"""Trouble of the monitor itself: channels, store, clock, credentials. Each is told once while it lasts.

CHANNEL_FAILING comes after three failed tries, by the other channels, and CHANNEL_OK to those that
were told of it. That other trouble is over is told to pagers alone, which keep an incident open for it.
"""

from collections.abc import Mapping

from ses_tui.core.messages import Kind
from ses_tui.core.record import Record

TRIES = 3
"""Failed tries in a row after which a channel counts as failing."""

LASTING = (Kind.STORE_FAILING, Kind.CLOCK_SKEW, Kind.CREDENTIALS_EXPIRING)


class SelfAlert(Record, frozen=True):
    """One thing that is wrong. ``about``: the channel or the target; ``text``: safe, one line."""

    kind: Kind
    about: str = ""

    @property
    def over(self) -> Kind:
        """The kind that says it is over."""
        return Kind.CHANNEL_OK if self.kind is Kind.CHANNEL_FAILING else Kind.RESOLVED


class Tries(Record, frozen=True):
    """How a channel fares, counted in rounds: a round is all that it is handed in one cycle."""

    failed: int = 0
    """Rounds in a row in which it refused a message."""
    problem: str = ""
    """Why it refused the last one; safe, one line."""
    deaf: int = 0
    """Rounds in a row in which it accepted nothing."""

    def after(self, problem: str, *, any_accepted: bool) -> "Tries":
        """With one more round. ``problem``: of the last message that it refused, or nothing."""
        if not problem:
            return Tries()
        return Tries(self.failed + 1, problem, 0 if any_accepted else self.deaf + 1)

    @property
    def failing(self) -> bool:
        """Whether the others should hear of it."""
        return self.failed >= TRIES

    @property
    def accepting(self) -> bool:
        """Whether it still takes a message, as far as is known."""
        return self.deaf < TRIES


def failing_channels(tries: Mapping[str, Tries]) -> dict[SelfAlert, str]:
    """The channels that fail, each with its problem."""
    return {SelfAlert(Kind.CHANNEL_FAILING, name): one.problem for name, one in tries.items() if one.failing}
