"""What the chaos run's log says against what AWS served: late, lost, twice."""

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

LINES = {"bounce_rate": (0.05, 0.10), "complaint_rate": (0.001, 0.005)}
"""Review and pause, as AWS documents them."""

OF_RATE = ("FIRING", "EASED", "RESOLVED", "REPEAT")
"""Kinds of message that say how a rate stands; the others say whether it can be seen."""

RANK = {"ok": 0, "notice": 0, "warn": 2, "review": 3, "pause": 4}
REMINDERS = {2: 4 * 3600.0, 3: 3600.0, 4: 900.0}
POLL = 300.0
PROMISE = POLL + 60.0
ROUNDED = 0.001
"""Seconds to which the moment of a kill is known."""
SECOND = 1.0


@dataclass
class Verdict:
    """One channel. ``breaches``: datapoints at or above AWS's lines that AWS served well.

    ``late``: seconds from the first good read to the channel, per datapoint that it did not know of;
    ``broken``: those beyond the promise, in words. ``cut_off``: served only to runs that a kill ended
    within the promise, and never again: what a fault had rewritten or moved in time.
    """

    channel: str
    breaches: int = 0
    episodes: int = 0
    messages: int = 0
    duplicates: int = 0
    lost: list[str] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    cut_off: int = 0

    @property
    def slowest(self) -> float:
        """Seconds; 0 where nothing was new to it."""
        return max(self.late, default=0.0)


def lines_of(path: Path) -> Iterator[dict[str, object]]:
    """The objects of a file of JSON lines; a last line that was cut by a kill is left out."""
    if path.exists():
        for line in path.read_text().splitlines():
            try:
                yield json.loads(line)
            except ValueError:
                continue


def served(path: Path) -> dict[str, dict[tuple[float, float], list[float]]]:
    """Per rate and datapoint (time, value): when it was read well, each time."""
    found: dict[str, dict[tuple[float, float], list[float]]] = defaultdict(lambda: defaultdict(list))
    for read in lines_of(path):
        now, points = read["now"], read["points"]
        assert isinstance(now, float) and isinstance(points, list)
        for at, value in points:
            if 0 <= value <= 1 and at <= now + 300:
                found[str(read["metric"])][at, value].append(now)
    return found


def judge(channel: str, log: Path, reads: Path, kills: Sequence[float]) -> Verdict:
    """``kills``: simulated times. A read that a kill cut off counts from the next run's first."""
    verdict = Verdict(channel)
    heard: dict[str, list[tuple[float, int]]] = {name: [] for name in LINES}
    for message in lines_of(log):
        subject = message["subject"]
        assert isinstance(subject, dict)
        name, at = str(message["metric"]), datetime.fromisoformat(str(message["at"])).timestamp()
        verdict.messages += 1
        if subject["kind"] != "account" or name not in heard or message["kind"] not in OF_RATE:
            continue
        rank = RANK[str(message["condition"])]
        verdict.duplicates += _again(str(message["kind"]), rank, at, heard[name])
        heard[name].append((at, rank))
    for name, points in served(reads).items():
        newest = None
        for (at, value), read_at in sorted(points.items()):
            rank = 4 if value >= LINES[name][1] else 3 if value >= LINES[name][0] else 0
            if not rank:
                continue
            verdict.breaches += 1
            verdict.episodes += newest is None or at - newest > 3 * POLL
            newest = at
            first = _survived(read_at, kills)
            counted = [when for when in read_at if first is None or when <= first]
            after = _first_known(heard[name], counted, rank)
            what = f"{name} {value:.4f} of {at:.0f}, read at {counted[-1]:.0f}"
            if first is None and (after is None or after > PROMISE):
                verdict.cut_off += 1
            elif after is None:
                verdict.lost.append(what)
            elif after > 0:
                verdict.late.append(after)
                if after > PROMISE:
                    verdict.broken.append(f"{what}, told {after:.0f} s later")
    return verdict


def _again(kind: str, rank: int, at: float, heard: Sequence[tuple[float, int]]) -> bool:
    """Whether it said what the channel knew, and no reminder was due."""
    said_at, known = heard[-1] if heard else (0.0, 0)
    if kind == "REPEAT":
        return at - said_at < REMINDERS[rank] - 1
    return known >= rank if kind == "FIRING" else known <= rank


def _first_known(heard: Sequence[tuple[float, int]], reads: Sequence[float], rank: int) -> float | None:
    """Seconds from the last of ``reads``; 0 where one of those that a kill cut off was told in time."""
    for cut_off in reads[:-1]:
        after = _knew(heard, cut_off, rank)
        if after is not None and after <= PROMISE:
            return 0.0
    return _knew(heard, reads[-1], rank)


def _survived(read_at: Sequence[float], kills: Sequence[float]) -> float | None:
    """The first read after which the process lived for as long as the promise allows; None: there is none."""
    for at in read_at:
        place = bisect_left(kills, at - ROUNDED)
        if place == len(kills) or kills[place] > at + PROMISE:
            return at
    return None


def _knew(heard: Sequence[tuple[float, int]], at: float, rank: int) -> float | None:
    """Seconds after ``at`` until the channel knew of ``rank``; 0 where it did already; None: never.

    What it heard in the promise's time before counts: the read before a kill may have told it. A
    message's time is cut to the second, so one of this very read may seem to be before it.
    """
    place = bisect_left(heard, (at - SECOND, 0))
    told_before = [known for when, known in heard[:place] if when >= at - PROMISE]
    if (place and heard[place - 1][1] >= rank) or any(known >= rank for known in told_before):
        return 0.0
    return next((max(0.0, when - at) for when, known in heard[place:] if known >= rank), None)
