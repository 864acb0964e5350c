"""An identity that SES refuses to send for: sign, word and AWS's reason on its row, in each mode and size."""

import pytest

from ses_tui.core.clock import MINUTE
from ses_tui.core.snapshot import Snapshot
from ses_tui.core.wall import WallOptions
from ses_tui.engine.plan import Plan
from tests.engine.bench import bench
from tests.engine.conftest import _aws_environment  # noqa: F401  # credentials that every client finds
from tests.tui.screens import SIZES, lines_of, settled, shown
from tests.tui.wall.walls import shown as wall

NAME = "news.example.org"
PLAN = Plan(isps=("Gmail", "Hotmail"))


async def lost(minutes: int) -> Snapshot:
    """What is published so long after the account began: its records fail at 10, it is lost at 40."""
    async with bench("identity-lost", plan=PLAN) as run:
        run.pass_time(minutes * MINUTE)
        await run.read_all()
        return Snapshot(run.clock.now(), (run.monitor.picture(),))


@pytest.mark.parametrize("size", [(80, 24), (100, 30), *SIZES[1:]])
@pytest.mark.parametrize(("minutes", "reason"), [(45, "FAILED"), (15, "TEMPORAR")])
async def test_the_row_says_why(minutes: int, reason: str, size: tuple[int, int]) -> None:
    async with shown(await lost(minutes), size) as (app, pilot):
        for mode in "13":
            await pilot.press(mode)
            await settled(pilot)
            rows = [line for line in lines_of(app) if "✖ PAUSE" in line and NAME[:6] in line]
            assert any(reason in line.partition("verification")[0] for line in rows), (mode, rows)


@pytest.mark.parametrize("size", SIZES)
async def test_its_detail_says_why_and_what_to_do(size: tuple[int, int]) -> None:
    async with shown(await lost(45), size) as (app, pilot):
        await pilot.press("3", "enter")
        await settled(pilot)
        text = "\n".join(lines_of(app))
        assert NAME in text and "FAILED" in text


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_the_worst_row_of_a_target_says_the_word(size: tuple[int, int]) -> None:
    async with shown(await lost(45), size) as (app, pilot):
        await pilot.press("9")
        await settled(pilot)
        (line,) = [line for line in lines_of(app) if "worst row  " in line]
        assert f"{NAME} verification FAILED" in line


async def test_a_terminal_with_hardly_any_room_and_a_wall_say_it_too() -> None:
    snapshot = await lost(45)
    async with shown(snapshot, (46, 14)) as (app, pilot):
        await pilot.press("3")
        await settled(pilot)
        assert any("✖ news.example.org" in line and "FAILED" in line for line in lines_of(app))
    async with wall(snapshot, "200x60", WallOptions(pages=("identities",))) as (app, pilot):
        assert "PAUSE news.example.org verification is FAILED" in "\n".join(lines_of(app))
        await pilot.press("space")  # the alert steps aside
        await settled(pilot)
        text = "\n".join(lines_of(app))
        assert "PAUSE · verification is FAILED · bounce 1." in text


@pytest.mark.parametrize("size", SIZES)
async def test_without_vdm_there_are_no_rows_and_it_is_named_all_the_same(size: tuple[int, int]) -> None:
    async with bench("identity-lost", plan=PLAN) as run:
        run.server.account.faults.inject("vdm_off", "*")
        await run.read_all()
        run.pass_time(45 * MINUTE)
        await run.monitor.read_lists()
        snapshot = Snapshot(run.clock.now(), (run.monitor.picture(),))
    async with shown(snapshot, size) as (app, pilot):
        await pilot.press("3")
        await settled(pilot)
        lines = lines_of(app)
    assert any(f"REVIEW {NAME} verification is FAILED" in line for line in lines)
    assert any("the last check says HOST_NOT_FOUND" in line for line in lines)
    assert any("VDM is off in this account" in line for line in lines)
