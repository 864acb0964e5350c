"""What codes mean: SES's subtypes, RFC 3463 with what providers add to it, RFC 5321, and providers' own."""

from collections.abc import Mapping

from ses_tui.core.events.event import (
    ADDRESS,
    AUTH,
    CONTENT,
    MAILBOX,
    REPUTATION,
    THROTTLE,
    TRANSPORT,
    Diagnosis,
)

SUPPRESSED = frozenset(
    {"Suppressed", "OnAccountSuppressionList", "OnTenantSuppressionList", "UnsubscribedRecipient"}
)
"""Subtypes by which SES says that it sent nothing: no ISP has spoken."""

SUBTYPES: Mapping[str, Diagnosis] = {
    **dict.fromkeys(SUPPRESSED, ADDRESS),
    "NoEmail": ADDRESS,
    "MailboxFull": MAILBOX,
    "MessageTooLarge": CONTENT,
    "ContentRejected": CONTENT,
    "AttachmentRejected": CONTENT,
    "Bad content": CONTENT,
    "SpamDetected": REPUTATION,
    "IPFailure": REPUTATION,
    "InternalFailure": TRANSPORT,
    "RecipientServerError": TRANSPORT,
    "TransientCommunicationFailure": TRANSPORT,
    "BYOIPHostNameLookupUnavailable": TRANSPORT,
}
"""bounceSubType, delayType and reject reason of SES. DG: a delay by SpamDetected means that the far side
saw much unsolicited mail from the account, one by IPFailure that it blocks or throttles the IP."""


def _each(diagnosis: Diagnosis, codes: str) -> dict[str, Diagnosis]:
    return dict.fromkeys(codes.split(), diagnosis)


DECISIVE: Mapping[str, Diagnosis] = {
    **_each(MAILBOX, "2.2"),
    **_each(CONTENT, "2.3 3.4 6.11"),
    # no such domain; null MX (RFC 7505); banned or refused recipient (Exchange Online)
    **_each(ADDRESS, "1.10 4.310 7.504 7.505"),
    **_each(TRANSPORT, "4.14 4.300 4.312 4.316 4.317"),
    # limits of senders, recipients and tenants (Exchange Online); mail flood (Gmail)
    **_each(THROTTLE, "1.90 2.121 2.122 7.28 7.500 7.508 7.650 7.651 7.700 7.701 7.705 7.233 7.236"),
    # reverse DNS (RFC 7372); banned senders and IPs (Exchange Online)
    **_each(REPUTATION, "7.25 7.501 7.502 7.503 7.511 7.606 7.708"),
    # DKIM, SPF (RFC 7372), DMARC; Gmail's rules for senders; TLS and log-in of Exchange
    **_each(AUTH, "1.8 7.20 7.21 7.22 7.23 7.24 7.26 7.27 7.29 7.30 7.31 7.32 7.40 7.51 7.57 7.60 7.64"),
    **_each(AUTH, "7.124 7.133 7.134 7.136 7.320 7.321 7.322 7.323 7.324 7.325 7.367 7.368"),
    **_each(AUTH, "7.509 7.512 7.515 7.520 7.750"),
}
"""Subject and detail of enhanced codes that are given for one reason only: surer than words."""

STATUSES: Mapping[str, Diagnosis] = {
    **DECISIVE,
    "1.7": AUTH,  # the sender's own address is bad
    "1": ADDRESS,
    "2": ADDRESS,
    "3": TRANSPORT,
    "4.4": ADDRESS,  # 5.4.4: no route; 4.4.4 is below
    "4": TRANSPORT,
    "5.3": THROTTLE,  # too many recipients
    "5": TRANSPORT,
    "6": CONTENT,
    "7.13": ADDRESS,  # account disabled
    "7.17": ADDRESS,  # the mailbox, or the domain, has another owner (RFC 7293)
    "7.18": ADDRESS,
    "7": AUTH,
}
"""Subject and detail of RFC 3463, the detail first; x.0.0 says nothing."""

PASSING: Mapping[str, Diagnosis] = {
    **STATUSES,
    "2": MAILBOX,
    "4.4": TRANSPORT,
    "7.0": THROTTLE,
    "7.1": THROTTLE,
}
"""What the same means in 4.x.x: deferrals for security are how providers slow a sender down."""

REPLIES: Mapping[str, Diagnosis] = {
    **_each(TRANSPORT, "421 422 432 441 442 446 447 449 450 451 452 500 501 502 503 504 554 555"),
    **_each(ADDRESS, "550 551 553"),  # RFC 5321: mailbox unavailable
    **_each(ADDRESS, "521 556"),  # RFC 7504: accepts no mail
    **_each(AUTH, "530 534 535 538 571"),
    "552": MAILBOX,
}


