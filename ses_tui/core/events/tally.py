"""Counts of what came in: by provider and class, and the reasons given most."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from ses_tui.core.events.event import Diagnosis, Event, EventType
from ses_tui.core.events.seen import Reason

REASONS_KEPT = 2_000
"""Different reasons counted at once; beyond, the rare ones are forgotten."""

REASON_CAP = 120
"""Characters of a reason: providers put ids and dates behind them."""


class Tally:
    """Grows with each event; not thread-safe."""

    def __init__(self) -> None:
        self.events: Counter[str] = Counter()
        self.by_isp: Counter[tuple[str, Diagnosis]] = Counter()
        """Refusals by providers; those for SES's own suppression lists are none."""
        self.complaints: Counter[str] = Counter()
        self.not_sent = 0
        """Events of mail that SES did not send, for a suppression list of its own."""
        self.beyond = 0
        """Recipients that are counted, and in no event of their own."""
        self._reasons: Counter[tuple[str, Diagnosis, str, str]] = Counter()

    @property
    def total(self) -> int:
        """Events counted."""
        return self.events.total()

    def add(self, events: Iterable[Event]) -> None:
        """Count them."""
        for event in events:
            self.events[event.event] += 1 + event.beyond
            self.beyond += event.beyond
            if event.not_sent:
                self.not_sent += 1
                continue
            if event.event == EventType.COMPLAINT:
                self.complaints[event.isp] += 1
            if event.diagnosis is not None:
                self.by_isp[event.isp, event.diagnosis] += 1
                self._reasons[event.isp, event.diagnosis, event.status, alike(event.diagnostic)] += 1
        if len(self._reasons) > REASONS_KEPT:
            self._reasons = Counter(dict(self._reasons.most_common(REASONS_KEPT // 2)))

    def take_back(self, other: "Tally") -> None:
        """Count no longer what ``other`` counted, which was counted here too."""
        self.events -= other.events
        self.by_isp -= other.by_isp
        self.complaints -= other.complaints
        self.not_sent -= other.not_sent
        self.beyond -= other.beyond
        self._reasons -= other._reasons

    def reasons(self, most: int) -> tuple[Reason, ...]:
        """The reasons given most, the most frequent first."""
        return tuple(Reason(*key, count) for key, count in self._reasons.most_common(most))


@lru_cache(maxsize=4096)
def alike(diagnostic: str) -> str:
    """What texts about different messages have in common: words with digits in them become ``#``."""
    words = diagnostic[: 2 * REASON_CAP].split()
    kept = [word if not any(char.isdigit() for char in word) or _code(word) else "#" for word in words]
    return " ".join(kept)[:REASON_CAP]


def _code(word: str) -> bool:
    """Whether the word is a reply or status code, or a provider's own code such as (S3140)."""
    bare = word.strip("()[];:,.-")
    return len(bare) <= 7 and bare.replace(".", "").replace("-", "").isalnum() and bare.count(".") in (0, 2)
