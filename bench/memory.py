"""Memory of the live screen of ``ses-tui demo`` under random keys: MB, threads, descriptors, children.

``python -m bench.memory [--keys 2500] [--seed N] [--idle]``, from the top of the repository. A line every 250
keys. ``--idle`` sends none and waits as long: what the simulated account and its numbers cost alone.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import psutil

from bench.input_fuzz import Fuzz, key

EVERY = 250
PAUSE = 0.03
"""Seconds from one key to the next, at most: a key of twenty milliseconds is drawn before the next comes."""


def main() -> int:
    """1 if the screen ended."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--keys", type=int, default=2500)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--idle", action="store_true")
    options = parser.parse_args()
    print(f"seed {options.seed}\n  keys     MB  threads  descriptors  children")
    with tempfile.TemporaryDirectory() as home:
        fuzz = Fuzz(options.seed, Path(home))
        terminal, process = fuzz.terminal, psutil.Process(fuzz.terminal.pid)
        try:
            for number in range(options.keys + 1):
                if fuzz.ended():
                    print(f"ended after {number} keys")
                    return 1
                if number % EVERY == 0:
                    size, threads = process.memory_info().rss / 2**20, process.num_threads()
                    files, children = process.num_fds(), len(process.children())
                    print(f"{number:6,} {size:6.0f} {threads:8} {files:12} {children:9}", flush=True)
                if not options.idle:
                    os.write(terminal.fd, key(fuzz.rng))
                terminal.read(lambda: False, fuzz.rng.uniform(0, PAUSE))
                terminal.raw.clear()
        finally:
            terminal.kill()
    return 0


if __name__ == "__main__":
    sys.exit(main())
