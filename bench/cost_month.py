"""What watching one target costs: counted by the simulated account, beside our own meter.

``python -m bench.cost_month [--quick]``. The whole engine with default settings and the real client, in
simulated time. The account counts the metrics in each GetMetricData request that reaches it; it knows
nothing of the meter.
"""

import asyncio
import os
from collections.abc import Iterator

from bench.fast_clock import Run, running
from bench.figure import Figure, Part, alone
from ses_tui.cli.setup import from_settings
from ses_tui.core.clock import HOUR
from ses_tui.settings.model import Settings

START = 1_793_491_200.0
"""2026-11-01T00:00:00Z."""

USD_PER_METRIC = 0.01 / 1000
"""Said here once more: the proof shares no constant with what it proves."""

MONTH_HOURS = 30 * 24
OPERATIONS = 4
"""So many of those that are called most are named."""


def measure(quick: bool) -> Iterator[Figure]:
    os.environ.update(AWS_ACCESS_KEY_ID="bench", AWS_SECRET_ACCESS_KEY="bench", AWS_CONFIG_FILE=os.devnull)
    yield from asyncio.run(month(*((2, 1) if quick else (12, 3))))


async def month(alone: int, looking: int) -> list[Figure]:
    """Simulated hours in which nobody looks, and in which somebody does."""
    ((_, plan),) = from_settings(Settings()).targets
    async with running("healthy", START, plan) as run:
        await run.clock.pass_time(alone * HOUR)
        log = run.server.log
        made, often = sum(log.operations.values()), log.operations.most_common(OPERATIONS)
        calls = ", ".join(f"{name} {times / alone:.0f}" for name, times in often)
        meter = abs(run.usage().metrics_requested - run.counted())
        figures = [
            Figure("a month of one target, nobody looks", dollars(run.counted(), alone), "$", 0.25),
            Figure("meter against the account's own count", meter, "metrics too many or few", 0),
            Figure("calls of AWS, nobody looks", made / alone, "an hour", note=calls),
        ]
        assert not (log.violations or log.limits or log.writes or log.refused), log.summary()
        figures.append(Figure("the same, somebody looks at sets and IPs", await look(run, looking), "$"))
        return figures


async def look(run: Run, hours: int) -> float:
    """Dollars a month of somebody who looks all the time, after the first read."""
    run.engine.look(True)
    await run.clock.pass_time(HOUR)
    before = run.counted()
    await run.clock.pass_time(hours * HOUR)
    run.engine.look(False)
    return dollars(run.counted() - before, hours)


def dollars(metrics: int, hours: float) -> float:
    """A month at that pace."""
    return metrics * USD_PER_METRIC * MONTH_HOURS / hours


PART = Part("dollars a month and AWS calls of one target, in simulated time", measure, minutes=2)

if __name__ == "__main__":
    raise SystemExit(alone(PART))
