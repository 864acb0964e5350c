"""Whose sending SES has switched off: told by its events, ended by them or by a read that says so."""

from collections.abc import Iterable

from ses_tui.core.condition import Condition
from ses_tui.core.events.announced import SendingStatus
from ses_tui.core.inventory import Inventory
from ses_tui.core.model import ACCOUNT, Metric, Subject, SubjectKind
from ses_tui.core.rules import TargetRules

LIST_OF = {SubjectKind.TENANT: "tenants", SubjectKind.CONFIGURATION_SET: "sets"}
"""The part of the inventory that says it of each."""


def key_of(subject: Subject) -> tuple[Subject, Metric]:
    """``account/sending_enabled``, or ``sending_status`` of what is not the account."""
    return subject, Metric.SENDING_ENABLED if subject == ACCOUNT else Metric.SENDING_STATUS


def switched(rules: TargetRules, status: SendingStatus, read_at: float | None, now: float) -> bool:
    """Take up what an event says, unless it is older than what is known; whether it changed anything.

    ``read_at``: when the subject was last read, UTC epoch seconds; a queue may hand out what is long over.
    """
    subject, metric = key_of(status.subject)
    at = now if status.at is None else min(status.at, now)
    known = rules.tracker.state(subject, metric)
    if at < max(read_at or 0.0, known.newest or 0.0):
        return False
    condition = Condition.OK if status.enabled else Condition.PAUSE
    if known.condition is condition:
        return False
    rules.announced(subject, metric, status.enabled, at)
    return True


def ended_by_read(rules: TargetRules, inventory: Inventory) -> list[Subject]:
    """The subjects of which the lists say that they send again: their alerts are over."""
    ended = []
    for kind, part in LIST_OF.items():
        on = [subject for subject in _sending(inventory) if subject.kind is kind]
        ended += sending_again(rules, on, inventory.read_at.get(part))
    return ended


def sending_again(rules: TargetRules, on: Iterable[Subject], read_at: float | None) -> list[Subject]:
    """End the alerts of those that could send when they were read, and say which that were."""
    ended = []
    for subject in on if read_at is not None else ():
        key = subject, Metric.SENDING_STATUS
        if key in rules.tracker.loud and (read_at or 0.0) > (rules.tracker.state(*key).since or 0.0):
            rules.announced(*key, True, read_at or 0.0)
            ended.append(subject)
    return ended


def _sending(inventory: Inventory) -> Iterable[Subject]:
    for tenant in inventory.tenants.tenants if inventory.tenants else ():
        if tenant.sending_status in ("ENABLED", "REINSTATED"):
            yield Subject(SubjectKind.TENANT, tenant.name)
    for one in inventory.sets.sets if inventory.sets else ():
        if one.sending_enabled is True:
            yield Subject(SubjectKind.CONFIGURATION_SET, one.name)
