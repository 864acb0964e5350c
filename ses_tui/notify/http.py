"""One HTTP request to a secret URL, with a time limit, and words for what went wrong.

The texts of aiohttp's errors may hold the whole URL, and a server may repeat the path that it was
asked for; so nothing of either is passed on unread. Of the URL only host and port are named.
"""

import asyncio
import os
import ssl
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ses_tui import __version__
from ses_tui.core.proxies import variable_of
from ses_tui.core.text import safe
from ses_tui.notify.channel import ChannelError
from ses_tui.notify.secret import Secret

if TYPE_CHECKING:
    from aiohttp import ClientResponse

BODY_CAP = 400
"""Bytes read of what a server says when it refuses."""

SAID_CAP = 80
HOST_CAP = 80

LABEL_CAP = 20
"""A longer label of a host is not named: it is a secret itself, as that of a Lambda function's URL."""

SAYING_SECONDS = 1.0

HEADERS: Mapping[str, str] = {"User-Agent": f"ses-tui/{__version__}", "Accept-Encoding": "identity"}

_X509_MISMATCH = frozenset({62, 64})
"""OpenSSL's X509_V_ERR_HOSTNAME_MISMATCH and _IP_ADDRESS_MISMATCH, whose messages name the host."""


async def request(
    name: str,
    method: str,
    url: Secret,
    *,
    limit: float,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    secrets: Sequence[Secret] = (),
) -> None:
    """Return when the server accepted it with 2xx; ChannelError, ``name`` in front, where not.

    ``secrets``: what the body holds and no text may repeat, besides the URL.
    Proxies of the environment are used, certificates are verified, redirects are not followed.
    """
    problem = await _problem(method, url, limit, body, {**HEADERS, **(headers or {})}, secrets)
    if problem:  # raised here, where no exception is at hand whose text would go along
        raise ChannelError(f"{name}: {problem}")


async def _problem(
    method: str,
    url: Secret,
    limit: float,
    body: bytes | None,
    headers: Mapping[str, str],
    secrets: Sequence[Secret],
) -> str:
    """Why it was not accepted; empty where it was."""
    await asyncio.to_thread(import_module, "aiohttp")  # a tenth of a second, off the loop
    import aiohttp

    if unusable := _unusable_proxy(url):
        return unusable
    try:
        async with (
            asyncio.timeout(limit),
            aiohttp.ClientSession(
                trust_env=True, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False
            ) as session,
            session.request(
                method, url.reveal(), data=body, headers=headers, allow_redirects=False
            ) as response,
        ):
            return await _refusal(response, (url, *secrets))
    except TimeoutError:
        return f"no answer in {limit:g} s ({_host(url)})"
    except (aiohttp.ClientHttpProxyError, aiohttp.ClientProxyConnectionError, aiohttp.InvalidURL) as error:
        return _words(error)
    except Exception as error:  # noqa: BLE001  whatever it is, its text may hold the URL and goes no further
        return f"{_words(error)} ({_host(url)})"


def _host(url: Secret) -> str:
    """``hooks.example.net:443``."""
    parts = urlsplit(url.reveal())
    host = parts.hostname or ""
    if ":" in host:
        shown = f"[{host}]"
    else:
        shown = ".".join(label if len(label) <= LABEL_CAP else "…" for label in host.split("."))
    return f"{safe(shown, HOST_CAP)}:{parts.port or (80 if parts.scheme == 'http' else 443)}"


def _unusable_proxy(url: Secret) -> str:
    """Says that the environment's proxy is of a kind that aiohttp does not speak, SOCKS above all."""
    from aiohttp.helpers import get_env_proxy_for_url
    from yarl import URL

    try:
        target = URL(url.reveal())
        proxy, _ = get_env_proxy_for_url(target)
    except (LookupError, ValueError):  # none; or the request says what is wrong with the URL
        return ""
    if proxy.scheme in ("http", "https"):
        return ""
    name = variable_of(target.scheme, os.environ)
    return f"{name} is no http:// proxy, and only those can be used"


async def _refusal(response: "ClientResponse", secrets: Sequence[Secret]) -> str:
    status = response.status
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return f"answered {status}: redirects are not followed, set the URL that it leads to"
    said = await _said(response, secrets)
    return f"answered {status}: {said}" if said else f"answered {status}"


async def _said(response: "ClientResponse", secrets: Sequence[Secret]) -> str:
    """The first line of a plain answer, unless it repeats a part of a secret."""
    import aiohttp

    if response.content_type not in ("text/plain", "application/json"):
        return ""
    try:
        async with asyncio.timeout(SAYING_SECONDS):
            raw = await response.content.read(BODY_CAP)
    except (TimeoutError, aiohttp.ClientError, OSError):
        return ""
    text = raw.decode("utf-8", "replace")
    if any(secret.is_in(text) for secret in secrets):
        return ""
    return safe(next((line.strip() for line in text.splitlines() if line.strip()), ""), SAID_CAP)


def _words(error: Exception) -> str:
    import aiohttp

    match error:
        case aiohttp.ClientHttpProxyError():
            words = f"the proxy answered {error.status}"
        case aiohttp.ClientProxyConnectionError():
            words = f"the proxy cannot be reached{_system(error.os_error)}"
        case aiohttp.ClientConnectorCertificateError():
            words = _certificate(error.certificate_error)
        case aiohttp.ClientSSLError():
            words = "no TLS connection"
        case aiohttp.ClientConnectorDNSError():
            words = "the name of its host is not found"
        case aiohttp.ClientConnectorError():
            words = f"cannot be reached{_system(error.os_error)}"
        case aiohttp.ServerDisconnectedError():
            words = "hung up without an answer"
        case aiohttp.InvalidURL():
            words = "the URL is not valid"
        case OSError():
            words = f"the connection broke{_system(error)}"
        case _:
            words = f"no usable answer ({type(error).__name__})"
    return words


def _system(error: OSError) -> str:
    """The system's own words: the text of the error would name the address."""
    return f": {os.strerror(error.errno).lower()}" if error.errno and error.errno > 0 else ""


def _certificate(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        if error.verify_code in _X509_MISMATCH:
            return "its TLS certificate is for another host"
        return f"its TLS certificate is not trusted: {error.verify_message}"
    return "its TLS certificate is not trusted"
