"""The early tiers: a burst seen in the account's own counts, long before it moves AWS's rate.

    tier     window W   short S   share c   is routed like
    fast       1 h       15 min      2 %     review
    medium     6 h       30 min      5 %     review
    slow      24 h        2 h       10 %     warn

With t the review line and N the representative volume, x events and m messages in a window, a tier
fires iff x_W >= max(c t N, t m_W) and x_W >= 5, and the short window agrees: x_S >= max(2, t m_S)
(ALERTING, reputation budget). The windows are our own, so they decide only with enough mail, and only
where chance alone would not put so many events over the line (ALERTING, small numbers): with 5
complaints of 5,000 it would. Two windows, as in Google's SRE workbook, chapter 5: the long one says
that it matters, the short one that it goes on.

Routed like review or warn, it never changes the account's condition: it is an alert by its own key.
"""

from collections.abc import Iterable

from ses_tui.core.binomial import MIN_EVENTS, proven
from ses_tui.core.budget import fits_under
from ses_tui.core.clock import DAY, HOUR, MINUTE, short_duration
from ses_tui.core.condition import Condition
from ses_tui.core.model import Metric
from ses_tui.core.record import Record, replace
from ses_tui.core.volume import BUCKET_SECONDS, Mail, Volume, VolumeSource

LEAST_EVENTS = 5
LEAST_EVENTS_SHORT = 2

QUIET_SECONDS = 15 * MINUTE
"""A tier that is on ends when its short window has not agreed for so much data."""


class Rule(Record, frozen=True):
    """One row of the table. Seconds; ``share``: of the budget, a fraction."""

    name: str
    window: float
    short: float
    share: float
    condition: Condition


RULES = (
    Rule("fast", HOUR, 15 * MINUTE, 0.02, Condition.REVIEW),
    Rule("medium", 6 * HOUR, 30 * MINUTE, 0.05, Condition.REVIEW),
    Rule("slow", DAY, 2 * HOUR, 0.10, Condition.WARN),
)
"""Most urgent first."""


class Tier(Record, frozen=True):
    """What one rule found in the data up to ``at``, UTC epoch seconds.

    ``events`` of ``messages`` in the long window; ``needed``: so many make it fire; ``agrees``: the
    short window goes along.
    """

    rule: Rule
    metric: Metric
    line: float
    volume: Volume
    at: float
    events: int
    messages: int
    needed: float
    agrees: bool

    @property
    def fires(self) -> bool:
        """Whether it would be switched on."""
        if self.messages < MIN_EVENTS[self.metric][1] or self.events < max(self.needed, LEAST_EVENTS):
            return False
        return self.agrees and proven(self.events, self.messages, self.line)

    @property
    def budget_share(self) -> float:
        """The window's events as a share of all that fit until review; over 1 where they are more."""
        return self.events / max(1, fits_under(self.line, self.volume.messages))


def tier(mail: Mail, metric: Metric, line: float, volume: Volume, now: float) -> Tier | None:
    """The most urgent tier that fires now, or None. ``line``: the review line, a fraction."""
    return next((found for found in read(mail, metric, line, volume, now) if found.fires), None)


def read(mail: Mail, metric: Metric, line: float, volume: Volume, now: float) -> tuple[Tier, ...]:
    """What each rule finds, most urgent first. A bucket that is still filling is looked at too."""
    at = mail.known_until(now)
    found = read_to(mail, metric, line, volume, at)
    if mail.ends and mail.ends[-1] > now:
        filling = read_to(mail, metric, line, volume, mail.ends[-1])
        # Its data end where the whole buckets end, as far as leaving is concerned.
        pairs = zip(found, filling, strict=True)
        return tuple(replace(new, at=at) if new.fires and not old.fires else old for old, new in pairs)
    return found


