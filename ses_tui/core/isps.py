"""The mailbox providers that VDM knows by name (no API lists them)."""

DEFAULT_ISPS = ("Gmail", "Hotmail", "Yahoo", "Icloud", "Comcast", "Aol", "Gmx", "Tencent", "NetEase")
"""Names that return data, as seen in production; a setting."""

OTHER = "other"
"""The row for mail that is in no named ISP: account total minus the sum of the named."""

NO_FEEDBACK_LOOP = frozenset({"Gmail"})
"""These send SES no complaint data: their complaint rate is unknown, not 0."""

_READABLE = {
    "Hotmail": "Outlook.com and Hotmail",
    "Icloud": "iCloud Mail",
    "Aol": "AOL",
    "Gmx": "GMX",
    "Tencent": "Tencent QQ Mail",
    "NetEase": "NetEase 163 and 126",
    "Yahoo": "Yahoo Mail",
    OTHER: "in no named ISP",
}


def readable(name: str) -> str:
    """What people call the provider that AWS calls ``name``; for a detail view."""
    return _READABLE.get(name, name)
