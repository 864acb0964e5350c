"""Pause and the past: the keys that hold the screen at a moment, and what came meanwhile."""

from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ses_tui.core.clock import Clock
from ses_tui.core.model import SubjectKind
from ses_tui.core.moments import Ask, Moment, Recalled, Way
from ses_tui.core.snapshot import Snapshot
from ses_tui.tui.keyactions import KeyActions
from ses_tui.tui.mailbox import Mailbox
from ses_tui.tui.view import View

if TYPE_CHECKING:
    from ses_tui.core.longread import LongAsk, LongRead
    from ses_tui.core.messages import Message
    from ses_tui.tui.form import Form
    from ses_tui.tui.frame import Frame
    from ses_tui.tui.held import Held

STEPS_WAITING = 50
"""Keys pressed before the answer to the one before has come; more are forgotten."""

_ALERTS = frozenset({"FIRING", "BLIND"})
_NONE_THERE = {
    Way.MESSAGE_BEFORE: "no message before this one is kept",
    Way.MESSAGE_AFTER: "no later message: this is the newest one that is kept",
}


class PastActions(KeyActions):
    """``live``: the clock that goes on while the screen is held. Nothing is kept but the moment shown."""

    mailbox: Mailbox
    live: Clock
    _asked: Ask | None = None
    _form: "Form | None" = None
    _read_to = 0.0

    def _show(self, frame: "Frame") -> None:
        raise NotImplementedError

    def action_pause(self) -> None:
        """Hold the screen still, or show what has come meanwhile."""
        held = self.frame.held
        if held is None:
            from ses_tui.tui.held import Held

            self._begin_count()
            self._show(self.frame._replace(held=Held(False, self.live.now(), self.live)))
        elif held.past:
            self.tell("the past stands still already; what is read meanwhile is counted above")
        else:
            self.action_now()

    def action_now(self) -> None:
        """Show what is known now."""
        self._asked, self._form = None, None
        self._steps().clear()
        if self.frame.held is not None:
            self._show(self.frame._replace(snapshot=self._newest, clock=self.live, held=None))

    def action_step(self, by: int) -> None:
        """The moment before the one that is shown, or the one after."""
        self._go(Way.AFTER if by > 0 else Way.BEFORE)

    def action_message(self, by: int) -> None:
        """The message before the moment that is shown, or the one after."""
        self._go(Way.MESSAGE_AFTER if by > 0 else Way.MESSAGE_BEFORE)

    def action_time(self) -> None:
        """Ask for a time to go to."""
        from ses_tui.tui.pastform import time_form

        if not self._can_recall():
            return
        form = time_form(self.frame.look, self.live, self._ask_for, self.action_now)
        self._form = form
        self.push_screen(form)

    def _ask_for(self, at: float) -> None:
        self._steps().clear()
        self._ask(Ask(Way.AT, at))

    def _go(self, way: Way) -> None:
        held = self.frame.held
        if held is None and way in (Way.AFTER, Way.MESSAGE_AFTER):
            self.tell("this is now already; [ steps back")
        elif self._asked is not None:
            self._steps().append(way)
        elif self._can_recall():
            self._ask(Ask(way, self.frame.now))

    def _can_recall(self) -> bool:
        if self.monitor is None or self._newest is None or self._newest.restored:
            self.tell("not yet: the first read is under way")
            return False
        return True

    def _ask(self, ask: Ask) -> None:
        if self.monitor is not None:
            self._asked = ask
            self.monitor.recall(ask, self.mailbox.answer)

    def seek_long(self, ask: "LongAsk") -> bool:
        """Have two months of a subject read; False where nobody is there to do it yet."""
        if self.monitor is None or self._newest is None or self._newest.restored:
            return False
        self.monitor.read_long(ask, self.mailbox.answer)
        return True

    def _answered(self, answers: "Iterable[Recalled | LongRead]") -> None:
        """What was asked for has been found, or not."""
        for answer in answers:
            if isinstance(answer, Recalled):
                self._recalled(answer)
                continue
            for screen in self.screen_stack:
                if isinstance(screen, View):
                    screen.take_long(answer)

    def _recalled(self, answer: Recalled) -> None:
        if answer.ask is not self._asked:
            return
        self._asked = None
        if answer.moment is not None:
            self._go_to(answer.moment, answer)
        else:
            self._nothing(answer)
        waiting = self._steps()
        if waiting and self._asked is None:
            self._go(waiting.popleft())

    def _go_to(self, moment: Moment, answer: Recalled) -> None:
        from ses_tui.tui.held import Held, MomentClock

        at = moment.snapshot.generated_at
        held = self.frame.held
        if held is None:
            self._begin_count()
        past = Held(
            True,
            at,
            self.live,
            held.readings if held else 0,
            held.alerts if held else 0,
            held.told if held else "",
            moment.about,
            answer.gap,
            _not_kept(moment),
        )
        self._close_form()
        frame = self.frame._replace(snapshot=moment.snapshot, clock=MomentClock(at), held=past, reading=False)
        self._show(frame)

    def _nothing(self, answer: Recalled) -> None:
        from ses_tui.tui.held import gap_words

        look, now = self.frame.look, self.live.now()
        if answer.ask.way is Way.AFTER:
            self.action_now()
            return
        if answer.gap is not None:
            text = f"{gap_words(answer.gap, look, now)}: the monitor was not running"
        elif answer.first is None:
            text = "nothing is recorded yet: a moment is kept every few minutes"
        elif answer.ask.way in _NONE_THERE:
            text = _NONE_THERE[answer.ask.way]
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

    def _steps(self) -> "deque[Way]":
        if not hasattr(self, "_waiting"):
            self._waiting: deque[Way] = deque(maxlen=STEPS_WAITING)
        return self._waiting

    def _begin_count(self) -> None:
        self._read_to = _newest_read(self._newest)

    def _count_reads(self, held: "Held", snapshot: Snapshot) -> "Held":
        """With the reads that ``snapshot`` has and the ones before had not."""
        fresh = {at for at in _reads(snapshot) if at > self._read_to}
        self._read_to = max(fresh, default=self._read_to)
        return held._replace(readings=held.readings + len(fresh))

    def _count_alerts(self, fresh: "Iterable[Message]") -> None:
        """With the alerts among the messages that are new."""
        held = self.frame.held
        alerts = [message for message in fresh if message.kind.value in _ALERTS]
        if held is not None and alerts:
            held = held._replace(alerts=held.alerts + len(alerts), told=alerts[-1].title)
            self.frame = self.frame._replace(held=held)


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
