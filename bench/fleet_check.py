"""What one ``check`` of many targets takes: memory, CPU and time.

``python -m bench.fleet_check [TARGETS]``, from the top of the repository; 45 unless told. Each target is a
Region of the simulated account, which runs in a process of its own.
"""

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COMMAND = (sys.executable, "-m", "ses_tui")
GOAL_MB = 200
TARGET = '[[targets]]\nname = "t{0}"\nregion = "eu-west-{0}"\nendpoint_url = "{1}"\n'


def main() -> int:
    """Exit 1 if the memory is over the goal, 3 if the targets could not be read."""
    targets = int(sys.argv[1]) if len(sys.argv) > 1 else 45
    with tempfile.TemporaryDirectory() as home, simulated() as url:
        config = Path(home) / "config.toml"
        config.write_text("".join(TARGET.format(number, url) for number in range(1, targets + 1)))
        keys = {"AWS_ACCESS_KEY_ID": "AKIDBENCH", "AWS_SECRET_ACCESS_KEY": "bench"}
        places = {"HOME": home, "XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home}
        began = time.perf_counter()
        check = subprocess.Popen(
            (*COMMAND, "check", "--timeout", "300", "--config", str(config)),
            env={**os.environ, **keys, **places},
            stdout=subprocess.PIPE,
        )
        assert check.stdout is not None
        printed = check.stdout.read().decode()
        _, status, used = os.wait4(check.pid, 0)
        seconds = time.perf_counter() - began
    code, megabytes = os.waitstatus_to_exitcode(status), _megabytes(used)
    cpu = used.ru_utime + used.ru_stime
    print(f"{targets} targets: {megabytes:.0f} MB, {cpu:.1f} s of CPU, {seconds:.1f} s, exit {code}")
    if code == 3:
        print(printed)
        return 3
    return int(megabytes > GOAL_MB)


@contextmanager
def simulated() -> Iterator[str]:
    """The URL of a simulated account in a process of its own."""
    simulator = subprocess.Popen(
        (*COMMAND, "simulate", "--port", "0"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield _url(simulator)
    finally:
        simulator.terminate()
        simulator.wait()


def _url(simulator: subprocess.Popen[str]) -> str:
    assert simulator.stdout is not None
    for line in simulator.stdout:
        if found := re.search(r"http://[\d.:]+", line):
            return found[0]
    raise SystemExit("the simulated account did not start")


def _megabytes(used: resource.struct_rusage) -> float:
    """The most memory that was resident; Linux counts it in KiB, macOS in bytes."""
    return used.ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)


if __name__ == "__main__":
    raise SystemExit(main())
