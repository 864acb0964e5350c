"""The condition of every key of one target, and what the datapoints of a cycle reached."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ses_tui.core.alerting import KeyState, stated, walk
from ses_tui.core.condition import Bands, Condition
from ses_tui.core.delivery import LOUD, AlertStatus
from ses_tui.core.model import Key, Metric, Point, Subject, SubjectMetric

_NEW = KeyState()


@dataclass(slots=True)
class ConditionTracker:
    """``reached``: per key the highest condition since the last ``statuses``, maybe over by now."""

    bands: Bands
    states: dict[SubjectMetric, KeyState] = field(default_factory=dict)
    reached: dict[SubjectMetric, Condition] = field(default_factory=dict)
    loud: set[SubjectMetric] = field(default_factory=set)

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

    def worst(self, subject: Subject, metrics: Sequence[Metric]) -> Condition:
        """The worst condition among some metrics of one subject."""
        return max(self.state(subject, metric).condition for metric in metrics)

    def statuses(self, target: str, watched: Iterable[Key]) -> Mapping[Key, AlertStatus]:
        """Where all stand that are loud, were loud since the last call, or are ``watched``.

        Begins the next cycle: what was reached is handed out once.
        """
        keys = self.loud | self.reached.keys()
        keys |= {(key.subject, key.metric) for key in watched if (key.subject, key.metric) in self.states}
        found = {}
        for subject, metric in keys:
            state = self.states[subject, metric]
            reached = self.reached.get((subject, metric), Condition.OK)
            found[Key(target, subject, metric)] = AlertStatus(
                state.condition, state.since, reached, state.began
            )
        self.reached.clear()
        return found

    def _set(self, key: SubjectMetric, state: KeyState) -> None:
        self.states[key] = state
        if state.condition >= LOUD:
            self.loud.add(key)
        else:
            self.loud.discard(key)
