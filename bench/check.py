"""``ses-tui check``: beside one call of the AWS CLI, beside AWS's own limit, and of 45 targets at once.

``python -m bench.check [--quick]``. The simulated account runs in a process of its own, and so does every
``check``. The AWS CLI is the ``aws`` of this environment, or of the path.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.figure import Figure, Part, alone
from bench.processes import COMMAND, Account, places, simulated
from ses_tui.core.clock import HOUR

QUERY = (
    "Id=b,MetricStat={Metric={Namespace=AWS/SES,MetricName=Reputation.BounceRate},Period=300,Stat=Maximum}"
)
CALL = ("cloudwatch", "get-metric-data", "--metric-data-queries", QUERY)
HOURS = 6
FREE = 160
"""VDM queries that may go at once."""

QUERIES_A_SECOND, CALLS_A_SECOND = 120, 12
"""What we allow ourselves of AWS's limit for BatchGetMetricData (`aws/limiter.py`)."""

MANY = (sys.executable, "-m", "bench.identities_account")
TARGETS = 45
TARGET = '[[targets]]\nname = "t{0}"\nregion = "eu-west-{0}"\nendpoint_url = "{1}"\n'


class Took(NamedTuple):
    """Of one process: seconds, seconds of CPU, MB at most, and its exit code."""

    seconds: float
    cpu: float
    megabytes: float
    code: int


def measure(quick: bool) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as home:
        with simulated() as account:
            yield beside_the_cli(account, home, 3 if quick else 7)
        # Identities enough to keep AWS's limit busy for some time.
        with simulated(command=(*MANY, "100" if quick else "400")) as many:
            yield against_the_limit(many, home)
        with simulated() as account:
            yield from of_a_fleet(account, home)


def beside_the_cli(account: Account, home: str, runs: int) -> Figure:
    """Both in turn."""
    name, unit = f"check, at most {FREE} VDM queries", "x one aws call"
    beside = Path(sys.executable).with_name("aws")
    aws = str(beside) if beside.exists() else shutil.which("aws")
    if aws is None:
        return Figure(name, None, unit, 1.4, "there is no AWS CLI here", skipped=True)
    times = ("--start-time", str(int(time.time() - HOURS * HOUR)), "--end-time", str(int(time.time())))
    statistics = (aws, *CALL, *times, "--endpoint-url", account.url)
    pairs = [(ran((*COMMAND, "check"), home, account), ran(statistics, home, account)) for _ in range(runs)]
    if wrong := [each.code for _, each in pairs if each.code]:
        return Figure(name, None, unit, 1.4, f"the AWS CLI ended with {wrong[0]}", skipped=True)
    ours, theirs = (median(each.seconds for each in column) for column in zip(*pairs, strict=True))
    return Figure(name, ours / theirs, unit, 1.4, f"{ours:.2f} s and {theirs:.2f} s, medians of {runs}")


def against_the_limit(account: Account, home: str) -> Figure:
    """``check --all`` of many identities, against the pace that AWS's limit allows."""
    took = ran((*COMMAND, "check", "--all", "--timeout", "300"), home, account)
    asked = account.requests()
    queries, calls = asked["vdm_queries"], asked["operations"]["BatchGetMetricData"]
    allowed = max(queries / QUERIES_A_SECOND, calls / CALLS_A_SECOND)
    return Figure(
        f"check, {queries:,} VDM queries",
        took.seconds / allowed,
        "x what the limit takes",
        1.15,
        f"{took.seconds:.1f} s and {allowed:.1f} s",
    )


def of_a_fleet(account: Account, home: str) -> Iterator[Figure]:
    """One ``check`` of many targets, each in a Region of its own."""
    config = Path(home) / "config.toml"
    config.write_text("".join(TARGET.format(number, account.url) for number in range(1, TARGETS + 1)))
    took = ran((*COMMAND, "check", "--timeout", "300", "--config", str(config)), home, account)
    note = f"{took.cpu:.1f} s of CPU, {took.seconds:.1f} s"
    if took.code == 3:
        raise RuntimeError("the targets could not be read")
    yield Figure(f"check of {TARGETS} targets: memory", took.megabytes, "MB", 200, note)


def ran(command: Sequence[str], home: str, account: Account) -> Took:
    """One process to its end."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        env={**os.environ, **places(home, account.url)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    most = used.ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)  # KiB; macOS counts bytes
    return Took(seconds, used.ru_utime + used.ru_stime, most, process.returncode)


PART = Part("check beside the AWS CLI and AWS's limits, and of 45 targets", measure, minutes=1.5)

if __name__ == "__main__":
    raise SystemExit(alone(PART))
