"""Every goal beside what is measured: ``python -m bench [--only NAME…] [--quick] [--list]``.

Prints a line per figure, and writes docs/performance.md; a part that fails takes nothing from the others.
``--quick`` writes nothing. From the top of the repository. Exit 1 if a goal is missed or a part failed.
"""

import argparse
import compileall
import sys
from importlib import import_module

from bench import page, result
from bench.figure import Figure, Part, line

PARTS = ("screen", "polls", "keys", "check", "fleet", "cost_month", "mail_stopped", "growth")
"""Modules that have a ``PART``, in the order of the page."""

PROOFS = (
    "chaos", "detection", "early_warning", "events", "events_screen",
    "false_alarms", "input_fuzz", "memory", "owner_kills", "two_screens",
)  # fmt: skip
"""Long runs with options of their own, each its own command."""


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="NAME")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--list", action="store_true", help="name the parts, and the long runs beside them")
    given = parser.parse_args()
    parts = {name: part_of(name) for name in given.only}
    if given.list:
        for name, part in parts.items():
            print(f"{name:<14}{part.about}; about {part.minutes:g} min")
        print(f"long runs, each alone as python -m bench.NAME: {', '.join(PROOFS)}")
        return 0
    for folder in ("ses_tui", "bench", "tests"):
        compileall.compile_dir(folder, quiet=1)  # else every start measures the compiler
    fresh: list[result.Result] = []
    for name, part in parts.items():
        print(f"\n{name}: {part.about}", flush=True)
        for each in result.measured(name, part.minutes, given.quick):
            if isinstance(each, Figure):
                print("  " + line(each), flush=True)
            else:
                fresh.append(each)
                print(f"  {each.seconds:.0f} s, load {each.load:.1f}{failure(each)}", flush=True)
        if not given.quick:
            known = result.merged(result.read(), tuple(fresh), PARTS)
            result.write(known)
            page.write(known)
    print(f"\n{summary(fresh)}")
    return int(any(bad(one) for one in fresh))


def part_of(name: str) -> Part:
    part: Part = import_module(f"bench.{name}").PART
    return part


def bad(one: result.Result) -> bool:
    return bool(one.failed) or any(figure.verdict == "MISSED" for figure in one.figures)


def failure(one: result.Result) -> str:
    return f"; FAILED: {one.failed}" if one.failed else ""


def summary(results: list[result.Result]) -> str:
    """How many goals were met; which were not."""
    judged = [figure for one in results for figure in one.figures if figure.verdict]
    missed = [figure.name for figure in judged if figure.verdict == "MISSED"]
    failed = [one.part for one in results if one.failed]
    met = sum(figure.verdict == "met" for figure in judged)
    text = f"{met} of {len(judged)} goals met"
    text += f"; missed: {', '.join(missed)}" if missed else ""
    return text + (f"; failed: {', '.join(failed)}" if failed else "")


if __name__ == "__main__":
    sys.exit(main())
