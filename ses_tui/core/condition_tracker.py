"""The condition of every key of one target, and what the datapoints of a cycle reached."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ses_tui.core.alerting import KeyState, stated, walk
from ses_tui.core.condition import Bands, Condition
from ses_tui.core.delivery import LOUD, TOLD_ONCE, AlertStatus
from ses_tui.core.model import Key, Metric, Point, Subject, SubjectMetric

_NEW = KeyState()


@dataclass(slots=True)
class ConditionTracker:
    """``reached``: per key the highest condition since the last ``statuses``, maybe over by now."""

    bands: Bands
    states: dict[SubjectMetric, KeyState] = field(default_factory=dict)
    reached: dict[SubjectMetric, Condition] = field(default_factory=dict)
    loud: set[SubjectMetric] = field(default_factory=set)
    baseline: set[SubjectMetric] = field(default_factory=set)
    """Keys of ``TOLD_ONCE`` whose condition is still that of their first read."""
    first_round: bool = True
    """Not all of them were read once: what stands waits for the one message about all of it."""

    def state(self, subject: Subject, metric: Metric) -> KeyState:
        """The state of a key; ok where it was never read."""
        return self.states.get((subject, metric), _NEW)

    def take(self, subject: Subject, metric: Metric, news: Iterable[Point], *, quiet: bool = False) -> None:
        """Run new points through the machine. ``quiet``: people know them, only the end counts.

        So are the points of a key that was never seen before: what is long over is no news at a
        first start.
        """
        key = (subject, metric)
        before = self.states.get(key, _NEW)
        quiet = quiet or before.newest is None
        state, peak = before, Condition.OK
        for state in walk(before, news, self.bands.of(metric)):
            peak = max(peak, state.condition)
        self._set(key, state)
        if not quiet and peak > Condition.OK:
            self.reached[key] = max(peak, self.reached.get(key, Condition.OK))

    def word(self, subject: Subject, metric: Metric, condition: Condition, at: float) -> None:
        """A key whose value is a word of AWS: its condition holds at once."""
        self._set((subject, metric), stated(self.state(subject, metric), condition, at))

    def set(self, subject: Subject, metric: Metric, state: KeyState) -> None:
        """A key whose state is worked out elsewhere."""
        self._set((subject, metric), state)

    def forget(self, key: SubjectMetric) -> None:
        """It is no longer there."""
        self.states.pop(key, None)
        self.reached.pop(key, None)
        self.loud.discard(key)
        self.baseline.discard(key)

    def worst(self, subject: Subject, metrics: Sequence[Metric]) -> Condition:
        """The worst condition among some metrics of one subject."""
        return max(self.state(subject, metric).condition for metric in metrics)

    def statuses(self, target: str, watched: Iterable[Key]) -> Mapping[Key, AlertStatus]:
        """Where all stand that are loud, were loud since the last call, or are ``watched``.

        Begins the next cycle: what was reached is handed out once.
        """
        keys = self.loud | self.reached.keys()
        keys |= {(key.subject, key.metric) for key in watched if (key.subject, key.metric) in self.states}
        if self.first_round:
            keys -= self.baseline
        found = {}
        for subject, metric in keys:
            state = self.states[subject, metric]
            reached = self.reached.get((subject, metric), Condition.OK)
            found[Key(target, subject, metric)] = AlertStatus(
                state.condition, state.since, reached, state.began, (subject, metric) in self.baseline
            )
        self.reached.clear()
        return found

    def first_round_read(self) -> bool:
        """All was read once: what stands by now is told together, what is first read later is not told.

        Whether something stands.
        """
        first, self.first_round = self.first_round, False
        stands = first and bool(self.baseline & self.loud)
        if first:
            self.baseline.clear()
        return stands

    def _set(self, key: SubjectMetric, state: KeyState) -> None:
        before = self.states.get(key)
        if before is None and key[1] in TOLD_ONCE:
            self.baseline.add(key)
        elif before is not None and before.condition is not state.condition:
            self.baseline.discard(key)
        self.states[key] = state
        if state.condition >= LOUD:
            self.loud.add(key)
        else:
            self.loud.discard(key)
