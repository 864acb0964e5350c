"""What every view draws from: the newest snapshot, and how to draw it."""

from typing import TYPE_CHECKING, NamedTuple

from ses_tui.core.clock import Clock
from ses_tui.core.snapshot import Snapshot, TargetSnapshot
from ses_tui.tui.look import Look

if TYPE_CHECKING:
    from ses_tui.tui.news import News


class Frame(NamedTuple):
    """``snapshot`` None: nothing was read and nothing was stored. ``demo``: by the command.

    ``unseen``: snapshots that came since the screen was paused; None while it is not paused.
    ``reading``: the user has asked for a read and it has not come yet. ``news``: of the last seconds.
    """

    snapshot: Snapshot | None
    look: Look
    clock: Clock
    unseen: int | None = None
    reading: bool = False
    demo: bool = False
    news: "tuple[News, ...]" = ()

    @property
    def target(self) -> TargetSnapshot | None:
        """The target that is shown."""
        return self.snapshot.targets[0] if self.snapshot and self.snapshot.targets else None

    @property
    def now(self) -> float:
        """UTC epoch seconds of the snapshot: spans on the screen count to it, so that they hold still."""
        return self.snapshot.generated_at if self.snapshot else self.clock.now()
