"""Sending that SES switched off is an alert at pause on what the event names, until SES says otherwise."""

from types import MappingProxyType

import pytest

from ses_tui.core.clock import ManualClock
from ses_tui.core.condition import Bands, Condition
from ses_tui.core.events.announced import SendingStatus
from ses_tui.core.inventory import Inventory
from ses_tui.core.ledger import Ledger
from ses_tui.core.model import ACCOUNT, Metric, Subject, SubjectKind
from ses_tui.core.resources import (
    ConfigurationSet,
    ReputationEntity,
    SetsResult,
    TenantsResult,
    TenantStatus,
)
from ses_tui.core.rules import TargetRules
from ses_tui.core.sending_status import key_of, switched, take_lists

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


def inventory(status: str, enabled: bool | None, at: float, impact: str | None = "LOW") -> Inventory:
    """A read at ``at``; ``impact`` None: the reputation of the tenant was not read."""
    entity = None if impact is None else ReputationEntity("arn", status, impact)
    tenants = TenantsResult((TenantStatus("shop", "arn", status, entity=entity),))
    sets = SetsResult((ConfigurationSet(name="news", sending_enabled=enabled),))
    return Inventory(sets=sets, tenants=tenants, read_at=MappingProxyType({"sets": at, "tenants": at}))


def condition(known: TargetRules, subject: Subject) -> Condition:
    """Of its sending."""
    return known.tracker.state(subject, Metric.SENDING_STATUS).condition


def test_a_later_read_ends_it_and_an_unknown_word_does_not() -> None:
    known = rules()
    for subject in (SHOP, NEWS):
        switched(known, SendingStatus(subject, False, NOW), None, NOW)
    assert not take_lists(known, inventory("ENABLED", True, NOW - 1))
    assert not take_lists(known, inventory("DISABLED", None, NOW + 1))
    assert not take_lists(known, inventory("SOMETHING_NEW", False, NOW + 2))
    assert [condition(known, one) for one in (SHOP, NEWS)] == [Condition.PAUSE, Condition.PAUSE]
    assert take_lists(known, inventory("REINSTATED", True, NOW + 3))
    assert not known.tracker.loud


@pytest.mark.parametrize(
    ("word", "impact", "expected"),
    [
        ("ENABLED", "LOW", Condition.OK),
        ("REINSTATED", "LOW", Condition.OK),
        ("ENABLED", "HIGH", Condition.WARN),
        ("DISABLED", "LOW", Condition.PAUSE),
        ("SOMETHING_NEW", "LOW", Condition.REVIEW),
    ],
)
def test_what_the_list_says_of_a_tenant(word: str, impact: str, expected: Condition) -> None:
    known = rules()
    take_lists(known, inventory("ENABLED", True, NOW))
    take_lists(known, inventory(word, True, NOW + 1, impact))
    assert condition(known, SHOP) is expected
    assert known.value(SHOP, Metric.SENDING_STATUS) == (impact if expected is Condition.WARN else word)
    status = known.statuses.get(SHOP, Metric.SENDING_STATUS)
    assert status is not None and status.word == word


def test_a_high_impact_goes_on_while_the_reputation_is_not_read() -> None:
    known = rules()
    take_lists(known, inventory("ENABLED", True, NOW, "HIGH"))
    take_lists(known, inventory("ENABLED", True, NOW + 1, None))
    assert condition(known, SHOP) is Condition.WARN
    assert known.value(SHOP, Metric.SENDING_STATUS) == "HIGH"
    take_lists(known, inventory("ENABLED", True, NOW + 2, "LOW"))
    assert condition(known, SHOP) is Condition.OK
    assert known.value(SHOP, Metric.SENDING_STATUS) == "ENABLED"


def test_a_set_that_is_switched_off_is_told_by_the_list_too() -> None:
    known = rules()
    take_lists(known, inventory("ENABLED", True, NOW))
    assert take_lists(known, inventory("ENABLED", False, NOW + 1))
    assert condition(known, NEWS) is Condition.PAUSE


def test_a_list_read_before_an_event_does_not_take_it_back() -> None:
    known = rules()
    take_lists(known, inventory("ENABLED", True, NOW))
    assert switched(known, SendingStatus(SHOP, False, NOW + 60), NOW, NOW + 60)
    assert not take_lists(known, inventory("ENABLED", True, NOW + 30))
    assert condition(known, SHOP) is Condition.PAUSE
