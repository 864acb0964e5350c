"""What every channel must hear now, over all keys of all targets. Pure: told, seen, asked.

A cycle is: ``see`` what is true of each target, then for each channel ask ``due``, try to deliver,
and report each message ``accepted``, and the channel ``tried``. Nothing else changes what is due.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ses_tui.core.condition import Condition, Health
from ses_tui.core.delivery import LOUD, TOLD_ONCE, AlertStatus, Delivered, lowered, owed
from ses_tui.core.due import SERVICE_ROUTE, Due, Matter
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Key, Metric
from ses_tui.core.overlays import Overlays
from ses_tui.core.record import replace
from ses_tui.core.self_monitoring import LASTING, TRIES, SelfAlert, Tries, failing_channels
from ses_tui.core.visibility import NEVER, DeliveredBlindness, Visibility, blindness, restored

DeliveryRecord = tuple[str, Key, Delivered, DeliveredBlindness]
"""One channel, one key, and what the channel was told of it: what is kept over a restart."""


@dataclass(slots=True)
class ChannelLog:
    """What one channel was told."""

    floor: Condition
    """The lowest condition that it is told."""
    apart: Collection[str] = ()
    """Targets that it is not for: of them it hears only the end of what it was told."""
    delivered: dict[Key, Delivered] = field(default_factory=dict)
    blind: dict[Key, DeliveredBlindness] = field(default_factory=dict)
    self_alerts: set[SelfAlert] = field(default_factory=set)
    eased: set[Key] = field(default_factory=set)
    """Keys that stand as they were told, with one reason less: told once."""
    tries: Tries = field(default_factory=Tries)
    refused: list[Matter] = field(default_factory=list)
    """What it did not take and is still owed, the longest ago first."""

    def forget_refusal(self, due: Due) -> None:
        """``due`` was tried again."""
        if due.matter in self.refused:
            self.refused.remove(due.matter)


@dataclass(slots=True)
class Ledger:
    """``floors``: per channel the lowest condition that it is told. ``pagers``: the channels that keep an
    incident open, and so must hear that trouble of the monitor itself is over.

    ``changed`` and ``changed_troubles`` collect what must be kept over a restart.
    """

    floors: Mapping[str, Condition]
    overlays: Overlays = field(default_factory=Overlays)
    pagers: Collection[str] = ()
    channels: dict[str, ChannelLog] = field(init=False)
    statuses: dict[str, Mapping[Key, AlertStatus]] = field(default_factory=dict)
    visibilities: dict[str, Mapping[Key, Visibility]] = field(default_factory=dict)
    gone: set[Key] = field(default_factory=set)
    self_alerts: dict[SelfAlert, str] = field(default_factory=dict)
    judged: Collection[str] = ()
    """What self alerts are known of: targets by name, and '' for the store."""
    changed: set[tuple[str, Key]] = field(default_factory=set)
    changed_self_alerts: set[tuple[str, SelfAlert]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.channels = {name: ChannelLog(floor) for name, floor in self.floors.items()}

    def watching(self, target: str) -> set[Key]:
        """The keys of ``target`` that somebody knows of: their standing must be seen."""
        return {
            key
            for log in self.channels.values()
            for key, delivered in log.delivered.items()
            if key.target == target and (delivered.condition >= LOUD or delivered.owed >= LOUD)
        } | {key for key in self.overlays.acks if key.target == target}

    def see(
        self,
        target: str,
        statuses: Mapping[Key, AlertStatus],
        visibilities: Mapping[Key, Visibility],
        now: float,
        gone: Iterable[Key] = (),
    ) -> None:
        """What is true of ``target``: all keys at warn or above and all that it is ``watching``.

        A key left out is not known, and changes nothing; one in ``gone`` ended with no data.
        """
        self.statuses[target] = statuses
        self.visibilities[target] = visibilities
        ended = tuple(gone)
        self.gone = {key for key in self.gone if key not in statuses} | set(ended)
        for name, log in self.channels.items():
            for key, status in statuses.items() if target not in log.apart else ():
                before = log.delivered.get(key, Delivered())
                after = before.seeing(status, log.floor)
                if after != before:
                    log.delivered[key] = after
                    self.changed.add((name, key))
        over = dict.fromkeys(ended, Condition.OK)
        self.overlays.settle({**over, **{key: _rise(one) for key, one in statuses.items()}}, now)

    def tell_again(self, key: Key, *, worse: bool) -> None:
        """It stands as it did, for another reason: told as news where that is a new one, else as eased."""
        for name, log in self.channels.items():
            before = log.delivered.get(key, Delivered())
            if before.condition < LOUD:
                continue
            if worse:
                log.eased.discard(key)
                log.delivered[key] = Delivered(at=before.at)
                self.changed.add((name, key))
            else:
                log.eased.add(key)

    def take_self_alerts(self, self_alerts: Mapping[SelfAlert, str], judged: Collection[str] = ()) -> None:
        """What is wrong with the monitor itself at present, channels aside.

        ``judged``: about whom that is known.
        """
        self.judged = judged
        self.self_alerts = {
            self_alert: text for self_alert, text in self_alerts.items() if self_alert.kind in LASTING
        }
        for name, log in self.channels.items():
            if name in self.pagers:
                continue  # told first
            for self_alert in [
                one for one in log.self_alerts if one.kind in LASTING and one not in self_alerts
            ]:
                log.self_alerts.discard(self_alert)
                self.changed_self_alerts.add((name, self_alert))

    def due(self, channel: str, now: float) -> list[Due]:
        """All that ``channel`` is owed: the account first, then worst first; at most one per key.

        What the channel refused goes behind what it was not asked to take yet, so that no message
        keeps those of other keys waiting for ever.
        """
        log = self.channels[channel]
        known = (*self._gone(log, now), *self._conditions(log, now))
        messages = sorted(known, key=lambda due: self._urgency(due.key, due.condition))
        messages = _joined(messages)
        spoken = {due.key for due in messages}
        refused = {due.key for due in messages if due.matter in log.refused}
        if log.floor <= SERVICE_ROUTE:
            for due in self._blindness(log, refused, now):
                if spoken.isdisjoint(due.covers):
                    spoken.update(due.covers)
                    messages.append(due)
            messages += self._self_alerts(channel, log)
        still_owed = {due.matter for due in messages}
        log.refused = [matter for matter in log.refused if matter in still_owed]
        turns = {matter: turn for turn, matter in enumerate(log.refused, 1)}
        return sorted(messages, key=lambda due: turns.get(due.matter, 0))

    def open(self, channel: str) -> list[Due]:
        """What ``channel`` was told and what still stands, as it was told last: for one that forgets."""
        log = self.channels[channel]
        found = []
        for key, delivered in log.delivered.items():
            said, status = delivered.condition, self.status(key)
            if said >= LOUD and status is not None and not status.baseline:
                found.append(Due(Kind.REPEAT, key, said, said, status.since, status.began))
        for target in self.visibilities:
            if keys := self._still_blind(log, target):
                cause = min(log.blind[keys[0]].causes)
                found.append(Due(Kind.BLIND, keys[0], covers=keys, cause=cause))
        found += [Due(one.kind, _account_of(one), self_alert=one) for one in log.self_alerts]
        return found

    def sees_partly(self, channel: str, target: str) -> bool:
        """Whether ``channel`` was told of ``target`` that something can't be seen which still can't."""
        return target in self.visibilities and bool(self._still_blind(self.channels[channel], target))

    def trying(self, channel: str, due: Due) -> bool:
        """``channel`` is about to be handed ``due``. Whether that must be kept before it is.

        Whether it took what ends or eases an alert may never be known: it may time out, we may be killed.
        """
        conditions = due.each if due.self_alert is None else ()
        ending = [one for one in conditions if one.kind in (Kind.EASED, Kind.RESOLVED, Kind.GONE)]
        delivered = self.channels[channel].delivered
        for one in ending:
            delivered[one.key] = replace(delivered.get(one.key, Delivered()), at=None)
            self.changed.add((channel, one.key))
        return bool(ending)

    def accepted(self, channel: str, due: Due, now: float) -> None:
        """``channel`` took the message."""
        log = self.channels[channel]
        log.forget_refusal(due)
        if due.kind is Kind.BLIND:
            for key in due.covers:
                log.blind[key] = log.blind.get(key, NEVER).accepted(due.cause, now)
        elif due.kind is Kind.SIGHT:
            for key in due.covers:
                log.blind.pop(key, None)
        elif due.self_alert is not None:
            over = due.kind is due.self_alert.over
            (log.self_alerts.discard if over else log.self_alerts.add)(due.self_alert)
            self.changed_self_alerts.add((channel, due.self_alert))
            return
        else:
            for one in due.each:
                log.eased.discard(one.key)
                known = log.delivered.get(one.key, Delivered())
                log.delivered[one.key] = known.accepted(one.kind, one.condition, now)
                self.changed.add((channel, one.key))
        self.changed.update((channel, key) for key in due.covers or (due.key,))

    def refused(self, channel: str, due: Due) -> None:
        """``channel`` did not take the message: it is still owed, behind all that was not tried since."""
        log = self.channels[channel]
        log.forget_refusal(due)
        log.refused.append(due.matter)

    def tried(self, channel: str, problem: str = "", *, any_accepted: bool = False) -> None:
        """How one round of ``channel`` ended: the last problem of a message that it refused, or none."""
        log = self.channels[channel]
        log.tries = log.tries.after(problem, any_accepted=any_accepted)

    def restore(self, rows: Iterable[DeliveryRecord]) -> None:
        """What channels were told before a restart; of channels that are no more, nothing."""
        for channel, key, delivered, blind in rows:
            if channel in self.channels:
                self.channels[channel].delivered[key] = delivered
                if blind.causes:
                    self.channels[channel].blind[key] = blind

    def take_changed(self) -> tuple[DeliveryRecord, ...]:
        """What must be kept, since the last call."""
        rows = tuple(
            (
                channel,
                key,
                self.channels[channel].delivered.get(key, Delivered()),
                self.channels[channel].blind.get(key, NEVER),
            )
            for channel, key in self.changed
        )
        self.changed.clear()
        return rows

    def restore_self_alert(self, channel: str, self_alert: SelfAlert) -> None:
        """Taken up from the store: a channel that failed counts as failing until it accepts."""
        if channel in self.channels:
            self.channels[channel].self_alerts.add(self_alert)
        if self_alert.kind is Kind.CHANNEL_FAILING and self_alert.about in self.channels:
            self.channels[self_alert.about].tries = Tries(failed=TRIES, deaf=TRIES)

    def forget(self, target: str) -> None:
        """A target that is no longer watched."""
        self.statuses.pop(target, None)
        self.visibilities.pop(target, None)

    def status(self, key: Key) -> AlertStatus | None:
        """What was last seen of ``key``."""
        return self.statuses.get(key.target, {}).get(key)

    def _gone(self, log: ChannelLog, now: float) -> Iterator[Due]:
        for key in self.gone:
            delivered = log.delivered.get(key, Delivered())
            worst = max(delivered.condition, delivered.owed)
            if worst < LOUD or self.overlays.held(key, worst, now):
                continue
            if delivered.owed > delivered.condition:  # it reached AWS's line before it vanished
                yield Due(Kind.FIRING, key, delivered.owed, delivered.condition)
            else:
                yield Due(Kind.GONE, key, delivered=delivered.condition)

    def _conditions(self, log: ChannelLog, now: float) -> Iterator[Due]:
        for target, statuses in self.statuses.items():
            for key, status in statuses.items():
                delivered = log.delivered.get(key, Delivered())
                acked = self.overlays.acked(key, now) is not None
                found = owed(delivered, status, log.floor, now, acked=acked)
                if key in log.eased and delivered.condition == status.condition:
                    found = Kind.EASED, status.condition
                if found is None:
                    continue
                if target in log.apart or self._left_to_account(key, *found):
                    # A breach is in the account's message; that it is over, the row says itself.
                    found = lowered(delivered, status)
                    if found is None:
                        continue
                kind, condition = found
                if kind is Kind.REPEAT and key.metric in TOLD_ONCE:
                    continue
                if not self.overlays.held(key, max(condition, delivered.condition), now):
                    yield Due(kind, key, condition, delivered.condition, status.since, status.began)

    def _left_to_account(self, key: Key, kind: Kind, condition: Condition) -> bool:
        """Rows under an account that is as bad or worse are listed inside its message.

        So are the reminders of rows while the account has an alert of its own: one incident, one
        reminder, not one for each ISP that it reaches.
        """
        if key.subject == ACCOUNT or kind not in (Kind.FIRING, Kind.REPEAT):
            return False
        account = self.status(Key(key.target, ACCOUNT, key.metric))
        if account is None:
            return False
        return account.condition >= (LOUD if kind is Kind.REPEAT else condition)

    def _urgency(self, key: Key, condition: Condition) -> tuple[bool, int, str]:
        """Sorts the account first, then worst first."""
        return key.subject != ACCOUNT, -condition, str(key)

    def _worst_first(self, keys: Iterable[Key]) -> tuple[Key, ...]:
        """By what was last seen of them."""
        statuses = {key: self.status(key) or AlertStatus(Condition.OK) for key in keys}
        return tuple(sorted(statuses, key=lambda key: self._urgency(key, statuses[key].condition)))

    def _blindness(self, log: ChannelLog, apart: Collection[Key], now: float) -> Iterator[Due]:
        """What is due about blindness, but of the keys ``apart``."""
        for target, visibilities in self.visibilities.items():
            open_ = {
                key: one
                for key, one in visibilities.items()
                if key not in apart and not self.overlays.held_blind(key, now)
            }
            new = () if target in log.apart else blindness(open_, log.blind, now)
            for cause, unordered in new:
                keys = self._worst_first(unordered)
                yield Due(Kind.BLIND, keys[0], covers=keys, cause=cause)
            delivered = {key: one for key, one in log.blind.items() if key in open_}
            for unordered in restored(open_, delivered):
                keys = self._worst_first(unordered)
                since = min(delivered[key].at for key in keys)
                cause = next(iter(sorted(delivered[keys[0]].causes)), "")
                yield Due(Kind.SIGHT, keys[0], since=since, covers=keys, cause=cause)

    def _still_blind(self, log: ChannelLog, target: str) -> tuple[Key, ...]:
        """What it was told of ``target`` that can't be seen, and is not fresh yet; the worst first."""
        seen = self.visibilities[target]
        told = (key for key, one in log.blind.items() if one.causes and key in seen)
        return self._worst_first(key for key in told if seen[key].health is not Health.FRESH)

    def _self_alerts(self, channel: str, log: ChannelLog) -> Iterator[Due]:
        failing = failing_channels({name: other.tries for name, other in self.channels.items()})
        for self_alert in (*self.self_alerts, *failing):
            its_own = self_alert == SelfAlert(Kind.CHANNEL_FAILING, channel)
            apart = _account_of(self_alert).target in log.apart
            if self_alert not in log.self_alerts and not its_own and not apart:
                yield Due(self_alert.kind, _account_of(self_alert), self_alert=self_alert)
        for self_alert in log.self_alerts:
            if self_alert.kind is Kind.CHANNEL_FAILING:
                over = self_alert not in failing
            else:
                over = self_alert.about in self.judged and self_alert not in self.self_alerts
            if over:
                yield Due(self_alert.over, _account_of(self_alert), self_alert=self_alert)


def _joined(messages: list[Due]) -> list[Due]:
    """Per target one message for all that is told once, in the place of the worst of it."""
    groups: dict[str, list[Due]] = {}
    for due in messages:
        if due.key.metric in TOLD_ONCE:
            groups.setdefault(due.key.target, []).append(due)
    first: dict[Key, tuple[Due, ...]] = {}
    for group in groups.values():
        worst, *others = sorted(group, key=lambda due: -due.condition)
        first[worst.key] = tuple(others)
    return [
        replace(due, together=first[due.key]) if due.key in first else due
        for due in messages
        if due.key in first or due.key.metric not in TOLD_ONCE
    ]


def _rise(status: AlertStatus) -> Condition:
    """What an acknowledgement is held against: a rise voids it, also one that is over again."""
    return max(status.condition, status.reached) if status.condition >= LOUD else status.condition


def _account_of(self_alert: SelfAlert) -> Key:
    about_target = self_alert.kind in (Kind.CLOCK_SKEW, Kind.CREDENTIALS_EXPIRING)
    return Key(self_alert.about if about_target else "", ACCOUNT, Metric.MONITOR)
