"""Who signed a request, and for which Region: read from the Authorization header, and not checked."""

import re
from contextvars import ContextVar
from typing import NamedTuple


class Signer(NamedTuple):
    """Empty where the request was not signed."""

    access_key: str = ""
    region: str = ""


NOBODY = Signer()

SIGNER: ContextVar[Signer] = ContextVar("signer", default=NOBODY)
"""Of the request that is being answered."""

_SCOPE = re.compile(r"Credential=([^/,\s]+)/\d{8}/([^/,\s]+)/")


def signer_of(authorization: str) -> Signer:
    """Of ``AWS4-HMAC-SHA256 Credential=KEY/20261124/eu-west-1/ses/aws4_request, …``."""
    found = _SCOPE.search(authorization)
    return Signer(found[1], found[2]) if found else NOBODY
