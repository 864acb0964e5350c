"""The class of a refusal: what a sender should do about it.

From the surest to the least sure: SES's own suppression, the wording of the far side (``rules``),
SES's subtype, single words, the enhanced status code (RFC 3463), the reply code (RFC 5321).
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from ses_tui.core.events.event import Diagnosis
from ses_tui.core.events.rules import STRONG, WEAK, Rule

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
_REPLY = re.compile(r"(?<![\d.])([2345]\d\d)(?=[\s;:,-]|$)(?![-\s]\d{3}-)")
_CONTINUED = re.compile(r"\b[245]\d\d[- ](?:[245]\.\d{1,3}\.\d{1,3}[\s-])?")
_ADDRESS = re.compile(r"<?[^\s<>@]+@[^\s<>@:()]+>?")
"""Up to what may follow it without a blank, such as ``(a@example.com:blocked)``."""
_HOST_IN_BRACKETS = re.compile(r"[\w.-]+\s?[\[(][0-9a-f.:]{7,}[\])]")
_IN_REPLY = re.compile(r"\(in reply to [^)]*\)")
"""Postfix's note of the command that was refused: EHLO in it is no complaint about EHLO."""

_QUOTES = re.compile(r"[\"'`<>’]+")

SUBTYPES: Mapping[str, Diagnosis] = {
    "NoEmail": Diagnosis.ADDRESS,
    "Suppressed": Diagnosis.ADDRESS,
    "OnAccountSuppressionList": Diagnosis.ADDRESS,
    "OnTenantSuppressionList": Diagnosis.ADDRESS,
    "MailboxFull": Diagnosis.MAILBOX,
    "MessageTooLarge": Diagnosis.CONTENT,
    "ContentRejected": Diagnosis.CONTENT,
    "AttachmentRejected": Diagnosis.CONTENT,
    "Bad content": Diagnosis.CONTENT,
    "SpamDetected": Diagnosis.REPUTATION,
    "IPFailure": Diagnosis.REPUTATION,
    "InternalFailure": Diagnosis.TRANSPORT,
    "RecipientServerError": Diagnosis.TRANSPORT,
    "TransientCommunicationFailure": Diagnosis.TRANSPORT,
    "BYOIPHostNameLookupUnavailable": Diagnosis.TRANSPORT,
}
"""bounceSubType, delayType and reject reason of SES. DG: a delay by SpamDetected means that the far side
saw much unsolicited mail from the account, one by IPFailure that it blocks or throttles the IP."""

_SUPPRESSED = frozenset({"Suppressed", "OnAccountSuppressionList", "OnTenantSuppressionList"})

_STATUSES: Mapping[str, Diagnosis] = {
    "1.7": Diagnosis.AUTH,  # the sender's own address is bad
    "1.8": Diagnosis.AUTH,
    "1": Diagnosis.ADDRESS,
    "2.2": Diagnosis.MAILBOX,
    "2.3": Diagnosis.CONTENT,
    "2": Diagnosis.ADDRESS,
    "3.4": Diagnosis.CONTENT,
    "3": Diagnosis.TRANSPORT,
    "4.4": Diagnosis.ADDRESS,  # 5.4.4: no route; 4.4.4 is below
    "4.310": Diagnosis.ADDRESS,
    "4": Diagnosis.TRANSPORT,
    "5.3": Diagnosis.THROTTLE,  # too many recipients
    "5": Diagnosis.TRANSPORT,
    "6": Diagnosis.CONTENT,
    "7.13": Diagnosis.ADDRESS,  # account disabled
    "7.17": Diagnosis.ADDRESS,  # the mailbox, or the domain, has another owner (RFC 7293)
    "7.18": Diagnosis.ADDRESS,
    "7.25": Diagnosis.REPUTATION,  # RFC 7372: reverse DNS validation failed
    "7": Diagnosis.AUTH,
}
"""Subject and detail of RFC 3463, the detail first; x.0.0 says nothing."""

