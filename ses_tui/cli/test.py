"""``ses-tui test``: scenario files on the alert rules, with fake time. No AWS, no network."""

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from ses_tui.core.errors import Misconfigured
from ses_tui.core.text import safe
from ses_tui.proving.parse import load
from ses_tui.proving.problem import BadScenario, scenario_files, shipped
from ses_tui.proving.report import diff, failing, headline, junit, summary, trace
from ses_tui.proving.run import run as run_scenario
from ses_tui.proving.verdict import Verdict, judge

FAILED = 1
BAD_FILE = 2

Result = tuple[Verdict | BadScenario, float]


def run(options: argparse.Namespace) -> int:
    """0: all passed; 1: some failed; 2: some can't be run. Raises Misconfigured if none is named."""
    names = [*options.scenario, *(shipped() if options.shipped else [])]
    if not names:
        raise Misconfigured("no scenario is named: give a file or a folder, or --shipped")
    results = []
    for one, seconds in _results(names):
        results.append((one, seconds))
        _print(one, options)
    if options.junit:
        _write(options.junit, junit(results))
    bad = sum(isinstance(one, BadScenario) for one, _ in results)
    failed = sum(isinstance(one, Verdict) and not one.passed for one, _ in results)
    print(summary(len(results) - bad - failed, failed, bad), flush=True)
    return BAD_FILE if bad else FAILED if failed else 0


def _results(names: list[Path]) -> Iterator[Result]:
    """Each verdict with the seconds that it took."""
    for file in scenario_files(names):
        began = time.monotonic()
        yield (file if isinstance(file, BadScenario) else _verdict(file)), time.monotonic() - began


def _verdict(file: Path) -> Verdict | BadScenario:
    try:
        scenario = load(file)
    except BadScenario as bad:
        return bad
    return judge(scenario, run_scenario(scenario))


def _print(one: Verdict | BadScenario, options: argparse.Namespace) -> None:
    if isinstance(one, BadScenario):
        for problem in one.problems:
            sys.stderr.write(problem.shown(one.file) + "\n")
        return
    if one.passed and options.quiet:
        return
    print(headline(one), flush=True)
    lines: list[str] = []
    if not one.passed:
        lines += diff(one) if options.diff else failing(one)
    elif options.diff:
        lines += diff(one)
    if options.trace:
        lines += trace(one)
    for line in lines:
        print(line)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        why = safe(error.strerror or error)
        raise Misconfigured(f"{safe(path)}: the report can't be written: {why}") from None
