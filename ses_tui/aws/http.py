"""HTTP as every client here speaks it: one TLS context, no redirect followed, no endless answer read."""

import os
from typing import Any
from urllib.parse import urlsplit

from aiobotocore.httpsession import AIOHTTPSession
from botocore.httpsession import get_cert_path
from botocore.utils import get_environ_proxies

from ses_tui.aws.tls import LateContext
from ses_tui.core.proxies import variable_of

MOST_BYTES = 32 * 1024 * 1024
"""Of one answer. The largest that AWS gives, 100,800 datapoints of CloudWatch, is about 5 MB."""

_CONTEXTS: dict[str, LateContext] = {}


def shared_context(verify: object) -> LateContext:
    """The process's one context for these authorities. ``verify``: as botocore has it."""
    authorities = get_cert_path(verify)
    context = _CONTEXTS.get(authorities)
    if context is None:
        context = _CONTEXTS[authorities] = LateContext()
        context.load_verify_locations(authorities)
    return context


class UnusableProxy(Exception):
    """The proxy of the environment can't be used; the text names the variable, not what it holds."""


class TooLarge(Exception):
    """An answer of more than ``MOST_BYTES``."""


class _Session:
    """An aiohttp session that follows no redirect and reads no endless answer.

    botocore's own client takes a redirect as the answer. aiohttp would follow it, and hand the session
    token of the headers to whoever a captive portal names.
    """

    def __init__(self, session: Any) -> None:
        self._session = session

    async def request(self, *args: Any, **options: Any) -> "_Answer":
        """One request to where it was meant for, with its answer read."""
        async with await self._session.request(*args, allow_redirects=False, **options) as response:
            body = bytearray()
            async for chunk in response.content.iter_any():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise TooLarge(f"the answer is larger than {MOST_BYTES // 1024**2} MB")
        return _Answer(response, bytes(body))


class _Answer:
    """What aiobotocore uses of aiohttp's response."""

    def __init__(self, response: Any, body: bytes) -> None:
        self.url, self.status, self.raw_headers = response.url, response.status, response.raw_headers
        self._body = body

    async def read(self) -> bytes:
        """The body."""
        return self._body


class HttpSession(AIOHTTPSession):  # type: ignore[misc]  # aiobotocore ships no types
    """aiobotocore's, with the shared context wherever certificates are verified the plain way."""

    async def _get_session(self, proxy_url: str | None) -> _Session:
        return _Session(await super()._get_session(proxy_url))

    def _build_ssl_contexts(self, proxy_url: str | None) -> tuple[Any, Any]:
        if self._verify and not self._cert_file and not proxy_url:
            return shared_context(self._verify), None
        return super()._build_ssl_contexts(proxy_url)  # type: ignore[no-any-return]  # as above


def check_proxy(endpoint: str) -> None:
    """UnusableProxy if the environment's proxy for ``endpoint`` is none that aiohttp speaks to.

    botocore would take ``socks5://host`` as the name of an HTTP proxy.
    """
    scheme = urlsplit(endpoint).scheme
    proxy = str(get_environ_proxies(endpoint).get(scheme, ""))
    name = variable_of(scheme, os.environ)
    kind, separator, _ = proxy.partition("://")
    if separator and kind not in ("http", "https"):
        raise UnusableProxy(f"{name} is a {kind}:// proxy; only http:// and https:// proxies can be used")
    try:
        _ = urlsplit(proxy if separator else f"//{proxy}").port
    except ValueError:
        raise UnusableProxy(f"{name} is no address of a proxy: its port is malformed") from None
