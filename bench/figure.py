"""A figure beside its goal, and a part of the run that measures some."""

import sys
import time
from collections.abc import Callable, Iterator

import msgspec


class Figure(msgspec.Struct, frozen=True, omit_defaults=True):
    """One measured number."""

    name: str
    value: float | None
    """None: the thing was not seen within its time, or could not be measured."""
    unit: str
    goal: float | None = None
    """At most this; None: nothing was promised."""
    note: str = ""
    """What it was held against, or why there is none."""
    growth: str = ""
    """What grows, "targets" or "identities"; empty: the figure is none of a series."""
    size: int = 0
    """So many of them."""
    skipped: bool = False
    """Not measured for a reason that is no fault, which ``note`` tells."""

    @property
    def verdict(self) -> str:
        """``met``, ``MISSED``, ``skipped``, or nothing where there is no goal."""
        if self.skipped:
            return "skipped"
        if self.goal is None:
            return ""
        return "met" if self.value is not None and self.value <= self.goal else "MISSED"


class Part(msgspec.Struct, frozen=True):
    """What is measured in one go, in a process of its own."""

    about: str
    measure: Callable[[bool], Iterator[Figure]]
    """Called with True for the short way: fewer runs, smaller accounts."""
    minutes: float
    """That it takes on two cores; it is ended after three times as many."""


def number(value: float | None) -> str:
    """Three digits, as people write them; a dash for what is not known."""
    if value is None:
        return "–"
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value >= 0.001 or value == 0 else f"{value:.1g}"


def line(figure: Figure) -> str:
    """For a terminal."""
    size = f" ({figure.size:,} {figure.growth})" if figure.growth else ""
    goal = "" if figure.goal is None else f"goal {number(figure.goal)}"
    return (
        f"{figure.name + size:<46}{number(figure.value):>9} {figure.unit:<22}"
        f"{goal:<12}{figure.verdict:<8}{figure.note}".rstrip()
    )


def alone(part: Part) -> int:
    """``python -m bench.NAME [--quick] [--json]``: 1 if a goal is missed.

    ``--json``: a line of JSON per figure, as ``python -m bench`` reads them.
    """
    write = (lambda one: msgspec.json.encode(one).decode()) if "--json" in sys.argv else line
    missed, began = False, time.monotonic()
    for figure in part.measure("--quick" in sys.argv):
        print(write(figure), flush=True)
        missed |= figure.verdict == "MISSED"
    print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)
    return int(missed)
