"""What AWS asks for IPs, as settings with their date. Dollars; the price of sending itself is the same
for all kinds and left out."""

from math import ceil

from ses_tui.core.record import Record


class Tier(Record, frozen=True):
    """``usd`` per 1,000 messages of a month, up to ``messages`` of them (None: without end)."""

    messages: int | None
    usd: float


class Prices(Record, frozen=True):
    """As of ``as_of`` (SES.md, after an industry guide of July 2026).

    ``managed_tiers``: the lower tiers are not published where we could read them: with the first alone
    the cost of large volumes is an upper bound. ``per_ip_day``: messages that one standard IP is
    planned for on the busiest day; an assumption of ours, not a limit of AWS's.
    """

    as_of: str = "2026-07"
    dedicated_ip: float = 24.95
    managed_base: float = 15.0
    managed_tiers: tuple[Tier, ...] = (Tier(None, 0.08),)
    per_ip_day: int = 100_000

    def standard_ips(self, peak_day: float) -> int:
        """Standard IPs for so many messages on the busiest day."""
        return max(1, ceil(peak_day / self.per_ip_day))

    def standard(self, ips: int) -> float:
        """Dollars a month for so many standard IPs."""
        return ips * self.dedicated_ip

    def managed(self, messages: float) -> float:
        """Dollars a month for dedicated managed with so many messages."""
        cost, before = self.managed_base, 0.0
        for tier in self.managed_tiers:
            upto = messages if tier.messages is None else min(messages, tier.messages)
            cost += max(0.0, upto - before) / 1000 * tier.usd
            before = max(before, upto)
        return cost


DEFAULT_PRICES = Prices()
