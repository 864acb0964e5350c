"""What an account pays AWS a month for its mail, as it stands and as it is advised. Pure. Dollars.

The price of sending is included; attachments, receiving and the global deliverability subscription are not.
"""

from ses_tui.core.plans import A_LA_CARTE, PricingPlan
from ses_tui.core.prices import Prices
from ses_tui.core.record import Record, replace
from ses_tui.core.resources import MANAGED, PoolsResult
from ses_tui.core.snapshot import AccountStatus


class Account(Record, frozen=True):
    """What of an account decides its price; None or empty: not read."""

    plan: str = ""
    """AWS's word."""
    vdm: bool | None = None
    """Whether VDM is on."""
    standard_ips: int | None = None
    managed_pools: int | None = None
    auto_warmup: bool | None = None
    """Whether AWS warms a new standard IP."""

    def priced(self, prices: Prices) -> PricingPlan:
        """Its plan; à la carte where that was not read or is in no table."""
        return prices.plan(self.plan) or A_LA_CARTE

    def known(self, prices: Prices) -> bool:
        """Whether its plan was read and is in the table."""
        return prices.plan(self.plan) is not None


def account_of(status: AccountStatus | None, pools: PoolsResult | None) -> Account:
    """As it was read."""
    read = Account(status.plan, status.vdm_enabled, auto_warmup=status.auto_warmup) if status else Account()
    if pools is None or pools.errors:
        return read
    managed = {pool.name for pool in pools.pools if pool.kind == MANAGED}
    standard = sum(ip.pool not in managed for ip in pools.ips)
    return replace(read, standard_ips=standard, managed_pools=len(managed))


class Bill(Record, frozen=True):
    """A month."""

    plan: str
    subscription: float
    sending: float
    vdm: float
    ips: float
    """Standard IPs, or dedicated managed."""

    @property
    def total(self) -> float:
        return self.subscription + self.sending + self.vdm + self.ips


def bill(
    prices: Prices,
    plan: PricingPlan,
    messages: float,
    *,
    vdm: bool,
    standard_ips: int = 0,
    managed: bool = False,
) -> Bill:
    """For so many messages a month. With ``managed`` all of them go through it."""
    through = prices.managed(messages) if managed and not plan.managed_included else 0.0
    return Bill(
        plan.name,
        plan.monthly,
        prices.sending(messages, plan),
        prices.vdm(messages, plan) if vdm else 0.0,
        prices.standard(standard_ips) + through,
    )


def as_it_stands(prices: Prices, account: Account, messages: float) -> Bill | None:
    """What the account pays now; None where its IPs were not read.

    Where it has a managed pool, all mail is taken to go through it: at most so much.
    """
    if account.standard_ips is None or account.managed_pools is None:
        return None
    return bill(
        prices,
        account.priced(prices),
        messages,
        vdm=bool(account.vdm),
        standard_ips=account.standard_ips,
        managed=account.managed_pools > 0,
    )


def has_words(account: Account) -> str:
    """``3 standard IPs and 1 managed pool``, ``shared IPs``; empty where it was not read."""
    if account.standard_ips is None or account.managed_pools is None:
        return ""
    parts = [
        f"{many} {word}{'s' if many > 1 else ''}"
        for many, word in ((account.standard_ips, "standard IP"), (account.managed_pools, "managed pool"))
        if many
    ]
    return " and ".join(parts) or "shared IPs"
