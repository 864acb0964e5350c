"""What a month of watching one target costs: counted by the simulated account, beside our own meter.

``python -m bench.cost_month [DAYS]``, from the top of the repository. The whole engine with default settings
and the real client, over 30 simulated days (some minutes). The account counts the metrics in each
GetMetricData request that reaches it; it knows nothing of the meter.
"""

import asyncio
import os
import sys
import time
from math import ceil

from bench.fast_clock import Run, running
from ses_tui.cli.setup import from_settings
from ses_tui.core.clock import DAY, HOUR
from ses_tui.settings.model import Settings

START = 1_793_491_200.0
"""2026-11-01T00:00:00Z."""

USD_PER_METRIC = 0.01 / 1000
"""Said here once more: the proof shares no constant with what it proves."""

MONTH_DAYS = 30


def _say(what: str, run: Run, before: tuple[int, int], days: float) -> None:
    account, meter = run.counted() - before[0], run.usage().metrics_requested - before[1]
    month = account * USD_PER_METRIC * MONTH_DAYS / days
    said = run.usage().estimated_monthly_usd
    print(
        f"{what:<34} {days:>6.2f} d  account {account:>7,} metrics  meter {meter:>7,}"
        f"  ${month:.4f} a month counted  ${said:.4f} said  {100 * (said / month - 1):+.2f} %",
        flush=True,
    )


def _so_far(run: Run) -> tuple[int, int]:
    return run.counted(), run.usage().metrics_requested


async def _month(days: float) -> None:
    ((_, plan),) = from_settings(Settings()).targets
    async with running("healthy", START, plan) as run:
        began = time.process_time()
        for day in range(1, ceil(days) + 1):
            await run.clock.pass_time(min(1.0, days - day + 1) * DAY)
            print(f"   day {day}: {run.counted():,} metrics", file=sys.stderr, flush=True)
        _say("default settings, nobody looks", run, (0, 0), days)
        log = run.server.log
        print(f"   {time.process_time() - began:.0f} s of CPU; {sum(log.operations.values()):,} requests:")
        for name, times in log.operations.most_common():
            print(f"   {times:>9,} {name}")
        assert not (log.violations or log.limits or log.writes or log.refused), log.summary()
        for what, seconds in (("somebody looks for an hour", HOUR), ("somebody looks for a day", DAY)):
            run.engine.look(True)
            before = _so_far(run)
            await run.clock.pass_time(seconds)
            _say(what, run, before, seconds / DAY)
            run.engine.look(False)
            await run.clock.pass_time(HOUR)
    async with running("paused", START, plan) as run:
        await run.clock.pass_time(2 * HOUR)
        before = _so_far(run)
        await run.clock.pass_time(DAY)
        _say("account paused, nobody looks", run, before, 1)


if __name__ == "__main__":
    os.environ.update(AWS_ACCESS_KEY_ID="bench", AWS_SECRET_ACCESS_KEY="bench", AWS_CONFIG_FILE=os.devnull)
    asyncio.run(_month(float(sys.argv[1]) if len(sys.argv) > 1 else MONTH_DAYS))
