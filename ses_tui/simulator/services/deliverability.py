"""SESv2 deliverability dashboard: inbox placement of a subscribed domain."""

from typing import Any

from ses_tui.simulator import isps
from ses_tui.simulator.account import DAY, Account
from ses_tui.simulator.mail import Where
from ses_tui.simulator.services import vdm
from ses_tui.simulator.wire.errors import ApiError, invalid

SUBSCRIBED = "news.example.org"
_LONGEST_DAYS = 30
_SPAM_PERCENT = {"Gmail": 4, "Hotmail": 9, "Yahoo": 6}
_SPAM_ELSEWHERE = 3
_SEEDS = 100  # one in so many delivered mails is looked at


def get_deliverability_dashboard_options(account: Account, _request: dict[str, Any]) -> dict[str, Any]:
    domain = {
        "Domain": SUBSCRIBED,
        "SubscriptionStartDate": account.start - 90 * DAY,
        "InboxPlacementTrackingOption": {"Global": False, "TrackedIsps": list(isps.NAMED)},
    }
    enabled = SUBSCRIBED in account.resources.identities
    return {
        "DashboardEnabled": enabled,
        "AccountStatus": "ACTIVE" if enabled else "DISABLED",
        "ActiveSubscribedDomains": [domain] if enabled else [],
        "PendingExpirationSubscribedDomains": [],
    }


def get_domain_statistics_report(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    if request["Domain"] != SUBSCRIBED or SUBSCRIBED not in account.resources.identities:
        raise ApiError("NotFoundException", f"Domain {request['Domain']} is not subscribed", 404)
    begin, end = request["StartDate"], request["EndDate"]
    if end < begin or end - begin > _LONGEST_DAYS * DAY:
        raise invalid("sesv2", f"The time range must be between 0 and {_LONGEST_DAYS} days")
    by_isp = {
        isp: vdm.daily(
            account, "DELIVERY", Where(identity=SUBSCRIBED, isp=isp), int(begin // DAY), int(end // DAY)
        )
        for isp in isps.NAMED
    }
    days = sorted(by_isp[isps.NAMED[0]])
    daily = [
        {"StartDate": float(day * DAY), **_placements({isp: counts[day] for isp, counts in by_isp.items()})}
        for day in days
    ]
    overall = _placements({isp: sum(counts.values()) for isp, counts in by_isp.items()})
    return {"OverallVolume": {**overall, "ReadRatePercent": 22.0}, "DailyVolumes": daily}


def _placements(delivered: dict[str, int]) -> dict[str, Any]:
    rows, inbox_total, spam_total = [], 0, 0
    for isp, count in delivered.items():
        seen = count // _SEEDS
        spam = seen * _SPAM_PERCENT.get(isp, _SPAM_ELSEWHERE) // 100
        inbox_total, spam_total = inbox_total + seen - spam, spam_total + spam
        rows.append(
            {
                "IspName": isp,
                "InboxRawCount": seen - spam,
                "SpamRawCount": spam,
                "InboxPercentage": 100 * (seen - spam) / seen if seen else 0.0,
                "SpamPercentage": 100 * spam / seen if seen else 0.0,
            }
        )
    return {
        "VolumeStatistics": {
            "InboxRawCount": inbox_total,
            "SpamRawCount": spam_total,
            "ProjectedInbox": inbox_total * _SEEDS,
            "ProjectedSpam": spam_total * _SEEDS,
        },
        "DomainIspPlacements": rows,
    }
