"""ReceiveMessage with WaitTimeSeconds waits for a message, on the wall clock as the client does."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from ses_tui.simulator.events import Queue

LONGEST = 20.0
LOOK_SECONDS = 0.1


async def wait_for_message(request: web.BaseRequest, body: bytes, queue: Queue) -> bool:
    """Until one is there or the time is over; False where the client has gone."""
    try:
        asked = json.loads(body).get("WaitTimeSeconds", 0)
        until = time.monotonic() + min(float(asked), LONGEST)
    except (ValueError, TypeError, AttributeError):
        return True  # what is wrong with the request is said by those who read it
    while time.monotonic() < until and not queue.ready():
        if request.transport is None or request.transport.is_closing():
            return False
        await asyncio.sleep(LOOK_SECONDS)
    return True