CODE_RULES = (
    # Gmail: support.google.com/a/answer/3726730
    (THROTTLE, "Gmail", ("p=receivingrate*", "p=unsolicitedratelimiterror", "receivingrate*")),
    (MAILBOX, "Gmail", ("p=overquota*",)),
    (ADDRESS, "Gmail", ("p=nosuchuser", "p=disableduser", "p=inactiveuser", "nosuchuser")),
    (AUTH, "Gmail", (
        "p=unauthenticated*", "unauthenticatedemail", "p=unauthorizederror", "p=blockedmessage",
        "p=rfcmessagenoncompliant",
    )),
    (CONTENT, "Gmail", ("p=unsolicitedmessageerror", "p=maxsizeerror")),
    # Outlook.com: sendersupport.olc.protection.outlook.com/pm/troubleshooting
    (REPUTATION, "Hotmail", (
        "(s3140)", "(s3150)", "(s3115)", "(s8001)", "(s8002)", "(sc-00*", "(dy-00*", "(ou-00*", "sc-00*",
        "dy-00*", "ou-00*",
    )),
    (THROTTLE, "Hotmail", ("rp-001", "rp-002", "rp-003")),
    # Exchange: the agent that refused and why
    (ADDRESS, "Exchange", (
        "resolver.adr.recip*", "resolver.adr.exrecipnotfound", "recipnotfound", "recipientnotfound",
        "resolver.adr.invalid*", "resolver.adr.badprimary",
    )),
    (AUTH, "Exchange", (
        "resolver.rst.auth*", "resolver.rst.notauthorized*", "resolver.rst.restricted*",
        "resolver.rst.sendernotauthenticated*", "smtpsend.dnsnonexistentsender", "tenantattribution",
    )),
    (CONTENT, "Exchange", (
        "resolver.rst.sendsizelimit*", "resolver.rst.recipsizelimit*", "sizelimit",
        "barelinefeedsareillegal",
    )),
    (MAILBOX, "Exchange", ("mapiexceptionshutoffquotaexceeded", "quotaexceededexception*")),
    (THROTTLE, "Exchange", ("resolver.rst.recipientthreadlimit*",)),
    # Yahoo and AOL: senders.yahooinc.com/smtp-error-codes
    (REPUTATION, "Yahoo", (
        "[ts03]", "[tss09]", "[tss10]", "[bl21]", "[bl22]", "[bl23]", "[ipts*", "(rly:b*", "(con:b*",
        "(rtr:ch*", "(rtr:bl*", "(rly:ch*",
    )),
    (THROTTLE, "Yahoo", ("[ts0*", "[tss*", "[gl0*", "(dyn:t*", "(rtr:bu*")),
    (ADDRESS, "Yahoo", ("(554.30)", "delivery error: dd")),
    (CONTENT, "Yahoo", ("(hvu:*",)),
    (AUTH, "Yahoo", ("[ph01]",)),
    # iCloud: support.apple.com/102322
    (REPUTATION, "Icloud", ("[hm07]", "[hm08]", "[pr01]", "[pr02]")),
    (CONTENT, "Icloud", ("[cs01]", "[cs02]", "[bs01]", "[bs02]", "[hvu]")),
    # Comcast: postmaster.comcast.net/smtp-error-codes.php
    (THROTTLE, "Comcast", ("#rl0*", "rl00*", "(rl0*", "[rl0*")),
    (REPUTATION, "Comcast", ("#bl0*", "bl00*", "[bl0*", "(bl0*", "ptr1")),
    (AUTH, "Comcast", ("#dm0*",)),
    # Where one may ask why an IP is not trusted, and to be trusted again
    (REPUTATION, "look-up pages", (
        "spamhaus.org/query/ip*", "spamhaus.org/sbl*", "spamhaus.org/pbl*", "spamhaus.org/xbl*",
        "ipcheck.proofpoint.com", "dnsbl-lookup.cgi", "csi.cloudmark.com/reset*", "senderscore.org",
        "barracudanetworks.com/reputation", "barracudacentral.org/lookups", "spamcop.net/bl.shtml",
        "talosintelligence.com/reputation*", "mail-abuse.com/cgi-bin/lookup",
    )),
    # Cox: cox.com/residential/support/email-error-codes.html
    (REPUTATION, "Cox", ("aup#bl", "aup#cdrbl", "aup#rbl", "aup#ipbl*", "cxbl", "cxdns")),
    (THROTTLE, "Cox", ("cxthrt", "cxcnct", "cxmxrt")),
    # GMX and web.de: postmaster.gmx.net/en/error-messages
    (REPUTATION, "Gmx", ("?c=rdns", "?c=bl*")),
    (THROTTLE, "Gmx", ("?c=re*", "?c=hi*")),
    (AUTH, "Gmx", ("?c=sp*", "?c=da*")),
    # NetEase: help.mail.163.com
    (THROTTLE, "NetEase", (
        "mi:dmc", "mi:ccl", "mi:mcl", "mi:stc", "mi:sfq", "mi:cel", "rp:*", "dt:mtc", "hl:tqc", "hl:icc",
        "hl:ifc", "hl:ffc",
    )),
    (REPUTATION, "NetEase", (
        "mi:rbl", "ib:rbl", "dt:rbl", "hl:rep", "hl:ihu", "hl:ipb", "hl:itc", "hl:mep", "mi:nhd", "mi:hlo",
        "wm:bli", "wm:blu",
    )),
    (CONTENT, "NetEase", ("dt:spm", "dt:sum", "dt:vir", "mi:spb", "is:vir")),
    (AUTH, "NetEase", ("mi:spf", "mi:dkim", "mi:dmarc", "mi:wmu")),
    # Orange and La Poste
    (THROTTLE, "Orange", ("ofr004_104", "ofr_104", "ofr_109")),
    (REPUTATION, "Orange", ("ofr004_105", "ofr_405", "ofr_506")),
    (ADDRESS, "Orange", ("ofr_416", "lpn007_405")),
    (MAILBOX, "Orange", ("ofr_417",)),
    (CONTENT, "La Poste", ("lpn007_510",)),
)  # fmt: skip
