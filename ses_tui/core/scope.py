"""Under which name a target's history is kept, so that two accounts never share one.

Two targets may both be called ``default``: with another profile, role, Region or endpoint it is
another account, and its numbers and alerts are not this one's.
"""

from collections.abc import Mapping
from hashlib import sha256

from ses_tui.core.model import Target

_MARK = "@"


def stored_name(target: Target, environ: Mapping[str, str]) -> str:
    """The target's name and a fingerprint of how it is reached, with what the environment adds.

    ``target`` as configured, before its Region is looked up in a profile: the first frame, which
    reads no profile, must come to the same name.
    """
    reached = (
        target.profile or environ.get("AWS_PROFILE") or environ.get("AWS_DEFAULT_PROFILE") or "",
        target.role_arn,
        target.region or environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION") or "",
        target.endpoint_url or environ.get("AWS_ENDPOINT_URL") or "",
    )
    return f"{target.name}{_MARK}{sha256(repr(reached).encode()).hexdigest()[:8]}"


def shown_name(stored: str) -> str:
    """The target's name again."""
    return stored.rpartition(_MARK)[0]
