"""What a store keeps of one target, and a run that begins on it: as the live engine is restarted."""

from dataclasses import dataclass, field

from ses_tui.core.clock import Clock
from ses_tui.core.counts import SendBucket
from ses_tui.core.ledger import DeliveryRecord, Ledger
from ses_tui.core.model import Key, Metric, Point, SubjectMetric
from ses_tui.core.overlays import Overlays
from ses_tui.core.rules import TargetRules
from ses_tui.core.self_monitoring import SelfAlert


@dataclass(slots=True)
class Kept:
    """Points, counts, what channels were told, up to which datapoint people know, what lies over alerts."""

    points: dict[SubjectMetric, dict[float, Point]] = field(default_factory=dict)
    counts: dict[float, SendBucket] = field(default_factory=dict)
    delivered: dict[tuple[str, Key], DeliveryRecord] = field(default_factory=dict)
    known: dict[Metric, float] = field(default_factory=dict)
    self_alerts: dict[tuple[str, SelfAlert], None] = field(default_factory=dict)
    overlays: Overlays = field(default_factory=Overlays)

    def keep(self, rules: TargetRules) -> None:
        """After anything that changed."""
        for subject, metric, point in rules.to_keep.take():
            self.points.setdefault((subject, metric), {})[point.at] = point
        self.counts.update((bucket.at, bucket) for bucket in rules.buckets or ())
        ledger = rules.ledger
        for record in ledger.take_changed():
            self.delivered[record[0], record[1]] = record
        for channel, self_alert in ledger.changed_self_alerts:
            if self_alert in ledger.channels[channel].self_alerts:
                self.self_alerts[channel, self_alert] = None
            else:
                self.self_alerts.pop((channel, self_alert), None)
        ledger.changed_self_alerts.clear()
        self.known = rules.newest()
        self.overlays = ledger.overlays

    def restart(self, before: TargetRules, clock: Clock) -> TargetRules:
        """Another run of the same rules, that watches what is still read."""
        ledger = Ledger(before.ledger.floors, self.overlays)
        rules = TargetRules(
            before.target, before.bands, ledger, clock, before.representative_volume, before.zone
        )
        for key, reads in before.reads.items():
            rules.watch(key, reads.interval)
        ledger.restore(self.delivered.values())
        for channel, self_alert in self.self_alerts:
            ledger.restore_self_alert(channel, self_alert)
        points = {key: sorted(each.values(), key=lambda point: point.at) for key, each in self.points.items()}
        rules.restore(points, self.known, sorted(self.counts.values(), key=lambda bucket: bucket.at))
        return rules
