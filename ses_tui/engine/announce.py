"""Tells people what changed: from the state of a target to messages, and the memory of what was told."""

from collections.abc import Callable, Mapping

from ses_tui.core.blame import Blame
from ses_tui.core.clock import Clock
from ses_tui.core.condition import Condition, Health
from ses_tui.core.messages import Kind, Message
from ses_tui.core.model import ACCOUNT, Key, Metric
from ses_tui.core.notices import Notice, due
from ses_tui.core.snapshot import AlertEvent
from ses_tui.core.words import alert_text, blame_text
from ses_tui.engine.memory import Memory
from ses_tui.engine.plan import Plan
from ses_tui.engine.standing import alert_id, eased_text, standings, value_of, wall_time
from ses_tui.engine.state import TargetState

RECENT_EVENTS = 50


class Announcer:
    """One per target. ``send`` hands a message to every channel and must not wait for them."""

    def __init__(
        self, target: str, plan: Plan, clock: Clock, memory: Memory, send: Callable[[Message], None]
    ) -> None:
        self._target = target
        self._plan = plan
        self._clock = clock
        self._memory = memory
        self._send = send
        self._told = memory.told()
        self._told_blind = False
        self.events: tuple[AlertEvent, ...] = memory.events(RECENT_EVENTS)

    def announce(
        self,
        state: TargetState,
        health: Health,
        reason: str,
        blames: Mapping[Metric, Blame],
        gone: tuple[Key, ...] = (),
    ) -> None:
        """Send what is due. One message per key and call."""
        now = self._clock.now()
        table = standings(state, self._target)
        for notice in due(self._told, table, gone):
            standing = table.get(notice.key)
            since = (standing.since if standing else None) or now
            self._out(self._message(state, notice, since, now, blames))
            self._told[notice.key] = notice.condition
            self._memory.set_told(notice.key, notice.condition, since)
        self._sight(health, reason, now)

    def _sight(self, health: Health, reason: str, now: float) -> None:
        blind = health is Health.BLIND
        if blind == self._told_blind or health is Health.INIT:
            return
        self._told_blind = blind
        key = Key(self._target, ACCOUNT, Metric.BOUNCE_RATE)
        kind = Kind.BLIND if blind else Kind.SIGHT
        text = (
            "BLIND account: the rates cannot be read" if blind else "SIGHT account: the rates are read again"
        )
        self._out(
            Message(
                id=alert_id(key, now),
                kind=kind,
                condition=Condition.OK,
                route=Condition.REVIEW,
                key=key,
                at=now,
                since=now,
                title=self._title(text, now),
                body=self._body(reason),
                demo=self._plan.demo,
            )
        )

    def _message(
        self, state: TargetState, notice: Notice, since: float, now: float, blames: Mapping[Metric, Blame]
    ) -> Message:
        key = notice.key
        value = value_of(state, key.subject, key.metric)
        line = state.bands.of(key.metric).enter(notice.condition)
        if notice.kind is Kind.FIRING:
            text = alert_text(notice.condition, key.subject, key.metric, value, line)
        elif notice.kind is Kind.GONE:
            text = f"GONE {key.subject.label} {key.metric.word}: no data any more"
        else:
            text = eased_text(notice.kind.value, key, notice.condition, notice.told, value)
        account = key.subject == ACCOUNT
        body = blame_text(blames.get(key.metric)) if account and notice.kind is Kind.FIRING else ""
        return Message(
            id=alert_id(key, since),
            kind=notice.kind,
            condition=notice.condition,
            # People who were told of the worse hear of the better by the same way.
            route=max(notice.condition, notice.told),
            key=key,
            at=now,
            since=since,
            title=self._title(text, now),
            body=self._body(body),
            value=value,
            line=line,
            demo=self._plan.demo,
        )

    def _title(self, text: str, now: float) -> str:
        return f"{wall_time(now, self._plan.zone)} {text}"

    def _body(self, text: str) -> str:
        return text if self._target == "default" else " · ".join(filter(None, (self._target, text)))

    def _out(self, message: Message) -> None:
        event = AlertEvent(message.at, message.kind.value, message.condition, message.key, message.title)
        self.events = (event, *self.events)[:RECENT_EVENTS]
        self._memory.save_event(event)
        self._send(message)
