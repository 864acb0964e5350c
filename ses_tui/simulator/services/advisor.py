"""SESv2 ListRecommendations: the VDM advisor's findings."""

from typing import Any

from ses_tui.simulator.account import DAY, Account
from ses_tui.simulator.mail import Where
from ses_tui.simulator.resources import UNVERIFIED, arn
from ses_tui.simulator.services import vdm
from ses_tui.simulator.services.paging import page

_MOST = 100
_STANDING = (
    ("DKIM", "LOW", "OPEN", UNVERIFIED, "DKIM verification is not enabled."),
    ("DMARC", "LOW", "OPEN", "community.example.org", "DMARC policy is p=none; consider p=quarantine."),
    ("BIMI", "LOW", "OPEN", "news.example.org", "A BIMI record was not found for the default selector."),
    ("SPF", "HIGH", "FIXED", "shop.example.com", "The SPF record did not include Amazon SES."),
)
_BOUNCE = 0.05
_COMPLAINT = 0.001


def recommendations(account: Account) -> list[dict[str, Any]]:
    rows = [
        _row(account, kind, impact, status, name, text)
        for kind, impact, status, name, text in _STANDING
        if name in account.resources.identities
    ]
    for name in sorted({burst.identity for burst in account.scenario.bursts}):
        rows += _findings(account, name)
    for ip, listing in account.resources.blocklisted.items():
        rows.append(_row(account, "IP_LISTING", "HIGH", "OPEN", ip, f"The IP {ip} is listed on {listing}."))
    return rows


def _findings(account: Account, identity: str) -> list[dict[str, Any]]:
    """What the advisor says about an identity whose own mail is over AWS's lines."""
    where = Where(identity=identity)
    sent = vdm.recent(account, "SEND", where)
    bounced = vdm.recent(account, "PERMANENT_BOUNCE", where)
    complaints = vdm.recent(account, "COMPLAINT", where)
    reachable = vdm.recent(account, "DELIVERY_COMPLAINT", where)
    found = []
    if sent and bounced / sent >= _BOUNCE:
        text = f"Bounce rate {100 * bounced / sent:.2f} % over a representative volume of {sent} emails."
        found.append(_row(account, "BOUNCE", "HIGH", "OPEN", identity, text))
    if reachable and complaints / reachable >= _COMPLAINT:
        rate = 100 * complaints / reachable
        text = f"Complaint rate {rate:.3f} % over a representative volume of {reachable} emails."
        found.append(_row(account, "COMPLAINT", "HIGH", "OPEN", identity, text))
    return found


def _row(account: Account, kind: str, impact: str, status: str, name: str, text: str) -> dict[str, Any]:
    return {
        "ResourceArn": arn("dedicated-ip" if kind == "IP_LISTING" else "identity", name),
        "Type": kind,
        "Description": text,
        "Status": status,
        "CreatedTimestamp": account.start - 20 * DAY,
        "LastUpdatedTimestamp": account.start - DAY,
        "Impact": impact,
    }


def list_recommendations(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    keys = {"TYPE": "Type", "IMPACT": "Impact", "STATUS": "Status", "RESOURCE_ARN": "ResourceArn"}
    wanted = request.get("Filter", {})
    rows = [
        row
        for row in recommendations(account)
        if all(row[keys[key]] == value for key, value in wanted.items())
    ]
    shown, following = page(rows, request, most=_MOST)
    return {"Recommendations": list(shown), "NextToken": following}
