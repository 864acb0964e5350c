"""Pause and the past: the keys that hold the screen at a moment, and what came meanwhile."""

from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ses_tui.core.clock import Clock
from ses_tui.core.model import SubjectKind
from ses_tui.core.moments import Moment, MomentRequest, MomentResult, Step
from ses_tui.core.snapshot import Snapshot
from ses_tui.tui.keyactions import KeyActions
from ses_tui.tui.mailbox import Mailbox
from ses_tui.tui.view import View
from ses_tui.tui.viewstate import Hold, ViewState

if TYPE_CHECKING:
    from ses_tui.core.message_life import MessageRequest
    from ses_tui.core.messages import Message
    from ses_tui.core.moments import LongRequest
    from ses_tui.tui.form import Form
    from ses_tui.tui.mailbox import Answer

STEPS_WAITING = 50
"""How many key presses wait for an earlier answer; further ones are dropped."""

_ALERTS = frozenset({"FIRING", "BLIND"})
_NONE_THERE = {
    Step.MESSAGE_BEFORE: "no message before this one is kept",
    Step.MESSAGE_AFTER: "no later message: this is the newest one that is kept",
}


class MomentClock:
    """A clock that stands still at a moment of the past."""

    def __init__(self, at: float) -> None:
        self._at = at

    def now(self) -> float:
        """UTC epoch seconds."""
        return self._at

    def monotonic(self) -> float:
        """Always 0: a moment has no monotonic times."""
        return 0.0

    async def sleep(self, seconds: float) -> None:
        """Not possible: time does not pass in a moment."""
        raise NotImplementedError


