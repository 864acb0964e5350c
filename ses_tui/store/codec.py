"""A snapshot as JSON and back, exactly.

The shape is that of the types of ``core.snapshot``: a field added there, with a default, needs no
change here, and fields that hold their default are left out. A change that makes old text
unreadable or gives it another meaning (the rank of a condition is stored) raises ``VERSION``.
"""

import msgspec

from ses_tui.core.record import Record
from ses_tui.core.snapshot import Snapshot

VERSION = 2


class CodecError(ValueError):
    """The text is no snapshot, or one of another version."""


class _Envelope(Record, frozen=True):
    v: int
    snapshot: msgspec.Raw


def encode(snapshot: Snapshot) -> str:
    """One line of JSON."""
    body = msgspec.Raw(msgspec.json.encode(snapshot, order="deterministic"))
    return msgspec.json.encode(_Envelope(VERSION, body)).decode()


def decode(text: str) -> Snapshot:
    """The snapshot that ``encode`` was given. Raises CodecError on anything else."""
    try:
        envelope = msgspec.json.decode(text, type=_Envelope)
        if envelope.v != VERSION:
            raise CodecError(f"snapshot of version {envelope.v}, this program reads {VERSION}")
        return msgspec.json.decode(envelope.snapshot, type=Snapshot)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise CodecError(f"no snapshot: {error!r}") from error
