"""How long until a burst is seen, and how often a calm account is alarmed: the early tiers.

``python -m bench.early_warning``, from the top of the repository; prints the tables of docs/alerting.md.
Accounts are drawn by ``bench.account_model``; AWS's rate is the one over the last N messages.
"""

import sys
from dataclasses import dataclass
from statistics import median

from bench.account_model import Event, buckets
from ses_tui.core.clock import DAY, HOUR
from ses_tui.core.model import Metric
from ses_tui.core.tiers import TierState, read_to, step
from ses_tui.core.volume import BUCKET_SECONDS, HISTORY, Mail, Volume, VolumeSource

LINE = 0.05
BEFORE = 15 * DAY
"""Calm mail before the event."""

SEEDS = range(11)
AFTER = 12 * DAY

EVENTS: dict[str, Event] = {
    "8 % sustained": (BEFORE, BEFORE + AFTER, 0.08),
    "40 % for 2 h": (BEFORE + 9 * HOUR, BEFORE + 11 * HOUR, 0.40),
    "15 % for 6 h": (BEFORE + 9 * HOUR, BEFORE + 15 * HOUR, 0.15),
}
DAILY = (1_000, 10_000, 120_000)
DAYS_OF_VOLUME = (2, 10, 30)


@dataclass
class Run:
    """Seconds from the event until each was seen; None: never."""

    known: float | None = None
    bound: float | None = None
    warn: float | None = None
    review: float | None = None


def known(volume: int) -> Volume:
    """N as the user set it."""
    return Volume(volume, VolumeSource.SET)


def bound(mail: Mail, at: float) -> Volume:
    """N as it is taken where nothing speaks for a number: the mail of 14 days."""
    sent = mail.messages_until(at) - mail.messages_until(at - HISTORY)
    return Volume(max(1, round(sent)), VolumeSource.BOUND)


def detect(seed: int, daily: int, days_of_volume: float, event: Event) -> Run:
    """One account, 1 % before the event."""
    mail = Mail.of(buckets(seed, daily, 0.01, (BEFORE + AFTER) / DAY, [event]), Metric.BOUNCE_RATE)
    volume = round(daily * days_of_volume)
    start = event[0]
    found = Run()
    states = {"known": TierState(), "bound": TierState()}
    at = start + BUCKET_SECONDS
    while at <= BEFORE + AFTER:
        for name, taken in (("known", known(volume)), ("bound", bound(mail, at))):
            states[name] = step(states[name], read_to(mail, Metric.BOUNCE_RATE, LINE, taken, at))
            if states[name].on is not None and getattr(found, name) is None:
                setattr(found, name, at - start)
        # Before there are N messages the window is what there is.
        rate = mail.trailing_rate(at, min(volume, mail.messages_until(at)))
        for name, line in (("warn", 0.03), ("review", LINE)):
            if rate is not None and rate >= line and getattr(found, name) is None:
                setattr(found, name, at - start)
        at += BUCKET_SECONDS
    return found


def hours(values: list[float | None]) -> str:
    """The median in hours; never: in more than half of the runs it was not seen."""
    middle = median(float("inf") if value is None else value for value in values)
    return "never" if middle == float("inf") else f"{middle / HOUR:.1f} h"


def episodes(seed: int, daily: int, rate: float, days: int, days_of_volume: float | None) -> int:
    """How often a tier came on in ``days`` of calm mail; N set, or None for the bound."""
    mail = Mail.of(buckets(seed, daily, rate, 15 + days), Metric.BOUNCE_RATE)
    state, count = TierState(), 0
    at = BEFORE
    while at <= mail.ends[-1]:
        taken = bound(mail, at) if days_of_volume is None else known(round(daily * days_of_volume))
        after = step(state, read_to(mail, Metric.BOUNCE_RATE, LINE, taken, at))
        count += after.on is not None and state.on is None
        state = after
        at += BUCKET_SECONDS
    return count


def main() -> None:
    """Print both tables."""
    seeds = SEEDS[:3] if "--short" in sys.argv else SEEDS
    print("| mails a day | N | event | tiers, N known | tiers, N not known | rate >= 3 % | rate >= 5 % |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for daily in DAILY:
        for days in DAYS_OF_VOLUME:
            for name, event in EVENTS.items():
                runs = [detect(seed, daily, days, event) for seed in seeds]
                cells = [
                    hours([getattr(run, kind) for run in runs])
                    for kind in ("known", "bound", "warn", "review")
                ]
                print(f"| {daily:,} | {days} d | {name} | " + " | ".join(cells) + " |", flush=True)
    print()
    print(f"| mails a day | true rate | N | false episodes in {len(seeds)} x 90 days |")
    print("| --- | --- | --- | --- |")
    for daily in (300, *DAILY):
        for rate in (0.01, 0.02):
            for volume in (2, 10, None):
                count = sum(episodes(seed, daily, rate, 90, volume) for seed in seeds)
                label = "not known" if volume is None else f"{volume} d"
                print(f"| {daily:,} | {100 * rate:.0f} % | {label} | {count} |", flush=True)


if __name__ == "__main__":
    main()
