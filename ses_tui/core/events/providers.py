"""Which of the mailbox providers that VDM names a recipient's domain belongs to.

By the domain alone: mail for a company's own domain at Google or Microsoft counts as ``other``, since
the event says nothing of its MX.
"""

import re
from collections.abc import Mapping

from ses_tui.core.isps import OTHER

_DOMAINS: Mapping[str, tuple[str, ...]] = {
    "Gmail": ("gmail.com", "googlemail.com"),
    "Hotmail": ("msn.com", "windowslive.com", "passport.com", "hotmail.fr", "outlook.fr"),
    "Yahoo": ("ymail.com", "rocketmail.com", "myyahoo.com", "yahoodns.net"),
    "Icloud": ("icloud.com", "me.com", "mac.com"),
    "Comcast": ("comcast.net", "xfinity.com"),
    "Aol": ("aim.com", "verizon.net", "netscape.net", "compuserve.com", "cs.com"),
    "Gmx": (),
    "Tencent": ("qq.com", "vip.qq.com", "foxmail.com", "tencent.com"),
    "NetEase": (
        "163.com", "126.com", "yeah.net", "188.com", "vip.163.com", "vip.126.com", "vip.188.com", "163.net",
    ),
}  # fmt: skip

_BRANDS: Mapping[str, str] = {
    "hotmail": "Hotmail",
    "outlook": "Hotmail",
    "live": "Hotmail",
    "yahoo": "Yahoo",
    "aol": "Aol",
    "gmx": "Gmx",
}
"""First labels that these providers use with many country endings."""

_ENDING = re.compile(r"(?:com?\.)?[a-z]{2}|com|net|org|info|eu")
_NOT_THEIRS = frozenset({"yahoo.co.jp", "yahoo.ne.jp"})
"""LY Corporation of Japan runs mail servers of its own under the name."""

_KNOWN: Mapping[str, str] = {domain: name for name, domains in _DOMAINS.items() for domain in domains}


def provider_of(domain: str) -> str:
    """VDM's name for the provider of ``domain`` (any case), or ``other``."""
    domain = domain.lower().rstrip(".")
    known = _KNOWN.get(domain)
    if known is not None:
        return known
    brand, _, ending = domain.partition(".")
    if brand in _BRANDS and domain not in _NOT_THEIRS and _ENDING.fullmatch(ending):
        return _BRANDS[brand]
    return OTHER
