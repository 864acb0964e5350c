"""A server that never stops sending."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager


@asynccontextmanager
async def pouring(start: bytes, again: bytes) -> AsyncIterator[tuple[str, Callable[[], int]]]:
    """A server that sends ``start``, then ``again`` for as long as it is taken; its URL and the count."""
    sent = 0

    async def pour(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        try:
            writer.write(start)
            while again:
                writer.write(again)
                sent += len(again)
                await writer.drain()
            await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(pour, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}", lambda: sent
