"""What codes mean: SES's subtypes, RFC 3463 with what providers add to it, RFC 5321."""

from collections.abc import Mapping

from ses_tui.core.events.event import Diagnosis

_THROTTLE, _REPUTATION, _AUTH = Diagnosis.THROTTLE, Diagnosis.REPUTATION, Diagnosis.AUTH
_ADDRESS, _MAILBOX, _CONTENT, _TRANSPORT = (
    Diagnosis.ADDRESS,
    Diagnosis.MAILBOX,
    Diagnosis.CONTENT,
    Diagnosis.TRANSPORT,
)

SUPPRESSED = frozenset(
    {"Suppressed", "OnAccountSuppressionList", "OnTenantSuppressionList", "UnsubscribedRecipient"}
)
"""Subtypes by which SES says that it sent nothing: no ISP has spoken."""

SUBTYPES: Mapping[str, Diagnosis] = {
    **dict.fromkeys(SUPPRESSED, _ADDRESS),
    "NoEmail": _ADDRESS,
    "MailboxFull": _MAILBOX,
    "MessageTooLarge": _CONTENT,
    "ContentRejected": _CONTENT,
    "AttachmentRejected": _CONTENT,
    "Bad content": _CONTENT,
    "SpamDetected": _REPUTATION,
    "IPFailure": _REPUTATION,
    "InternalFailure": _TRANSPORT,
    "RecipientServerError": _TRANSPORT,
    "TransientCommunicationFailure": _TRANSPORT,
    "BYOIPHostNameLookupUnavailable": _TRANSPORT,
}
"""bounceSubType, delayType and reject reason of SES. DG: a delay by SpamDetected means that the far side
saw much unsolicited mail from the account, one by IPFailure that it blocks or throttles the IP."""


def _each(diagnosis: Diagnosis, codes: str) -> dict[str, Diagnosis]:
    return dict.fromkeys(codes.split(), diagnosis)


DECISIVE: Mapping[str, Diagnosis] = {
    **_each(_MAILBOX, "2.2"),
    **_each(_CONTENT, "2.3 3.4 6.11"),
    # no such domain; null MX (RFC 7505); banned or refused recipient (Exchange Online)
    **_each(_ADDRESS, "1.10 4.310 7.504 7.505"),
    **_each(_TRANSPORT, "4.14 4.300 4.312 4.316 4.317"),
    # limits of senders, recipients and tenants (Exchange Online); mail flood (Gmail)
    **_each(_THROTTLE, "1.90 2.121 2.122 7.28 7.500 7.508 7.650 7.651 7.700 7.701 7.705 7.233 7.236"),
    # reverse DNS (RFC 7372); banned senders and IPs (Exchange Online)
    **_each(_REPUTATION, "7.25 7.501 7.502 7.503 7.511 7.606 7.708"),
    # DKIM, SPF (RFC 7372), DMARC; Gmail's rules for senders; TLS and log-in of Exchange
    **_each(_AUTH, "1.8 7.20 7.21 7.22 7.23 7.24 7.26 7.27 7.29 7.30 7.31 7.32 7.40 7.51 7.57 7.60 7.64"),
    **_each(_AUTH, "7.124 7.133 7.134 7.136 7.320 7.321 7.322 7.323 7.324 7.325 7.367 7.368"),
    **_each(_AUTH, "7.509 7.512 7.515 7.520 7.750"),
}
"""Subject and detail of enhanced codes that are given for one reason only: surer than words."""

STATUSES: Mapping[str, Diagnosis] = {
    **DECISIVE,
    "1.7": _AUTH,  # the sender's own address is bad
    "1": _ADDRESS,
    "2": _ADDRESS,
    "3": _TRANSPORT,
    "4.4": _ADDRESS,  # 5.4.4: no route; 4.4.4 is below
    "4": _TRANSPORT,
    "5.3": _THROTTLE,  # too many recipients
    "5": _TRANSPORT,
    "6": _CONTENT,
    "7.13": _ADDRESS,  # account disabled
    "7.17": _ADDRESS,  # the mailbox, or the domain, has another owner (RFC 7293)
    "7.18": _ADDRESS,
    "7": _AUTH,
}
"""Subject and detail of RFC 3463, the detail first; x.0.0 says nothing."""

PASSING: Mapping[str, Diagnosis] = {
    **STATUSES,
    "2": _MAILBOX,
    "4.4": _TRANSPORT,
    "7.0": _THROTTLE,
    "7.1": _THROTTLE,
}
"""What the same means in 4.x.x: deferrals for security are how providers slow a sender down."""

REPLIES: Mapping[str, Diagnosis] = {
    **_each(_TRANSPORT, "421 422 432 441 442 446 447 449 450 451 452 500 501 502 503 504 554 555"),
    **_each(_ADDRESS, "550 551 553"),  # RFC 5321: mailbox unavailable
    **_each(_ADDRESS, "521 556"),  # RFC 7504: accepts no mail
    **_each(_AUTH, "530 534 535 538 571"),
    "552": _MAILBOX,
}
