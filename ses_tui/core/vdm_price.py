"""What VDM costs an account, in words for every place that would turn it on. Pure."""

from ses_tui.core.bill import Account
from ses_tui.core.prices import MONTH_DAYS, Prices
from ses_tui.core.snapshot import AccountStatus


def vdm_price(account: AccountStatus | None, prices: Prices) -> str:
    """``about $84 a month at your volume``, by the mail of 24 hours; or that the plan includes it."""
    plan = Account(account.plan if account else "").priced(prices)
    if plan.vdm_included:
        return f"included in plan {plan.name}"
    per = f"about ${prices.vdm_per_1000:g} per 1,000 messages"
    if account is None or account.quota is None:
        return per
    monthly = prices.vdm(account.quota.sent_last_24_hours * MONTH_DAYS, plan)
    return f"{per}: about ${monthly:,.2f} a month at your volume; included on Essentials and up"
