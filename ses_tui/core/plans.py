"""AWS's pricing plans of SES as data, each line with its date and source. A plan is chosen per account
and Region (``GetAccount.PricingAttributes``); dollars, us-east-1."""

from collections.abc import Sequence

from ses_tui.core.record import Record


class Tier(Record, frozen=True):
    """``usd`` per 1,000 messages of a month, up to ``messages`` of them (None: without end)."""

    messages: int | None
    usd: float


def tiered(tiers: Sequence[Tier], messages: float) -> float:
    """Dollars for so many messages of a month."""
    cost, before = 0.0, 0.0
    for tier in tiers:
        upto = messages if tier.messages is None else min(messages, tier.messages)
        cost += max(0.0, upto - before) / 1000 * tier.usd
        before = max(before, upto)
    return cost


class PricingPlan(Record, frozen=True):
    """One plan."""

    name: str
    """AWS's word: NONE (à la carte), ESSENTIALS, PRO, ENTERPRISE."""
    sending: tuple[Tier, ...]
    """What a message costs, whatever IP it leaves by."""
    monthly: float = 0.0
    """The subscription."""
    vdm_included: bool = False
    """Virtual Deliverability Manager costs nothing beside the plan."""
    managed_included: bool = False
    """Dedicated managed costs nothing beside the plan."""
    domains: int = 0
    """Domains whose inbox placement is watched (global deliverability) at no more cost."""
    as_of: str = ""
    """When it held, ``YYYY-MM-DD``."""
    source: str = ""


LIST = "AWS Price List API, AmazonSES, us-east-1, publication 2026-07-22, as in api-evangelist/amazon-ses"
STEPS = (10_000_000, 100_000_000)
"""Messages a month at which a message becomes cheaper on the plans."""


def _stepped(*usd: float) -> tuple[Tier, ...]:
    return tuple(Tier(upto, each) for upto, each in zip((*STEPS, None), usd, strict=True))


A_LA_CARTE = PricingPlan("NONE", (Tier(None, 0.10),), as_of="2026-07-22", source=LIST)

PLANS = (
    A_LA_CARTE,
    PricingPlan(
        "ESSENTIALS",
        _stepped(0.16, 0.14, 0.11),
        vdm_included=True,  # "VDM query access at no additional charge"
        as_of="2026-07-22",
        source=LIST,
    ),
    PricingPlan(
        "PRO",
        _stepped(0.22, 0.17, 0.12),
        monthly=105.0,
        vdm_included=True,
        managed_included=True,  # the list names the subscription; its price per message is taken to be in it
        domains=1,  # "First 1 sending domain monitored in VDM, then $25.00/domain/month"
        as_of="2026-07-22",
        source=LIST,
    ),
    PricingPlan(
        "ENTERPRISE",
        _stepped(0.23, 0.18, 0.13),
        monthly=500.0,
        vdm_included=True,
        managed_included=True,  # as of Pro
        domains=5,
        as_of="2026-07-22",
        source=LIST,
    ),
)
