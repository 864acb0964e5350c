"""One simulated week with faults in a fifth of the calls, and the process killed fifty times.

    python -m bench.chaos [--days 7] [--kills 50] [--seed 1] [--directory D]

Prints the table of docs/alerting.md. Exit 1 where an alert was lost or came later than promised.
Half of the kills come at a random moment, half in the moment after a channel took a message.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bench import chaos_week
from bench.chaos_judge import LINES, PROMISE, Verdict, judge, lines_of, served
from bench.chaos_week import EVERY, START
from ses_tui.simulator.account import Account
from ses_tui.simulator.clock import SimulatedClock
from ses_tui.simulator.hours import STEP

LONGEST_DOWN = 1800.0
"""Simulated seconds that nobody starts it again, at most."""

LONGEST_WAIT = 4 * 3600.0
"""Simulated seconds that a kill waits for a message."""

PATIENCE = 120.0
"""Real seconds without simulated time passing after which the engine counts as stuck."""


@dataclass
class Result:
    """``breaches``: datapoints of the account's own truth at or above AWS's lines; ``unread``: never read.

    ``verdicts``: of the hook, and of the channel that refuses 30 %.
    """

    days: float
    breaches: int
    unread: list[float]
    kills: list[float]
    faults: Counter[str]
    calls: int
    verdicts: tuple[Verdict, ...]

    @property
    def kept(self) -> bool:
        """Whether the promise was kept: nothing lost, nothing late."""
        lost = self.unread or any(one.lost for one in self.verdicts)
        return not lost and all(one.slowest <= PROMISE for one in self.verdicts)


def run(directory: Path, days: float, kills: int, seed: int = 1, every: float = EVERY) -> Result:
    """Start the engine again and again on one state directory until the simulated end."""
    random = Random(seed)
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "SES_TUI_"))}
    environ |= {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_EC2_METADATA_DISABLED": "true"}
    environ |= {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    end = START + days * 86400
    moments = sorted(random.uniform(START + 3600, end - 3600) for _ in range(kills))
    killed: list[float] = []
    now, done = START, False
    while not done:
        numbers = [str(one) for one in (now, days, every, random.randrange(10**6))]
        command = (sys.executable, "-m", "bench.chaos_engine", str(directory), *numbers)
        process = subprocess.Popen(command, env=environ)
        aim = next((moment for moment in moments if moment > now), None)
        done = _until_killed(process, directory, aim, random.random() < 0.5, random)
        if not done:
            now = _time(directory)
            killed.append(now)
            now += random.uniform(10.0, LONGEST_DOWN)
            moments = [moment for moment in moments if moment > now]
            moments += [random.uniform(now, end - 3600) for _ in range(kills - len(killed) - len(moments))]
            moments.sort()
    calls = [str(call["fault"]) for call in lines_of(directory / "calls.jsonl")]
    logs = [(name, directory / f"{name}.jsonl") for name in ("hook", "flaky")]
    (directory / "kills.json").write_text(json.dumps(killed))
    verdicts = tuple(judge(name, log, directory / "reads.jsonl", killed) for name, log in logs)
    truth, points = _truth(days, every), served(directory / "reads.jsonl")
    unread = [at for name, at in truth if at not in {known for known, _ in points[name]}]
    return Result(days, len(truth), unread, killed, Counter(filter(None, calls)), len(calls), verdicts)


def _truth(days: float, every: float) -> list[tuple[str, float]]:
    """The breaches that were put into the account, as its own rates have them: rate and time."""
    chaos_week.put_up(days, every)
    account = Account(chaos_week.NAME, 1, SimulatedClock(START, 0.0))
    rates = account.rates.run(int(START) // STEP + 1, int(START + days * 86400 - 3600) // STEP)
    bounces = [("bounce_rate", float(one.at)) for one in rates if one.bounce_rate >= LINES["bounce_rate"][0]]
    line = LINES["complaint_rate"][0]
    return bounces + [("complaint_rate", float(one.at)) for one in rates if one.complaint_rate >= line]


def _until_killed(
    process: subprocess.Popen[bytes], directory: Path, aim: float | None, on_message: bool, random: Random
) -> bool:
    """Kill it at the simulated time ``aim``, or at the next message after; True where it ended well."""
    log, before, moved, seen = directory / "hook.jsonl", -1, time.monotonic(), 0.0
    while process.poll() is None:
        time.sleep(0.002)
        now = _time(directory)
        if now != seen:
            moved, seen = time.monotonic(), now
        if time.monotonic() - moved > PATIENCE:
            process.kill()
            raise RuntimeError(f"the engine is stuck at {now}")
        if aim is None or now < aim:
            continue
        size = log.stat().st_size if log.exists() else 0
        before = size if before < 0 else before
        if on_message and size == before and now < aim + LONGEST_WAIT:
            continue
        time.sleep(random.uniform(0, 0.03))
        process.kill()
        process.wait()
        return False
    if process.returncode:
        raise RuntimeError(f"the engine ended with {process.returncode}")
    return True


def _time(directory: Path) -> float:
    """Where the engine's time stands; the beginning before it wrote it."""
    try:
        return float((directory / "time").read_text())
    except (OSError, ValueError):
        return START


def table(result: Result) -> str:
    """For the docs."""
    titles = "channel, breaches served, episodes, lost, slowest after the first good read, messages, twice"
    rows = [f"| {titles.replace(', ', ' | ')} |", "| --- " * 7 + "|"]
    names = {"hook": "a hook process", "flaky": "a channel that refuses 30 %"}
    rows += [
        f"| {names[one.channel]} | {one.breaches} | {one.episodes} | {len(one.lost)} | {one.slowest:.0f} s |"
        f" {one.messages} | {one.duplicates} |"
        for one in result.verdicts
    ]
    return "\n".join(rows)


def main(words: Sequence[str] | None = None) -> int:
    """Run it and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--days", type=float, default=7.0)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--directory", type=Path)
    options = parser.parse_args(words)
    with TemporaryDirectory(prefix="ses-tui-chaos-") as temporary:
        directory = options.directory or Path(temporary)
        directory.mkdir(parents=True, exist_ok=True)
        result = run(directory, options.days, options.kills, options.seed)
    faulty = sum(result.faults.values())
    print(f"{result.days:g} simulated days, killed {len(result.kills)} times;")
    print(f"{faulty} of {result.calls} calls met one of {len(result.faults)} kinds of fault;")
    print(f"{result.breaches} breaches in the account, {len(result.unread)} of them never read\n")
    print(table(result))
    for verdict in result.verdicts:
        print(f"\n{verdict.channel}: {verdict.cut_off} served only to a run that a kill ended", end="")
        print("", *(f"lost by {verdict.channel}: {lost}" for lost in verdict.lost), sep="\n")
        print(*(f"late by {verdict.channel}: {late}" for late in verdict.broken), sep="\n")
    return 0 if result.kept else 1


if __name__ == "__main__":
    sys.exit(main())
