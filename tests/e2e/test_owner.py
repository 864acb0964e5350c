"""Several real processes on one state directory; ``python -m bench.owner_kills`` is the long run."""

from pathlib import Path

from bench import owner_kills


async def test_an_owner_that_is_killed_loses_no_alert_and_leaves_no_gap(tmp_path: Path) -> None:
    result = await owner_kills.run(tmp_path, kills=2)
    assert result.told == result.turns == ["review", "ok"]
    assert result.viewers_calls == 0
    assert max(result.gaps) <= 2 * owner_kills.POLL + 10  # a loaded machine takes seconds to start a hook
