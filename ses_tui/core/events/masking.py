"""Recipients are personal data: their addresses are masked wherever they stand."""

import re

MASK = "•••"

_ADDRESS = re.compile(
    r"([^\s<>()\[\]\"',;:@\\/•])[^\s<>()\[\]\"',;:@\\/]*@((?:[\w-]+\.)*[\w-]+|\[[^\]\s]*\])", re.UNICODE
)


def mask(address: str) -> str:
    """``a•••@example.com``; an address that is masked stays as it is, one without @ goes whole."""
    local, at, domain = address.rpartition("@")
    if not at:
        return MASK if address else ""
    return f"{local[:1]}{MASK}@{domain}"


def mask_within(text: str, recipient: str) -> str:
    """``text`` with every address masked, and the recipient's own local part where it stands quoted."""
    text = _ADDRESS.sub(rf"\1{MASK}@\2", text)
    local = recipient.rpartition("@")[0]
    if not local:
        return text
    quoted = re.compile(rf"(?<=[\"'<(\[=:/]){re.escape(local)}(?=[\"'>)\]/,;]|$)", re.IGNORECASE)
    return quoted.sub(f"{local[:1]}{MASK}", text)
