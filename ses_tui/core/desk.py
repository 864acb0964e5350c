"""What every channel must hear now, over all keys of all targets. Pure: told, seen, asked.

A cycle is: ``see`` what is true of each target, then for each channel ask ``due``, try to deliver,
and report each message ``accepted``, and the channel ``tried``. Nothing else changes what is due.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ses_tui.core.condition import Condition
from ses_tui.core.delivery import LOUD, Standing, Told, lowered, owed
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Key, Metric
from ses_tui.core.overlays import Overlays
from ses_tui.core.record import Record, replace
from ses_tui.core.sight import NEVER, Sight, ToldBlind, blindness, regained
from ses_tui.core.upkeep import LASTING, TRIES, Tries, Trouble, channel_troubles

Heard = tuple[str, Key, Told, ToldBlind]
"""One channel, one key, and what the channel was told of it: what is kept over a restart."""

SERVICE_ROUTE = Condition.REVIEW
"""As what messages are routed that are about no condition: blindness and the monitor's own trouble."""


class Due(Record, frozen=True):
    """One message that one channel is owed. ``told``: the condition it was told before.

    ``covers``: every key that it speaks for; ``cause``: why they can't be seen; ``trouble``: what is
    wrong with the monitor, and ``key`` is then only the account's of its target.
    """

    kind: Kind
    key: Key
    condition: Condition = Condition.OK
    told: Condition = Condition.OK
    since: float | None = None
    began: float | None = None
    covers: tuple[Key, ...] = ()
    cause: str = ""
    trouble: Trouble | None = None

    @property
    def route(self) -> Condition:
        """The condition as which it is routed: who heard of the worse hears of the better."""
        service = self.trouble is not None or self.kind in (Kind.BLIND, Kind.SIGHT)
        return SERVICE_ROUTE if service else max(self.condition, self.told)


@dataclass(slots=True)
class Ear:
    """What one channel was told. ``floor``: the lowest condition that it is told."""

    floor: Condition
    told: dict[Key, Told] = field(default_factory=dict)
    blind: dict[Key, ToldBlind] = field(default_factory=dict)
    troubles: set[Trouble] = field(default_factory=set)
    tries: Tries = field(default_factory=Tries)


