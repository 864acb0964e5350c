"""The mistakes of warm-up that SES.md names, each detected and said with its numbers. Pure.

What counts as a jump, a step or a long time is written down here and is ours; the mistakes are the
industry guide's.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum

from ses_tui.core.clock import DAY
from ses_tui.core.interval import MIN_EVENTS
from ses_tui.core.model import Metric
from ses_tui.core.record import Record

JUMP = 1.5
"""A day over the busiest of the seven days before, from which it is a jump."""

JUMP_LEAST = 1_000
"""Messages more than those: a jump from 10 to 20 is none."""

FRESH_DAYS = 3
"""How long ago a jump is still news."""

AFTER_DAYS = 14
"""How long after the end of warm-up a jump is the mistake of that name."""

STEP = 1.3
"""A day over the mean of the last three with mail, from which it is a step."""

STEP_DAYS = 4
"""The step and the days after it in which its bounces come."""

IDLE_DAYS = 7

THROTTLED, THROTTLED_TIMES = 0.05, 2.0
"""Share of transient bounces at one ISP, and how many times that of all others."""

MIXED_SHARE = 0.05

MARKETING = frozenset(
    {
        "bulk",
        "campaign",
        "campaigns",
        "deals",
        "marketing",
        "news",
        "newsletter",
        "offers",
        "promo",
        "promotions",
        "sale",
    }
)
TRANSACTIONAL = frozenset(
    {
        *("account", "alert", "alerts", "auth", "billing", "invoice", "invoices", "login", "notify", "order"),
        *("orders", "otp", "password", "receipt", "receipts", "system", "transactional", "verify"),
    }
)
"""Words in the names of sets and identities that say what kind of mail it is."""

_WORDS = re.compile(r"[a-z]+")
_EVENTS, _MESSAGES = MIN_EVENTS[Metric.BOUNCE_RATE]


class MistakeKind(StrEnum):
    """Which mistake."""

    VOLUME_JUMP = "volume jump"
    JUMP_AFTER_END = "jump after day 45"
    MIXED_STREAMS = "mixed streams"
    STALE_LIST = "stale list after a step"
    IDLE = "idle"
    THROTTLING = "throttling ISP"


class Mistake(Record, frozen=True):
    """``text``: one line with the numbers and what to do. ``at``: UTC day or moment, epoch seconds."""

    kind: MistakeKind
    at: float
    text: str


class Stream(Record, frozen=True):
    """What one configuration set or identity sends through the pool; messages."""

    name: str
    sends: float

    @property
    def kind(self) -> str | None:
        """marketing or transactional, by the words of its name; None where it does not tell."""
        words = set(_WORDS.findall(self.name.lower()))
        if words & MARKETING:
            return None if words & TRANSACTIONAL else "marketing"
        return "transactional" if words & TRANSACTIONAL else None


class Warming(Record, frozen=True):
    """What is known of one pool (or the account). Days are UTC days by their start, epoch seconds.

    ``daily``, ``bounces``: messages and hard bounces per day; a day that is not there had none; today
    is left out. ``isps``: (transient bounces, messages) of the last days, per ISP. ``in_progress``:
    whether any of its IPs warms up; ``done_since``: when the last one ended.
    """

    now: float
    in_progress: bool
    daily: Mapping[float, float]
    bounces: Mapping[float, float] = {}
    isps: Mapping[str, tuple[int, int]] = {}
    streams: Sequence[Stream] = ()
    done_since: float | None = None

    @property
    def today(self) -> float:
        """The day that is not over."""
        return self.now - self.now % DAY

    def on(self, day: float) -> float:
        """Messages of a day."""
        return self.daily.get(day, 0.0)

    def before(self, day: float, count: int) -> list[float]:
        """Messages of the ``count`` days before ``day``, the newest last."""
        return [self.on(day - DAY * n) for n in range(count, 0, -1)]


def mistakes(pool: Warming) -> tuple[Mistake, ...]:
    """Every mistake that shows, the newest first."""
    detectors: tuple[Callable[[Warming], Mistake | None], ...] = (
        _volume_jump,
        _jump_after_end,
        _mixed,
        _stale_list,
        _idle,
        _throttling,
    )
    found = [mistake for detect in detectors if (mistake := detect(pool)) is not None]
    return tuple(sorted(found, key=lambda mistake: -mistake.at))


def _jump_in(pool: Warming, days: int) -> tuple[float, float, float] | None:
    """(day, its messages, the busiest of the week before) of the newest jump; a first day is none."""
    for n in range(1, days + 1):
        day = pool.today - DAY * n
        busiest = max(pool.before(day, 7))
        if busiest > 0 and pool.on(day) >= busiest * JUMP and pool.on(day) - busiest >= JUMP_LEAST:
            return day, pool.on(day), busiest
    return None


def _volume_jump(pool: Warming) -> Mistake | None:
    jump = _jump_in(pool, FRESH_DAYS) if pool.in_progress else None
    if jump is None:
        return None
    day, count, busiest = jump
    text = (
        f"{count:,.0f} messages on {_date(day)} after at most {busiest:,.0f} in the week before: what is"
        " above the day's plan goes through shared IPs; grow in small steps"
    )
    return Mistake(MistakeKind.VOLUME_JUMP, day, text)


def _jump_after_end(pool: Warming) -> Mistake | None:
    if pool.done_since is None or pool.in_progress or pool.now - pool.done_since > AFTER_DAYS * DAY:
        return None
    jump = _jump_in(pool, int((pool.today - pool.done_since) // DAY) + 1)
    if jump is None or jump[0] + DAY <= pool.done_since:
        return None
    day, count, busiest = jump
    text = (
        f"{count:,.0f} messages on {_date(day)}, {(day - pool.done_since) / DAY:.0f} days after warm-up"
        f" ended, after at most {busiest:,.0f} in the week before: reach full volume in steps"
    )
    return Mistake(MistakeKind.JUMP_AFTER_END, day, text)


def _mixed(pool: Warming) -> Mistake | None:
    total = sum(stream.sends for stream in pool.streams)
    if not pool.in_progress or not total:
        return None
    shares: dict[str, float] = {}
    for stream in pool.streams:
        if stream.kind is not None:
            shares[stream.kind] = shares.get(stream.kind, 0.0) + stream.sends / total
    if len(shares) < 2 or min(shares.values()) < MIXED_SHARE:
        return None
    names = ", ".join(stream.name for stream in pool.streams if stream.kind == "marketing")
    text = (
        f"{100 * shares['marketing']:.0f} % marketing ({names}) among {100 * shares['transactional']:.0f} %"
        " transactional mail, by their names: warm up with one stream, marketing through another pool"
    )
    return Mistake(MistakeKind.MIXED_STREAMS, pool.now, text)


def _stale_list(pool: Warming) -> Mistake | None:
    for n in range(1, 8):
        step = pool.today - DAY * n
        usual = [count for count in pool.before(step, 7) if count > 0][-3:]
        if len(usual) < 3 or pool.on(step) < STEP * sum(usual) / 3:
            continue
        after = [step + DAY * k for k in range(min(STEP_DAYS, n))]
        before = [step - DAY * k for k in range(7, 0, -1)]
        bounced, sent = _sums(pool, after)
        usual_bounced, usual_sent = _sums(pool, before)
        if bounced < _EVENTS or sent < _MESSAGES or not usual_sent:
            continue
        rate, usual_rate = bounced / sent, usual_bounced / usual_sent
        if rate >= 2 * usual_rate and rate - usual_rate >= 0.01:
            text = (
                f"{100 * rate:.1f} % bounced ({bounced:,.0f} of {sent:,.0f}) since the step on {_date(step)},"
                f" {100 * usual_rate:.1f} % in the week before: the recipients added are a stale list"
            )
            return Mistake(MistakeKind.STALE_LIST, step, text)
    return None


def _sums(pool: Warming, days: Sequence[float]) -> tuple[float, float]:
    return sum(pool.bounces.get(day, 0.0) for day in days), sum(map(pool.on, days))


def _idle(pool: Warming) -> Mistake | None:
    last = max((day for day, count in pool.daily.items() if count > 0 and day < pool.today), default=None)
    if last is None:
        return None
    days = round((pool.today - last) / DAY) - 1
    if days < IDLE_DAYS:
        return None
    text = f"no mail for {days} days, since {_date(last)}: an idle IP loses its reputation"
    return Mistake(MistakeKind.IDLE, last + DAY, text)


def _throttling(pool: Warming) -> Mistake | None:
    """The worst ISP, against all others together."""
    worst: tuple[float, str] | None = None
    for isp, (deferred, sent) in pool.isps.items():
        if deferred < _EVENTS or sent < _MESSAGES:
            continue
        others = [counts for other, counts in pool.isps.items() if other != isp]
        sent_elsewhere = sum(counts[1] for counts in others)
        elsewhere = sum(counts[0] for counts in others) / sent_elsewhere if sent_elsewhere else 0.0
        rate = deferred / sent
        if rate >= THROTTLED and rate >= THROTTLED_TIMES * elsewhere and (worst is None or rate > worst[0]):
            worst = rate, isp
    if worst is None:
        return None
    deferred, sent = pool.isps[worst[1]]
    text = (
        f"{worst[1]} defers {100 * worst[0]:.1f} % ({deferred:,} of {sent:,}): send it less until it takes"
        " the mail, never push through"
    )
    return Mistake(MistakeKind.THROTTLING, pool.now, text)


def _date(at: float) -> str:
    """``16 Nov``; of a UTC day."""
    return f"{datetime.fromtimestamp(at, UTC):%-d %b}"
