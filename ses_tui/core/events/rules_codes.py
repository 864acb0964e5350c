"""Providers' own codes, above all for throttling and blocking. ``*``: more letters or digits may follow."""

from ses_tui.core.events.event import Diagnosis

_THROTTLE, _REPUTATION, _AUTH = Diagnosis.THROTTLE, Diagnosis.REPUTATION, Diagnosis.AUTH
_ADDRESS, _MAILBOX, _CONTENT, _TRANSPORT = (
    Diagnosis.ADDRESS,
    Diagnosis.MAILBOX,
    Diagnosis.CONTENT,
    Diagnosis.TRANSPORT,
)

CODE_RULES = (
    # Gmail: support.google.com/a/answer/3726730
    (_THROTTLE, "Gmail", ("p=receivingrate*", "p=unsolicitedratelimiterror", "receivingrate*")),
    (_MAILBOX, "Gmail", ("p=overquota*",)),
    (_ADDRESS, "Gmail", ("p=nosuchuser", "p=disableduser", "p=inactiveuser", "nosuchuser")),
    (_AUTH, "Gmail", (
        "p=unauthenticated*", "unauthenticatedemail", "p=unauthorizederror", "p=blockedmessage",
        "p=rfcmessagenoncompliant",
    )),
    (_CONTENT, "Gmail", ("p=unsolicitedmessageerror", "p=maxsizeerror")),
    # Outlook.com: sendersupport.olc.protection.outlook.com/pm/troubleshooting
    (_REPUTATION, "Hotmail", (
        "(s3140)", "(s3150)", "(s3115)", "(s8001)", "(s8002)", "(sc-00*", "(dy-00*", "(ou-00*", "sc-00*",
        "dy-00*", "ou-00*",
    )),
    (_THROTTLE, "Hotmail", ("rp-001", "rp-002", "rp-003")),
    # Exchange: the agent that refused and why
    (_ADDRESS, "Exchange", (
        "resolver.adr.recip*", "resolver.adr.exrecipnotfound", "recipnotfound", "recipientnotfound",
        "resolver.adr.invalid*", "resolver.adr.badprimary",
    )),
    (_AUTH, "Exchange", (
        "resolver.rst.auth*", "resolver.rst.notauthorized*", "resolver.rst.restricted*",
        "resolver.rst.sendernotauthenticated*", "smtpsend.dnsnonexistentsender", "tenantattribution",
    )),
    (_CONTENT, "Exchange", (
        "resolver.rst.sendsizelimit*", "resolver.rst.recipsizelimit*", "sizelimit",
        "barelinefeedsareillegal",
    )),
    (_MAILBOX, "Exchange", ("mapiexceptionshutoffquotaexceeded", "quotaexceededexception*")),
    (_THROTTLE, "Exchange", ("resolver.rst.recipientthreadlimit*",)),
    # Yahoo and AOL: senders.yahooinc.com/smtp-error-codes
    (_REPUTATION, "Yahoo", (
        "[ts03]", "[tss09]", "[tss10]", "[bl21]", "[bl22]", "[bl23]", "[ipts*", "(rly:b*", "(con:b*",
        "(rtr:ch*", "(rtr:bl*", "(rly:ch*",
    )),
    (_THROTTLE, "Yahoo", ("[ts0*", "[tss*", "[gl0*", "(dyn:t*", "(rtr:bu*")),
    (_ADDRESS, "Yahoo", ("(554.30)", "delivery error: dd")),
    (_CONTENT, "Yahoo", ("(hvu:*",)),
    (_AUTH, "Yahoo", ("[ph01]",)),
    # iCloud: support.apple.com/102322
    (_REPUTATION, "Icloud", ("[hm07]", "[hm08]", "[pr01]", "[pr02]")),
    (_CONTENT, "Icloud", ("[cs01]", "[cs02]", "[bs01]", "[bs02]", "[hvu]")),
    # Comcast: postmaster.comcast.net/smtp-error-codes.php
    (_THROTTLE, "Comcast", ("#rl0*", "rl00*", "(rl0*", "[rl0*")),
    (_REPUTATION, "Comcast", ("#bl0*", "bl00*", "[bl0*", "(bl0*", "ptr1")),
    (_AUTH, "Comcast", ("#dm0*",)),
    # Where one may ask why an IP is not trusted, and to be trusted again
    (_REPUTATION, "look-up pages", (
        "spamhaus.org/query/ip*", "spamhaus.org/sbl*", "spamhaus.org/pbl*", "spamhaus.org/xbl*",
        "ipcheck.proofpoint.com", "dnsbl-lookup.cgi", "csi.cloudmark.com/reset*", "senderscore.org",
        "barracudanetworks.com/reputation", "barracudacentral.org/lookups", "spamcop.net/bl.shtml",
        "talosintelligence.com/reputation*", "mail-abuse.com/cgi-bin/lookup",
    )),
    # Cox: cox.com/residential/support/email-error-codes.html
    (_REPUTATION, "Cox", ("aup#bl", "aup#cdrbl", "aup#rbl", "aup#ipbl*", "cxbl", "cxdns")),
    (_THROTTLE, "Cox", ("cxthrt", "cxcnct", "cxmxrt")),
    # GMX and web.de: postmaster.gmx.net/en/error-messages
    (_REPUTATION, "Gmx", ("?c=rdns", "?c=bl*")),
    (_THROTTLE, "Gmx", ("?c=re*", "?c=hi*")),
    (_AUTH, "Gmx", ("?c=sp*", "?c=da*")),
    # NetEase: help.mail.163.com
    (_THROTTLE, "NetEase", (
        "mi:dmc", "mi:ccl", "mi:mcl", "mi:stc", "mi:sfq", "mi:cel", "rp:*", "dt:mtc", "hl:tqc", "hl:icc",
        "hl:ifc", "hl:ffc",
    )),
    (_REPUTATION, "NetEase", (
        "mi:rbl", "ib:rbl", "dt:rbl", "hl:rep", "hl:ihu", "hl:ipb", "hl:itc", "hl:mep", "mi:nhd", "mi:hlo",
        "wm:bli", "wm:blu",
    )),
    (_CONTENT, "NetEase", ("dt:spm", "dt:sum", "dt:vir", "mi:spb", "is:vir")),
    (_AUTH, "NetEase", ("mi:spf", "mi:dkim", "mi:dmarc", "mi:wmu")),
    # Orange and La Poste
    (_THROTTLE, "Orange", ("ofr004_104", "ofr_104", "ofr_109")),
    (_REPUTATION, "Orange", ("ofr004_105", "ofr_405", "ofr_506")),
    (_ADDRESS, "Orange", ("ofr_416", "lpn007_405")),
    (_MAILBOX, "Orange", ("ofr_417",)),
    (_CONTENT, "La Poste", ("lpn007_510",)),
)  # fmt: skip
