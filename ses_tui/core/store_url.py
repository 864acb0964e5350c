"""The URL of a shared store, as far as it is judged before anything connects to it."""

from urllib.parse import parse_qsl, urlsplit

SCHEMES = ("postgresql://", "postgres://")


def is_url(text: str) -> bool:
    """Whether it names a database rather than a file."""
    return text.strip().startswith(SCHEMES)


def has_password(url: str) -> bool:
    """Whether a password stands in it; so too where it can't be read."""
    try:
        parts = urlsplit(url.strip())
        return parts.password is not None or "password" in dict(parse_qsl(parts.query))
    except ValueError:
        return True
