"""What every view draws from: the newest snapshot, and how to draw it."""

from typing import TYPE_CHECKING, NamedTuple

from ses_tui.core.clock import Clock
from ses_tui.core.snapshot import Snapshot, TargetSnapshot
from ses_tui.core.verdict import worst_first
from ses_tui.tui.look import Look

if TYPE_CHECKING:
    from ses_tui.core.moments import Gap
    from ses_tui.tui.news import News


class Hold(NamedTuple):
    """Why the screen does not follow what is read: it is paused, or shows a moment of the past."""

    past: bool
    at: float
    """The moment that is shown, UTC epoch seconds."""
    live: Clock
    """The clock that goes on meanwhile."""
    readings: int = 0
    """How many came meanwhile."""
    alerts: int = 0
    """How many came meanwhile."""
    told: str = ""
    """The newest of these alerts."""
    about: str = ""
    """The message for which the moment was kept."""
    gap: "Gap | None" = None
    """When nothing was recorded beside the moment."""
    note: str = ""
    """What of the moment was not kept."""


class ViewState(NamedTuple):
    """``snapshot`` None: nothing was read and nothing was stored. ``demo``: by the command.

    ``held``: why the screen does not follow what is read; None while it does.
    ``reading``: the user has asked for a read and it has not come yet. ``news``: of the last seconds.
    ``chosen``: the name of the target that is shown; empty, or one that is gone: the first.
    ``whole_fleet``: mode 6 was come to from mode 9, and lists the alerts of all targets.
    """

    snapshot: Snapshot | None
    look: Look
    clock: Clock
    hold: Hold | None = None
    reading: bool = False
    demo: bool = False
    news: "tuple[News, ...]" = ()
    chosen: str = ""
    whole_fleet: bool = False
    folded: frozenset[str] = frozenset()
    """Groups of which mode 9 shows one row."""

    @property
    def several(self) -> bool:
        """Whether there are more targets than one, so that each is named."""
        return self.snapshot is not None and len(self.snapshot.targets) > 1

    @property
    def listed(self) -> tuple[TargetSnapshot, ...]:
        """The targets whose alerts mode 6 lists."""
        if self.whole_fleet and self.snapshot is not None:
            return self.snapshot.targets
        return (self.target,) if self.target else ()

    @property
    def target(self) -> TargetSnapshot | None:
        """The target that is shown."""
        targets = self.snapshot.targets if self.snapshot else ()
        first = targets[0] if targets else None
        return next((target for target in targets if target.name == self.chosen), first)

    @property
    def worst_first(self) -> list[TargetSnapshot]:
        """All targets."""
        return [target for target, _ in worst_first(self.snapshot)] if self.snapshot else []

    @property
    def names(self) -> list[str]:
        """The names of all targets, in the order of the configuration."""
        return [target.name for target in self.snapshot.targets] if self.snapshot else []

    def beside(self, by: int) -> "ViewState":
        """The same with the target ``by`` places further on, wrapping around."""
        names = self.names
        if self.target is None:
            return self
        return self._replace(chosen=names[(names.index(self.target.name) + by) % len(names)])

    @property
    def now(self) -> float:
        """UTC epoch seconds of the snapshot: spans on the screen count to it, so that they hold still."""
        return self.snapshot.generated_at if self.snapshot else self.clock.now()