class PastActions(KeyActions):
    """``live``: the clock that goes on while the screen is held."""

    mailbox: Mailbox
    live: Clock
    _asked: MomentRequest | None = None
    _form: "Form | None" = None
    _read_to = 0.0

    def _show(self, state: ViewState) -> None:
        raise NotImplementedError

    def action_pause(self) -> None:
        """Pause the screen, or return to now."""
        hold = self.state.hold
        if hold is None:
            self._begin_count()
            self._show(self.state._replace(hold=Hold(False, self.live.now(), self.live)))
        elif hold.past:
            self.tell("the past stands still already; what is read meanwhile is counted above")
        else:
            self.action_now()

    def action_now(self) -> None:
        """Return to now."""
        self._asked, self._form = None, None
        self._steps().clear()
        if self.state.hold is not None:
            self._show(self.state._replace(snapshot=self._newest, clock=self.live, hold=None))

    def action_step(self, by: int) -> None:
        """Go to the previous or the next moment."""
        self._go(Step.AFTER if by > 0 else Step.BEFORE)

    def action_message(self, by: int) -> None:
        """Go to the previous or the next message."""
        self._go(Step.MESSAGE_AFTER if by > 0 else Step.MESSAGE_BEFORE)

    def action_time(self) -> None:
        """Ask for a time to go to."""
        from ses_tui.tui.pasttime import time_form

        if not self._can_recall():
            return
        form = time_form(self.state.look, self.live, self._ask_for, self.action_now)
        self._form = form
        self.push_screen(form)

    def _ask_for(self, at: float) -> None:
        self._steps().clear()
        self._ask(MomentRequest(Step.AT, at))

    def _go(self, step: Step) -> None:
        hold = self.state.hold
        if hold is None and step in (Step.AFTER, Step.MESSAGE_AFTER):
            self.tell("this is now already; [ steps back")
        elif self._asked is not None:
            self._steps().append(step)
        elif self._can_recall():
            self._ask(MomentRequest(step, self.state.now))

    def _can_recall(self) -> bool:
        if self.monitor is None or self._newest is None or self._newest.restored:
            self.tell("not yet: the first read is under way")
            return False
        return True

    def _ask(self, request: MomentRequest) -> None:
        if self.monitor is not None:
            self._asked = request
            self.monitor.recall(request, self.mailbox.answer)

    def request_long(self, request: "LongRequest") -> bool:
        """Have two months of a subject read; False if the engine is not ready."""
        if self.monitor is None or self._newest is None or self._newest.restored:
            return False
        self.monitor.read_long(request, self.mailbox.answer)
        return True

    def request_message(self, request: "MessageRequest") -> bool:
        """Have one message's life read; False if the engine is not ready."""
        if self.monitor is None or self._newest is None or self._newest.restored:
            return False
        self.monitor.read_message(request, self.mailbox.answer)
        return True

    def _answered(self, answers: "Iterable[Answer]") -> None:
        """Take the answers to requests."""
        from ses_tui.core.message_life import MessageResult

        for answer in answers:
            if isinstance(answer, MomentResult):
                self._recalled(answer)
                continue
            for screen in self.screen_stack:
                if not isinstance(screen, View):
                    continue
                if isinstance(answer, MessageResult):
                    screen.take_message(answer)
                else:
                    screen.take_long(answer)

    def _recalled(self, answer: MomentResult) -> None:
        if answer.request is not self._asked:
            return
        self._asked = None
        if answer.moment is not None:
            self._go_to(answer.moment, answer)
        else:
            self._nothing(answer)
        waiting = self._steps()
        if waiting and self._asked is None:
            self._go(waiting.popleft())

    def _go_to(self, moment: Moment, answer: MomentResult) -> None:
        at = moment.snapshot.generated_at
        hold = self.state.hold
        if hold is None:
            self._begin_count()
        past = Hold(
            True,
            at,
            self.live,
            hold.readings if hold else 0,
            hold.alerts if hold else 0,
            hold.told if hold else "",
            moment.about,
            answer.gap,
            _not_kept(moment),
        )
        self._close_form()
        state = self.state._replace(snapshot=moment.snapshot, clock=MomentClock(at), hold=past, reading=False)
        self._show(state)

    def _nothing(self, answer: MomentResult) -> None:
        from ses_tui.tui.holdline import gap_words

        look, now = self.state.look, self.live.now()
        if answer.request.step is Step.AFTER:
            self.action_now()
            return
        if answer.gap is not None:
            text = f"{gap_words(answer.gap, look, now)}: the monitor was not running"
        elif answer.first is None:
            text = "nothing is recorded yet: a moment is kept every few minutes"
        elif answer.request.step in _NONE_THERE:
            text = _NONE_THERE[answer.request.step]
        else:
            text = f"nothing recorded before {look.stamp(answer.first, now)} {look.zone_name(answer.first)}"
        if self._form is not None and self._form.is_current:
            self._form.wrong(text)
        else:
            self.tell(text)

    def _close_form(self) -> None:
        form, self._form = self._form, None
        if form is not None and form.is_current:
            form.dismiss()

    def _steps(self) -> "deque[Step]":
        if not hasattr(self, "_waiting"):
            self._waiting: deque[Step] = deque(maxlen=STEPS_WAITING)
        return self._waiting

    def _begin_count(self) -> None:
        self._read_to = _newest_read(self._newest)

    def _count_reads(self, hold: Hold, snapshot: Snapshot) -> Hold:
        """Add the reads that are new in ``snapshot``."""
        fresh = {at for at in _reads(snapshot) if at > self._read_to}
        self._read_to = max(fresh, default=self._read_to)
        return hold._replace(readings=hold.readings + len(fresh))

    def _count_alerts(self, fresh: "Iterable[Message]") -> None:
        """Add the alerts among the new messages."""
        hold = self.state.hold
        alerts = [message for message in fresh if message.kind.value in _ALERTS]
        if hold is not None and alerts:
            hold = hold._replace(alerts=hold.alerts + len(alerts), told=alerts[-1].title)
            self.state = self.state._replace(hold=hold)


def _not_kept(moment: Moment) -> str:
    """``only the worst 300 of 10,000 identities``; empty where all rows were kept."""
    said = [
        f"{max(len(target.rows.get(kind, ())) for target in moment.snapshot.targets):,} of {total:,}"
        f" {'identities' if kind is SubjectKind.IDENTITY else f'{kind.value}s'}"
        for kind, total in moment.totals.items()
    ]
    return f"only the worst {' and '.join(said)}" if said else ""


def _reads(snapshot: Snapshot | None) -> Iterable[float]:
    for target in snapshot.targets if snapshot else ():
        for source in target.sources:
            if source.last_success is not None:
                yield source.last_success


def _newest_read(snapshot: Snapshot | None) -> float:
    return max(_reads(snapshot), default=0.0)
