"""A tenant of high impact, then disabled, with AWS's reason; endpoints of two Regions; the advisor."""

import pytest

from ses_tui.core.clock import MINUTE
from ses_tui.core.condition import Condition
from ses_tui.core.delivery import TOLD_ONCE
from ses_tui.core.findings import Level
from ses_tui.core.messages import Kind, Message
from ses_tui.core.model import Metric, Subject, SubjectKind
from ses_tui.engine.plan import Plan
from ses_tui.engine.sending import SendingWatch
from tests.engine.bench import Bench, bench

ACME = Subject(SubjectKind.TENANT, "acme-travel")
PLAN = Plan(isps=("Gmail",))


def watch(made: Bench) -> SendingWatch:
    return SendingWatch(made.monitor.state, made.monitor.inventory, made.clock, made.monitor.tick)


def told(made: Bench, metric: Metric = Metric.SENDING_STATUS) -> list[Message]:
    assert metric in TOLD_ONCE
    return [one for one in made.sent if one.key.metric is metric]


async def test_it_is_a_warning_then_a_pause_and_says_why_and_who() -> None:
    async with bench("tenant-disabled", plan=PLAN) as made:
        sending = watch(made)
        await made.read_all()
        await sending.read_lists()
        assert told(made) == []
        made.pass_time(25 * MINUTE)
        await sending.read_lists()
        made.pass_time(25 * MINUTE)
        await sending.read_lists()
        warned, disabled = told(made)
        assert (warned.key.subject, warned.condition, warned.value) == (ACME, Condition.WARN, "HIGH")
        assert warned.title.endswith("WARN acme-travel reputation impact is HIGH")
        assert (disabled.key.subject, disabled.condition) == (ACME, Condition.PAUSE)
        assert (disabled.value, disabled.playbook) == ("DISABLED", "tenant-disabled")
        cause = made.server.account.scenario.tenant_status[-1].cause
        assert cause is not None
        assert cause in disabled.body
        assert "sends with travel.example.net, community" in disabled.body
        picture = made.monitor.picture()
        assert picture.condition is Condition.OK
        await sending.read_lists()
        assert len(told(made)) == 2


async def test_only_a_tenant_in_trouble_is_asked_what_it_sends_with() -> None:
    async with bench("tenant-disabled", plan=PLAN) as made:
        await made.monitor.reader.tenants()
        assert "ListTenantResources" not in made.server.truth()["requests"]["operations"]
        made.pass_time(50 * MINUTE)
        read = await made.monitor.reader.tenants()
        assert made.server.truth()["requests"]["operations"]["ListTenantResources"] == 1
        known = {one.name: one.resources for one in read.tenants}
        assert [(one.kind, one.name) for one in known.pop("acme-travel") or ()] == [
            ("EMAIL_IDENTITY", "travel.example.net"),
            ("CONFIGURATION_SET", "community"),
        ]
        assert set(known.values()) == {None}


@pytest.mark.parametrize("fault", ["access_denied", "disabled", "not_found", "absent"])
async def test_without_its_resources_it_is_told_all_the_same(fault: str) -> None:
    async with bench("tenant-disabled", plan=PLAN) as made:
        sending = watch(made)
        await made.read_all()
        await sending.read_lists()
        made.pass_time(50 * MINUTE)
        made.server.account.faults.inject(fault, "ListTenantResources")
        await sending.read_lists()
        (disabled,) = told(made)
        assert (disabled.kind, disabled.condition) == (Kind.FIRING, Condition.PAUSE)
        (error,) = made.monitor.inventory.now.errors["tenants"]
        assert error.operation == "ListTenantResources"
        assert fault != "access_denied" or "ses:ListTenantResources" in error.hint


@pytest.mark.parametrize(
    ("watched", "level"), [(frozenset(), Level.WARN), (frozenset({"eu-west-1"}), Level.PASS)]
)
async def test_both_regions_of_an_endpoint_are_named_and_one_that_nobody_watches_is_a_warning(
    watched: frozenset[str], level: Level
) -> None:
    async with bench("tenant-disabled", plan=Plan(isps=("Gmail",), watched=watched)) as made:
        await made.read_all()
        await made.monitor.inventory.read_lists()
        (found,) = [one for one in made.monitor.picture().findings if one.check == "endpoints"]
        assert found.level is level
        assert "everywhere sends through us-east-1 and eu-west-1, READY" in found.summary
        assert ("nobody watches eu-west-1" in found.summary) is (level is Level.WARN)


@pytest.mark.parametrize("fault", ["access_denied", "disabled", "not_found", "absent"])
async def test_endpoints_that_are_not_read_are_not_said_to_be_absent(fault: str) -> None:
    async with bench("tenant-disabled", plan=PLAN) as made:
        await made.read_all()
        made.server.account.faults.inject(fault, "ListMultiRegionEndpoints")
        await made.monitor.inventory.read_lists()
        inventory = made.monitor.inventory.now
        assert inventory.endpoints is None
        assert inventory.errors["endpoints"][0].operation == "ListMultiRegionEndpoints"
        assert inventory.tenants is not None and inventory.pools is not None


async def test_a_finding_that_opens_is_told_and_an_event_has_it_read_at_once() -> None:
    async with bench("stale-list", plan=PLAN) as made:
        sending, asked = watch(made), list[int]()
        sending.read_soon = lambda: asked.append(1)
        await made.read_all()
        await sending.read_lists()
        assert told(made, Metric.ADVISOR) == []
        made.pass_time(150 * MINUTE)
        await sending.read_lists()
        (opened,) = told(made, Metric.ADVISOR)
        assert (opened.kind, opened.condition) == (Kind.FIRING, Condition.WARN)
        assert opened.title.endswith("WARN account advisor finds BOUNCE of promo.example.net")
        assert opened.playbook == "advisor"
        await sending.read_lists()
        assert len(told(made, Metric.ADVISOR)) == 1
