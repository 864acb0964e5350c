"""Time to detection on the simulator's scenarios: the early tiers against the plain lines of the rate.

``python -m bench.detection``, from the top of the repository, runs ``replay`` over each account's history
and writes the table into docs/alerting.md, between its markers; ``--print`` only prints it.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from bench.model_account import START, ModelAccount
from ses_tui.core.clock import DAY, HOUR
from ses_tui.core.condition import Bands, Condition
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, TIER_KEYS, Metric, Point
from ses_tui.proving.replay import History, Told, replay
from ses_tui.proving.rules import Rules
from ses_tui.simulator.scenarios import load
from ses_tui.simulator.scenarios.model import Scenario

ROWS = (
    ("slow-burn", Metric.BOUNCE_RATE),
    ("stale-list", Metric.BOUNCE_RATE),
    ("isp-block", Metric.BOUNCE_RATE),
    ("complaint-storm", Metric.COMPLAINT_RATE),
    ("paused", Metric.BOUNCE_RATE),
    ("healthy", Metric.BOUNCE_RATE),
    ("healthy", Metric.COMPLAINT_RATE),
)
SEEDS = (7, 8, 9)
AFTER = 1.0
"""Days after the start that are replayed."""

POLL = 300.0
DOCUMENT = Path(__file__).parent.parent / "docs" / "alerting.md"
BEGIN, END = "<!-- detection: begin -->", "<!-- detection: end -->"
HEAD = (
    "| scenario | rate | tiers, N set | tiers, N not set | warn line | review line | highest rate |",
    "| --- | --- | --- | --- | --- | --- | --- |",
)


def onset(scenario: Scenario) -> float:
    """When the trouble of a scenario begins; epoch seconds."""
    rows = [burst for burst in scenario.bursts if burst.permanent or burst.complaint]
    minutes = []
    for burst in rows:
        totals = max((burst.permanent, burst.complaint), key=lambda each: each[-1] if each else 0)
        first = next((n for n, total in enumerate(totals) if total > 0), 0)
        minutes.append(burst.minutes[max(0, first - 1)])
    return START + 60 * min(minutes, default=0.0)


def history_of(account: ModelAccount) -> History:
    """What CloudWatch and GetSendStatistics would give of the account."""
    points = {
        (ACCOUNT, metric): [Point(at, value) for at, value in zip(series.times, series.values, strict=True)]
        for metric, series in account.rates().items()
    }
    return History(points, account.buckets())


def first(told: Sequence[Told], metric: Metric, least: Condition, since: float) -> float | None:
    """Seconds until the first alert of ``metric`` at ``least`` or above."""
    times = [
        one.at - since
        for one in told
        if one.message.kind is Kind.FIRING
        and one.message.key.subject == ACCOUNT
        and one.message.key.metric is metric
        and one.message.condition >= least
    ]
    return min(times, default=None)


def shown(values: Sequence[float | None]) -> str:
    """The median of the seeds; never: in more than half of them there was no alert."""
    middle = sorted(float("inf") if value is None else value for value in values)[len(values) // 2]
    if middle == float("inf"):
        return "never"
    return f"{middle / 60:.0f} min" if middle < 2 * HOUR else f"{middle / HOUR:.1f} h"


def row(name: str, metric: Metric, seeds: Sequence[int]) -> str:
    """One line of the table."""
    scenario = load(name)
    begin = onset(scenario)
    cells: list[list[float | None]] = [[], [], [], []]
    highest = 0.0
    for seed in seeds:
        account = ModelAccount(scenario, AFTER, seed)
        history = history_of(account)
        start, end = min(begin, START), START + AFTER * DAY
        known = replay(history, Rules(Bands(), volume=scenario.representative_volume), start, end, POLL)
        unknown = replay(history, Rules(Bands()), start, end, POLL)
        cells[0].append(first(known, TIER_KEYS[metric], Condition.WARN, begin))
        cells[1].append(first(unknown, TIER_KEYS[metric], Condition.WARN, begin))
        cells[2].append(first(known, metric, Condition.WARN, begin))
        cells[3].append(first(known, metric, Condition.REVIEW, begin))
        values = [point.value for point in history.points[ACCOUNT, metric] if begin <= point.at <= end]
        highest = max(highest, *values)
    times = " | ".join(shown(cell) for cell in cells)
    return f"| {name} | {metric.word} | {times} | {100 * highest:.3g} % |"


def main() -> None:
    """Make the table."""
    lines = [*HEAD]
    for name, metric in ROWS:
        lines.append(row(name, metric, SEEDS))
        print(lines[-1], flush=True)
    if "--print" in sys.argv:
        return
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    DOCUMENT.write_text("\n".join([before + BEGIN, *lines, END + after]), encoding="utf-8")


if __name__ == "__main__":
    main()
