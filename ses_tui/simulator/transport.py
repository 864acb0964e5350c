"""Answers that never arrive in good order."""

import asyncio
import socket
import struct

from aiohttp import web

from ses_tui.simulator.faults import Faults
from ses_tui.simulator.wire.answers import Answer

_LONGEST_HANG = 120.0
_LOOK = 0.05
_PORTAL = (
    b'<!DOCTYPE html><html><head><meta charset="utf-8"><title>Sign in</title></head>'
    b"<body>Welcome!<br>Please accept the terms of this network.</body></html>"
)
_ABSENT = (
    b"<!doctype html><html lang=en><title>404 Not Found</title><h1>Not Found</h1>"
    b"<p>The requested URL was not found on the server.</p></html>"
)


async def break_answer(
    fault: str, request: web.BaseRequest, made: Answer, faults: Faults, operation: str
) -> web.StreamResponse:
    """Serve `made` in the broken manner that the fault says."""
    if fault == "html":
        return web.Response(status=200, content_type="text/html", body=_PORTAL)
    if fault == "absent":
        return web.Response(status=404, content_type="text/html", body=_ABSENT)
    if fault == "not_json":
        return web.Response(status=200, headers=made.headers, body=b"<<<not what you expected>>>")
    if fault == "empty_body":
        return web.Response(status=200, headers=made.headers, body=b"")
    if fault == "connection_reset":
        partial = web.StreamResponse(status=made.status, headers=made.headers)
        partial.content_length = len(made.body) + 1_000
        await partial.prepare(request)
        await partial.write(made.body[: len(made.body) // 2])
        _abort(request)
        return partial
    if fault == "hang":
        await _hang(request, faults, operation)
    _abort(request)
    return web.Response()


async def _hang(request: web.BaseRequest, faults: Faults, operation: str) -> None:
    """Say nothing until the fault is taken back, the client has gone, or for two minutes."""
    injected = faults.holds("hang", operation)
    for _ in range(int(_LONGEST_HANG / _LOOK)):
        await asyncio.sleep(_LOOK)
        if request.transport is None or request.transport.is_closing():
            return
        if injected and not faults.holds("hang", operation):
            return


def _abort(request: web.BaseRequest) -> None:
    """Reset the connection: linger 0 makes the kernel send RST instead of a polite end."""
    connection = request.transport
    if connection is None:
        return
    sock = connection.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.abort()
