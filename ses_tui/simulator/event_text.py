"""The JSON of one SES event, in the SNS envelope in which it lies in the queue."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from ses_tui.simulator import isps
from ses_tui.simulator.mail import Stream
from ses_tui.simulator.resources import ACCOUNT_ID, arn, region

_DOMAINS = {
    "Gmail": "gmail.com",
    "Icloud": "icloud.com",
    "Hotmail": "hotmail.com",
    "Yahoo": "yahoo.com",
    "Tencent": "qq.com",
    "Gmx": "gmx.de",
    "Aol": "aol.com",
    "Comcast": "comcast.net",
    "NetEase": "163.com",
    isps.OTHER: "mail.example.edu",
}
_UNKNOWN_USER = (
    "smtp; 550-5.1.1 The email account that you tried to reach does not exist. 550 5.1.1 NoSuchUser",
    "smtp; 550 5.1.1 user unknown",
    "smtp; 550 5.5.0 Requested action not taken: mailbox unavailable",
)
_BLOCKED = (
    "smtp; 550 5.7.1 Unfortunately, messages from [192.0.2.10] weren't sent. Please contact your Internet "
    "service provider since part of their network is on our block list (S3140)."
)
_DEFERRED = (
    "smtp; 421 4.7.0 [192.0.2.10] our system has detected an unusual rate of mail; try again later (TS03)"
)
_FULL = "smtp; 452 4.2.2 The recipient's mailbox is over its quota"
_HOSTILE = "smtp; 550 5.1.1 \x1b[2J\x1b]0;owned\x07[bold red]user[/] \u202eresu\u202c unknown\r\n250 OK"


def isp_of(recipient: str) -> str:
    """The ISP of an address of ours; empty for one that VDM does not name."""
    domain = recipient.rpartition("@")[2]
    named = (isp for isp, one in _DOMAINS.items() if one == domain and isp != isps.OTHER)
    return next(named, "")


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def body(event: str, stream: Stream, number: int, at: float, *, hostile: bool) -> str:
    """The message body: an SNS notification whose `Message` is the event, as JSON text.

    `hostile`: the far side's words hold escape sequences.
    """
    mark = hashlib.md5(
        f"{stream.sender.name}/{stream.kind}/{number}".encode(), usedforsecurity=False
    ).hexdigest()
    isp = stream.isp_of(number)
    recipient = f"r-{mark[:8]}@{_DOMAINS[isp]}"
    identity = stream.identity_of(number)
    source = identity if "@" in identity else f"mail@{identity}"
    content = {
        "eventType": event,
        "mail": {
            "timestamp": _iso(at - 2),
            "source": source,
            "sourceArn": arn("identity", identity),
            "sendingAccountId": ACCOUNT_ID,
            "messageId": f"0100{mark}-000000",
            "destination": [recipient],
            "headersTruncated": False,
            "commonHeaders": {"from": [source], "to": [recipient], "subject": "Hello"},
            "tags": {
                "ses:configuration-set": [stream.sender.configuration_set],
                "ses:from-domain": [identity.rpartition("@")[2]],
                "ses:caller-identity": ["mailer"],
                "ses:outgoing-ip": ["192.0.2.10"],
                **({"ses:tenant-name": [stream.sender.tenant]} if stream.sender.tenant else {}),
            },
        },
        **_details(event, stream, number, recipient, at, mark, hostile),
    }
    envelope = {
        "Type": "Notification",
        "MessageId": mark,
        "TopicArn": f"arn:aws:sns:{region()}:{ACCOUNT_ID}:ses-events",
        "Message": json.dumps(content),
        "Timestamp": _iso(at),
        "SignatureVersion": "1",
        "Signature": "simulated",
        "SigningCertURL": "https://sns.example.com/cert.pem",
        "UnsubscribeURL": "https://sns.example.com/unsubscribe",
    }
    return json.dumps(envelope)


def _details(
    event: str, stream: Stream, number: int, recipient: str, at: float, mark: str, hostile: bool
) -> dict[str, Any]:
    one_isp = len(stream.pattern.table) == 1  # a burst to one ISP: it refuses us, not the addresses
    if event == "Complaint":
        return {
            "complaint": {
                "complainedRecipients": [{"emailAddress": recipient}],
                "timestamp": _iso(at),
                "feedbackId": f"0100{mark}-fbl",
                "userAgent": "Feedback loop",
                "complaintFeedbackType": "abuse",
                "arrivalDate": _iso(at),
            }
        }
    if event == "Reject":
        return {"reject": {"reason": "Bad content"}}
    if event == "Rendering Failure":
        words = "Attribute 'first_name' is not present in the rendering data."
        return {"failure": {"templateName": "order-confirmation", "errorMessage": words}}
    deferred = _DEFERRED if one_isp else _FULL
    if event == "DeliveryDelay":
        return {
            "deliveryDelay": {
                "timestamp": _iso(at),
                "delayType": "IPFailure" if one_isp else "MailboxFull",
                "expirationTime": _iso(at + 50_400),
                "delayedRecipients": [
                    {
                        "emailAddress": recipient,
                        "status": "4.7.0" if one_isp else "4.2.2",
                        "diagnosticCode": deferred,
                    }
                ],
            }
        }
    if stream.kind == "transient":
        kind, sub, status, text = "Transient", "General" if one_isp else "MailboxFull", "4.4.7", deferred
    elif one_isp:
        kind, sub, status, text = "Permanent", "General", "5.7.1", _BLOCKED
    else:
        kind, sub, status, text = "Permanent", "General", "5.1.1", _UNKNOWN_USER[number % len(_UNKNOWN_USER)]
        if hostile:
            text = _HOSTILE
    return {
        "bounce": {
            "bounceType": kind,
            "bounceSubType": sub,
            "bouncedRecipients": [
                {"emailAddress": recipient, "action": "failed", "status": status, "diagnosticCode": text}
            ],
            "timestamp": _iso(at),
            "feedbackId": f"0100{mark}-bounce",
            "reportingMTA": "dns; a8-50.smtp-out.amazonses.com",
        }
    }
