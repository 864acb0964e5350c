"""The class of a refusal: what a sender should do about it.

From the surest to the least sure: SES's own suppression, a provider's own code (``codes.CODE_RULES``), an
enhanced status code with one meaning (``codes.DECISIVE``), the wording of the far side (``rules``), SES's
subtype, single words, the enhanced status code's subject (RFC 3463), the reply code (RFC 5321).
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from ses_tui.core.events.codes import DECISIVE, PASSING, REPLIES, STATUSES, SUBTYPES, SUPPRESSED
from ses_tui.core.events.event import Diagnosis
from ses_tui.core.events.rules import CODES, DEFERRED, STRONG, WEAK, first, words

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
_REPLY = re.compile(r"(?<![\d.])([2345]\d\d)(?=[\s;:,-]|$)(?![-\s]\d{3}-)")
_CONTINUED = re.compile(r"\b[245]\d\d[- ](?:[245]\.\d{1,3}\.\d{1,3}[\s-])?")
_ADDRESS = re.compile(r"<?[^\s<>@]+@[^\s<>@:()]+>?")
"""Up to what may follow it without a blank, such as ``(a@example.com:blocked)``."""

_PREFIX = re.compile(r"^(?:x-)?smtp ?; ?")
"""Of ``Diagnostic-Code`` (RFC 3464): the kind of the text, none of its words."""

_URL = re.compile(r"\bhttps?:\S+|\bwww\.\S+")
_HOST_IN_BRACKETS = re.compile(r"[\w.-]+\s?[\[(][0-9a-f.:]{7,}[\])]")
_LIST_ZONE = re.compile(r"\b(?:[\w-]+\.)*(?:dnsbl|rbl|bl|zen|sbl|xbl|pbl|dbl|cbl|b)(?:\.[\w-]+){1,3}\b")
"""The zone of a blocklist, by a label that such lists are named with."""

_HOST = re.compile(
    r"\b(?:[\w-]+\.){2,}[a-z]{2,24}\b(?!\.\w)"
    r"|\b[\w-]+\.(?:com|net|org|edu|gov|mil|info|biz|de|jp|ru|cn|fr|uk|nl|br|ch|eu|io|au|pl|es|se|dk|example)\b"
)
"""Three labels, or two with an ending that is no English word: a blank is missing after many a full stop."""

_IN_REPLY = re.compile(r"\(in reply to [^)]*\)")
"""Postfix's note of the command that was refused: EHLO in it is no complaint about EHLO."""

_STATUS_NAMED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3} ?\([a-z /]+\)")
"""PowerMTA's ``5.1.1 (bad destination mailbox address)``: RFC 3463's words, not those of the far side."""

_WRAPPED = re.compile(
    r"message expired: unable to deliver in [\d.]+ \w+\. ?<(?P<kept>.{4,})"
    r"|\bunknown address error (?P<said>\d{3}[ -]'.{4,})"
)
"""What SES, or a relay, puts round the answer of the far side: what it kept saying, what it said."""


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
    """The words in which phrases are looked for: no addresses, hosts, URLs, continued codes or signs."""
    text = _LIST_ZONE.sub(" dnsbl ", _HOST_IN_BRACKETS.sub(" ", _URL.sub(" ", _bare(diagnostic))))
    for pattern in (_PREFIX, _HOST, _IN_REPLY, _STATUS_NAMED, _CONTINUED):
        text = pattern.sub(" ", text)
    return words(text)


def _bare(diagnostic: str) -> str:
    """Small letters, one line, no addresses."""
    return " ".join(_ADDRESS.sub(" ", diagnostic.lower()).split())


@lru_cache(maxsize=4096)
def diagnose(*, diagnostic: str = "", status: str = "", subtype: str = "") -> Diagnosis:
    """The class of one refusal. ``status``: as ``status_of``; ``subtype``: a word of SES (``SUBTYPES``)."""
    if subtype in SUPPRESSED:
        return Diagnosis.ADDRESS
    wrapped = _WRAPPED.search(diagnostic.lower())
    if wrapped:
        inner = wrapped["kept"] or wrapped["said"]
        return diagnose(diagnostic=inner, status=status_of("", inner))
    text, reply = plain(diagnostic), reply_of(diagnostic)
    return (
        first(CODES, _bare(diagnostic))
        or DECISIVE.get(status.partition(".")[2])
        or _by_words(text, status, (status or reply).startswith("4"))
        or SUBTYPES.get(subtype)
        or _weak(text, status)
        or _by_status(status)
        or REPLIES.get(reply)
        or Diagnosis.OTHER
    )


def _by_words(text: str, status: str, passing: bool) -> Diagnosis | None:
    """An address that is unavailable for the moment is no dead one."""
    found = first(STRONG, f"{status} {text}" if status else text)
    if passing and found in (None, Diagnosis.ADDRESS):
        return first(DEFERRED, text) or found
    return found


def _weak(text: str, status: str) -> Diagnosis | None:
    """RFC 3463 has x.6 for content: with x.7 (security, policy) a word such as "header" means a rule."""
    found = first(WEAK, text)
    return None if found is Diagnosis.CONTENT and status[1:3] == ".7" else found


def _by_status(status: str) -> Diagnosis | None:
    if not status:
        return None
    kind, subject, detail = status.split(".")
    table = PASSING if kind == "4" else STATUSES
    return table.get(f"{subject}.{detail}") or table.get(subject)


MEANINGS: Mapping[Diagnosis, str] = {
    Diagnosis.ADDRESS: "list hygiene: stop sending to it",
    Diagnosis.MAILBOX: "retry later, drop after a while",
    Diagnosis.CONTENT: "the message itself",
    Diagnosis.REPUTATION: "the IP or the domain is not trusted there",
    Diagnosis.THROTTLE: "too fast for that provider: slow down there",
    Diagnosis.AUTH: "SPF, DKIM, DMARC, TLS, policy",
    Diagnosis.TRANSPORT: "the way there, or the far server",
    Diagnosis.OTHER: "nothing that we understand",
}
