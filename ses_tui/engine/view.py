"""A target that another process owns, as that process publishes it."""

from ses_tui.core.clock import Clock
from ses_tui.core.condition import Health
from ses_tui.core.health import BLIND_SECONDS
from ses_tui.core.messages import Message
from ses_tui.core.model import Target
from ses_tui.core.overlays import Overlays
from ses_tui.core.record import replace
from ses_tui.core.snapshot import ChannelStatus, TargetSnapshot
from ses_tui.core.wording import span
from ses_tui.engine.ports import Lease, Leases, TargetHistory

FRESH_SECONDS = 45.0
"""What the owner published within this time stands for a read of AWS."""

SILENT_SECONDS = 120.0
"""An owner publishes every half minute while it is viewed: after so long something holds it up."""


class View:
    """Of one target; ended with ``close``. ``heard``: the last message that an earlier view took up."""

    def __init__(
        self,
        target: Target,
        history: TargetHistory,
        leases: Leases,
        clock: Clock,
        heard: int | None = None,
    ) -> None:
        self._group = target.group
        self._history = history
        self._leases = leases
        self._clock = clock
        self._presence: Lease | None = None
        """By it the owner knows that somebody looks."""
        self._sequence = 0
        self.heard = history.newest_message() if heard is None else heard
        """The number of the last message that was taken up, or was there already."""
        self._published_at: float | None = None
        self._published = history.last() or TargetSnapshot(target.name, target.region, group=target.group)
        self.snapshot = self._published
        self.channels: tuple[ChannelStatus, ...] = ()
        """How the owner's ways out do."""

    def look(self) -> bool:
        """Take up what the owner published since the last look; whether anything is another now."""
        if self._presence is None:
            self._presence = self._leases.view(self._history.id)
        if (published := self._history.published(self._sequence)) is not None:
            self._sequence = published.sequence
            self._published_at = published.snapshot.generated_at
            (self._published,) = published.snapshot.targets
            self.channels = published.snapshot.channels
        before, self.snapshot = self.snapshot, self._as_it_stands()
        return published is not None or self.snapshot != before

    @property
    def fresh(self) -> bool:
        """Whether the owner has just published it and sees it."""
        if self._published_at is None or self._clock.now() - self._published_at > FRESH_SECONDS:
            return False
        return self._published.health in (Health.FRESH, Health.STALE)

    def messages(self) -> list[Message]:
        """What the owner told since the last call, in order; at first since the view began."""
        found = self._history.messages(self.heard)
        if found:
            self.heard = found[-1][0]
        return [message for _, message in found]

    def overlaid(self, overlays: Overlays) -> TargetSnapshot:
        """With what is laid over its alerts here, which the owner may not have seen yet."""
        now = self._clock.now()
        return replace(
            self.snapshot, alerts=tuple(alert.overlaid(overlays, now) for alert in self.snapshot.alerts)
        )

    def close(self) -> None:
        """Look no more."""
        if self._presence is not None:
            self._presence.release()
            self._presence = None
        self.snapshot = replace(self.snapshot, owner="")

    def _as_it_stands(self) -> TargetSnapshot:
        """As published; stale, and then blind, where the owner has long said nothing."""
        owner = self._leases.holder(self._history.id) or "another process"
        shown = replace(self._published, owner=owner, group=self._group)
        silence = 0.0 if self._published_at is None else self._clock.now() - self._published_at
        if silence < SILENT_SECONDS:
            return shown
        health = Health.BLIND if silence >= BLIND_SECONDS else Health.STALE
        return replace(
            shown,
            health=max(shown.health, health, key=lambda one: one.rank),
            health_reason=f"{owner}, which reads this target, has written nothing for {span(silence)}",
            readings=tuple(
                replace(one, health=max(one.health, health, key=lambda each: each.rank))
                for one in shown.readings
            ),
        )
