"""One cycle of the rules and their twin, and the laws that hold after every cycle."""

from collections.abc import Mapping
from copy import deepcopy

from ses_tui.core.alerting import KeyState
from ses_tui.core.clock import ManualClock
from ses_tui.core.condition import Bands, Condition
from ses_tui.core.due import Due
from ses_tui.core.ledger import Ledger
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Key, Metric, Subject, SubjectKind, SubjectMetric
from ses_tui.core.rules import TargetRules
from ses_tui.proving.kept import Kept
from tests.alerting import table
from tests.alerting.books import Overlaid, Visibility
from tests.alerting.listener import CONDITION_KINDS, Listener
from tests.alerting.table import OK, PAUSE, REVIEW, WARN, Past

START = 1_700_000_000.0
BOUNCE = Key("prod", ACCOUNT, Metric.BOUNCE_RATE)
COMPLAINT = Key("prod", ACCOUNT, Metric.COMPLAINT_RATE)
ENFORCEMENT = Key("prod", ACCOUNT, Metric.ENFORCEMENT_STATUS)
HOTMAIL = Key("prod", Subject(SubjectKind.ISP, "Hotmail"), Metric.BOUNCE_RATE)
RATES = (BOUNCE, COMPLAINT, HOTMAIL)
WATCHED = (BOUNCE, COMPLAINT, ENFORCEMENT)
FLOORS = {"tui": WARN, "webhook": REVIEW, "pager": PAUSE}
TICK = 30.0
MOST_TICKS = 8
TRIES = 3

Said = tuple[str, Kind, Key, Condition]


