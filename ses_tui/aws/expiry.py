"""When the credentials of the environment end, where it says so."""

from collections.abc import Mapping
from datetime import UTC, datetime

VARIABLE = "AWS_CREDENTIAL_EXPIRATION"


def ending(environ: Mapping[str, str]) -> float | None:
    """UTC epoch seconds; None where the environment gives no keys, or no time that can be read."""
    text = environ.get(VARIABLE, "")
    if not text or not environ.get("AWS_ACCESS_KEY_ID"):
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.replace(tzinfo=at.tzinfo or UTC).timestamp()
