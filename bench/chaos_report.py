"""What the chaos run found, for people."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bench.chaos_judge import Verdict
from bench.chaos_process import Sample

if TYPE_CHECKING:
    from bench.chaos import Result

NAMES = {"hook": "a hook process", "flaky": "a channel that refuses 30 %"}
AGES = (0.25, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
"""Simulated days."""


def report(result: "Result") -> str:
    """All of it."""
    faulty = sum(result.faults.values())
    happened = ", ".join(f"{what}: {count}" for what, count in sorted(result.happened.items()) if count)
    lines = [
        f"{result.days:g} simulated days in {result.seconds / 60:.0f} minutes; {happened};",
        f"{faulty:,} of {result.calls:,} calls met one of {len(result.faults)} kinds of fault;",
        f"{result.breaches:,} breaches in the account, {len(result.unread)} of them never read;",
        f"{len(result.troubles)} exit codes, terminals and logs not as they must be\n",
        alerts(result.verdicts),
        "",
        resources(result.samples),
        *result.troubles,
    ]
    for verdict in result.verdicts:
        lines += [f"\n{verdict.channel}: {verdict.cut_off} served only to a run that was ended at once"]
        lines += [f"lost by {verdict.channel}: {lost}" for lost in verdict.lost]
        lines += [f"late by {verdict.channel}: {late}" for late in verdict.broken]
    return "\n".join(lines)


def alerts(verdicts: Sequence[Verdict]) -> str:
    """A row for each channel."""
    titles = "channel, breaches served, episodes, lost, slowest after the first good read, messages, twice"
    rows = [
        f"| {NAMES[one.channel]} | {one.breaches:,} | {one.episodes} | {len(one.lost)}"
        f" | {one.slowest:.0f} s | {one.messages:,} | {one.duplicates} |"
        for one in verdicts
    ]
    return "\n".join([f"| {titles.replace(', ', ' | ')} |", "| --- " * 7 + "|", *rows])


def resources(samples: Sequence[Sample]) -> str:
    """The last process, which nobody touched, as it aged; and the most that any process held."""
    oldest = [one for one in samples if one.process == samples[-1].process] if samples else []
    rows = ["| process | MB | threads | descriptors | children |", "| --- " * 5 + "|"]
    for day in AGES:
        if around := [one for one in oldest if abs(one.age / 86400 - day) < 0.25 * day]:
            rows.append(_row(f"untouched, about {day:g} days old", _median(around)))
    for what, of_them in (("screen", True), ("watch", False)):
        if held := [one for one in samples if one.screen is of_them]:
            rows.append(_row(f"the most of any {what}", [max(each) for each in zip(*map(_held, held))]))  # noqa: B905
    return "\n".join(rows)


def _held(sample: Sample) -> tuple[float, ...]:
    return sample.mb, sample.threads, sample.descriptors, sample.children


def _median(samples: Sequence[Sample]) -> list[float]:
    return [sorted(each)[len(each) // 2] for each in zip(*map(_held, samples), strict=True)]


def _row(title: str, values: Sequence[float]) -> str:
    return f"| {title} | {' | '.join(f'{value:.0f}' for value in values)} |"
