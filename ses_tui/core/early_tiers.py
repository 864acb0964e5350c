"""The early tiers of one account over time: which are on, over which volume, and from which counts."""

from collections.abc import Mapping, Sequence

from ses_tui.core.clock import DAY
from ses_tui.core.condition import Bands
from ses_tui.core.counts import SendBucket
from ses_tui.core.model import EMPTY_SERIES, TIER_KEYS, Metric, Series
from ses_tui.core.tiers import TierState, run
from ses_tui.core.volume import Mail, Volume, Volumes, volume_for_tiers


class EarlyTiers:
    """``rates``: the account's own rates, as they grow. Times are UTC epoch seconds."""

    def __init__(
        self, bands: Bands, rates: Mapping[Metric, Series], representative_volume: int | None
    ) -> None:
        self._bands = bands
        self._rates = rates
        self._volumes = Volumes(representative_volume)
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
            volume = volume_for_tiers(self.volume(metric, mail, now), mail, now)
            self.states[key] = run(self.states.get(key, TierState()), mail, metric, line, volume, now)
        self.as_stored = False

    def restore(self, buckets: Sequence[SendBucket], newest: float) -> None:
        """Run through the last day of stored counts, which end at ``newest``."""
        self.states = {key: TierState(at=newest - DAY) for key in TIER_KEYS.values()}
        self.run(buckets, newest)
        self.as_stored = True

    def volume(self, metric: Metric, mail: Mail, now: float) -> Volume | None:
        """SES's representative volume; None where it is not known."""
        return self._volumes.of(metric, self._rates.get(metric, EMPTY_SERIES), mail, now)
