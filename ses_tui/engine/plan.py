"""What the engine is to do: the settings that matter to it, without the way they were read."""

from datetime import tzinfo

from ses_tui.core.condition import Bands
from ses_tui.core.isps import DEFAULT_ISPS
from ses_tui.core.prices import DEFAULT_PRICES, MONTH, Prices
from ses_tui.core.record import Record

RATE_METRICS = 2
"""Metrics requested by one read of the two Reputation rates."""

RENDERING_METRICS, RENDERING_SECONDS = 1, 900.0
"""The rendering failures are read as seldom as their counts end: two cents and nine tenths a month."""


class Plan(Record, frozen=True):
    """Intervals in seconds. ``zone``: for the times in messages; None is the machine's.

    ``events_queue``: URL of the SQS queue that its events come to; empty: none.
    """

    account: float = 60.0
    rates: float = 300.0
    vdm: float = 900.0
    lists: float = 3600.0
    bands: Bands = Bands()
    isps: tuple[str, ...] = DEFAULT_ISPS
    top_identities: int = 50
    max_monthly_usd: float = 5.0
    zone: tzinfo | None = None
    demo: bool = False
    representative_volume: int | None = None
    target_id: str = ""
    """Which target it is in the store until its account is known (``core.target_id``); empty: its name."""
    watched: frozenset[str] = frozenset()
    """Regions of all targets that are reached with the same credentials, as far as they are configured."""
    endpoint: str = ""
    """The stand-in for AWS that is asked instead, if any."""
    events_queue: str = ""
    prices: Prices = DEFAULT_PRICES

    @property
    def paid_rates(self) -> float:
        """The interval at which the rates are really read: slower where the cap asks for it."""
        return max(self.rates, self.rates * self.cost(RATE_METRICS, self.rates) / self.max_monthly_usd)

    @property
    def paid_rendering(self) -> float:
        """Seconds between two reads of rendering failures; more where the rates leave little of the cap."""
        left = self.max_monthly_usd - self.cost(RATE_METRICS, self.paid_rates)
        return self._slowed(RENDERING_METRICS, RENDERING_SECONDS, left)

    @property
    def monthly_usd(self) -> float:
        """What the default reads cost in a 30-day month of an account that sends."""
        rendering = self.cost(RENDERING_METRICS, self.paid_rendering)
        return self.cost(RATE_METRICS, self.paid_rates) + rendering

    @property
    def slowed(self) -> bool:
        """Whether the cap holds the default reads below their pace."""
        return self.paid_rates > self.rates or self.paid_rendering > RENDERING_SECONDS

    def cost(self, metrics: int, interval: float) -> float:
        """Dollars of a 30-day month for so many CloudWatch metrics every ``interval`` seconds."""
        return self.prices.metrics(metrics, interval)

    def paid_values(self, metrics: int, interval: float) -> float:
        """Seconds between two reads of ``metrics`` values: slower where the rest leaves little of the cap."""
        return self._slowed(metrics, interval, self.max_monthly_usd - self.monthly_usd)

    def _slowed(self, metrics: int, interval: float, left: float) -> float:
        """``interval``, or longer so that it costs no more than is ``left``; a month where nothing is."""
        wanted = self.cost(metrics, interval)
        if wanted <= left:
            return interval
        return min(interval * wanted / left, MONTH) if left > 0 else MONTH
