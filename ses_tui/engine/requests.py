"""What a viewer asks of the owner of a target through the store, and how the owner serves it."""

import asyncio

from ses_tui.core.clock import Clock
from ses_tui.core.message_life import MessageRequest, MessageResult
from ses_tui.core.moments import LongRequest, LongResult
from ses_tui.core.record import replace
from ses_tui.core.request import Request, RequestKind
from ses_tui.engine.longreads import LongAnswer, read_long
from ses_tui.engine.message_reads import MessageAnswer, read_message
from ses_tui.engine.monitor import TargetMonitor
from ses_tui.engine.ports import Answer, TargetHistory
from ses_tui.engine.reads import TargetReads

LOOK_AGAIN_SECONDS = 30.0
"""Real time after which a viewer says again that somebody looks."""

LOOK_ENDS_SECONDS = 90.0
"""Real time after which nobody looks any more who has not said so again."""

ANSWER_SECONDS = 60.0
"""Real time that the owner may take for an answer."""

ASK_SECONDS = 0.5

NO_ANSWER = "the process that reads this target did not answer"


class Requests:
    """One per target, on the engine's loop."""

    def __init__(self, monitor: TargetMonitor, reads: TargetReads, clock: Clock) -> None:
        self._monitor = monitor
        self._reads = reads
        self._clock = clock
        self._seen = 0
        self._looking = False
        self._others_look_until = 0.0
        self._looked_at = float("-inf")
        """When this viewer last said that somebody looks."""
        self._serving: set[asyncio.Task[None]] = set()

    # For the owner.

    def serve(self) -> None:
        """Do what viewers have asked for since the last call."""
        for asked in self._monitor.history.asked(self._seen, self._clock.now()):
            self._seen = asked.number
            if asked.request.kind is RequestKind.READ_NOW:
                self._reads.refresh()
            elif asked.request.kind is RequestKind.LOOK:
                self._others_look_until = _real_time() + LOOK_ENDS_SECONDS
                self._reads.look(True)
            else:
                self._read_for(asked.token, asked.request)

    def settle(self) -> None:
        """What costs is read while somebody looks, here or elsewhere, and no longer."""
        wanted = self._looking or _real_time() < self._others_look_until
        if self._monitor.inventory.looked_at is not wanted:
            self._reads.look(wanted)

    def _read_for(self, token: str, request: Request) -> None:
        history: TargetHistory = self._monitor.history
        name = self._monitor.target.name

        def answer(result: LongResult | MessageResult) -> None:
            history.answer(token, result)

        if request.kind is RequestKind.MESSAGE:
            reading = read_message(self._monitor, MessageRequest(name, request.message), answer)
        else:
            wanted = LongRequest(name, request.subject)
            reading = read_long(self._monitor, wanted, self._clock.now(), answer)
        task = asyncio.ensure_future(reading)
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    # For a viewer.

    def read_now(self) -> None:
        """Have everything read now."""
        self._monitor.history.ask(Request(RequestKind.READ_NOW), self._clock.now())

    def keep_looking(self) -> None:
        """Say, now and then, that somebody looks."""
        if self._looking and _real_time() - self._looked_at > LOOK_AGAIN_SECONDS:
            self._looked_at = _real_time()
            self._monitor.history.ask(Request(RequestKind.LOOK), self._clock.now())

    async def read_long(self, request: LongRequest, answer: LongAnswer) -> None:
        """Two months of one subject, as the owner reads them."""
        found = await self._answer(Request(RequestKind.LONG, request.subject), LongResult)
        answer(replace(found, request=request) if found else LongResult(request, {}, NO_ANSWER))

    async def read_message(self, request: MessageRequest, answer: MessageAnswer) -> None:
        """One message's life, as the owner reads it."""
        found = await self._answer(Request(RequestKind.MESSAGE, message=request.id), MessageResult)
        answer(replace(found, request=request) if found else MessageResult(request, why=NO_ANSWER))

    async def _answer(self, request: Request, kind: type[Answer]) -> Answer | None:
        history = self._monitor.history
        token = history.ask(request, self._clock.now())
        for _ in range(round(ANSWER_SECONDS / ASK_SECONDS)):
            await asyncio.sleep(ASK_SECONDS)
            if (found := history.answered(token, kind)) is not None:
                return found
        return None

    # For either.

    def look(self, looking: bool, *, owned: bool) -> None:
        """Somebody looks here at what costs, or no longer does."""
        self._looking = looking
        if owned:
            self._reads.look(looking or _real_time() < self._others_look_until)
        elif looking:
            self._looked_at = float("-inf")
            self.keep_looking()


def _real_time() -> float:
    return asyncio.get_running_loop().time()
