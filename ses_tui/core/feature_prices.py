"""What VDM, managed IPs and inbox placement cost an account, in words for whatever offers them. Pure."""

from ses_tui.core.bill import Account
from ses_tui.core.plans import PricingPlan
from ses_tui.core.prices import MONTH_DAYS, Prices
from ses_tui.core.snapshot import AccountStatus


def vdm_price(account: AccountStatus | None, prices: Prices) -> str:
    """Per message and a month, and from which plan on it is included; or that the plan includes it."""
    plan = _plan(account, prices)
    per = f"about ${prices.vdm_per_1000:g} per 1,000 messages"
    if plan.vdm_included or account is None or account.quota is None:
        return vdm_month(account, prices)
    return f"{per}: {vdm_month(account, prices)}; included on Essentials and up"


def vdm_month(account: AccountStatus | None, prices: Prices) -> str:
    """``about $84.00 a month at your volume``, by the mail of 24 hours; per message if that was not read."""
    plan = _plan(account, prices)
    if plan.vdm_included:
        return f"included in plan {plan.name}"
    if account is None or account.quota is None:
        return f"about ${prices.vdm_per_1000:g} per 1,000 messages"
    monthly = prices.vdm(account.quota.sent_last_24_hours * MONTH_DAYS, plan)
    return f"about ${monthly:,.2f} a month at your volume"


def managed_price(account: AccountStatus | None, prices: Prices) -> str:
    """``$15 a month + $0.08 per 1,000``, of messages; or that the plan includes it."""
    plan = _plan(account, prices)
    if plan.managed_included:
        return f"included in plan {plan.name}"
    first = prices.managed_tiers[0].usd
    return f"${prices.managed_base:,.0f} a month + ${first:g} per 1,000"


def placement_price(account: AccountStatus | None, prices: Prices) -> str:
    """``$1,250 a month``; or for how many domains the plan includes it."""
    plan = _plan(account, prices)
    if plan.domains:
        return f"included in plan {plan.name} for {plan.domains} domain{'s' if plan.domains > 1 else ''}"
    return f"${prices.deliverability:,.0f} a month"


def _plan(account: AccountStatus | None, prices: Prices) -> PricingPlan:
    return Account(account.plan if account else "").priced(prices)
