"""What the mailbox providers say in their own words and codes, above all when they throttle or block."""

from ses_tui.core.events.event import ADDRESS, AUTH, CONTENT, MAILBOX, REPUTATION, THROTTLE, TRANSPORT

PROVIDER_RULES = (
    # Amazon SES, before anything is sent
    (ADDRESS, "SES", ("suppressed sending to this address", "suppression list")),
    (AUTH, "SES", ("email address is not verified", "identities failed the check", "is not verified")),
    (THROTTLE, "SES", ("maximum sending rate exceeded", "daily message quota exceeded")),
    # Gmail: support.google.com/a/answer/3726730
    (AUTH, "Gmail", (
        "rate limited because … unauthenticated", "rate limited because … dmarc",
        "rate limited because … tls", "rate limited because … spf", "rate limited because … dkim",
        "content presents a potential", "not rfc 5322 compliant", "missing a valid messageid header",
        "missing a valid address in from", "not … compliant with rfc",
    )),
    (THROTTLE, "Gmail", (
        "try again later, closing connection", "receiving mail at a rate", "receiving mail too quickly",
        "temporarily rate limited", "unusual rate of … temporarily", "unusual rate of mail",
        "daily user sending", "exceeded smtp relay",
    )),
    (MAILBOX, "Gmail", ("out of storage space",)),
    (REPUTATION, "Gmail", (
        "low reputation of the sending", "unusual rate of unsolicited", "ptr record",
        "not authorized to send email directly",
    )),
    (CONTENT, "Gmail", ("likely unsolicited mail", "likely suspicious", "suspicious due to the nature")),
    # Outlook.com and Exchange Online
    (THROTTLE, "Hotmail", (
        "exceeded the rate limit", "exceeded the connection limit", "server busy", "storedrv* … concurrent",
        "thread limit", "submission quota exceeded",
    )),
    (REPUTATION, "Hotmail", (
        "on our block list", "part of their network is on our", "banned sending ip", "banned sender",
        "policy reasons related to content or … behavior of",
    )),
    (ADDRESS, "Gmail", ("is not a valid rfc 5321 address", "is not a valid rfc-5321 address")),
    (ADDRESS, "Exchange", (
        "5.4.1 … recipient address rejected: access denied", "recipient addresses rejected: access denied",
        "recipient not found by smtp address lookup", "banned recipient",
    )),
    (MAILBOX, "Exchange", ("storedrv* … quota",)),
    (TRANSPORT, "Exchange", ("storedrv*", "insufficient system resources")),
    # Yahoo and AOL: senders.yahooinc.com/smtp-error-codes
    (REPUTATION, "Yahoo", ("permanently deferred", "because the ip is in")),
    (THROTTLE, "Yahoo", ("unexpected volume", "temporarily deferred", "too many bad recipients")),
    (ADDRESS, "Yahoo", (
        "user doesn t have a … account", "user doesn t have a account", "user doesnt have a",
        "mailbox is disabled",
    )),
    (CONTENT, "Yahoo", ("message contains spam or virus",)),
    (AUTH, "Yahoo", (
        "email not accepted for policy reasons", "message not accepted for policy reasons",
        "not accepted due to domain",
    )),
    # iCloud: support.apple.com/102322
    (REPUTATION, "Icloud", ("esmtp not accepting connections",)),
    # Comcast: postmaster.comcast.net/smtp-error-codes.php
    (THROTTLE, "Comcast", ("too many sessions", "too many smtp sessions", "throttled")),
    (REPUTATION, "Comcast", ("not accept … no ptr", "comcast block for spam")),
    (ADDRESS, "Comcast", ("recipient mailbox unallocated",)),
    # GMX and web.de: postmaster.gmx.net/en/error-messages
    (REPUTATION, "Gmx", (
        "bad dns ptr resource record", "ip address is block listed", "ip address … temporarily block",
    )),
    (AUTH, "Gmx", ("invalid dns mx or a aaaa resource record",)),
    (THROTTLE, "Gmx", ("connection limit per ip", "per hour for your ip", "no smtp service … too many")),
    (REPUTATION, "Gmx", ("no smtp service",)),
    (AUTH, "Gmx", ("reject due to policy restrictions",)),
    # Tencent: service.mail.qq.com, "bounce" pages
    (THROTTLE, "Tencent", (
        "frequency limit", "connection frequency", "sending frequency", "invalid frequency",
        "too many … in a short",
    )),
    (CONTENT, "Tencent", (
        "mail content denied", "suspected spam", "suspected bounce attack", "mail is rejected by recipients",
    )),
    (REPUTATION, "Tencent", (
        "ip in blacklist", "connection denied", "domain in blacklist", "bad address params ip",
    )),
    (ADDRESS, "Tencent", ("mailbox unavailable or access denied", "mailbox not found")),
    # Mimecast: community.mimecast.com, SMTP error codes
    (AUTH, "Mimecast", (
        "envelope blocked", "envelope rejected", "anti-spoofing", "administrative prohibition",
        "manually blocked senders",
    )),
    (REPUTATION, "Mimecast", ("local ct ip reputation", "poor reputation sender")),
    # Japanese carriers, La Poste, i.ua
    (ADDRESS, "others", ("adresse destinataire invalide", "mailbox is frozen", "not found on this server")),
    (THROTTLE, "others", ("trop de connexions",)),
    (REPUTATION, "T-Online", ("ask your postmaster for help",)),
)  # fmt: skip
