"""Who may send: what events, lists and the account say of it, all of it a status under one key each."""

from collections.abc import Iterator

from ses_tui.core.condition import Condition
from ses_tui.core.events.announced import SendingStatus
from ses_tui.core.inventory import Inventory
from ses_tui.core.model import ACCOUNT, Metric, Subject, SubjectKind
from ses_tui.core.resources import HIGH_IMPACT, TenantStatus
from ses_tui.core.rules import TargetRules
from ses_tui.core.statuses import Status

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
    word, condition = ("on", Condition.OK) if status.enabled else ("off", Condition.PAUSE)
    if known.condition is condition:
        return False
    rules.statuses.announced(Status(subject, metric, word, condition), at)
    return True


def take_lists(rules: TargetRules, inventory: Inventory) -> bool:
    """Take up what the lists of tenants and sets say, unless an event is newer; whether anything changed."""
    changed = False
    for status in (*_of_tenants(rules, inventory), *_of_sets(inventory)):
        read_at = inventory.read_at.get(LIST_OF[status.subject.kind], 0.0)
        known = rules.statuses.get(*status.key)
        if known is None or read_at >= known.at:
            changed = rules.says(status, read_at) or changed
    return changed


def listed_of(inventory: Inventory) -> Iterator[tuple[SubjectKind, tuple[str, ...]]]:
    """Every tenant and every set, of the lists that were read to their end the last time."""
    if inventory.tenants and not inventory.errors.get("tenants"):
        yield SubjectKind.TENANT, tuple(one.name for one in inventory.tenants.tenants)
    if inventory.sets and not inventory.errors.get("sets"):
        yield SubjectKind.CONFIGURATION_SET, tuple(one.name for one in inventory.sets.sets)


def _of_tenants(rules: TargetRules, inventory: Inventory) -> Iterator[Status]:
    for tenant in inventory.tenants.tenants if inventory.tenants else ():
        subject = Subject(SubjectKind.TENANT, tenant.name)
        known = rules.tracker.state(subject, Metric.SENDING_STATUS).condition
        if tenant.sending_status:
            condition = _of_tenant(tenant, known)
            wrong = HIGH_IMPACT if condition is Condition.WARN else ""
            yield Status(subject, Metric.SENDING_STATUS, tenant.sending_status, condition, wrong=wrong)


def _of_tenant(tenant: TenantStatus, known: Condition) -> Condition:
    """Warn where AWS sees a high impact on its reputation; a word that AWS adds later is never ok."""
    if tenant.sending_status == "DISABLED":
        return Condition.PAUSE
    if not tenant.may_send:
        return max(Condition.REVIEW, known)
    if tenant.entity is None:  # its reputation was not read: a high impact goes on
        return min(Condition.WARN, known)
    return Condition.WARN if tenant.entity.impact == HIGH_IMPACT else Condition.OK


def _of_sets(inventory: Inventory) -> Iterator[Status]:
    for one in inventory.sets.sets if inventory.sets else ():
        if one.sending_enabled is not None:
            subject = Subject(SubjectKind.CONFIGURATION_SET, one.name)
            word, condition = ("on", Condition.OK) if one.sending_enabled else ("off", Condition.PAUSE)
            yield Status(subject, Metric.SENDING_STATUS, word, condition)
