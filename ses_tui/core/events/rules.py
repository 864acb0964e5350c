"""The texts by which mail servers and mailbox providers say why they refuse, in order: first match wins.

A phrase is looked for in the words of the text. It begins at a word's beginning and ends at a word's end,
an ending such as -s, -ed or -ing aside; ``*`` stands for any ending, ``…`` for anything in between.
Sources: RFC 5321, 3463, 7372 and 7505; the defaults of Postfix, Sendmail, Exim, qmail, Exchange and
Exchange Online; the postmaster pages of the providers named (Gmail, Outlook.com, Yahoo and AOL, iCloud,
Comcast, GMX, Tencent, NetEase).
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from ses_tui.core.events.codes import CODE_RULES
from ses_tui.core.events.event import Diagnosis
from ses_tui.core.events.rules_mail import DEFERRED_RULES, MAIL_RULES
from ses_tui.core.events.rules_providers import PROVIDER_RULES

WEAK_RULES = (
    (Diagnosis.AUTH, "policy", (
        "policy", "policies", "security", "violation", "violat*", "not allowed", "administrative",
        "not accepted due", "sender denied", "sender reject", "sender address", "sender … refused",
        "authoriz*", "authoris*", "rejected by rule",
    )),
    (Diagnosis.CONTENT, "the message", (
        "message content", "content reject", "rejected … content", "content … reject", "content … block",
        "denied … content", "looks like", "similar to", "message filtered", "filtered", "message reject",
        "message refused", "message was reject", "header",
    )),
    (Diagnosis.REPUTATION, "blocked", (
        "blocked", "block", "refused", "denied", "not welcome", "abuse", "rejected from",
        "after initial connection",
    )),
    (Diagnosis.ADDRESS, "the recipient", (
        "recipient reject", "recipient address rejected", "address rejected", "recipient refused",
        "recipient", "no user", "no such", "mailbox", "unknown", "does not exist", "not exist",
        "undeliverable", "not accept", "expired account", "suspended",
    )),
)  # fmt: skip


_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*")
_ENDINGS = frozenset({"", "s", "es", "d", "ed", "ing"})


class Rule(NamedTuple):
    """``parts``: each must follow the one before, somewhere in the text. ``who``: whose wording.

    ``stem``: the letters of the first part, by which most rules are passed over fast.
    """

    diagnosis: Diagnosis
    who: str
    stem: str
    parts: tuple[str, ...]


Table = tuple[tuple[Diagnosis, str, tuple[str, ...]], ...]


def words(text: str) -> str:
    """The words alone, a blank between them; ``5.7.1`` is one."""
    return " ".join(_WORD.findall(text))


def _phrase(part: str) -> str:
    return words(part) + ("*" if part.endswith("*") else "")


def _rules(table: Table, read: Callable[[str], str] = _phrase) -> tuple[Rule, ...]:
    made = []
    for diagnosis, who, phrases in table:
        for phrase in phrases:
            parts = tuple(read(part) for part in phrase.split(" … "))
            made.append(Rule(diagnosis, who, parts[0].removesuffix("*"), parts))
    return tuple(made)


CODES: tuple[Rule, ...] = _rules(CODE_RULES, str)
"""Providers' own codes, with their signs: looked for where hosts and URLs are not taken out."""

DEFERRED: tuple[Rule, ...] = _rules(DEFERRED_RULES)
"""What the words of a refusal mean in a deferral (4xx)."""

STRONG: tuple[Rule, ...] = (*_rules(PROVIDER_RULES), *_rules(MAIL_RULES))
"""Say by themselves what is wrong."""

WEAK: tuple[Rule, ...] = _rules(WEAK_RULES)
"""Single words that mean little beside what SES or the status code says of the kind of failure."""


@lru_cache(maxsize=4096)
def first(rules: tuple[Rule, ...], text: str) -> Diagnosis | None:
    """The class of the first rule that ``text`` meets."""
    for diagnosis, _, stem, parts in rules:
        if stem in text and _follow(parts, text):
            return diagnosis
    return None


def _follow(parts: tuple[str, ...], text: str) -> bool:
    at = 0
    for part in parts:
        at = _after(part, text, at)
        if at < 0:
            return False
    return True


def _after(part: str, text: str, at: int) -> int:
    """Where ``part`` ends in ``text``, at ``at`` or behind it; -1 if it is not there as words."""
    stem = part.removesuffix("*")
    while (at := text.find(stem, at)) >= 0:
        end = at + len(stem)
        within = at > 0 and stem[0].isalnum() and text[at - 1].isalnum()
        open_end = stem is not part or not stem[-1].isalnum()
        if not within and (open_end or _ending(text, end) in _ENDINGS):
            return end
        at += 1
    return -1


def _ending(text: str, at: int) -> str:
    """What is left of the word at ``at``."""
    end = at
    while end < len(text) and (
        text[end].isalnum() or (text[end] == "." and text[end + 1 : end + 2].isalnum())
    ):
        end += 1
    return text[at:end]
