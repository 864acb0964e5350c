"""Mail that stopped, over 90 days of accounts that send by day and hardly at night or on weekends.

``python -m bench.mail_stopped [--quick]``. An account that goes on sending must
be left alone; one that falls silent must be found, and after how long is printed.
"""

from collections.abc import Iterator
from math import inf
from random import Random
from statistics import median

from bench.account_model import poisson
from bench.figure import Figure, Part, alone
from ses_tui.core.clock import DAY, HOUR
from ses_tui.core.condition import NUMBER_LINES, Condition
from ses_tui.core.mail_stopped import LATE, MailStopped, step
from ses_tui.core.model import Metric
from ses_tui.core.usual_mail import WEEK, HoursOfMail

LINES = NUMBER_LINES[Metric.MAIL_STOPPED]
START = 2715 * WEEK - 3 * DAY
"""A Monday, UTC."""

NIGHT = (0.1, 0.05, 0.02, 0.02, 0.02, 0.05, 0.3, 0.8)
DAYTIME = (1.5, 2.0, 2.2, 2.1, 1.9, 1.8, 2.0, 2.1, 2.0, 1.7, 1.3, 1.0, 0.8, 0.6, 0.4, 0.2)
SHAPE = (*NIGHT, *DAYTIME)
WEEKEND = 0.3

DAY_SCATTER = 0.2
"""Standard deviation of the logarithm of a day's volume; that of an hour is a parameter."""

VOLUMES = (40, 1_000, 120_000)
"""Messages a day."""

SCATTERS = (0.1, 0.3)
CAMPAIGNS = (0.0, 0.02)
"""Chance that an hour has a campaign of a tenth to a half of a day's mail besides."""

SEEDS = range(2)
BEFORE = 8 * 7
"""Days of history."""


def hours(
    seed: int, daily: float, scatter: float, campaigns: float, days: float
) -> list[tuple[float, float]]:
    """Messages per hour from START on."""
    random, made, today = Random(seed), [], 1.0
    for number in range(int(days * 24)):
        hour = number % 24
        if hour == 0:
            today = random.lognormvariate(-(DAY_SCATTER**2) / 2, DAY_SCATTER)
        mean = daily * SHAPE[hour] / sum(SHAPE) * today * random.lognormvariate(-(scatter**2) / 2, scatter)
        sent = poisson(random, mean * (WEEKEND if number // 24 % 7 > 4 else 1.0))
        if random.random() < campaigns:
            sent += round(daily * random.uniform(0.1, 0.5))
        made.append((START + number * HOUR, float(sent)))
    return made


def found(sent: list[tuple[float, float]], first: int) -> list[tuple[float, MailStopped]]:
    """Each time that its condition rose after the first ``first`` hours, and the end of that hour."""
    mail, state, episodes = HoursOfMail(), MailStopped(), []
    mail.take(sent[:first])
    for at, count in sent[first:]:
        mail.take([(at, count)])
        before, state = state, step(state, mail, LINES, at + HOUR)
        if state.condition > max(before.condition, Condition.NOTICE):
            episodes.append((at + HOUR, state))
    return episodes


def delay(seed: int, daily: float, scatter: float, campaigns: float) -> float:
    """Hours from a stop at ten on a Tuesday until it can be told, counts being half an hour late."""
    sent = hours(seed, daily, scatter, campaigns, BEFORE + 4)
    stop = START + (BEFORE + 1) * DAY + 10 * HOUR
    silent = [(at, 0.0 if at >= stop else count) for at, count in sent]
    told = [end for end, _ in found(silent, BEFORE * 24) if end > stop]
    return (told[0] + LATE - stop) / HOUR if told else inf


def measure(quick: bool) -> Iterator[Figure]:
    days, tried = (20.0, 1) if quick else (90.0, 6)
    for daily in VOLUMES:
        alarms, delays = 0, []
        for scatter in SCATTERS:
            for campaigns in CAMPAIGNS:
                for seed in SEEDS:
                    sent = hours(seed, daily, scatter, campaigns, BEFORE + days)
                    alarms += len(found(sent, BEFORE * 24))
                told = [delay(seed, daily, scatter, campaigns) for seed in range(100, 100 + tried)]
                delays.append(median(told))
        name, of_them = f"{daily:,} messages a day", len(SCATTERS) * len(CAMPAIGNS) * len(SEEDS)
        note = f"{of_them} accounts, {days:.0f} days each"
        yield Figure(f"{name}: false alarms that mail stopped", alarms, "alarms", 0, note)
        note = f"{min(delays):.1f} to {max(delays):.1f} by how much the hours scatter"
        yield Figure(f"{name}: told that it stopped", median(delays), "h after, median", note=note)


PART = Part("false alarms that mail stopped, over 90 days at three volumes", measure, minutes=3)

if __name__ == "__main__":
    raise SystemExit(alone(PART))
