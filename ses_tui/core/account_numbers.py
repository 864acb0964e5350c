"""What the account's numbers say besides its two rates, each under a key of its own.

    mail_stopped             how far the mail is below what is usual for the hour      15-minute counts
    reject_rate              rejects of the mail, where above what is usual            15-minute counts
    rendering_failure_rate   messages that failed to render, where above usual         CloudWatch
    quota_use                SentLast24Hours of Max24HourSend                           GetAccount
    send_rate_use            the highest 15-minute mean of the hour, of MaxSendRate     both

All values are fractions. A condition is entered at its line at once and left below its leave line. None of
these changes the account's condition.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, tzinfo

from ses_tui.core.above_usual import Counts, above_text, look
from ses_tui.core.clock import HOUR
from ses_tui.core.condition import Bands, Condition
from ses_tui.core.counts import SendBucket
from ses_tui.core.mail_stopped import FORGOTTEN, MailStopped, newest_hour, step, stopped_text
from ses_tui.core.model import Metric
from ses_tui.core.record import Record
from ses_tui.core.snapshot import Quota
from ses_tui.core.usual_mail import HoursOfMail
from ses_tui.core.volume import BUCKET_SECONDS, HISTORY, Mail

REVISED = 24 * HOUR
"""Counts of so long may still be corrected by SES: they are taken up again with each read."""


class Number(Record, frozen=True):
    """One of these keys as last known."""

    value: float | None
    """A fraction; None where it was not read, or where there is nothing to divide by."""
    condition: Condition
    at: float
    """The end of the data, UTC epoch seconds."""
    text: str = ""
    """What it is made of, in one line."""
    numerator: int | None = None
    denominator: int | None = None


class AccountNumbers:
    """``before``: the condition of a key so far. ``enter`` takes its new one, and when (UTC epoch seconds).

    ``zone``: of the clock on the wall; None is the machine's.
    """

    def __init__(
        self,
        bands: Bands,
        before: Callable[[Metric], Condition],
        enter: Callable[[Metric, Condition, float], object],
        zone: tzinfo | None = UTC,
    ) -> None:
        self._bands = bands
        self._before = before
        self._enter = enter
        self._send_rate: float | None = None
        self.mail = HoursOfMail(zone)
        self.stopped = MailStopped()
        self.known: dict[Metric, Number] = {}

    def quota(self, quota: Quota | None, now: float) -> None:
        """A good read of the quota; None: AWS's answer has none."""
        if quota is None:
            return
        self._send_rate = quota.max_send_rate if quota.max_send_rate > 0 else None
        if quota.use is None or not quota.max_24_hour_send:
            return  # without a limit there is nothing to use up
        sent, most = int(quota.sent_last_24_hours), int(quota.max_24_hour_send)
        self._take(Metric.QUOTA_USE, quota.use, now, f"{sent:,} of {most:,} sent in 24 h", sent, most)

    def counts(self, buckets: Sequence[SendBucket], now: float) -> list[tuple[float, float]]:
        """A good read of the 15-minute counts of two weeks; gives back the hours of mail that were news."""
        mail = Mail.of(buckets, Metric.BOUNCE_RATE)
        news = self.mail.take(self._hours(mail, now))
        self._see_mail(now)
        rejects = [(one.at, one.rejects, one.attempts) for one in buckets]
        self._see_above(Metric.REJECT_RATE, rejects, mail.known_until(now), "rejected")
        self._see_send_rate(buckets, now)
        return news

    def rendering_failures(
        self, failures: Mapping[float, int], buckets: Sequence[SendBucket], now: float
    ) -> None:
        """A good read of two weeks: rendering failures per 15 minutes, by their start (epoch seconds).

        Where there is none, an account without templates and one that never failed look alike: not known.
        A message that failed to render was not sent, so it is in no bucket.
        """
        if not failures or not buckets:
            self.known.pop(Metric.RENDERING_FAILURE_RATE, None)
            return
        counts = [(one.at, 0, one.attempts) for one in buckets]
        counts += [(at, failed, failed) for at, failed in failures.items()]
        end = Mail.of(buckets, Metric.BOUNCE_RATE).known_until(now)
        self._see_above(Metric.RENDERING_FAILURE_RATE, sorted(counts), end, "failed to render")

    def history(self, hours: Mapping[float, float], now: float) -> list[tuple[float, float]]:
        """Hours of mail from before these counts; gives back those that were news."""
        news = self.mail.fill(hours)
        if news:
            self.stopped = MailStopped()  # what is usual is another thing now
        self._see_mail(now)
        return news

    def restore(self, hours: Sequence[tuple[float, float]]) -> None:
        """Hours of mail that an earlier run kept."""
        self.mail.take(hours)

    def _hours(self, mail: Mail, now: float) -> list[tuple[float, float]]:
        """Whole hours that SES has counted: of the two weeks those not known yet, and the last day."""
        end = newest_hour(now)
        first = (now - HISTORY) // HOUR * HOUR + HOUR
        starts = (first + number * HOUR for number in range(int((end - first) // HOUR)))
        return [
            (at, round(mail.between(at, at + HOUR)[1]))
            for at in starts
            if at >= end - REVISED or not self.mail.knows(at)
        ]

    def _see_mail(self, now: float) -> None:
        """Run through the hours that came since the last look; at the first one through a week."""
        end, lines = newest_hour(now), self._bands.of(Metric.MAIL_STOPPED)
        at = end - FORGOTTEN if self.stopped.end is None else self.stopped.end
        while at < end:
            at += HOUR
            self.stopped = step(self.stopped, self.mail, lines, at)
        shown = self.stopped.shown
        if shown is not None:
            text = stopped_text(shown, self.mail)
            condition = self.stopped.condition
            self.known[Metric.MAIL_STOPPED] = Number(shown.value, condition, end, text)
            self._enter(Metric.MAIL_STOPPED, condition, now)

    def _see_send_rate(self, buckets: Sequence[SendBucket], now: float) -> None:
        whole = [one.attempts for one in buckets if now - HOUR <= one.at + BUCKET_SECONDS <= now]
        if self._send_rate is None:
            return
        mean = max(whole, default=0) / BUCKET_SECONDS
        text = f"{mean:,.1f} a second over 15 minutes, {self._send_rate:,.6g} are allowed"
        self._take(Metric.SEND_RATE_USE, mean / self._send_rate, now, text)

    def _see_above(self, metric: Metric, counts: Counts, end: float, verb: str) -> None:
        """A rate that matters only where it is above usual; it is over when it falls below its line."""
        found = look(counts, metric, end)
        before, value = self._before(metric), found.value
        condition = self._bands.of(metric).held(before, value) if value is not None else before
        if not found.above:
            condition = min(condition, before)
        text = above_text(found, verb)
        self.known[metric] = Number(value, condition, end, text, found.events, found.messages)
        self._enter(metric, condition, end)

    def _take(
        self,
        metric: Metric,
        value: float,
        at: float,
        text: str,
        numerator: int | None = None,
        denominator: int | None = None,
    ) -> None:
        condition = self._bands.of(metric).held(self._before(metric), value)
        self.known[metric] = Number(value, condition, at, text, numerator, denominator)
        self._enter(metric, condition, at)
