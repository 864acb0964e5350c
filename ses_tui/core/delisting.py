"""How an IP gets off a blocklist, from what each list publishes (looked up November 2026). Pure.

Of Barracuda, UCEPROTECT level 1 and Invaluement the operator's own removal page was not read, only where
others send people: their words are kept short.

``GetBlacklistReports`` and the advisor name lists in words of their own: a name or a DNS zone.
"""

import re

from ses_tui.core.record import Record

PLAYBOOK = "blocklist"


class Blocklist(Record, frozen=True):
    """``ask``: who may ask, how, and how long it takes, in one line; ``url``: where,
    empty where there is no such page."""

    name: str
    ask: str
    url: str


_LISTS: tuple[tuple[str, Blocklist], ...] = (
    (
        r"spamhaus|^(zen|sbl|sbl-?css|css|xbl|pbl)$",
        Blocklist(
            "Spamhaus",
            "the checker says which list: CSS, XBL and PBL are asked for there, or run out by themselves; SBL"
            " is taken off only at the request of the network's owner: open a case with AWS Support",
            "https://check.spamhaus.org/",
        ),
    ),
    (
        r"barracuda",
        Blocklist(
            "Barracuda",
            "ask by the form, once, with what was mended",
            "https://www.barracudacentral.org/rbl/removal-request",
        ),
    ),
    (
        r"spamcop",
        Blocklist(
            "SpamCop",
            "goes by itself about 24 hours after the last report; nobody need ask",
            "https://www.spamcop.net/bl.shtml",
        ),
    ),
    (
        r"sorbs",
        Blocklist(
            "SORBS",
            "shut down on 5 June 2024, its lists are empty: who still asks them has to take them out",
            "",
        ),
    ),
    (
        r"uceprotect",
        Blocklist(
            "UCEPROTECT",
            "level 1 goes by itself 7 days after the last spam, free: pay nobody; levels 2 and 3 list whole"
            " networks, which only AWS can change, and few receivers use them",
            "https://www.uceprotect.net/en/rblcheck.php",
        ),
    ),
    (
        r"proofpoint|\bpdr\b",
        Blocklist(
            "Proofpoint",
            "look the IP up and ask there; tell what was mended, with a bounce as an example",
            "https://ipcheck.proofpoint.com/",
        ),
    ),
    (
        r"cloudmark|\bcsi\b",
        Blocklist(
            "Cloudmark",
            "ask for a reset of the IP by the form and answer its mail; mostly done within a business day",
            "https://csi.cloudmark.com/en/reset/",
        ),
    ),
    (
        r"invaluement|\bivm(sip|uri)",
        Blocklist("Invaluement", "look the IP up and ask there", "https://www.invaluement.com/lookup/"),
    ),
    (
        r"mailspike",
        Blocklist(
            "Mailspike",
            "look the IP up and ask there; its reputation follows what is sent, and mends by itself",
            "https://mailspike.io/ip_verify",
        ),
    ),
    (
        r"\bpsbl\b|surriel",
        Blocklist(
            "PSBL",
            "anybody may take an IP off by the form, in half an hour; it also runs out in weeks",
            "https://psbl.org/remove",
        ),
    ),
    (
        r"abusix",
        Blocklist(
            "Abusix",
            "look the IP up and ask there, with an account of a confirmed mail address",
            "https://lookup.abusix.com/",
        ),
    ),
)

UNKNOWN = Blocklist("", "ask on that list's own site, giving the IP and what was mended", "")


def delisting(text: str) -> Blocklist:
    """Of the list with this name, or that is named in this sentence; ``UNKNOWN`` where none is known."""
    lower = text.strip().lower()
    return next((one for pattern, one in _LISTS if re.search(pattern, lower)), UNKNOWN)


def delisting_words(text: str) -> str:
    """``Spamhaus: …: https://…``: one line."""
    one = delisting(text)
    if one is UNKNOWN:
        return one.ask
    return ": ".join(part for part in (one.name, one.ask, one.url) if part)
