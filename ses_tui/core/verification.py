"""Identities that SES refuses to send for: by their verification, or switched off although verified.

An identity is judged if it was able before, or has mail of late: one that still waits for its DNS records,
and never sent, is no trouble.

    VerificationStatus              SendingEnabled    trouble under
    FAILED, TEMPORARY_FAILURE       either            verification
    a word that AWS adds later      either            verification
    PENDING, NOT_STARTED            no                verification
    SUCCESS                         no                sending_status
"""

from collections.abc import Iterable, Mapping

from ses_tui.core.condition import Condition
from ses_tui.core.counts import VdmCounts, VdmMetric, reported_window
from ses_tui.core.delivery import LOUD
from ses_tui.core.identity_details import VERIFIED, WAITING, IdentityDetails
from ses_tui.core.model import Metric, Subject, SubjectKind
from ses_tui.core.resources import Identity
from ses_tui.core.rules import TargetRules
from ses_tui.core.statuses import Status

GREAT_SHARE = 0.1
"""Fraction of the mail of today and yesterday (UTC) above which an identity that can't send is at pause."""


class IdentityMail:
    """How much mail an identity has; what VDM did not tell is not known, never 0."""

    def __init__(self, counts: Mapping[Subject, VdmCounts], total: VdmCounts | None, now: float) -> None:
        self._counts = counts
        self._window = reported_window(now)
        self._total = total.window(VdmMetric.SEND, *self._window) if total else None

    def of_late(self, identity: Subject) -> bool:
        """Whether it sent anything in the days that were read."""
        counts = self._counts.get(identity)
        return counts is not None and any(counts.sums.get(VdmMetric.SEND, {}).values())

    def share(self, identity: Subject) -> float | None:
        """Fraction of the account's mail of today and yesterday; None where either was not read."""
        counts = self._counts.get(identity)
        sent = counts.window(VdmMetric.SEND, *self._window) if counts else None
        return sent / self._total if sent is not None and self._total else None


def judge(
    rules: TargetRules, listed: Iterable[Identity], mail: IdentityMail, read_at: float
) -> list[Subject]:
    """Take up what the list of identities says, read at ``read_at``; those whose condition changed."""
    return [
        subject
        for identity in listed
        if _judge(rules, identity, subject := Subject(SubjectKind.IDENTITY, identity.name), mail, read_at)
    ]


def _judge(
    rules: TargetRules, identity: Identity, subject: Subject, mail: IdentityMail, read_at: float
) -> bool:
    verification = rules.statuses.get(subject, Metric.VERIFICATION)
    sending = rules.statuses.get(subject, Metric.SENDING_STATUS)
    able_before = verification is not None and verification.condition is not None
    fails = _fails(identity)
    if not able_before and (fails or not identity.sending_enabled) and not mail.of_late(subject):
        return rules.says(Status(subject, Metric.VERIFICATION, identity.verification, None), read_at)
    trouble = Condition.PAUSE if (mail.share(subject) or 0.0) > GREAT_SHARE else Condition.REVIEW
    condition = _at_least(verification, trouble) if fails else Condition.OK
    changed = rules.says(Status(subject, Metric.VERIFICATION, identity.verification, condition), read_at)
    off = not identity.sending_enabled and not fails
    if sending is None and not off:
        return changed
    if sending is not None and (sending.at > read_at or (fails and not identity.sending_enabled)):
        return changed  # an event is newer, or sending is off since it is not verified
    word, condition = ("off", _at_least(sending, trouble)) if off else ("on", Condition.OK)
    status = Status(subject, Metric.SENDING_STATUS, word, condition)
    if sending is None and able_before:
        rules.statuses.announced(status, read_at)
        return True
    return rules.says(status, read_at) or changed


def _fails(identity: Identity) -> bool:
    """Whether its verification is in the way."""
    if identity.verification == VERIFIED:
        return False
    return identity.verification not in WAITING or not identity.sending_enabled


def _at_least(known: Status | None, trouble: Condition) -> Condition:
    """Mail that is refused is no mail: a share that falls does not ease it."""
    before = known.condition if known else None
    return max(trouble, before or Condition.OK)


MOST_ASKED = 10
"""Identities that are asked about in one round: each is a call, and the account's own reads wait for it."""

_WORDS = (Metric.VERIFICATION, Metric.SENDING_STATUS, Metric.DKIM, Metric.MAIL_FROM)


def in_trouble(rules: TargetRules) -> list[str]:
    """The names of those that AWS is asked why about, worst first."""
    worst: dict[str, int] = {}
    for subject, metric in rules.tracker.loud:
        if subject.kind is SubjectKind.IDENTITY and metric in _WORDS and subject.name is not None:
            condition = rules.tracker.state(subject, metric).condition
            worst[subject.name] = max(condition, worst.get(subject.name, LOUD))
    return sorted(worst, key=lambda name: (-worst[name], name))[:MOST_ASKED]


def take_details(rules: TargetRules, subject: Subject, details: IdentityDetails) -> bool:
    """Take up the words of DKIM and MAIL FROM; whether a condition is another."""
    words = [(Metric.DKIM, details.dkim)]
    if details.mail_from:
        words.append((Metric.MAIL_FROM, details.mail_from_status))
    changed = [
        rules.says(Status(subject, metric, word, _condition(rules, subject, metric, word)))
        for metric, word in words
        if word
    ]
    return any(changed)


def _condition(rules: TargetRules, subject: Subject, metric: Metric, word: str) -> Condition | None:
    """None for records that were never found; warn for what turned, and for a word that AWS adds later."""
    if word == VERIFIED:
        return Condition.OK
    known = rules.statuses.get(subject, metric)
    return None if word in WAITING and (known is None or known.condition is None) else Condition.WARN
