"""What can happen to the rules. Each event tells the model too, and ends in cycles and their laws."""

from ses_tui.core.condition import Condition
from ses_tui.core.errors import ErrorKind
from ses_tui.core.model import Key, Metric, Point, Subject
from ses_tui.core.overlays import Acknowledgement, Silence
from tests.alerting import table
from tests.alerting.books import Cover
from tests.alerting.laws import BOUNCE, COMPLAINT, ENFORCEMENT, HOTMAIL, RATES, Laws
from tests.alerting.table import OK, STATUS, WARN, Past

__all__ = ["BOUNCE", "COMPLAINT", "HOTMAIL", "House"]


class House(Laws):
    """The account, the network, the channels and people."""

    _silences = 0
    late = False
    """Whether a point ever came late, or was rewritten."""

    def past(self, subject: Subject, metric: Metric) -> Past:
        """What AWS told of a rate so far."""
        return self.pasts[Key("prod", subject, metric)]

    def pass_time(self, seconds: float) -> None:
        """Negative where the clock is set back."""
        self.clock.at += seconds

    def read(
        self, subject: Subject, metric: Metric, points: list[Point], order: int, *, crash: bool = False
    ) -> None:
        """A good read: the rules get it untidy, with ``order`` old points in it, the twin sorted."""
        key = Key("prod", subject, metric)
        past = self.pasts[key]
        old = past.known(self.now)[-order:] if order else []
        old = [point for point in old if all(point.at != one.at for one in points)]
        untidy = points[:1] + old + points
        if order % 2:
            untidy.reverse()
        newest = max(past.values, default=0.0)
        self.late |= any(point.at <= newest and past.values.get(point.at) != point.value for point in points)
        worst, any_news = past.take(points, self.now)
        if key in self.visibilities:
            self.visibilities[key].well(self.now)
            self.visibilities[key].empty = not past.values
            self.visibilities[key].newest = max(past.values, default=None)
        self.lost.discard(subject)
        self.rules.points(subject, metric, untidy)
        self.twin.points(subject, metric, sorted(points, key=lambda point: point.at))
        self._breach(key, worst)
        self._only_points_lower(key if any_news else None)
        self.cycles({key: worst}, crash=crash)

    def replay(self, order: int) -> None:
        """All known points of the account's rates once more: nothing changes.

        After a restart a late point that decided nothing may fill the history anew.
        """
        before = dict(self.rules.tracker.states)
        for key in (BOUNCE, COMPLAINT):
            points = self.pasts[key].known(self.now)
            if points:
                points = points[order:] + points[:order]
                newest = self.rules.tracker.state(key.subject, key.metric).newest or 0.0
                review = self.rules.bands.of(key.metric).review or 0.0
                news = self.rules.points(key.subject, key.metric, points)
                assert all(point.at <= newest and point.value < review for point in news)
                self.twin.points(key.subject, key.metric, [])
                self.visibilities[key].well(self.now)
        assert self.rules.tracker.states == before
        self.cycles()

    def fail(self, kind: ErrorKind) -> None:
        """Nothing could be read."""
        for rules in (self.rules, self.twin):
            rules.failed(kind)
        for sight in self.visibilities.values():
            sight.failed(kind)
        self._only_points_lower(None)
        self.cycles()

    def miss(self, key: Key, kind: ErrorKind) -> None:
        """One key could not be read."""
        for rules in (self.rules, self.twin):
            rules.failed(kind, (key.subject, key.metric))
        self.visibilities[key].failed(kind)
        self._only_points_lower(None)
        self.cycles()

    def status(self, word: str) -> None:
        """EnforcementStatus was read."""
        for rules in (self.rules, self.twin):
            rules.enforcement(word)
        self.visibilities[ENFORCEMENT].well(self.now)
        self._breach(ENFORCEMENT, STATUS[word])
        assert self.condition(ENFORCEMENT) is STATUS[word]
        self._only_points_lower(ENFORCEMENT)
        self.cycles({ENFORCEMENT: STATUS[word]})

    def vanish(self, subject: Subject) -> None:
        """AWS lists it no more."""
        for key in RATES:
            if key.subject == subject:
                self.pasts[key].line.clear()
                self.pasts[key].since_late = 0
                self.overlaid.acks.pop(key, None)
        self.lost.add(subject)
        self.cycles()

    def acknowledge(self, key: Key, seconds: float) -> None:
        """Somebody looks after it, if there is something to look after."""
        condition = self.condition(key)
        if condition >= WARN:
            for rules in (self.rules, self.twin):
                ack = Acknowledgement(key, condition, self.now, self.now + seconds)
                rules.ledger.overlays.acknowledge(ack)
            self.overlaid.acks[key] = condition, self.now + min(seconds, table.ACK_MOST)

    def silence(self, matcher: str, seconds: float, also: frozenset[str]) -> None:
        """Somebody wants quiet."""
        self._silences += 1
        for rules in (self.rules, self.twin):
            silence = Silence(f"s{self._silences}", matcher, self.now + seconds, self.now, also=also)
            rules.ledger.overlays.silence(silence)
        until = self.now + min(seconds, table.SILENCE_MOST)
        self.overlaid.covers.append(Cover(matcher, self.now, until, also))

    def restart(self) -> None:
        """An orderly end, and a new start on what was kept: in the order of time, whatever came late."""
        self.compare = self.compare and not self.late
        self.rules = self.kept.restart(self.rules, self.clock)
        self.new_run()
        self.cycles()

    def _breach(self, key: Key, condition: Condition) -> None:
        if condition > OK:
            for listener in self.listeners.values():
                listener.breach(key, condition)

    def _only_points_lower(self, read: Key | None) -> None:
        """No condition fell but of the key that was read, and that only by its own leave rule."""
        for key, before in self.conditions.items():
            after = self.condition(key)
            if key != read:
                assert after is before, f"{key} went from {before.word} to {after.word} without a point"
            elif after < before and key in self.pasts:
                assert self.pasts[key].may_be_left(before), f"{key} left {before.word} too soon"
