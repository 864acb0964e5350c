"""Two live screens and a ``watch`` on one state directory; ``python -m bench.two_screens`` measures it."""

import sys
from pathlib import Path

import pytest

from bench import two_screens


@pytest.mark.skipif(sys.platform != "linux", reason="terminals as Linux has them")
async def test_one_message_for_the_team_one_for_each_screen_and_the_calls_of_one(tmp_path: Path) -> None:
    async with two_screens.shared(tmp_path) as three:
        for number in range(2):
            await three.turn(number)
        owners = three.server.calls["OWNER"]["other"]
        await three.until(lambda: three.server.calls["OWNER"]["other"] > owners + 4)  # two polls more
        assert three.fleet.told() == ["review", "ok"]
        await three.until(lambda: three.shows("HEALTHY") and three.notified() == [2, 2])
        assert {key for key, calls in three.server.calls.items() if calls["other"]} == {"OWNER"}
