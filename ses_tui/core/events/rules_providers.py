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
    (_AUTH, "Gmail", (
        "rate limited because … unauthenticated", "rate limited because … dmarc",
        "rate limited because … tls", "rate limited because … spf", "rate limited because … dkim",
        "content presents a potential", "not rfc 5322 compliant", "missing a valid messageid header",
        "missing a valid address in from", "not … compliant with rfc",
    )),
    (_THROTTLE, "Gmail", (
        "try again later, closing connection", "receiving mail at a rate", "receiving mail too quickly",
        "temporarily rate limited", "unusual rate of … temporarily", "unusual rate of mail",
        "daily user sending", "exceeded smtp relay",
    )),
    (_MAILBOX, "Gmail", ("out of storage space",)),
    (_REPUTATION, "Gmail", (
        "low reputation of the sending", "unusual rate of unsolicited", "ptr record",
        "not authorized to send email directly",
    )),
    (_CONTENT, "Gmail", ("likely unsolicited mail", "likely suspicious", "suspicious due to the nature")),
    # Outlook.com and Exchange Online
    (_THROTTLE, "Hotmail", (
        "exceeded the rate limit", "exceeded the connection limit", "server busy", "storedrv* … concurrent",
        "thread limit", "submission quota exceeded",
    )),
    (_REPUTATION, "Hotmail", (
        "on our block list", "part of their network is on our", "banned sending ip", "banned sender",
        "policy reasons related to content or … behavior of",
    )),
    (_ADDRESS, "Gmail", ("is not a valid rfc 5321 address", "is not a valid rfc-5321 address")),
    (_ADDRESS, "Exchange", (
        "5.4.1 … recipient address rejected: access denied", "recipient addresses rejected: access denied",
        "recipient not found by smtp address lookup", "banned recipient",
    )),
    (_MAILBOX, "Exchange", ("storedrv* … quota",)),
    (_TRANSPORT, "Exchange", ("storedrv*", "insufficient system resources")),
    # Yahoo and AOL: senders.yahooinc.com/smtp-error-codes
    (_REPUTATION, "Yahoo", ("permanently deferred", "because the ip is in")),
    (_THROTTLE, "Yahoo", ("unexpected volume", "temporarily deferred", "too many bad recipients")),
    (_ADDRESS, "Yahoo", (
        "user doesn t have a … account", "user doesn t have a account", "user doesnt have a",
        "mailbox is disabled",
    )),
    (_CONTENT, "Yahoo", ("message contains spam or virus",)),
    (_AUTH, "Yahoo", (
        "email not accepted for policy reasons", "message not accepted for policy reasons",
        "not accepted due to domain",
    )),
    # iCloud: support.apple.com/102322
    (_REPUTATION, "Icloud", ("esmtp not accepting connections",)),
    # Comcast: postmaster.comcast.net/smtp-error-codes.php
    (_THROTTLE, "Comcast", ("too many sessions", "too many smtp sessions", "throttled")),
    (_REPUTATION, "Comcast", ("not accept … no ptr", "comcast block for spam")),
    (_ADDRESS, "Comcast", ("recipient mailbox unallocated",)),
    # GMX and web.de: postmaster.gmx.net/en/error-messages
    (_REPUTATION, "Gmx", (
        "bad dns ptr resource record", "ip address is block listed", "ip address … temporarily block",
    )),
    (_AUTH, "Gmx", ("invalid dns mx or a aaaa resource record",)),
    (_THROTTLE, "Gmx", ("connection limit per ip", "per hour for your ip", "no smtp service … too many")),
    (_REPUTATION, "Gmx", ("no smtp service",)),
    (_AUTH, "Gmx", ("reject due to policy restrictions",)),
    # Tencent: service.mail.qq.com, "bounce" pages
    (_THROTTLE, "Tencent", (
        "frequency limit", "connection frequency", "sending frequency", "invalid frequency",
        "too many … in a short",
    )),
    (_CONTENT, "Tencent", (
        "mail content denied", "suspected spam", "suspected bounce attack", "mail is rejected by recipients",
    )),
    (_REPUTATION, "Tencent", (
        "ip in blacklist", "connection denied", "domain in blacklist", "bad address params ip",
    )),
    (_ADDRESS, "Tencent", ("mailbox unavailable or access denied", "mailbox not found")),
    # Mimecast: community.mimecast.com, SMTP error codes
    (_AUTH, "Mimecast", (
        "envelope blocked", "envelope rejected", "anti-spoofing", "administrative prohibition",
        "manually blocked senders",
    )),
    (_REPUTATION, "Mimecast", ("local ct ip reputation", "poor reputation sender")),
    # Japanese carriers, La Poste, i.ua
    (_ADDRESS, "others", ("adresse destinataire invalide", "mailbox is frozen", "not found on this server")),
    (_THROTTLE, "others", ("trop de connexions",)),
    (_REPUTATION, "T-Online", ("ask your postmaster for help",)),
)  # fmt: skip