class Laws:
    """``said``: by condition messages alone, to be equal on the twin."""

    def __init__(self) -> None:
        watched = [(key.subject, key.metric) for key in WATCHED]
        self.clock = ManualClock(START)
        self.rules, self.twin = (TargetRules("prod", Bands(), Ledger(FLOORS), self.clock) for _ in range(2))
        for rules in (self.rules, self.twin):
            for key in watched:
                rules.watch(key, 300.0)
        self.kept = Kept()
        self.lost: set[Subject] = set()
        self.compare = True
        self.listeners = {name: Listener(name, floor) for name, floor in FLOORS.items()}
        self.pasts = {key: Past(key.metric) for key in RATES}
        self.visibilities = {key: Visibility(START, START, key in RATES) for key in WATCHED}
        self.overlaid = Overlaid()
        self.conditions: dict[Key, Condition] = dict.fromkeys((*RATES, ENFORCEMENT), OK)

    @property
    def now(self) -> float:
        """Everybody's time."""
        return self.clock.at

    def condition(self, key: Key) -> Condition:
        """Where the rules hold ``key`` to stand."""
        return self.rules.condition_of((key.subject, key.metric)) or OK

    def cycles(
        self,
        reached: dict[Key, Condition] | None = None,
        *,
        crash: bool = False,
    ) -> None:
        """One cycle, then short ones until nothing is due any more to any channel that works."""
        busy = self._cycle(reached or {}, crash=crash)
        for _ in range(MOST_TICKS):
            if not busy and not crash:
                break
            crash = False
            self.clock.at += TICK
            busy = self._cycle({}, crash=False)
        else:
            raise AssertionError("there is always something more to say")
        self._rest()

    def new_run(self) -> None:
        """The monitor starts again: how reads and tries went is not known any more."""
        for key, sight in self.visibilities.items():
            self.visibilities[key] = Visibility(self.now, self.now, sight.empty, newest=sight.newest)
        for name, listener in self.listeners.items():
            known = any(name in other.failing for other in self.listeners.values())
            listener.failed = TRIES if known else 0

    def _cycle(self, reached: dict[Key, Condition], *, crash: bool) -> bool:
        """Whether a channel that works was told something."""
        for rules in (self.rules, self.twin):
            if self.lost:
                rules.listed(SubjectKind.ISP, ())
        self.rules.see()
        self.conditions = {key: self.condition(key) for key in self.conditions}
        self.overlaid.settle(self.conditions, reached, self.now)
        due = {name: self.rules.ledger.due(name, self.now) for name in self.listeners}
        for name, found in due.items():
            for one in found:
                self.rules.ledger.trying(name, one)
        self.kept.keep(self.rules)
        killed = self.kept.restart(self.rules, self.clock) if crash else None
        owners = deepcopy(self.listeners) if crash else {}
        for name, listener in self.listeners.items():
            self._hand_over(listener, due[name])
        self._at_once(due)
        if self.compare:
            self._like_the_twin(due)
        if killed is None:
            self.kept.keep(self.rules)
        else:
            self.rules, self.compare = killed, False
            for name, listener in self.listeners.items():
                listener.forgotten(owners[name])
            self.new_run()
        return any(
            found and (not self.listeners[name].broken or self.listeners[name].failed == TRIES)
            for name, found in due.items()
        )

    def _hand_over(self, listener: Listener, due: list[Due]) -> None:
        ledger, spoken = self.rules.ledger, set[Key]()
        for one in due:
            if one.self_alert is None:
                keys = one.covers or (one.key,)
                assert spoken.isdisjoint(keys), f"{listener.name}: two messages about a key in one cycle"
                spoken.update(keys)
            if listener.broken:
                listener.refuse(one)
                ledger.refused(listener.name, one)
                continue
            self._not_silenced(listener, one)
            listener.accept(one, self.now, self.overlaid.acked(one.key, self.now))
            ledger.accepted(listener.name, one, self.now)
        if due:
            ledger.tried(listener.name, "does not answer" if listener.broken else "")
            listener.failed = listener.failed + 1 if listener.broken else 0

    def _not_silenced(self, listener: Listener, due: Due) -> None:
        if due.kind in CONDITION_KINDS and due.key not in listener.doubtful:
            level = max(due.condition, listener.knows(due.key))
            assert not self.overlaid.held(due.key, level, self.now), f"{listener.name}: told in a silence"
        elif due.kind in (Kind.BLIND, Kind.SIGHT):
            for key in due.covers:
                assert not self.overlaid.held_blind(key, self.now), f"{listener.name}: blind in a silence"

    def _like_the_twin(self, due: dict[str, list[Due]]) -> None:
        """A restart, the order of points, and points that are known made no difference."""
        self.twin.see()
        for name, listener in self.listeners.items():
            theirs = self.twin.ledger.due(name, self.now)
            assert _conditions(theirs) == _conditions(due[name])
            for one in theirs:
                self.twin.ledger.trying(name, one)
                if listener.broken:
                    self.twin.ledger.refused(name, one)
                else:
                    self.twin.ledger.accepted(name, one, self.now)
            if theirs:
                self.twin.ledger.tried(name, "does not answer" if listener.broken else "")
        assert _of_points(self.rules) == _of_points(self.twin)

    def _inhibited(self, key: Key, condition: Condition) -> bool:
        """A row under an account that is as bad or worse is in its message."""
        if key.subject == ACCOUNT:
            return False
        return self.conditions[Key(key.target, ACCOUNT, key.metric)] >= condition

    def _reminded_with_account(self, key: Key) -> bool:
        """The reminders of a row come with the account's, while that has an alert of its own."""
        return self._inhibited(key, WARN)

    def _at_once(self, due: dict[str, list[Due]]) -> None:
        """What reached AWS's line is accepted, or at least tried, in every cycle."""
        for name, listener in self.listeners.items():
            for key, level in listener.owing.items():
                if self.overlaid.held(key, level, self.now) or self._inhibited(key, level):
                    continue
                tried = any(
                    one.key == key and one.kind is Kind.FIRING and one.condition >= level for one in due[name]
                )
                assert listener.broken, f"{name} was not told that {key} reached {level.word}"
                assert tried, f"{name} is owed {level.word} of {key}, and it was not tried"

    def _rest(self) -> None:
        self._conditions_follow_the_points()
        for listener in self.listeners.values():
            if not listener.broken:
                self._knows_where_all_stands(listener)
                self._is_reminded(listener)
                if listener.hears_service:
                    self._is_told_of_blindness(listener)
                    self._is_told_of_channels(listener)

    def _conditions_follow_the_points(self) -> None:
        for key, past in self.pasts.items():
            condition = self.conditions[key]
            assert condition >= past.at_least(), f"{key} is {condition.word}"
            if condition >= WARN:
                assert not past.must_be_below(condition), f"{key} is still {condition.word}"

    def _knows_where_all_stands(self, listener: Listener) -> None:
        for key, condition in self.conditions.items():
            stands, knows = condition if condition >= WARN else OK, listener.knows(key)
            if knows is stands or self.overlaid.held(key, max(stands, knows), self.now):
                continue
            untold = knows < stands and (stands < listener.floor or self._inhibited(key, stands))
            assert untold, f"{listener.name} knows {key} as {knows.word}, it is {stands.word}"

    def _is_reminded(self, listener: Listener) -> None:
        for key, condition in self.conditions.items():
            if condition < max(listener.floor, WARN) or listener.knows(key) is not condition:
                continue
            held = self.overlaid.held(key, condition, self.now) or self._reminded_with_account(key)
            if not held and not self.overlaid.acked(key, self.now):
                waited = self.now - listener.said_at.get(key, self.now)
                assert waited < table.REPEAT[condition], f"{listener.name}: no reminder of {key}"

    def _is_told_of_blindness(self, listener: Listener) -> None:
        blind = {key: sight.cause for key, sight in self.visibilities.items() if sight.blind(self.now)}
        for key, cause in blind.items():
            if self.overlaid.held_blind(key, self.now):
                continue
            alike = [key] if key.subject == ACCOUNT else [one for one in blind if blind[one] == cause]
            told = any(cause in listener.blind.get(other, {}) for other in alike)
            assert told, f"{listener.name} was not told that {key} is blind ({cause})"
        for key in listener.blind:
            sight, past = self.visibilities[key], self.pasts.get(key)
            newest = max(past.values, default=0.0) if past else self.now
            old = min(sight.good_at, newest) <= self.now - table.HOLD
            if sight.ever and not sight.failures and not old:
                assert self.overlaid.held_blind(key, self.now), f"{listener.name}: no SIGHT of {key}"

    def _is_told_of_channels(self, listener: Listener) -> None:
        failing = {name for name, other in self.listeners.items() if other.failed >= TRIES}
        assert listener.failing == failing - {listener.name}


def _of_points(rules: TargetRules) -> Mapping[SubjectMetric, KeyState | Condition]:
    """The state of all keys. Of AWS's word only what it says: it bears our clock, which is set back."""
    own = (ACCOUNT, Metric.ENFORCEMENT_STATUS)
    return {key: state.condition if key == own else state for key, state in rules.tracker.states.items()}


def _conditions(due: list[Due]) -> set[tuple[Kind, Key, Condition]]:
    """In any order: a restart forgets whose turn it is."""
    return {(one.kind, one.key, one.condition) for one in due if one.kind in CONDITION_KINDS}
