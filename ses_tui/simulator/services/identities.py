"""SESv2 identities."""

from typing import Any

from ses_tui.simulator.account import DAY, Account
from ses_tui.simulator.resources import UNVERIFIED
from ses_tui.simulator.services.paging import page
from ses_tui.simulator.wire.errors import ApiError

_MOST = 1_000


def _kind(name: str) -> str:
    return "EMAIL_ADDRESS" if "@" in name else "DOMAIN"


def _verification(name: str) -> str:
    return "PENDING" if name == UNVERIFIED else "SUCCESS"


def list_email_identities(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    wanted = request.get("Filter", {})
    names = [
        name
        for name in account.resources.identities
        if wanted.get("IDENTITY_NAME_CONTAINS", "") in name
        and wanted.get("IDENTITY_TYPE", _kind(name)) == _kind(name)
        and wanted.get("VERIFICATION_STATUS", _verification(name)) == _verification(name)
    ]
    shown, following = page(names, request, most=_MOST)
    rows = [
        {
            "IdentityType": _kind(name),
            "IdentityName": name,
            "SendingEnabled": name != UNVERIFIED,
            "VerificationStatus": _verification(name),
        }
        for name in shown
    ]
    return {"EmailIdentities": rows, "NextToken": following}


def get_email_identity(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    name = request["EmailIdentity"]
    if name not in account.resources.identities:
        raise ApiError("NotFoundException", f"Email identity <{name}> does not exist", 404)
    status = _verification(name)
    verified = status == "SUCCESS"
    sender = account.mail.members.get(name)
    return {
        "IdentityType": _kind(name),
        "FeedbackForwardingStatus": True,
        "VerifiedForSendingStatus": verified,
        "DkimAttributes": {
            "SigningEnabled": True,
            "Status": status,
            "Tokens": [f"{letter * 3}exampletoken" for letter in "abc"],
            "SigningAttributesOrigin": "AWS_SES",
            "CurrentSigningKeyLength": "RSA_2048_BIT",
            "NextSigningKeyLength": "RSA_2048_BIT",
            "LastKeyGenerationTimestamp": account.start - 200 * DAY,
        },
        "MailFromAttributes": {
            "MailFromDomain": f"bounce.{name.rpartition('@')[2]}",
            "MailFromDomainStatus": "SUCCESS" if verified else "PENDING",
            "BehaviorOnMxFailure": "USE_DEFAULT_VALUE",
        },
        "Policies": {},
        "Tags": [],
        "ConfigurationSetName": sender[0].configuration_set if sender else None,
        "VerificationStatus": status,
    }
