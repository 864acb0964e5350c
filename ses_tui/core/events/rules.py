"""The texts by which mail servers and mailbox providers say why they refuse, in order: first match wins.

A phrase matches anywhere in the text as ``diagnosis.plain`` leaves it (small letters, one line, no
addresses). ``…`` in a phrase: anything in between. Sources: RFC 5321, 3463, 7372 and 7505; the
defaults of Postfix, Sendmail, Exim, qmail, Exchange and Exchange Online; the postmaster pages of the
providers named (Gmail, Outlook.com, Yahoo and AOL, iCloud, Comcast, GMX, Tencent, NetEase).
"""

from typing import NamedTuple

from ses_tui.core.events.event import Diagnosis
from ses_tui.core.events.rules_mail import MAIL_RULES
from ses_tui.core.events.rules_providers import PROVIDER_RULES
from ses_tui.core.events.rules_weak import WEAK_RULES


class Rule(NamedTuple):
    """``parts``: each must follow the one before, somewhere in the text. ``who``: whose wording."""

    diagnosis: Diagnosis
    who: str
    parts: tuple[str, ...]


Table = tuple[tuple[Diagnosis, str, tuple[str, ...]], ...]


def _rules(table: Table) -> tuple[Rule, ...]:
    return tuple(
        Rule(diagnosis, who, tuple(phrase.split(" … ")))
        for diagnosis, who, phrases in table
        for phrase in phrases
    )


STRONG: tuple[Rule, ...] = (*_rules(PROVIDER_RULES), *_rules(MAIL_RULES))
"""Say by themselves what is wrong."""

WEAK: tuple[Rule, ...] = _rules(WEAK_RULES)
"""Single words that mean little beside what SES or the status code says of the kind of failure."""
