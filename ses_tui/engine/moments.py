"""Keeps what is published as moments to go back to, and finds them again."""

import asyncio
from collections.abc import Callable, Sequence
from math import inf

from ses_tui.core.clock import Clock
from ses_tui.core.moments import GAP_SECONDS, MOMENT_SECONDS, Gap, Kept, MomentRequest, MomentResult, Step
from ses_tui.core.record import replace
from ses_tui.core.snapshot import AlertEvent, Snapshot
from ses_tui.engine.ports import History

DEMO_SECONDS = 60.0
"""Of the simulated account's time: whoever tries a demo has only minutes to go back in."""

Answer = Callable[[MomentResult], None]


class Moments:
    """One for all targets, on the engine's loop. ``names``: of the targets.

    A moment is kept every ``seconds`` while snapshots come, changed or not, so that a hole in the moments
    says that nothing was recorded; and at once with every message.
    """

    def __init__(
        self,
        history: History,
        clock: Clock,
        names: Sequence[str],
        seconds: float = MOMENT_SECONDS,
    ) -> None:
        self._history = history
        self._clock = clock
        self._names = tuple(names)
        self._seconds = seconds
        self._run = self._told_at = clock.now()
        self._kept_at = self._alive_at = -inf

    def see(self, snapshot: Snapshot, *, complete: bool = True) -> None:
        """Keep ``snapshot`` if it is time to, or a message came with it.

        ``complete``: every source was tried; what comes before is kept for a message only.
        """
        now = snapshot.generated_at
        messages = _messages_since(snapshot, self._told_at)
        if messages:
            self._told_at = messages[0].at
        if not messages and not (complete and not 0 <= now - self._kept_at < self._seconds):
            return
        if not 0 <= now - self._alive_at < GAP_SECONDS + self._seconds:
            self._run = now  # the program has just begun, or was suspended, or its clock was set
        self._alive_at = now
        if complete and not 0 <= now - self._kept_at < self._seconds:
            self._kept_at = now
        else:
            told = {event.key.target for event in messages}
            snapshot = replace(snapshot, targets=tuple(one for one in snapshot.targets if one.name in told))
        about = messages[0].text if messages else ""
        self._history.save_moment(snapshot, self._run, about, bool(messages))

    def end(self, snapshot: Snapshot) -> None:
        """Keep the last one: what comes after it was not recorded."""
        if self._kept_at > -inf:
            self._kept_at -= self._seconds
            self.see(snapshot)

    async def recall(self, request: MomentRequest, answer: Answer) -> None:
        """Find what is asked for, off the loop; ``answer`` is called on it, and must not block."""
        kept = await asyncio.to_thread(self._history.find_moment, self._names, request)
        if kept is None:
            found = await asyncio.to_thread(self._history.first_moment, self._names)
            answer(MomentResult(request, first=found))
            return
        gap = self._gap(request, kept)
        inside = request.step is Step.AT and gap is not None and gap.start < request.at < gap.end
        answer(MomentResult(request, None if inside else kept.moment, gap))

    def _gap(self, request: MomentRequest, kept: Kept) -> Gap | None:
        """Whether nothing was recorded between ``kept`` and the moment on the side one came from."""
        at = kept.moment.snapshot.generated_at
        if request.step in (Step.AFTER, Step.MESSAGE_AFTER):
            earlier, run = kept.beside if kept.beside else (at, kept.run)
            return Gap(earlier, at) if run != kept.run and at - earlier > GAP_SECONDS else None
        later, run = kept.beside or (self._run if self._run != kept.run else self._clock.now(), self._run)
        return Gap(at, later) if run != kept.run and later - at > GAP_SECONDS else None


def _messages_since(snapshot: Snapshot, at: float) -> list[AlertEvent]:
    """Newest first."""
    found = (event for target in snapshot.targets for event in target.recent if event.at > at)
    return sorted(found, key=lambda event: -event.at)