_PASSING: Mapping[str, Diagnosis] = {
    "2": Diagnosis.MAILBOX,
    "4.4": Diagnosis.TRANSPORT,
    "7.0": Diagnosis.THROTTLE,
    "7.1": Diagnosis.THROTTLE,
}
"""What the same means in 4.x.x: deferrals for security are how providers slow a sender down."""

_REPLIES: Mapping[str, Diagnosis] = {
    "421": Diagnosis.TRANSPORT,
    "450": Diagnosis.TRANSPORT,
    "451": Diagnosis.TRANSPORT,
    "452": Diagnosis.TRANSPORT,
    "500": Diagnosis.TRANSPORT,
    "501": Diagnosis.TRANSPORT,
    "502": Diagnosis.TRANSPORT,
    "503": Diagnosis.TRANSPORT,
    "504": Diagnosis.TRANSPORT,
    "521": Diagnosis.ADDRESS,  # RFC 7504: accepts no mail
    "530": Diagnosis.AUTH,
    "534": Diagnosis.AUTH,
    "535": Diagnosis.AUTH,
    "538": Diagnosis.AUTH,
    "550": Diagnosis.ADDRESS,  # RFC 5321: mailbox unavailable
    "551": Diagnosis.ADDRESS,
    "552": Diagnosis.MAILBOX,
    "553": Diagnosis.ADDRESS,
    "554": Diagnosis.TRANSPORT,
    "556": Diagnosis.ADDRESS,  # RFC 7504
    "571": Diagnosis.AUTH,
}


def status_of(stated: str, diagnostic: str) -> str:
    """The enhanced status code ``5.1.1``: as stated, but the text's own where that says more; '' if none."""
    own = _STATUS.match(stated.strip())
    found = _STATUS.search(diagnostic)
    if own and not (own[2] == "0" and own[3] == "0"):
        return own[0]
    if found and (not own or found[1] == own[1]):
        return found[0]
    return own[0] if own else ""


def reply_of(diagnostic: str) -> str:
    """The SMTP reply code in the text, ``550``; '' if there is none."""
    found = _REPLY.search(diagnostic)
    return found[1] if found else ""


def plain(diagnostic: str) -> str:
    """The text as phrases are looked for in it: small letters, one line, no addresses, no quotes."""
    text = diagnostic.lower()
    text = _IN_REPLY.sub(" ", _HOST_IN_BRACKETS.sub(" ", _ADDRESS.sub(" ", text)))
    text = _QUOTES.sub(" ", text)
    return " ".join(_CONTINUED.sub(" ", text).split())


@lru_cache(maxsize=4096)
def diagnose(*, diagnostic: str = "", status: str = "", subtype: str = "") -> Diagnosis:
    """The class of one refusal. ``status``: as ``status_of``; ``subtype``: a word of SES (``SUBTYPES``)."""
    if subtype in _SUPPRESSED:
        return Diagnosis.ADDRESS
    text = plain(diagnostic)
    return (
        first(STRONG, f"{status} {text}" if status else text)
        or SUBTYPES.get(subtype)
        or _weak(text, status)
        or _by_status(status)
        or _REPLIES.get(reply_of(diagnostic))
        or Diagnosis.OTHER
    )


def _weak(text: str, status: str) -> Diagnosis | None:
    """RFC 3463 has x.6 for content: with x.7 (security, policy) a word such as "header" means a rule."""
    found = first(WEAK, text)
    return None if found is Diagnosis.CONTENT and status[1:3] == ".7" else found


@lru_cache(maxsize=4096)
def first(rules: tuple[Rule, ...], text: str) -> Diagnosis | None:
    """The class of the first rule that ``text`` (as ``plain`` leaves it) meets."""
    for diagnosis, _, parts in rules:
        if parts[0] in text and (len(parts) == 1 or _follow(parts, text)):
            return diagnosis
    return None


def _follow(parts: tuple[str, ...], text: str) -> bool:
    at = 0
    for part in parts:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


def _by_status(status: str) -> Diagnosis | None:
    if not status:
        return None
    kind, subject, detail = status.split(".")
    table = {**_STATUSES, **_PASSING} if kind == "4" else _STATUSES
    return table.get(f"{subject}.{detail}") or table.get(subject)
