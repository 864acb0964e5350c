"""The early tiers of one account over time: which are on, over which volume, and from which counts."""

from collections.abc import Mapping, Sequence

from ses_tui.core.clock import DAY
from ses_tui.core.condition import Bands
from ses_tui.core.counts import SendBucket
from ses_tui.core.model import EMPTY_SERIES, Metric, Series
from ses_tui.core.tiers import TIER_KEYS, TierState, run
from ses_tui.core.volume import Mail, estimated_volume, last_estimate_at, volume_for_tiers


class EarlyTiers:
    """``rates``: the account's own rates, as they grow. Times are UTC epoch seconds."""

    def __init__(
        self, bands: Bands, rates: Mapping[Metric, Series], representative_volume: int | None
    ) -> None:
        self._bands = bands
        self._rates = rates
        self._volume = representative_volume
        self._estimates: dict[Metric, tuple[float, int | None]] = {}
        self.states: dict[Metric, TierState] = {}
        """By the metric under which they alert (``tiers.TIER_KEYS``)."""
        self.as_stored = False
        """They stand as the newest stored counts left them: what came since is known with the next read."""

    def run(self, buckets: Sequence[SendBucket], now: float) -> None:
        """Run through the counts that came since the last call."""
        for metric, key in TIER_KEYS.items():
            line = self._bands.of(metric).review
            if line is None:
                continue
            mail = Mail.of(buckets, metric)
            known = self._volume
            estimate = self._estimate(metric, mail, now) if known is None else None
            volume = volume_for_tiers(known, estimate, mail, now)
            self.states[key] = run(self.states.get(key, TierState()), mail, metric, line, volume, now)
        self.as_stored = False

    def restore(self, buckets: Sequence[SendBucket], newest: float) -> None:
        """Run through the last day of stored counts, which end at ``newest``."""
        self.states = {key: TierState(at=newest - DAY) for key in TIER_KEYS.values()}
        self.run(buckets, newest)
        self.as_stored = True

    def _estimate(self, metric: Metric, mail: Mail, now: float) -> int | None:
        """N by what was known at the last full three hours.

        Bound to the hour, and not to the read, it is the same after a restart and in a replay.
        """
        at = last_estimate_at(now)
        if self._estimates.get(metric, (None, None))[0] != at:
            rate = self._rates.get(metric, EMPTY_SERIES).until(at)
            self._estimates[metric] = at, estimated_volume(rate, mail, at)
        return self._estimates[metric][1]
