"""SESv2 identities."""

from typing import Any

from ses_tui.simulator.account import DAY, Account
from ses_tui.simulator.resources import UNVERIFIED
from ses_tui.simulator.scenarios.model import IdentityStatus
from ses_tui.simulator.services.paging import page
from ses_tui.simulator.wire.errors import ApiError

_MOST = 1_000
CHECK_SECONDS = 900
"""How often the simulated SES looks for the DNS records of an identity."""


def _kind(name: str) -> str:
    return "EMAIL_ADDRESS" if "@" in name else "DOMAIN"


def _status(account: Account, name: str) -> IdentityStatus:
    if name == UNVERIFIED:
        return IdentityStatus(0, name, "PENDING", False, "PENDING", "PENDING")
    return account.identity_status(name) or IdentityStatus(0, name, "SUCCESS")


def list_email_identities(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    wanted = request.get("Filter", {})
    names = [
        name
        for name in account.resources.identities
        if wanted.get("IDENTITY_NAME_CONTAINS", "") in name
        and wanted.get("IDENTITY_TYPE", _kind(name)) == _kind(name)
        and wanted.get("VERIFICATION_STATUS", _status(account, name).verification)
        == _status(account, name).verification
    ]
    shown, following = page(names, request, most=_MOST)
    rows = [
        {
            "IdentityType": _kind(name),
            "IdentityName": name,
            "SendingEnabled": _status(account, name).sending_enabled,
            "VerificationStatus": _status(account, name).verification,
        }
        for name in shown
    ]
    return {"EmailIdentities": rows, "NextToken": following}


def get_email_identity(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    name = request["EmailIdentity"]
    if name not in account.resources.identities:
        raise ApiError("NotFoundException", f"Email identity <{name}> does not exist", 404)
    status = _status(account, name)
    now = account.clock.now()
    checked = now - now % CHECK_SECONDS
    fails = status.verification != "SUCCESS"
    sender = account.mail.members.get(name)
    return {
        "IdentityType": _kind(name),
        "FeedbackForwardingStatus": True,
        "VerifiedForSendingStatus": status.sending_enabled,
        "DkimAttributes": {
            "SigningEnabled": True,
            "Status": status.dkim,
            "Tokens": [f"{letter * 3}exampletoken" for letter in "abc"],
            "SigningAttributesOrigin": "AWS_SES",
            "CurrentSigningKeyLength": "RSA_2048_BIT",
            "NextSigningKeyLength": "RSA_2048_BIT",
            "LastKeyGenerationTimestamp": account.start - 200 * DAY,
        },
        "MailFromAttributes": {
            "MailFromDomain": f"bounce.{name.rpartition('@')[2]}",
            "MailFromDomainStatus": status.mail_from,
            "BehaviorOnMxFailure": "USE_DEFAULT_VALUE",
        },
        "Policies": {},
        "Tags": [],
        "ConfigurationSetName": sender[0].configuration_set if sender else None,
        "VerificationStatus": status.verification,
        "VerificationInfo": {
            "LastCheckedTimestamp": checked,
            "LastSuccessTimestamp": _last_success(account, name) if fails else checked,
            "ErrorType": status.error,
        },
    }


def _last_success(account: Account, name: str) -> float | None:
    """The last check before it was lost; an identity that waits has none."""
    lost = [one.minute for one in account.scenario.identity_status if one.identity == name]
    return account.start + 60 * min(lost) - CHECK_SECONDS if lost else None
