"""What can go wrong when AWS is read, as values that the screen can show."""

from enum import StrEnum

from ses_tui.core.record import Record
from ses_tui.core.text import MESSAGE_CAP, safe


class ErrorKind(StrEnum):
    """The classes of ``errors[].kind`` (API)."""

    CREDENTIALS_EXPIRED = "credentials_expired"
    CREDENTIALS_MISSING = "credentials_missing"
    MFA_REQUIRED = "mfa_required"
    ACCESS_DENIED = "access_denied"
    THROTTLED = "throttled"
    TIMEOUT = "timeout"
    NETWORK = "network"
    PROXY = "proxy"
    CLOCK_SKEW = "clock_skew"
    NOT_ENABLED = "not_enabled"
    INVALID_REQUEST = "invalid_request"
    PARTIAL = "partial"
    SERVICE = "service"


CREDENTIAL_KINDS = frozenset(
    {ErrorKind.CREDENTIALS_EXPIRED, ErrorKind.CREDENTIALS_MISSING, ErrorKind.MFA_REQUIRED}
)
"""Waiting does not help against these: somebody must log in."""


class SourceError(Record, frozen=True):
    """One thing that could not be read. ``message`` and ``hint`` are safe to print, one line each."""

    source: str
    operation: str
    kind: ErrorKind
    message: str
    hint: str

    @property
    def line(self) -> str:
        """What is wrong, and what to do where that is known."""
        return f"{self.message}: {self.hint}" if self.hint else self.message


class Misconfigured(Exception):
    """The call cannot work as it was made. ``line``, one safe line: what is wrong and what to do."""

    def __init__(self, line: str) -> None:
        self.line = safe(line, MESSAGE_CAP)
        super().__init__(self.line)
