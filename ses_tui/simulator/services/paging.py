"""NextToken: opaque to the client; here where to go on, and the step that the first page was made at."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any, TypeVar

from ses_tui.simulator.wire.errors import ApiError, invalid

T = TypeVar("T")


def token(*numbers: int) -> str:
    return base64.urlsafe_b64encode(":".join(map(str, numbers)).encode()).decode()


def read_token(text: str, service: str = "sesv2") -> list[int]:
    """The numbers of a token; refuses one that was not given out."""
    try:
        return [int(part) for part in base64.urlsafe_b64decode(text.encode()).decode().split(":")]
    except (ValueError, binascii.Error) as error:
        if service == "cloudwatch":
            raise ApiError("InvalidNextToken", "The next token specified is invalid") from error
        raise invalid(service, "The NextToken is not valid") from error


def page(
    items: Sequence[T], request: dict[str, Any], *, most: int, key: str = "PageSize", service: str = "sesv2"
) -> tuple[Sequence[T], str | None]:
    """One page of at most `most` items, and the token of the next one."""
    size = request.get(key)
    if size is not None and not 0 <= size <= most:
        raise invalid(service, f"{key} must be between 1 and {most}")
    size = size or most
    begin = read_token(request["NextToken"], service)[0] if request.get("NextToken") else 0
    end = begin + size
    return items[begin:end], token(end) if end < len(items) else None
