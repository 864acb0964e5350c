"""Names as AWS writes them, and as they may be printed."""

from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.text import NAME_CAP, safe


class Names:
    """Raw name <-> printable name, one to one for the life of a reader.

    Two raw names that look the same once they are safe get numbers, so that rows, store and alerts
    never mix them.
    """

    def __init__(self) -> None:
        self._printable: dict[str, str] = {}
        self._raw: dict[str, str] = {}

    def printable(self, raw: str) -> str:
        """Safe and unique; the same raw name always gives the same one."""
        known = self._printable.get(raw)
        if known is not None:
            return known
        name = unique = safe(raw)
        number = 1
        while unique in self._raw:
            number += 1
            suffix = f" #{number}"
            unique = name[: NAME_CAP - len(suffix)] + suffix
        self._printable[raw] = unique
        self._raw[unique] = raw
        return unique

    def raw(self, printable: str) -> str:
        """What AWS calls it."""
        return self._raw.get(printable, printable)


def unaskable(isp: str) -> SourceError | None:
    """The error for a name that must not be sent: it would fail the whole request (seen in production)."""
    if isp and isp != "Unknown ISP" and "." not in isp and "&" not in isp:
        return None
    return SourceError(
        "vdm",
        "BatchGetMetricData",
        ErrorKind.INVALID_REQUEST,
        f"ISP name {safe(isp)!r} was not asked for: VDM refuses it",
        'use a name of VDM under [vdm] isps, such as "Hotmail"; no ".", no "&", not "Unknown ISP"',
    )
