"""What the mailbox providers say in their own words and codes, above all when they throttle or block."""

from ses_tui.core.events.event import Diagnosis

_THROTTLE, _REPUTATION, _AUTH = Diagnosis.THROTTLE, Diagnosis.REPUTATION, Diagnosis.AUTH
_ADDRESS, _MAILBOX, _CONTENT, _TRANSPORT = (
    Diagnosis.ADDRESS,
    Diagnosis.MAILBOX,
    Diagnosis.CONTENT,
    Diagnosis.TRANSPORT,
)

PROVIDER_RULES = (
    # Amazon SES, before anything is sent
    (_ADDRESS, "SES", ("suppressed sending to this address", "suppression list")),
    (_AUTH, "SES", ("email address is not verified", "identities failed the check", "is not verified")),
    (_THROTTLE, "SES", ("maximum sending rate exceeded", "daily message quota exceeded")),
    # Gmail: support.google.com/a/answer/3726730
    (_THROTTLE, "Gmail", (
        "receiving mail at a rate", "receiving mail too quickly", "receivingrate",
        "temporarily rate limited", "4.7.28", "unusual rate of … temporarily", "unusual rate of mail",
        "p=unsolicitedratelimiterror", "daily user sending", "exceeded smtp relay",
    )),
    (_MAILBOX, "Gmail", ("overquota", "out of storage space", "inbox is out of storage")),
    (_ADDRESS, "Gmail", ("p=nosuchuser", "p=disableduser", "nosuchuser", "p=inactiveuser")),
    (_REPUTATION, "Gmail", (
        "5.7.25", "4.7.25", "4.7.23", "low reputation of the sending", "unusual rate of unsolicited",
        "ptr record", "regarding ptr records", "not authorized to send email directly",
    )),
    (_AUTH, "Gmail", (
        "5.7.26", "4.7.26", "5.7.27", "4.7.27", "4.7.29", "5.7.29", "4.7.30", "5.7.30", "4.7.31", "5.7.31",
        "4.7.32", "5.7.32", "unauthenticatedemail", "p=unauthenticated", "p=unauthorizederror",
        "content presents a potential security", "because its content presents a potential",
        "p=blockedmessage", "not rfc 5322 compliant", "missing a valid messageid header",
        "missing a valid address in from", "not … compliant with rfc",
    )),
    (_CONTENT, "Gmail", ("p=unsolicitedmessageerror", "likely unsolicited mail", "likely suspicious")),
    # Outlook.com and Exchange Online: sendersupport.olc.protection.outlook.com/pm/troubleshooting
    (_THROTTLE, "Hotmail", (
        "(rp-001)", "(rp-002)", "(rp-003)", "4.7.650", "4.7.500", "5.7.705", "4.7.651",
        "exceeded the rate limit", "exceeded the connection limit", "server busy", "5.7.508",
        "4.3.2 storedrv … concurrent", "submission quota exceeded",
    )),
    (_REPUTATION, "Hotmail", (
        "(s3140)", "(s3150)", "(s3115)", "(sc-00", "(dy-00", "(ou-00", "on our block list",
        "part of their network is on our", "banned sending ip", "5.7.606", "5.7.511", "5.7.708",
        "policy reasons related to content or … behavior of",
    )),
    (_AUTH, "Hotmail", ("5.7.509", "5.7.515", "5.7.750", "5.7.51 ", "5.7.64 tenantattribution", "5.7.124")),
    (_ADDRESS, "Exchange", (
        "resolver.adr.recip", "resolver.adr.exrecipnotfound", "recipnotfound", "recipientnotfound",
        "5.4.1 … recipient address rejected: access denied", "recipient not found by smtp address lookup",
        "resolver.adr.invalid", "5.4.310", "5.1.10",
    )),
    (_AUTH, "Exchange", (
        "resolver.rst.auth", "resolver.rst.notauthorized", "resolver.rst.restricted",
        "smtpsend.dnsnonexistentsender", "5.7.133", "5.7.134", "5.7.136", "5.7.12",
    )),
    (_CONTENT, "Exchange", ("resolver.rst.sendsizelimit", "resolver.rst.recipsizelimit", "sizelimit")),
    (_MAILBOX, "Exchange", ("storedrv.deliver … quota", "mapiexceptionshutoffquotaexceeded")),
    (_TRANSPORT, "Exchange", (
        "storedrv.deliver", "storedrv;", "5.4.14 hop count", "insufficient system resources",
    )),
    # Yahoo and AOL: senders.yahooinc.com/smtp-error-codes
    (_REPUTATION, "Yahoo", (
        "permanently deferred", "[bl21]", "[bl22]", "[bl23]", "because the ip is in spamhaus", "[ipts",
        "(rly:b", "(con:b", "(rtr:ch", "(rtr:bl", "(rly:ch",
    )),
    (_THROTTLE, "Yahoo", (
        "[ts0", "[tss0", "[gl0", "unexpected volume", "temporarily deferred", "(dyn:t", "(rtr:bu",
        "rate-limited", "too many bad recipients",
    )),
    (_ADDRESS, "Yahoo", (
        "user doesn t have a … account", "user doesnt have a", "dd this user", "dd not a valid recipient",
        "mailbox is disabled", "(554.30)",
    )),
    (_CONTENT, "Yahoo", ("(hvu:", "message contains spam or virus")),
    (_AUTH, "Yahoo", (
        "email not accepted for policy reasons", "message not accepted for policy reasons", "[ph01]",
        "not accepted due to domain",
    )),
    # iCloud: support.apple.com/102322
    (_REPUTATION, "Icloud", ("[hm08]", "[hm07]", "[pr01]", "[pr02]", "esmtp not accepting connections")),
    (_CONTENT, "Icloud", ("[cs01]", "[cs02]", "[hvu]")),
    # Comcast: postmaster.comcast.net/smtp-error-codes.php
    (_THROTTLE, "Comcast", (" rl00", "too many sessions", "too many smtp sessions", "throttled", "(rl0")),
    (_REPUTATION, "Comcast", (" bl00", "[bl0", "(bl0", " bl21", "ptr1", "not accept … no ptr")),
    # GMX and web.de: postmaster.gmx.net/en/error-messages
    (_REPUTATION, "Gmx", (
        "bad dns ptr resource record", "?c=rdns", "?c=bl", "ip address is block listed", "black listed",
        "ip address … temporarily block", "no smtp service",
    )),
    (_THROTTLE, "Gmx", ("?c=re", "?c=hi", "connection limit per ip", "per hour for your ip")),
    (_AUTH, "Gmx", ("reject due to policy restrictions", "?c=sp", "?c=da")),
    # Tencent: service.mail.qq.com, "bounce" pages
    (_THROTTLE, "Tencent", (
        "frequency limited", "connection frequency", "sending frequency", "too many … in a short",
    )),
    (_CONTENT, "Tencent", (
        "mail content denied", "suspected spam", "suspected bounce attack",
        "mail is rejected by recipients",
    )),
    (_REPUTATION, "Tencent", (
        "ip in blacklist", "connection denied", "domain in blacklist", "bad address params ip",
    )),
    (_ADDRESS, "Tencent", ("mailbox unavailable or access denied", "mailbox not found")),
    # NetEase: help.mail.163.com, codes such as MI:DMC
    (_THROTTLE, "NetEase", (
        "mi:dmc", "mi:ccl", "mi:mcl", "mi:stc", "rp:rcl", "rp:cel", "rp:drc", "rp:qrc", "rp:trc", "hl:tqc",
        "mi:sfq", "dt:mtc", "mi:cel", "invalid frequency",
    )),
    (_REPUTATION, "NetEase", (
        "mi:rbl", "ib:rbl", "hl:rep", "hl:ihu", "mi:nhd", "mi:hlo", "hl:itc", "hl:mep",
    )),
    (_CONTENT, "NetEase", ("dt:spm", "dt:sum", "dt:vir", "mi:spb", "is:vir")),
    (_AUTH, "NetEase", ("mi:spf", "mi:dkim", "mi:dmarc", "mi:wmu")),
    # Mimecast: community.mimecast.com, SMTP error codes
    (_AUTH, "Mimecast", ("envelope blocked", "anti-spoofing", "administrative prohibition")),
    (_REPUTATION, "Mimecast", ("csi.mimecast", "local ct ip reputation")),
    # Japanese carriers, La Poste, i.ua
    (_ADDRESS, "others", (
        "adresse destinataire invalide", "lpn007", "mailbox is frozen", "not found on this server",
    )),
    (_THROTTLE, "others", ("trop de connexions", "ofr004_104")),
    (_REPUTATION, "others", ("ofr_506",)),
    (_REPUTATION, "T-Online", ("a problem occurred. (ask your postmaster",)),
)  # fmt: skip
