"""Whose queue it is: told by the first messages, before much of somebody else's is held up."""

from collections import Counter, OrderedDict
from collections.abc import Sequence

from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.events.event import Arrival, Malformed
from ses_tui.core.results import ReadError

LOOKED_AT = 20
"""Messages of which one must be SES's."""

VISIBILITY = 10
"""Seconds for which a message is hidden from others during the first look: what is theirs is soon back."""

FEW_RECEIVES = 5
"""A queue that moves messages away after so few receives is said so before it is read: each look is one."""

KEPT = 10_000
"""Messages that are remembered as no events, so that each is counted once."""


class ForeignQueue(ReadError):
    """The queue holds nothing of SES. Nothing of it was deleted; it must not be read again."""


class FirstLook:
    """What is no event, and whether anything else has come. Not thread-safe."""

    def __init__(self) -> None:
        self.over = False
        """Whether something of SES has come: the queue is as it was said to be."""
        self.reasons: Counter[str] = Counter()
        """What they are, each message once."""
        self._strange: OrderedDict[str, None] = OrderedDict()

    @property
    def strange(self) -> int:
        """Messages that are no events."""
        return self.reasons.total()

    def knows(self, message: str) -> bool:
        """Whether the message of that id came before and is no event."""
        return message in self._strange

    def see(self, arrivals: Sequence[Arrival]) -> None:
        """Raises ForeignQueue when the first messages, or all that there are, are none of SES's."""
        again = False
        for arrival in arrivals:
            if not isinstance(arrival.parsed, Malformed):
                self.over = True
            elif arrival.message in self._strange:
                again = True
            else:
                self._strange[arrival.message] = None
                self.reasons[arrival.parsed.reason] += 1
        while len(self._strange) > KEPT:
            self._strange.popitem(last=False)
        if again or self.strange >= LOOKED_AT:
            self.end()

    def end(self) -> None:
        """Raises ForeignQueue if there was something, and nothing of SES's among it."""
        if self.over or not self.strange:
            return
        message = (
            f"somebody else's queue: of its first {self.strange} messages none is an event of SES"
            f" ({self.described()})"
        )
        hint = "nothing was deleted, and it is not read again; give ses-tui a queue of its own"
        raise ForeignQueue(SourceError("events", "", ErrorKind.INVALID_REQUEST, message, hint))

    def described(self) -> str:
        """``14 s3 notification, 2 text, not JSON``: the most first."""
        return ", ".join(f"{count} {reason}" for reason, count in self.reasons.most_common(3))


def warning(queue: str, receives: int | None) -> str:
    """What to say of a queue that moves messages away after so many receives; '' where it can wait."""
    if receives is None or receives > FEW_RECEIVES:
        return ""
    times = "1 receive" if receives == 1 else f"{receives} receives"
    return (
        f"{queue} moves a message to its dead-letter queue after {times}, and each look at one is a receive"
    )