@dataclass(slots=True)
class Desk:
    """``floors``: per channel the lowest condition that it is told.

    ``changed`` and ``changed_troubles`` collect what must be kept over a restart.
    """

    floors: Mapping[str, Condition]
    overlays: Overlays = field(default_factory=Overlays)
    ears: dict[str, Ear] = field(init=False)
    standings: dict[str, Mapping[Key, Standing]] = field(default_factory=dict)
    sights: dict[str, Mapping[Key, Sight]] = field(default_factory=dict)
    gone: set[Key] = field(default_factory=set)
    troubles: dict[Trouble, str] = field(default_factory=dict)
    changed: set[tuple[str, Key]] = field(default_factory=set)
    changed_troubles: set[tuple[str, Trouble]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.ears = {name: Ear(floor) for name, floor in self.floors.items()}

    def watching(self, target: str) -> set[Key]:
        """The keys of ``target`` that somebody knows of: their standing must be seen."""
        return {
            key
            for ear in self.ears.values()
            for key, told in ear.told.items()
            if key.target == target and (told.condition >= LOUD or told.owed >= LOUD)
        } | {key for key in self.overlays.acks if key.target == target}

    def see(
        self,
        target: str,
        standings: Mapping[Key, Standing],
        sights: Mapping[Key, Sight],
        now: float,
        gone: Iterable[Key] = (),
    ) -> None:
        """What is true of ``target``: all keys at warn or above and all that it is ``watching``.

        A key left out is not known, and changes nothing; one in ``gone`` ended with no data.
        """
        self.standings[target] = standings
        self.sights[target] = sights
        ended = tuple(gone)
        self.gone = {key for key in self.gone if key not in standings} | set(ended)
        for name, ear in self.ears.items():
            for key, standing in standings.items():
                before = ear.told.get(key, Told())
                after = before.seeing(standing, ear.floor)
                if after != before:
                    ear.told[key] = after
                    self.changed.add((name, key))
        over = dict.fromkeys(ended, Condition.OK)
        self.overlays.settle({**over, **{key: _rise(one) for key, one in standings.items()}}, now)

    def suffer(self, troubles: Mapping[Trouble, str]) -> None:
        """What is wrong with the monitor itself at present, channels aside."""
        self.troubles = {trouble: text for trouble, text in troubles.items() if trouble.kind in LASTING}
        for name, ear in self.ears.items():
            for trouble in [one for one in ear.troubles if one.kind in LASTING and one not in troubles]:
                ear.troubles.discard(trouble)
                self.changed_troubles.add((name, trouble))

    def due(self, channel: str, now: float) -> list[Due]:
        """All that ``channel`` is owed, the account first, then worst first; one per key."""
        ear = self.ears[channel]
        found = [*self._conditions(ear, now)]
        found.sort(key=lambda due: (due.key.subject != ACCOUNT, -due.condition, str(due.key)))
        spoken = {due.key for due in found}
        if ear.floor <= SERVICE_ROUTE:
            for due in (*self._sights(ear, now), *self._troubles(channel, ear)):
                if due.trouble is not None or spoken.isdisjoint(due.covers):
                    spoken.update(due.covers)
                    found.append(due)
        return found

    def trying(self, channel: str, due: Due) -> bool:
        """``channel`` is about to be handed ``due``. Whether that must be kept before it is.

        Whether it took what ends or eases an alert may never be known: it may time out, we may be killed.
        """
        if due.kind not in (Kind.EASED, Kind.RESOLVED, Kind.GONE):
            return False
        told = self.ears[channel].told
        told[due.key] = replace(told.get(due.key, Told()), at=None)
        self.changed.add((channel, due.key))
        return True

    def accepted(self, channel: str, due: Due, now: float) -> None:
        """``channel`` took the message."""
        ear = self.ears[channel]
        if due.kind is Kind.BLIND:
            for key in due.covers:
                ear.blind[key] = ear.blind.get(key, NEVER).accepted(due.cause, now)
        elif due.kind is Kind.SIGHT:
            for key in due.covers:
                ear.blind.pop(key, None)
        elif due.trouble is not None:
            (ear.troubles.discard if due.kind is Kind.CHANNEL_OK else ear.troubles.add)(due.trouble)
            self.changed_troubles.add((channel, due.trouble))
            return
        else:
            ear.told[due.key] = ear.told.get(due.key, Told()).accepted(due.kind, due.condition, now)
        self.changed.update((channel, key) for key in due.covers or (due.key,))

    def tried(self, channel: str, problem: str = "") -> None:
        """How the tries of one cycle ended: with the last problem, or well."""
        ear = self.ears[channel]
        ear.tries = Tries(ear.tries.failed + 1, problem) if problem else Tries()

    def restore(self, rows: Iterable[Heard]) -> None:
        """What channels were told before a restart; of channels that are no more, nothing."""
        for channel, key, told, blind in rows:
            if channel in self.ears:
                self.ears[channel].told[key] = told
                if blind.causes:
                    self.ears[channel].blind[key] = blind

    def take_changed(self) -> tuple[Heard, ...]:
        """What must be kept, since the last call."""
        rows = tuple(
            (channel, key, self.ears[channel].told.get(key, Told()), self.ears[channel].blind.get(key, NEVER))
            for channel, key in self.changed
        )
        self.changed.clear()
        return rows

    def restore_trouble(self, channel: str, trouble: Trouble) -> None:
        """Taken up from the store: a channel that failed counts as failing until it accepts."""
        if channel in self.ears:
            self.ears[channel].troubles.add(trouble)
        if trouble.kind is Kind.CHANNEL_FAILING and trouble.about in self.ears:
            self.ears[trouble.about].tries = Tries(TRIES)

    def forget(self, target: str) -> None:
        """A target that is no longer watched."""
        self.standings.pop(target, None)
        self.sights.pop(target, None)

    def standing(self, key: Key) -> Standing | None:
        """What was last seen of ``key``."""
        return self.standings.get(key.target, {}).get(key)

    def _conditions(self, ear: Ear, now: float) -> Iterator[Due]:
        for key in self.gone:
            told = ear.told.get(key, Told())
            worst = max(told.condition, told.owed)
            if worst < LOUD or self.overlays.held(key, worst, now):
                continue
            if told.owed > told.condition:  # it reached AWS's line before it vanished
                yield Due(Kind.FIRING, key, told.owed, told.condition)
            else:
                yield Due(Kind.GONE, key, told=told.condition)
        for standings in self.standings.values():
            for key, standing in standings.items():
                told = ear.told.get(key, Told())
                acked = self.overlays.acked(key, now) is not None
                found = owed(told, standing, ear.floor, now, acked=acked)
                if found is None:
                    continue
                if self._left_to_account(key, *found):
                    # A breach is in the account's message; that it is over, the row says itself.
                    found = lowered(told, standing)
                    if found is None:
                        continue
                kind, condition = found
                if not self.overlays.held(key, max(condition, told.condition), now):
                    yield Due(kind, key, condition, told.condition, standing.since, standing.began)

    def _left_to_account(self, key: Key, kind: Kind, condition: Condition) -> bool:
        """Rows under an account that is as bad or worse are listed inside its message.

        So are the reminders of rows while the account has an alert of its own: one incident, one
        reminder, not one for each ISP that it reaches.
        """
        if key.subject == ACCOUNT or kind not in (Kind.FIRING, Kind.REPEAT):
            return False
        account = self.standing(Key(key.target, ACCOUNT, key.metric))
        if account is None:
            return False
        return account.condition >= (LOUD if kind is Kind.REPEAT else condition)

    def _sights(self, ear: Ear, now: float) -> Iterator[Due]:
        for sights in self.sights.values():
            open_ = {key: one for key, one in sights.items() if not self.overlays.held_blind(key, now)}
            for cause, keys in blindness(open_, ear.blind, now):
                yield Due(Kind.BLIND, keys[0], covers=keys, cause=cause)
            told = {key: one for key, one in ear.blind.items() if key in open_}
            for keys in regained(open_, told):
                since = min(told[key].at for key in keys)
                cause = next(iter(sorted(told[keys[0]].causes)), "")
                yield Due(Kind.SIGHT, keys[0], since=since, covers=keys, cause=cause)

    def _troubles(self, channel: str, ear: Ear) -> Iterator[Due]:
        failing = channel_troubles({name: other.tries for name, other in self.ears.items()})
        for trouble in (*self.troubles, *failing):
            its_own = trouble == Trouble(Kind.CHANNEL_FAILING, channel)
            if trouble not in ear.troubles and not its_own:
                yield Due(trouble.kind, _account_of(trouble), trouble=trouble)
        for trouble in ear.troubles:
            over = trouble.over
            if over is not None and trouble not in failing:
                yield Due(over, _account_of(trouble), trouble=trouble)


def _rise(standing: Standing) -> Condition:
    """What an acknowledgement is held against: a rise voids it, also one that is over again."""
    return max(standing.condition, standing.reached) if standing.condition >= LOUD else standing.condition


def _account_of(trouble: Trouble) -> Key:
    about_target = trouble.kind in (Kind.CLOCK_SKEW, Kind.CREDENTIALS_EXPIRING)
    return Key(trouble.about if about_target else "", ACCOUNT, Metric.MONITOR)
