"""A simulated month with faults in a fifth of the calls, killed, without its terminal, and handed over.

    python -m bench.chaos [--days 30] [--kills 50] [--drops 20] [--handovers 20] [--seed 1] [--directory D]

Prints the tables of docs/reliability.md. Exit 1 where an alert was lost or came later than promised, and
where anything else was not as it must be.

kill      kill -9 at a random moment, or in the moment after a channel took a message; then nobody starts it
          again for up to half an hour
drop      the terminal of a live screen: its far end goes away, SIGHUP comes, or SIGSTOP and SIGCONT
handover  a second process on the same state directory, which views, and owns when the first is ended
          (kill -9, SIGTERM)

What is started for a drop is a live screen, else by chance that or ``watch``. The last fifth is one screen
that nobody touches: what grows shows.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle, pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bench import chaos_month
from bench.chaos_clock import TimeFile
from bench.chaos_judge import LINES, PROMISE, Verdict, judge, lines_of, served
from bench.chaos_month import EVERY, START
from bench.chaos_process import Process, Sample
from bench.chaos_report import report
from ses_tui.simulator.account import Account
from ses_tui.simulator.clock import SimulatedClock
from ses_tui.simulator.hours import STEP
from ses_tui.simulator.resources import ACCOUNT_ID
from ses_tui.store.leases import Leases

LONGEST_DOWN = 1800.0
"""Simulated seconds that nobody starts it again, at most."""

LONGEST_WAIT = 4 * 3600.0
"""Simulated seconds that an end waits for a message."""

PATIENCE = 300.0
"""Real seconds without simulated time passing after which the engine counts as stuck."""

UNTOUCHED = 0.2
"""Of the days: the last ones."""

SCREENS = 0.25
"""Of the processes for whose end no screen is needed."""

TARGET = f"{ACCOUNT_ID}/us-east-1"
SAMPLED = 1.0
"""Real seconds between two samples."""

MISTAKES = ("Traceback", "never retrieved", "never awaited", "was destroyed but it is pending")


@dataclass
class Result:
    """``breaches``: datapoints of the account's own truth at or above AWS's lines; ``unread``: never read.

    ``verdicts``: of the hook, and of the channel that refuses 30 %. ``troubles``: exit codes, terminals and
    logs that were not as they must be, in words.
    """

    days: float
    breaches: int = 0
    unread: list[float] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    verdicts: tuple[Verdict, ...] = ()
    troubles: list[str] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    seconds: float = 0.0
    """Real ones."""

    @property
    def kept(self) -> bool:
        """Whether the promise was kept: nothing lost, nothing late, nothing broken."""
        lost = self.unread or any(one.lost for one in self.verdicts)
        return not lost and not self.troubles and all(one.slowest <= PROMISE for one in self.verdicts)


class Chaos:
    """One run: the process that owns the account, and what happens to it."""

    def __init__(self, directory: Path, days: float, every: float, seed: int) -> None:
        self.directory = directory
        self.result = Result(days)
        self.ends: list[float] = []
        """Simulated times at which the process that owned was ended."""
        self._random = Random(seed)
        self._words = (str(days), str(every))
        self._time = TimeFile(directory)
        self._time.write(START)
        self._leases = Leases(directory / "ses-tui")
        self._log = directory / "stderr.log"
        self._ways_to_drop = cycle(("far end", "SIGHUP", "SIGSTOP"))
        self._ways_to_hand_over = cycle(("kill -9", "SIGTERM"))
        self._processes: list[Process] = []
        self._began: dict[int, float] = {}
        self._sampled = 0.0

    def run(self, kills: int, drops: int, handovers: int) -> None:
        """From the first start to the simulated end."""
        end = START + self.result.days * 86400
        kinds = ["kill"] * kills + ["drop"] * drops + ["handover"] * handovers
        self._random.shuffle(kinds)
        last = end - UNTOUCHED * self.result.days * 86400
        moments = sorted(self._random.uniform(START + 3600, last) for _ in kinds)
        kinds.append("end")
        owner = self._start(kinds[0])
        for aim, (kind, following) in zip(moments, pairwise(kinds), strict=True):
            self._wait(owner, aim)
            if kind == "handover":
                owner = self._hand_over(owner, following)
            elif kind == "kill" or not self._drop(owner):
                if kind == "kill":
                    self._kill(owner)
                    self.result.happened["kill -9"] += 1
                self.ends.append(self._time.read())
                self._time.write(self._time.read() + self._random.uniform(10.0, LONGEST_DOWN))
                owner = self._start(following)
        self._wait(owner, end)
        owner.leave()

    def close(self) -> None:
        """Leave no process behind."""
        for process in self._processes:
            if process.ended() is None:
                process.kill()
            self.result.troubles += process.troubles
        files = [self._log, *sorted((self.directory / "ses-tui").glob("*.log*"))]
        for path in files:
            lines = path.read_text("utf-8", "replace").splitlines() if path.exists() else []
            found = [number for number, line in enumerate(lines) if any(one in line for one in MISTAKES)]
            self.result.troubles += ["\n".join(lines[max(0, at - 2) : at + 30]) for at in found[:3]]

    def _start(self, for_what: str) -> Process:
        """``drop`` and the end need a screen."""
        self._began[len(self._processes)] = self._time.read()
        environ = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "SES_TUI_", "TMUX"))}
        environ |= {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}
        environ |= {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
        environ |= {"AWS_EC2_METADATA_DISABLED": "true"}
        environ |= {"XDG_STATE_HOME": str(self.directory), "XDG_CONFIG_HOME": str(self.directory)}
        words = (*self._words, str(self._random.randrange(10**6)))
        screen = for_what in ("drop", "end") or self._random.random() < SCREENS
        process = Process(len(self._processes), words, environ, self._log, screen=screen)
        self._processes.append(process)
        self.result.happened["screens" if screen else "watches"] += 1
        return process

    def _kill(self, process: Process) -> None:
        """Half of the time in the moment after the hook took a message."""
        if self._random.random() < 0.5:
            self._wait(process, self._time.read() + LONGEST_WAIT, for_message=True)
        time.sleep(self._random.uniform(0, 0.03))
        process.kill()

    def _drop(self, process: Process) -> bool:
        """Whether it goes on."""
        for _ in self._meanwhile(process, "draws nothing"):
            if process.drawn:
                break
        way = next(self._ways_to_drop)
        self.result.happened[f"drop, {way}"] += 1
        if way == "SIGSTOP":
            process.stop_and_continue()
            return True
        process.lose_terminal(by_signal=way == "SIGHUP")
        return False

    def _hand_over(self, owner: Process, following: str) -> Process:
        heir = self._start(following)
        for _ in self._meanwhile(owner, "is not viewed"):
            if self._leases.viewed(TARGET):
                break
        way = next(self._ways_to_hand_over)
        if way == "SIGTERM":
            owner.terminate()
        else:
            self._kill(owner)
        self.result.happened[f"handover, {way}"] += 1
        self.ends.append(self._time.read())
        for _ in self._meanwhile(heir, "does not take over"):
            if self._leases.holder(TARGET) == f"PID {heir.pid}":
                return heir
        return heir

    def _wait(self, process: Process, until: float, *, for_message: bool = False) -> None:
        """Until it wrote that simulated time; or, if that is earlier, until the hook took a message more."""
        log = self.directory / "hook.jsonl"
        size = log.stat().st_size if log.exists() else 0
        for now in self._meanwhile(process, "is stuck"):
            if now >= until or (for_message and log.exists() and log.stat().st_size != size):
                return

    def _meanwhile(self, process: Process, trouble: str) -> Iterator[float]:
        """The simulated time, again and again, while ``process`` runs and time passes."""
        moved, seen = time.monotonic(), 0.0
        while True:
            now = self._time.read()
            if now != seen:
                moved, seen = time.monotonic(), now
            if process.ended() is not None:
                raise RuntimeError(f"{process.what} ended by itself with {process.ended()}, at {now:.0f}")
            if time.monotonic() - moved > PATIENCE:
                raise RuntimeError(f"{process.what} {trouble} at {now:.0f}")
            self._sample(process, now)
            yield now
            time.sleep(0.004)

    def _sample(self, process: Process, now: float) -> None:
        if time.monotonic() - self._sampled < SAMPLED:
            return
        self._sampled = time.monotonic()
        if sample := process.sample(now - self._began[process.number]):
            self.result.samples.append(sample)
            done = (now - START) / 86400
            sys.stderr.write(f"\r{done:5.1f} days, {process.what}, {sample.mb:.0f} MB   ")
            sys.stderr.flush()


@contextmanager
def _chaos(directory: Path, days: float, every: float, seed: int) -> Iterator[Chaos]:
    chaos = Chaos(directory, days, every, seed)
    began = time.monotonic()
    try:
        yield chaos
    finally:
        chaos.close()
        chaos.result.seconds = time.monotonic() - began


def run(
    directory: Path,
    days: float,
    kills: int,
    drops: int,
    handovers: int,
    seed: int = 1,
    every: float = EVERY,
) -> Result:
    """Start it again and again on one state directory until the simulated end; then judge."""
    with _chaos(directory, days, every, seed) as chaos:
        chaos.run(kills, drops, handovers)
    result = chaos.result
    (directory / "ends.json").write_text(json.dumps(chaos.ends))
    calls = [str(call["fault"]) for call in lines_of(directory / "calls.jsonl")]
    result.calls, result.faults = len(calls), Counter(filter(None, calls))
    logs = [(name, directory / f"{name}.jsonl") for name in ("hook", "flaky")]
    result.verdicts = tuple(judge(name, log, directory / "reads.jsonl", chaos.ends) for name, log in logs)
    truth, points = _truth(days, every), served(directory / "reads.jsonl")
    result.breaches = len(truth)
    result.unread = [at for name, at in truth if at not in {known for known, _ in points[name]}]
    return result


def _truth(days: float, every: float) -> list[tuple[str, float]]:
    """The breaches that were put into the account, as its own rates have them: rate and time."""
    chaos_month.put_up(days, every)
    account = Account(chaos_month.NAME, 1, SimulatedClock(START, 0.0))
    rates = account.rates.run(int(START) // STEP + 1, int(START + days * 86400 - 3600) // STEP)
    bounces = [("bounce_rate", float(one.at)) for one in rates if one.bounce_rate >= LINES["bounce_rate"][0]]
    line = LINES["complaint_rate"][0]
    return bounces + [("complaint_rate", float(one.at)) for one in rates if one.complaint_rate >= line]


def main(words: Sequence[str] | None = None) -> int:
    """Run it and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--days", type=float, default=30.0)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--drops", type=int, default=20)
    parser.add_argument("--handovers", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--directory", type=Path)
    options = parser.parse_args(words)
    with TemporaryDirectory(prefix="ses-tui-chaos-") as temporary:
        directory = options.directory or Path(temporary)
        directory.mkdir(parents=True, exist_ok=True)
        result = run(directory, options.days, options.kills, options.drops, options.handovers, options.seed)
    sys.stdout.write(report(result) + "\n")
    return 0 if result.kept else 1


if __name__ == "__main__":
    sys.exit(main())
