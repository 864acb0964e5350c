"""An event loop that ends although one of its threads does not.

Looking up a host name can't be interrupted. Where no name server answers, a thread waits for half a minute,
and asyncio would wait for that thread; ``main.program`` ends the process in spite of it.
"""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import TypeVar

from ses_tui.cli.progress import waiting

Result = TypeVar("Result")


class _Workers(ThreadPoolExecutor):
    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait=False, cancel_futures=cancel_futures)


def run_loop(work: Coroutine[object, object, Result], about: str = "") -> Result:
    """``asyncio.run`` that waits for no thread in the end. ``about``: what a user is told to wait for."""

    async def with_workers() -> Result:
        asyncio.get_running_loop().set_default_executor(_Workers())
        return await work

    with waiting(about) if about else nullcontext():
        return asyncio.run(with_workers())
