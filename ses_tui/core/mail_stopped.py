"""Mail that stopped: far less was sent than is usual at this hour of the week.

    span     at most as   usual at least
    1 h      warn         some 10 messages: fewer can't be told from chance
    3 h      review
    6 h      review
    24 h     review

A span of whole hours counts where its shortfall, 1 - sent / usual, is at or above the line, and where
so little mail would not come by chance: given what these hours of the weeks before had, divided by how
much they scatter, the exact binomial tail (ALERTING, small numbers). An account that sends little, or
irregularly, is looked at over longer spans. It is over when mail comes again, and not when the night
does: half of what is usual for the last hour.
"""

from ses_tui.core.binomial import upper_tail
from ses_tui.core.clock import DAY, HOUR, MINUTE
from ses_tui.core.condition import Condition, Lines
from ses_tui.core.record import Record
from ses_tui.core.usual_mail import HoursOfMail, Usual

LATE = 30 * MINUTE
"""By then SES has published the counts of an hour."""

SPANS = ((1, Condition.WARN), (3, Condition.REVIEW), (6, Condition.REVIEW), (24, Condition.REVIEW))
"""Hours, and the worst condition that a span of them can prove."""

CHANCE = 1e-5
"""Of one look at one span. There are 8,640 of them in 90 days."""

BACK = 0.5
"""The share of the last hour's usual mail with which it is over."""

FORGOTTEN = 7 * DAY
"""After so long with nothing unusual it is over, also without mail."""


class Shortfall(Record, frozen=True):
    """What was sent in ``hours`` up to ``end`` (UTC epoch seconds), and what is usual then."""

    end: float
    hours: int
    sent: float
    usual: Usual

    @property
    def value(self) -> float | None:
        """1 where nothing was sent, 0 where as much as usual or more; None where nothing is usual."""
        if not self.usual.messages:
            return None
        return max(0.0, 1 - self.sent / self.usual.messages)

    def by_chance(self, scatter: float) -> float:
        """The probability of so little mail where all is as usual. ``scatter``: of such a span's counts."""
        weeks, total = len(self.usual.weekly), sum(self.usual.weekly)
        return upper_tail(total / scatter, (total + self.sent) / scatter, weeks / (weeks + 1))


class MailStopped(Record, frozen=True):
    """How it stands after the hour that ended at ``end``, UTC epoch seconds."""

    end: float | None = None
    last: Shortfall | None = None
    """The last hour; None where it, or what is usual then, is not known."""
    proof: Shortfall | None = None
    """What says that mail stopped; None while it has not."""
    condition: Condition = Condition.OK
    since: float | None = None
    """When it was found."""

    @property
    def shown(self) -> Shortfall | None:
        """What there is to show."""
        return self.proof or self.last

    @property
    def value(self) -> float | None:
        """The shortfall, a fraction."""
        return self.shown.value if self.shown else None


def newest_hour(now: float) -> float:
    """The end of the last hour of which all counts have come."""
    return (now - LATE) // HOUR * HOUR


def shortfall(mail: HoursOfMail, end: float, hours: int) -> Shortfall | None:
    """None where the counts are not known, or there are too few weeks."""
    sent = mail.sent(end, hours)
    usual = mail.usual(end, hours) if sent is not None else None
    return None if sent is None or usual is None else Shortfall(end, hours, sent, usual)


def step(before: MailStopped, mail: HoursOfMail, lines: Lines, end: float) -> MailStopped:
    """After the hour that ended at ``end``. The same hour again changes nothing."""
    if before.end is not None and end <= before.end:
        return before
    last = shortfall(mail, end, 1)
    if last is not None and last.sent and last.sent >= BACK * last.usual.messages:
        return MailStopped(end, last)
    condition, proof = _proof(mail, lines, end)
    if proof is not None:
        return MailStopped(end, last, proof, condition, before.since or end)
    if before.proof is not None and end - before.proof.end <= FORGOTTEN:
        return MailStopped(end, last, before.proof, before.condition, before.since)
    return MailStopped(end, last)


def _proof(mail: HoursOfMail, lines: Lines, end: float) -> tuple[Condition, Shortfall | None]:
    """The worst that a span proves, and the shortest such span."""
    worst: tuple[Condition, Shortfall | None] = (Condition.OK, None)
    for hours, most in SPANS:
        found = shortfall(mail, end, hours)
        if found is not None and found.value is not None:
            condition = min(lines.band(found.value), most)
            if condition > max(worst[0], Condition.NOTICE) and (
                found.by_chance(mail.scatter(end, hours)) <= CHANCE
            ):
                worst = condition, found
    return worst


def stopped_text(found: Shortfall, mail: HoursOfMail) -> str:
    """``412 sent in 1 h to 15:00, 18,000 usual for Monday 14:00-15:00``."""
    begin, end = mail.wall(found.end - found.hours * HOUR), mail.wall(found.end)
    return (
        f"{found.sent:,.0f} sent in {found.hours} h to {end:%H:%M},"
        f" {found.usual.messages:,.0f} usual for {begin:%A} {begin:%H:%M}-{end:%H:%M}"
    )
