"""The mistakes of warm-up that SES.md names, each detected and said with its numbers. Pure.

What counts as a jump, a step or a long time is written down here and is ours; the mistakes are the
industry guide's.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum

from ses_tui.core.binomial import MIN_EVENTS
from ses_tui.core.clock import DAY, utc_day
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

UNLISTED_DAYS = 14
"""Days without a datapoint after which CloudWatch lists a metric no more (SES.md)."""

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
    STALE_LIST = "stale list"
    IDLE = "idle IP"
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


class Usage(Record, frozen=True):
    """The configuration sets that send through a pool, of ``among`` in the account.

    ``sent``: messages of 24 hours; ``listed``: whether CloudWatch lists their sends, which it does for
    ``UNLISTED_DAYS`` after the last. Both None where that was not read.
    """

    sets: Sequence[str]
    among: int
    sent: float | None = None
    listed: bool | None = None


class Warming(Record, frozen=True):
    """What is known of one pool (or the account). Days are UTC days by their start, epoch seconds.

    ``daily``, ``bounces``: messages and hard bounces per day; a day that is not there had none; today
    is left out. ``isps``: (transient bounces, messages) of today and yesterday, per ISP. ``in_progress``:
    whether any of its IPs warms up; ``done_since``: when the last one ended, None where that was not seen.
    ``usage``: None where it is not known which sets send through it.
    """

    now: float
    in_progress: bool
    daily: Mapping[float, float]
    bounces: Mapping[float, float] = {}
    isps: Mapping[str, tuple[int, int]] = {}
    streams: Sequence[Stream] = ()
    done_since: float | None = None
    usage: Usage | None = None

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
    text = f"{count:,.0f} on {_date(day)}, the week before at most {busiest:,.0f}: go in steps"
    return Mistake(MistakeKind.VOLUME_JUMP, day, text)


def _jump_after_end(pool: Warming) -> Mistake | None:
    if pool.done_since is None or pool.in_progress or pool.now - pool.done_since > AFTER_DAYS * DAY:
        return None
    jump = _jump_in(pool, int((pool.today - pool.done_since) // DAY) + 1)
    if jump is None or jump[0] + DAY <= pool.done_since:
        return None
    day, count, busiest = jump
    text = (
        f"{count:,.0f} on {_date(day)}, {_days(utc_day(pool.done_since), day)} after, from {busiest:,.0f}:"
        " go in steps"
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
    names = [stream.name for stream in pool.streams if stream.kind == "marketing"]
    more = f" +{len(names) - 1}" if len(names) > 1 else ""
    text = (
        f"{100 * shares['marketing']:.0f} % is {names[0]}{more}, {100 * shares['transactional']:.0f} %"
        " transactional: part them"
    )
    return Mistake(MistakeKind.MIXED_STREAMS, pool.now, text)


def _stale_list(pool: Warming) -> Mistake | None:
    """The newest rise; of steps on days in a row the first, whose week before holds none of its bounces."""
    rises = {day: rise for n in range(1, 8) if (rise := _rise(pool, day := pool.today - DAY * n)) is not None}
    if not rises:
        return None
    step = max(rises)
    while step - DAY in rises:
        step -= DAY
    bounced, sent, usual = rises[step]
    text = (
        f"{100 * bounced / sent:.1f} % bounced ({bounced:,.0f} of {sent:,.0f}), {100 * usual:.1f} % before"
        f" {_date(step)}: drop it"
    )
    return Mistake(MistakeKind.STALE_LIST, step, text)


def _rise(pool: Warming, step: float) -> tuple[float, float, float] | None:
    """(bounces, messages) since a step on that day, and the rate of the week before; None: no rise."""
    usual = [count for count in pool.before(step, 7) if count > 0][-3:]
    if len(usual) < 3 or pool.on(step) < STEP * sum(usual) / 3:
        return None
    since = round((pool.today - step) / DAY)
    bounced, sent = _sums(pool, [step + DAY * k for k in range(min(STEP_DAYS, since))])
    usual_bounced, usual_sent = _sums(pool, [step - DAY * k for k in range(7, 0, -1)])
    if bounced < _EVENTS or sent < _MESSAGES or not usual_sent:
        return None
    rate, usual_rate = bounced / sent, usual_bounced / usual_sent
    risen = rate >= 2 * usual_rate and rate - usual_rate >= 0.01
    return (bounced, sent, usual_rate) if risen else None


def _sums(pool: Warming, days: Sequence[float]) -> tuple[float, float]:
    return sum(pool.bounces.get(day, 0.0) for day in days), sum(map(pool.on, days))


def _idle(pool: Warming) -> Mistake | None:
    """By the pool's own sets; that the whole account is silent tells it too."""
    usage = pool.usage
    if usage is not None and not usage.sets:
        text = f"0 of {usage.among} configuration sets use its pool: send a little daily, or release it"
        return Mistake(MistakeKind.IDLE, pool.now, text)
    if usage is not None and usage.listed is False:
        text = f"no mail for {UNLISTED_DAYS} days or more: send a little daily, or release it"
        return Mistake(MistakeKind.IDLE, pool.now - UNLISTED_DAYS * DAY, text)
    last = max((day for day, count in pool.daily.items() if count > 0 and day < pool.today), default=None)
    if last is None:
        return None
    days = round((pool.today - last) / DAY) - 1
    if days < IDLE_DAYS:
        return None
    text = f"no mail for {days} days, since {_date(last)}: send a little daily, or release it"
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
    text = f"{worst[1]} defers {100 * worst[0]:.1f} % ({deferred:,} of {sent:,}): send it less"
    return Mistake(MistakeKind.THROTTLING, pool.now, text)


def not_known(pool: Warming) -> tuple[str, ...]:
    """What AWS does not tell of this pool, where it matters now; a line each."""
    said = []
    if not pool.daily:
        said.append("volume jumps, stale lists: no day's mail was read (VDM)")
    if not pool.isps:
        said.append("throttling: no ISP's deferrals were read (VDM)")
    if pool.usage is None:
        said.append("mail through this IP: which sets use its pool was not read")
    elif pool.usage.sets and pool.usage.sent is None and pool.usage.listed is not False:
        said.append("mail through this IP: the sends of its sets were not read")
    elif pool.usage.listed and not pool.usage.sent:
        said.append(f"how long idle: no mail in 24 h, some in {UNLISTED_DAYS} days")
    if not pool.in_progress and pool.done_since is None and _jump_in(pool, AFTER_DAYS) is not None:
        said.append("whether a jump came right after day 45: its end was not seen")
    return tuple(said)


def _days(first: float, last: float) -> str:
    many = round((last - first) / DAY)
    return f"{many} day" if many == 1 else f"{many} days"


def _date(at: float) -> str:
    """``16 Nov``; of a UTC day."""
    return f"{datetime.fromtimestamp(at, UTC):%-d %b}"
