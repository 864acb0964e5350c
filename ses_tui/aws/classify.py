"""Everything that reading AWS can raise, as a class of error, one safe line, and what to do.

Texts of AWS are shown only where they can hold no secret: an answer about a signature quotes the
signed headers, session token included, and a credential_process may print anything.
"""

import re
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from botocore import exceptions as boto
from botocore.parsers import ResponseParserError

from ses_tui.aws.clients import BadSetting
from ses_tui.aws.http import TooLarge, UnusableProxy
from ses_tui.aws.provider_errors import provider_finding
from ses_tui.aws.service_errors import Context, Finding, classify_service_error
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.text import MESSAGE_CAP, safe


class DeadlineExceeded(Exception):
    """A call took longer than its deadline; ``args[0]``: the deadline in seconds."""


class NotFromAws(Exception):
    """An answer that lacks what every answer of that operation has."""


Types = type[BaseException] | tuple[type[BaseException], ...]

_SETTING = "mend that setting, in the environment or in ~/.aws/config"
_AGAIN = "it is read again at the next poll"
_NOT_AWS = "a proxy or captive portal may have answered: check the network, HTTPS_PROXY, AWS_ENDPOINT_URL"
_BROKEN_OFF = (boto.ConnectionClosedError, boto.ResponseStreamingError, boto.IncompleteReadError)
_REGION = (
    boto.NoRegionError,
    boto.InvalidRegionError,
    boto.UnknownRegionError,
    boto.UnknownEndpointError,
    boto.EndpointProviderError,
    boto.InvalidEndpointConfigurationError,
)

_RULES: tuple[tuple[Types, ErrorKind, str, str], ...] = (
    (BadSetting, ErrorKind.INVALID_REQUEST, "{error}", _SETTING),
    (
        UnusableProxy,
        ErrorKind.PROXY,
        "{error}",
        "set an http:// proxy there, or name the host in NO_PROXY to go without",
    ),
    (
        DeadlineExceeded,
        ErrorKind.TIMEOUT,
        "no answer within {error} s",
        f"the network or AWS is slow; {_AGAIN}",
    ),
    (
        (boto.ConnectTimeoutError, boto.ReadTimeoutError, TimeoutError),
        ErrorKind.TIMEOUT,
        "{host} did not answer in time",
        "check the route, firewall, VPN and HTTPS_PROXY",
    ),
    (
        (boto.ProxyConnectionError, boto.InvalidProxiesConfigError),
        ErrorKind.PROXY,
        "the proxy refused, or is not there",
        "check HTTPS_PROXY, HTTP_PROXY and NO_PROXY",
    ),
    (
        (boto.SSLError, ssl.SSLError),
        ErrorKind.NETWORK,
        "the certificate of {host} is not trusted",
        "a proxy that opens TLS needs its authority in AWS_CA_BUNDLE",
    ),
    (_BROKEN_OFF, ErrorKind.NETWORK, "{host} broke off before the answer was complete", _AGAIN),
    (TooLarge, ErrorKind.SERVICE, "{error}", _NOT_AWS),
    (
        (NotFromAws, ResponseParserError, UnicodeDecodeError),
        ErrorKind.SERVICE,
        "the answer is not from AWS",
        _NOT_AWS,
    ),
    (_REGION, ErrorKind.INVALID_REQUEST, "{error}", "check --region, AWS_REGION and --endpoint-url"),
    (
        boto.ParamValidationError,
        ErrorKind.INVALID_REQUEST,
        "{error}",
        "please report this: the request was wrong",
    ),
)
"""First match counts. ``{error}`` stands only where botocore or we wrote the text ourselves."""


def classify(error: BaseException, context: Context) -> SourceError:
    """The error as a value. ``context`` says which call it was; nothing here raises."""
    if isinstance(error, boto.ClientError):
        kind, message, hint = classify_service_error(error, context)
    else:
        kind, message, hint = (
            provider_finding(error, context) or _ruled(error) or _unreached(error) or _unread(error)
        )
    return SourceError(
        context.source, context.operation, kind, safe(message, MESSAGE_CAP), safe(hint, MESSAGE_CAP)
    )


def _ruled(error: BaseException) -> Finding | None:
    too_large = next((cause for cause in _causes(error) if isinstance(cause, TooLarge)), error)
    for types, kind, message, hint in _RULES:
        if isinstance(too_large, types):
            return kind, message.format(error=too_large, host=_host(error)), hint
    if isinstance(error, boto.BotoCoreError) and type(error).__name__.startswith("Invalid"):
        return ErrorKind.INVALID_REQUEST, str(error), _SETTING
    return None


def _unreached(error: BaseException) -> Finding | None:
    from_aiohttp = type(error).__module__.partition(".")[0] == "aiohttp"
    if not (from_aiohttp or isinstance(error, boto.HTTPClientError | boto.ConnectionError | OSError)):
        return None
    host = _host(error)
    causes = tuple(_causes(error))
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        asked = next((cause.host for cause in causes if hasattr(cause, "host")), host)  # perhaps a proxy's
        message = f"the name {asked} cannot be resolved"
        hint = "check DNS and the network, and that SES exists in this Region"
    elif any(isinstance(cause, FileNotFoundError) for cause in causes):
        message, hint = "the file of certificate authorities is not there", "check AWS_CA_BUNDLE"
    elif any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        message, hint = f"{host} refused the connection", "check --endpoint-url and AWS_ENDPOINT_URL"
    else:
        message, hint = f"the connection to {host} failed", "check the network"
    return ErrorKind.NETWORK, message, hint


def _unread(error: BaseException) -> Finding:
    return ErrorKind.SERVICE, f"the answer could not be read ({type(error).__name__})", _NOT_AWS


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it was raised from, botocore's own nesting included."""
    seen: set[int] = set()
    queue: list[object] = [error]
    while queue:
        current = queue.pop()
        if not isinstance(current, BaseException) or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        queue += [current.__cause__, current.__context__, getattr(current, "os_error", None)]
        queue.append(getattr(current, "kwargs", {}).get("error"))


_ENDPOINT = re.compile(r"https?://[^\s\"']+")


def _host(error: BaseException) -> str:
    """The host that was called; user and password of a URL stay out."""
    url = getattr(error, "kwargs", {}).get("endpoint_url")
    if not isinstance(url, str):
        named = _ENDPOINT.search(str(error)) if isinstance(error, boto.BotoCoreError) else None
        url = named[0] if named else ""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "the endpoint"
    if not host:
        return "the endpoint"
    return f"{host}:{port}" if port else host
