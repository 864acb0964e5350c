"""The account's own status and counts: SESv2 GetAccount, SES GetSendStatistics and GetSendQuota."""

from typing import Any
from weakref import WeakKeyDictionary

from ses_tui.simulator.account import Account
from ses_tui.simulator.hours import STEP
from ses_tui.simulator.mail import SENT, Kind
from ses_tui.simulator.wire.signature import SIGNER

_BUCKET = 900 // STEP
_BUCKETS = 14 * 96


def _quota(account: Account) -> dict[str, float]:
    return {
        "Max24HourSend": account.scenario.max_24_hour_send,
        "MaxSendRate": account.scenario.max_send_rate,
        "SentLast24Hours": float(account.sent_last_24_hours()),
    }


_UNUSED = {
    "DedicatedIpAutoWarmupEnabled": True,
    "EnforcementStatus": "HEALTHY",
    "ProductionAccessEnabled": False,
    "SendQuota": {"Max24HourSend": 200.0, "MaxSendRate": 1.0, "SentLast24Hours": 0.0},
    "SendingEnabled": True,
}
"""GetAccount in a Region in which nobody ever used SES."""


def get_account(account: Account, _request: dict[str, Any]) -> dict[str, Any]:
    status, settings = account.status, account.scenario.settings
    if settings.regions and SIGNER.get().region not in settings.regions:
        return dict(_UNUSED)
    return {
        "DedicatedIpAutoWarmupEnabled": settings.auto_warmup,
        "EnforcementStatus": status.enforcement,
        "ProductionAccessEnabled": True,
        "SendQuota": _quota(account),
        "SendingEnabled": status.sending_enabled,
        "SuppressionAttributes": {
            "SuppressedReasons": list(settings.suppressed),
            "ValidationAttributes": {
                "ConditionThreshold": {"ConditionThresholdEnabled": "DISABLED"},
            },
        },
        "Details": {
            "MailType": "MARKETING",
            "WebsiteURL": "https://shop.example.com",
            "ContactLanguage": "EN",
            "UseCaseDescription": "Newsletters, offers and transactional mail",
            "AdditionalContactEmailAddresses": ["postmaster@example.com"],
            "ReviewDetails": {"Status": "GRANTED", "CaseId": "171234567800123"},
        },
        "VdmAttributes": {
            "VdmEnabled": "ENABLED",
            "DashboardAttributes": {"EngagementMetrics": "ENABLED"},
            "GuardianAttributes": {"OptimizedSharedDelivery": "ENABLED"},
        },
        "PricingAttributes": {
            "CurrentPlan": settings.plan,
            **({"NextPlan": settings.next_plan} if settings.next_plan else {}),
        },
    }


_kept: WeakKeyDictionary[Account, tuple[int, list[dict[str, Any]]]] = WeakKeyDictionary()
"""The buckets by the step at which the last one ends: they change four times an hour."""


def send_statistics(account: Account) -> list[dict[str, Any]]:
    """15-minute buckets of the last two weeks, oldest first; a bucket without mail does not exist.

    Bounces are the hard ones: a soft bounce counts only after SES has given the mail up.
    """
    last = account.step // _BUCKET * _BUCKET
    kept = _kept.get(account)
    if kept is None or kept[0] != last:
        kept = _kept[account] = (last, _buckets(account, last))
    return kept[1]


def _buckets(account: Account, last: int) -> list[dict[str, Any]]:
    first = max(last - _BUCKETS * _BUCKET, -(-account.first_step // _BUCKET) * _BUCKET)

    def per_bucket(*kinds: Kind) -> list[int]:
        rows = [account.mail.run(kind, first, last, every=_BUCKET) for kind in kinds]
        totals = [sum(column) for column in zip(*rows, strict=True)]
        return [totals[n + 1] - totals[n] for n in range(len(totals) - 1)]

    columns = zip(
        per_bucket(*SENT), per_bucket("permanent"), per_bucket("complaint"), per_bucket("reject"), strict=True
    )
    return [
        {
            "Timestamp": float((first + n * _BUCKET) * STEP),
            "DeliveryAttempts": attempts,
            "Bounces": bounces,
            "Complaints": complaints,
            "Rejects": rejects,
        }
        for n, (attempts, bounces, complaints, rejects) in enumerate(columns)
        if attempts or bounces or complaints or rejects
    ]


def get_send_statistics(account: Account, _request: dict[str, Any]) -> dict[str, Any]:
    points = send_statistics(account)
    # AWS gives them in no order that a client may count on.
    return {"SendDataPoints": points[1::2] + points[::2]}


def get_send_quota(account: Account, _request: dict[str, Any]) -> dict[str, Any]:
    return dict(_quota(account))
