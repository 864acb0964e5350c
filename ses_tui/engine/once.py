"""Every source read once, through the same monitor as the live one; for ``check``."""

import asyncio
from collections.abc import Sequence

from ses_tui.core.clock import Clock
from ses_tui.core.model import Target
from ses_tui.core.snapshot import Snapshot, TargetSnapshot
from ses_tui.engine.idle import NoHistory
from ses_tui.engine.memory import Memory
from ses_tui.engine.monitor import TargetMonitor
from ses_tui.engine.plan import Plan
from ses_tui.engine.ports import Reader


async def read_once(targets: Sequence[tuple[Target, Reader, Plan]], clock: Clock) -> Snapshot:
    """All targets side by side. What could not be read is in their errors."""
    pictures = await asyncio.gather(
        *(_read_target(target, reader, plan, clock) for target, reader, plan in targets)
    )
    return Snapshot(generated_at=clock.now(), targets=tuple(pictures))


async def _read_target(target: Target, reader: Reader, plan: Plan, clock: Clock) -> TargetSnapshot:
    monitor = TargetMonitor(
        target,
        reader,
        plan,
        clock,
        Memory(NoHistory(), target.name, target.name),
        lambda monitor, gone: None,
        lambda: None,
    )
    try:
        await reader.open()
        await asyncio.gather(
            monitor.read_rates(),
            monitor.read_account(),
            monitor.read_vdm(),
            monitor.read_statistics(),
            monitor.read_account_id(),
        )
        return monitor.picture()
    finally:
        await reader.close()