def read_to(mail: Mail, metric: Metric, line: float, volume: Volume, at: float) -> tuple[Tier, ...]:
    """What each rule finds in the data up to ``at``, the end of a bucket."""
    found = []
    for rule in RULES:
        events, messages = mail.between(at - rule.window, at)
        short_events, short_messages = mail.between(at - rule.short, at)
        found.append(
            Tier(
                rule,
                metric,
                line,
                volume,
                at,
                round(events),
                round(messages),
                needed=max(rule.share * line * volume.messages, line * messages),
                agrees=round(short_events) >= max(LEAST_EVENTS_SHORT, line * short_messages),
            )
        )
    return tuple(found)


class Lamp(Record, frozen=True):
    """One tier, on (``since``: data time) or off. ``quiet_from``: since when the short window is calm."""

    since: float | None = None
    quiet_from: float | None = None

    def step(self, found: Tier) -> "Lamp":
        """On at once; off when the short window has not agreed for 15 minutes of data."""
        if found.fires:
            return Lamp(found.at if self.since is None else self.since)
        if self.since is None or found.agrees:
            return Lamp(self.since)
        quiet_from = found.at if self.quiet_from is None else self.quiet_from
        return Lamp() if found.at - quiet_from >= QUIET_SECONDS else Lamp(self.since, quiet_from)


class TierState(Record, frozen=True):
    """Which tiers of one metric are on. ``at``: the end of the data seen so far.

    ``found``: what each rule found last.
    """

    lamps: tuple[Lamp, ...] = (Lamp(),) * len(RULES)
    found: tuple[Tier, ...] = ()
    at: float | None = None

    @property
    def on(self) -> Tier | None:
        """The most urgent tier that is on, with its newest numbers."""
        lit = (found for lamp, found in zip(self.lamps, self.found, strict=False) if lamp.since is not None)
        return next(lit, None)

    @property
    def condition(self) -> Condition:
        """How the alert is routed: review, warn, or ok where no tier is on."""
        return self.on.rule.condition if self.on is not None else Condition.OK

    @property
    def since(self) -> float | None:
        """Data time at which the first of the tiers that are on came on; None while all are off."""
        return min((lamp.since for lamp in self.lamps if lamp.since is not None), default=None)


def step(state: TierState, found: tuple[Tier, ...]) -> TierState:
    """The state after one look. The same look again changes nothing."""
    lamps = tuple(lamp.step(each) for lamp, each in zip(state.lamps, found, strict=True))
    return TierState(lamps, found, found[0].at)


def run(
    state: TierState, mail: Mail, metric: Metric, line: float, volume: Volume | None, now: float
) -> TierState:
    """The state after all buckets that came since the last look, each in its turn.

    So a burst within an outage of ours is found afterwards. The first look ever sees the present only.
    Without mail (``volume`` None) the state stays as it is.
    """
    if volume is None:
        return state
    end = mail.known_until(now)
    for at in _edges(state.at, end):
        state = step(state, read_to(mail, metric, line, volume, at))
    return step(state, read(mail, metric, line, volume, now))


def _edges(seen: float | None, end: float) -> Iterable[float]:
    """Ends of the buckets after ``seen`` and before ``end``, in order; of two weeks at most."""
    if seen is None:
        return ()
    count = min(14 * 96, int((end - seen) / BUCKET_SECONDS))
    return (
        end - number * BUCKET_SECONDS
        for number in range(count, 0, -1)
        if end - number * BUCKET_SECONDS > seen
    )


def tier_text(found: Tier) -> str:
    """``412 of 5,100 bounced in 1 h (8.1 %), 3.4 % of what fits until review (volume 240,000, as set)``."""
    verb = "bounced" if found.metric is Metric.BOUNCE_RATE else "complained"
    rate = f" ({_percent(found.events / found.messages)})" if found.messages else ""
    share = _percent(found.budget_share)
    least = "at least " if found.volume.source is VolumeSource.BOUND else ""
    window = short_duration(found.rule.window)
    return (
        f"{found.events:,} of {found.messages:,} {verb} in {window}{rate}, {least}{share} of what fits until"
        f" review (volume {found.volume.messages:,}, {found.volume.words})"
    )


def _percent(value: float) -> str:
    """Two digits that count: ``8.1 %``, ``0.34 %``, ``120 %``."""
    return f"{100 * value:.3g} %" if value >= 1 else f"{100 * value:.2g} %"
