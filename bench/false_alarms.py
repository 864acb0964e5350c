"""What our own windows say of accounts of the simulator's model over 90 days: tiers, rows, bands.

``python -m bench.false_alarms [DAYS]``, from the top of the repository. Calm accounts must be left alone;
incidents must be found, and when is printed.
"""

import sys
from collections.abc import Iterable

from bench.model_account import START, ModelAccount, ModelRow, at_rate
from ses_tui.core.alerting import KeyState, run
from ses_tui.core.binomial import lower_bound, too_few
from ses_tui.core.clock import DAY, HOUR, MINUTE
from ses_tui.core.condition import Bands, Condition
from ses_tui.core.model import Metric, Point, Series, SubjectKind
from ses_tui.core.tiers import TierState, read_to, step
from ses_tui.core.unusual import history, unusual
from ses_tui.core.volume import HISTORY, Mail, Volume, VolumeSource, estimated_volume

RATES = (Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE)
KINDS = (SubjectKind.ISP, SubjectKind.IDENTITY)
LOOK_BACK = 14 * HOUR
BANDS = Bands()
Episode = tuple[float, str]
"""When (seconds after the start) and what."""


def volumes(account: ModelAccount, mail: Mail, series: Series, at: float) -> dict[str, Volume]:
    """N as it would be estimated, if it is, and the bound that stands in for it."""
    sent = round(mail.messages_until(at) - mail.messages_until(at - HISTORY))
    found = {"bound": Volume(max(1, sent), VolumeSource.BOUND)}
    known = Mail(
        *(column[: sum(end <= at for end in mail.ends)] for column in (mail.ends, mail.messages, mail.events))
    )
    past = Series.of(
        (when, rate) for when, rate in zip(series.times, series.values, strict=True) if when <= at
    )
    estimate = estimated_volume(past.since(at - HISTORY), known, at)
    if estimate is not None:
        found["estimated"] = Volume(estimate, VolumeSource.ESTIMATED)
    found["true"] = Volume(account.scenario.representative_volume, VolumeSource.SET)
    return found


def tier_episodes(account: ModelAccount, metric: Metric) -> dict[str, list[Episode]]:
    """Each time a tier came on, for N estimated once a day, N unknown, and the true N."""
    mail = Mail.of(account.buckets(), metric)
    series = account.rates()[metric]
    line = BANDS.of(metric).review or 1.0
    states: dict[str, TierState] = {}
    episodes: dict[str, list[Episode]] = {"bound": [], "estimated": [], "true": []}
    taken: dict[str, Volume] = {}
    for number, at in enumerate(account.times()):
        if number % 96 == 0:
            taken = volumes(account, mail, series, at)
        for name, volume in taken.items():
            before = states.get(name, TierState())
            after = states[name] = step(before, read_to(mail, metric, line, volume, at))
            if after.on is not None and (before.on is None or after.on.rule != before.on.rule):
                episodes[name].append((at - START, after.on.rule.name))
    return episodes


def unusual_episodes(
    account: ModelAccount, rows: Iterable[ModelRow], metric: Metric, every: int
) -> list[Episode]:
    """Each time a row became unusual."""
    found: list[Episode] = []
    was: set[str] = set()
    made = list(rows)
    for at in account.times(every):
        now: set[str] = set()
        for kind in KINDS:
            histories = [
                one
                for row in made
                if row.subject.kind is kind
                and (
                    one := history(
                        row.subject, metric, row.points(metric, at, LOOK_BACK), row.counts(metric, at)
                    )
                )
            ]
            now |= {one.subject.label for one in unusual(histories, metric, at)}
        found += [(at - START, name) for name in sorted(now - was)]
        was = now
    return found


def band_episodes(
    account: ModelAccount, rows: Iterable[ModelRow], metric: Metric, every: int
) -> dict[str, list[Episode]]:
    """Each time a row's own condition rose to warn or more: by its bare rate, by what its counts prove."""
    episodes: dict[str, list[Episode]] = {"rate": [], "proven": []}
    lines = BANDS.of(metric)
    for row in rows:
        states = {"rate": KeyState(), "proven": KeyState()}
        for at in account.times(every):
            point = row.point(metric, at)
            events, messages = point.numerator or 0, point.denominator or 0
            if not messages or too_few(metric, lines, events, messages):
                continue
            # Below the leave line by its bare rate, the proven one is below it too, whatever it is.
            near = point.value >= (lines.leave(Condition.NOTICE) or lines.leave(Condition.WARN) or 0.0)
            proven = lower_bound(events, messages) if near else point.value
            for name, value in (("rate", point.value), ("proven", proven)):
                before = states[name]
                states[name] = run(before, (Point(at, value),), lines)
                if states[name].condition >= Condition.WARN > before.condition:
                    episodes[name].append((at - START, row.subject.label))
    return episodes


def said(episodes: list[Episode]) -> str:
    """``0``, or how many and the first ones: ``2: fast after 35 min, …``."""
    if not episodes:
        return "0"
    first = ", ".join(
        f"{name} after {seconds / MINUTE:.0f} min"
        if seconds < 2 * DAY
        else f"{name} on day {seconds / DAY:.0f}"
        for seconds, name in episodes[:3]
    )
    return f"{len(episodes)}: {first}"


def report(name: str, rate: float | None, days: float, every: int) -> None:
    """One account's lines of the table."""
    account = ModelAccount(at_rate(name, rate), days)
    rows = account.rows(every)
    label = name if rate is None else f"{name}, {100 * rate:.0f} %"
    for metric in RATES:
        tiers = tier_episodes(account, metric)
        bands = band_episodes(account, rows, metric, every)
        cells = [
            *(said(tiers[kind]) for kind in ("estimated", "bound", "true")),
            said(unusual_episodes(account, rows, metric, every)),
            said(bands["rate"]),
            said(bands["proven"]),
        ]
        print(f"| {label} | {metric.word} | " + " | ".join(cells) + " |", flush=True)


def main() -> None:
    """Print the table."""
    days = float(sys.argv[1]) if len(sys.argv) > 1 else 90.0
    print(
        "| account | metric | tiers, N estimated | tiers, N not known | tiers, N set | unusual rows"
        " | rows over warn by rate | rows over warn, proven |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name in ("healthy", "quiet"):
        for rate in (0.01, 0.02):
            report(name, rate, days, 3600)
    for name in ("stale-list", "isp-block", "slow-burn", "complaint-storm"):
        report(name, None, min(days, 2.0), 900)


if __name__ == "__main__":
    main()
