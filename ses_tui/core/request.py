"""What a viewer asks of a target's owner, which alone calls AWS."""

from enum import StrEnum

from ses_tui.core.model import ACCOUNT, Subject
from ses_tui.core.record import Record

VALID_SECONDS = 60.0
"""A request that no owner took up within this time is forgotten: whoever asked has given up."""


class RequestKind(StrEnum):
    """What is wanted; the last two have an answer."""

    READ_NOW = "read_now"
    LOOK = "look"
    """Somebody looks at what costs (sets, tenants, IPs); asked again while that is so."""
    LONG = "long"
    """Two months of ``subject``."""
    MESSAGE = "message"
    """The life of the message whose id is ``message``."""


class Request(Record, frozen=True):
    """About the target that it is kept with."""

    kind: RequestKind
    subject: Subject = ACCOUNT
    message: str = ""
