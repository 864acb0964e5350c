"""Sending that SES switched off is an alert at pause on what the event names, until SES says otherwise."""

from types import MappingProxyType

import pytest

from ses_tui.core.clock import ManualClock
from ses_tui.core.condition import Bands, Condition
from ses_tui.core.events.announced import SendingStatus
from ses_tui.core.inventory import Inventory
from ses_tui.core.ledger import Ledger
from ses_tui.core.model import ACCOUNT, Metric, Subject, SubjectKind
from ses_tui.core.resources import ConfigurationSet, SetsResult, TenantsResult, TenantStatus
from ses_tui.core.rules import TargetRules
from ses_tui.core.sending_status import ended_by_read, key_of, switched

NOW = 1_800_000_000.0
SHOP = Subject(SubjectKind.TENANT, "shop")
NEWS = Subject(SubjectKind.CONFIGURATION_SET, "news")


def rules() -> TargetRules:
    """Those of a target that was never read."""
    return TargetRules("prod", Bands(), Ledger({}), ManualClock(NOW))


@pytest.mark.parametrize(
    ("subject", "metric"),
    [
        (ACCOUNT, Metric.SENDING_ENABLED),
        (SHOP, Metric.SENDING_STATUS),
        (NEWS, Metric.SENDING_STATUS),
        (Subject(SubjectKind.IDENTITY, "example.org"), Metric.SENDING_STATUS),
    ],
)
def test_off_is_pause_on_its_own_key_and_on_ends_it(subject: Subject, metric: Metric) -> None:
    known = rules()
    assert switched(known, SendingStatus(subject, False, NOW), None, NOW)
    assert key_of(subject) == (subject, metric)
    assert known.tracker.state(subject, metric).condition is Condition.PAUSE
    assert set(known.tracker.loud) == {(subject, metric)}
    assert not switched(known, SendingStatus(subject, False, NOW + 1), None, NOW + 1)
    assert switched(known, SendingStatus(subject, True, NOW + 2), None, NOW + 2)
    assert not known.tracker.loud


def test_what_is_older_than_what_is_known_changes_nothing() -> None:
    known = rules()
    assert not switched(known, SendingStatus(ACCOUNT, False, NOW - 60), NOW - 30, NOW)
    assert switched(known, SendingStatus(SHOP, False, NOW), None, NOW)
    assert switched(known, SendingStatus(SHOP, True, NOW + 60), None, NOW + 60)
    assert not switched(known, SendingStatus(SHOP, False, NOW + 30), None, NOW + 90)
    assert not known.tracker.loud


def test_an_event_of_the_future_can_be_ended() -> None:
    known = rules()
    assert switched(known, SendingStatus(SHOP, False, NOW + 10**8), None, NOW)
    assert switched(known, SendingStatus(SHOP, True, NOW + 5), None, NOW + 5)


def inventory(status: str, enabled: bool | None, at: float) -> Inventory:
    """A read at ``at``."""
    tenants = TenantsResult((TenantStatus("shop", "arn", status),))
    sets = SetsResult((ConfigurationSet(name="news", sending_enabled=enabled),))
    return Inventory(sets=sets, tenants=tenants, read_at=MappingProxyType({"sets": at, "tenants": at}))


def test_a_later_read_ends_it_and_an_unknown_word_does_not() -> None:
    known = rules()
    for subject in (SHOP, NEWS):
        switched(known, SendingStatus(subject, False, NOW), None, NOW)
    assert ended_by_read(known, inventory("ENABLED", True, NOW - 1)) == []
    assert ended_by_read(known, inventory("DISABLED", None, NOW + 1)) == []
    assert ended_by_read(known, inventory("SOMETHING_NEW", False, NOW + 1)) == []
    assert set(ended_by_read(known, inventory("REINSTATED", True, NOW + 1))) == {SHOP, NEWS}
    assert not known.tracker.loud
