"""Which targets have news: what was read, judged or told of them is to be published, and kept."""

import asyncio


class News:
    """On the engine's loop. Whoever has news says so here and goes on; the engine waits for it."""

    def __init__(self) -> None:
        self._there = asyncio.Event()
        self._unsaved: set[str] = set()

    def of(self, *targets: str) -> None:
        """Of ``targets`` by name; without any, something to publish that need not be kept."""
        self._unsaved.update(targets)
        self._there.set()

    async def wait(self) -> None:
        """Until there is news to publish."""
        await self._there.wait()

    def take(self) -> None:
        """All of it is about to be published."""
        self._there.clear()

    def take_unsaved(self) -> set[str]:
        """The targets of which there was news since the last call."""
        unsaved, self._unsaved = self._unsaved, set()
        return unsaved
