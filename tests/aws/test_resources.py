"""Sets, tenants, pools, IPs, findings and alarms equal what the simulated account was made of."""

import pytest

from ses_tui.core.errors import ErrorKind
from ses_tui.core.resources import Recommendation
from ses_tui.core.results import ReadError
from ses_tui.simulator.account import Account
from ses_tui.simulator.services import HANDLERS, advisor, alarms, deliverability
from ses_tui.simulator.wire.errors import ApiError
from tests.aws.resource_reads import START, account
from tests.aws.resource_reads import read as read_source


def asked(arn: str) -> str:
    """As the reader's Region is answered: the truth is told to nobody of a Region."""
    return arn.replace(":us-east-1:", ":eu-west-1:")


async def test_sets_with_their_flags() -> None:
    async with account() as (server, reader):
        read = await reader.sets()
        made = server.account.resources.configuration_sets
        assert read.errors == ()
        assert [one.name for one in read.sets] == list(made)
        by_name = {one.name: one for one in read.sets}
        for name, one in made.items():
            assert by_name[name].pool == (one.pool or "")
            assert by_name[name].reputation_metrics_enabled == one.reputation_metrics
            assert by_name[name].sending_enabled is True
            assert by_name[name].last_fresh_start == server.account.start - 120 * 86_400
        assert by_name["marketing"].flags == ()
        assert by_name["community"].flags == ("no reputation metrics", "event destination disabled")
        assert by_name["partners"].flags == ("no destination for bounces and complaints",)
        kinds = {one.name: one.kinds for one in by_name["marketing"].destinations or ()}
        assert kinds == {"cloudwatch": ("cloudwatch",), "events": ("sns",)}


async def test_the_settings_of_a_set_that_make_or_hide_bounces() -> None:
    async with account() as (server, reader):
        made = dict(server.account.resources.configuration_sets)
        made["partners"] = made["partners"]._replace(
            destination="enabled", suppressed=("COMPLAINT",), tls="REQUIRE", most_seconds=300
        )
        server.account.resources.configuration_sets = made
        by_name = {one.name: one for one in (await reader.sets()).sets}
    one, other = by_name["partners"], by_name["marketing"]
    assert (one.suppressed, one.suppression_scope) == (("COMPLAINT",), "ACCOUNT")
    assert (one.tls, one.most_seconds, one.engagement, one.guardian) == (*("REQUIRE", 300), *["ENABLED"] * 2)
    assert one.flags == ("bounces not suppressed", "gives up early")
    assert (other.suppressed, other.tls, other.most_seconds) == (None, "OPTIONAL", None)


async def test_a_tenant_s_own_suppression_overrides_the_account_s() -> None:
    async with account() as (server, reader):
        scenario = server.account.scenario
        server.account.scenario = scenario._replace(settings=scenario.settings._replace(overridden=True))
        listed = await reader.tenants()
        read = await reader.suppression_of(listed)
    assert [one.unsuppressed for one in read.tenants] == [True, *[False] * (len(listed.tenants) - 1)]
    assert (read.tenants[0].suppressed, read.tenants[-1].suppressed) == ((), ("BOUNCE", "COMPLAINT"))
    assert all(one.suppressed is None and not one.unsuppressed for one in listed.tenants)


@pytest.mark.parametrize("fault", ["access_denied", "disabled", "not_found", "absent"])
async def test_without_the_settings_of_tenants_the_tenants_are_as_listed(fault: str) -> None:
    async with account() as (server, reader):
        listed = await reader.tenants()
        server.account.faults.inject(fault, "GetTenant")
        read = await reader.suppression_of(listed)
    assert read.tenants == listed.tenants
    assert {one.operation for one in read.errors} == {"GetTenant"}


async def test_tenants_with_the_cause_in_the_words_of_aws() -> None:
    async with account() as (server, reader):
        read = await reader.tenants()
        truth = server.truth()["tenants"]
    assert read.errors == () and read.others == ()
    assert {one.name for one in read.tenants} == set(truth)
    for one in read.tenants:
        row = truth[one.name]
        assert one.entity is not None and one.entity.aws is not None and one.entity.customer is not None
        assert one.arn == one.entity.arn == asked(row["ReputationEntityReference"])
        assert one.entity.aggregate == one.sending_status == row["SendingStatusAggregate"]
        assert one.entity.impact == row["ReputationImpact"]
        assert one.entity.aws.status == row["AwsSesManagedStatus"]["Status"]
        assert one.entity.aws.cause == (row["AwsSesManagedStatus"]["Cause"] or "")
        assert one.entity.aws.updated == row["AwsSesManagedStatus"]["LastUpdatedTimestamp"]
        assert one.entity.customer.status == row["CustomerManagedStatus"]["Status"]


async def test_pools_and_ips() -> None:
    async with account() as (server, reader):
        read = await reader.pools()
        truth = server.truth()
    assert read.errors == ()
    assert {one.name: one.kind for one in read.pools} == truth["pools"]
    rows = [(one.ip, one.pool, one.warmup, one.percent) for one in read.ips]
    assert rows == [
        (
            one["Ip"],
            one["PoolName"],
            one["WarmupStatus"],
            one["WarmupPercentage"] if one["WarmupPercentage"] >= 0 else None,
        )
        for one in truth["ips"]
    ]
    assert {one.warmup for one in read.ips} == {"IN_PROGRESS", "NOT_APPLICABLE"}


async def test_an_account_without_dedicated_ips_has_none_and_no_error() -> None:
    async with account("quiet") as (_, reader):
        pools, tenants = await reader.pools(), await reader.tenants()
        placement = await reader.deliverability(START)
    assert (pools.pools, pools.ips, pools.errors) == ((), (), ())
    assert (tenants.tenants, tenants.errors) == ((), ())
    assert (placement.subscribed, placement.domains, placement.errors) == (False, (), ())
    assert placement.blocklisted is None


@pytest.mark.parametrize("subscribed", [True, False])
async def test_blocklists_are_cleanly_absent_without_the_subscription(
    subscribed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_account: object, _request: object) -> dict[str, object]:
        raise ApiError("NotFoundException", "no deliverability dashboard", 404)

    monkeypatch.setitem(HANDLERS, "GetBlacklistReports", refuse)
    if not subscribed:
        monkeypatch.setattr(deliverability, "SUBSCRIBED", "nobody.example")
    async with account() as (_, reader):
        read = await reader.deliverability(START)
    assert (read.subscribed, read.blocklisted) == (subscribed, None)
    assert [error.operation for error in read.errors] == (["GetBlacklistReports"] if subscribed else [])


async def test_pages_are_read_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ses_tui.aws.resources.PAGE_SIZE", 2)
    async with account() as (server, reader):
        assert len((await reader.sets()).sets) == len(server.account.resources.configuration_sets) == 4
        assert len((await reader.tenants()).tenants) == len(server.account.resources.tenants) == 3
        assert len((await reader.pools()).ips) == 5
        calls = server.truth()["requests"]["operations"]
    assert [calls[name] for name in ("ListConfigurationSets", "ListTenants", "GetDedicatedIps")] == [2, 2, 3]


async def test_recommendations_the_gravest_first_at_aws_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ses_tui.aws.resources.PAGE_SIZE", 2)
    async with account() as (server, reader):
        read = await reader.recommendations()
        rows = advisor.recommendations(server.account)
        assert server.truth()["requests"]["limits"] == []
        assert server.truth()["requests"]["operations"]["ListRecommendations"] > 1
    assert {(one.arn, one.type, one.status, one.impact, one.description) for one in read} == {
        (asked(one["ResourceArn"]), one["Type"], one["Status"], one["Impact"], one["Description"])
        for one in rows
    }
    assert list(read) == sorted(read, key=Recommendation.order)
    assert (read[0].status, read[0].impact, read[-1].status) == ("OPEN", "HIGH", "FIXED")
    assert "192.0.2.12" in {one.resource for one in read}


async def test_alarms_with_state_and_composites() -> None:
    async with account("stale-list") as (server, reader):
        read = (await reader.alarms()).alarms
        truth = server.truth()["alarms"]
    assert {one.name: one.state for one in read} == truth
    bounce, complaint, both = read
    assert (bounce.metric, bounce.threshold) == ("Reputation.BounceRate", 0.03)
    assert (complaint.metric, complaint.threshold) == ("Reputation.ComplaintRate", 0.0008)
    assert bounce.missing_data == "ignore" and bounce.acts and not bounce.computed
    assert both.composite and not both.acts and both.actions


async def test_a_muted_alarm_is_not_one_that_tells() -> None:
    async with account("muted-alarm") as (server, reader):
        server.clock.advance(90 * 60)
        read = await reader.alarms()
        muted = server.account.scenario.muted
    assert read.errors == ()
    by_name = {one.name: one for one in read.alarms}
    assert muted == ("ses-bounce-rate",)
    bounce, complaint = by_name["ses-bounce-rate"], by_name["ses-complaint-rate"]
    assert bounce.state == "ALARM" and bounce.actions_enabled and bounce.actions
    assert (bounce.muted_by, bounce.acts) == ("campaign", False)
    assert (complaint.muted_by, complaint.acts) == ("", True)
    assert (bounce.fired, complaint.fired) == (bounce.since, None)


async def test_an_action_that_failed_is_said_in_the_words_of_aws() -> None:
    async with account("stale-list") as (server, reader):
        server.clock.advance(90 * 60)
        failing = server.account.scenario._replace(failing_actions=("ses-bounce-rate",))
        server.account.scenario = failing
        bounce, complaint, _ = (await reader.alarms()).alarms
    assert bounce.failed.startswith("Failed to execute action arn:aws:sns:") and bounce.failed_at
    assert (complaint.failed, complaint.failed_at) == ("", None)


@pytest.mark.parametrize("fault", ["access_denied", "absent", "internal_error"])
@pytest.mark.parametrize("operation", ["ListAlarmMuteRules", "GetAlarmMuteRule", "DescribeAlarmHistory"])
async def test_what_mutes_an_alarm_or_became_of_it_fails_alone(operation: str, fault: str) -> None:
    async with account("muted-alarm") as (server, reader):
        server.clock.advance(90 * 60)
        server.account.faults.inject(fault, operation)
        read = await reader.alarms()
    assert [one.name for one in read.alarms] == ["ses-bounce-rate", "ses-complaint-rate", "ses-reputation"]
    assert {one.operation for one in read.errors} == {operation}
    for one in read.alarms:
        if operation == "DescribeAlarmHistory":
            assert (one.muted_by is not None, one.fired) == (True, None)
        else:
            assert one.muted_by is None, "not read is not: no rule"


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
async def test_an_alarm_s_line_that_is_no_number_is_none(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    usual = alarms.metric_alarms
    monkeypatch.setattr(
        alarms, "metric_alarms", lambda account: [one | {"Threshold": word} for one in usual(account)]
    )
    async with account() as (_, reader):
        bounce, complaint, _both = (await reader.alarms()).alarms
    assert bounce.threshold is complaint.threshold is None


async def test_an_alarm_s_settings_are_read_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = alarms.metric_alarms

    def changed(account: Account) -> list[dict[str, object]]:
        bounce, complaint = usual(account)
        metric = {"Namespace": "AWS/SES", "MetricName": "Bounce", "Dimensions": []}
        query = {"Id": "m", "MetricStat": {"Metric": metric, "Period": 300, "Stat": "Sum"}}
        computed = {
            key: value
            for key, value in complaint.items()
            if key not in ("MetricName", "Namespace", "Statistic")
        }
        return [
            bounce | {"ActionsEnabled": False, "TreatMissingData": None, "Threshold": 3.0},
            computed | {"AlarmName": "math", "Metrics": [query]},
            complaint | {"AlarmName": "elsewhere", "Namespace": "AWS/EC2", "MetricName": "CPUUtilization"},
        ]

    monkeypatch.setattr(alarms, "metric_alarms", changed)
    async with account() as (_, reader):
        bounce, computed, both = (await reader.alarms()).alarms
    assert (bounce.acts, bounce.actions != (), bounce.missing_data, bounce.threshold) == (
        False,
        True,
        "missing",
        3.0,
    )
    assert (bounce.statistic, bounce.period, bounce.evaluation_periods, bounce.computed) == (
        "Average",
        300,
        1,
        False,
    )
    assert (computed.name, computed.metric, computed.computed) == ("math", "Bounce", True)
    assert both.composite


async def test_inbox_placement_and_blocklists() -> None:
    async with account() as (_, reader):
        read = await reader.deliverability(START)
    assert read.subscribed and read.errors == ()
    (domain,) = read.domains
    assert domain.domain == "news.example.org" and domain.read_rate == 0.22
    assert domain.inbox == sum(one.inbox or 0 for one in domain.isps)
    assert domain.spam == sum(one.spam or 0 for one in domain.isps)
    days = [{one.isp: one.inbox for one in day.isps} for day in domain.days]
    # The simulated account is 14 days old; a report adds its days up.
    assert domain.days and sum(day["Gmail"] or 0 for day in days) <= (domain.inbox or 0)
    hotmail = next(one for one in domain.isps if one.isp == "Hotmail")
    assert hotmail.share == pytest.approx(0.91, abs=0.02)
    assert read.blocklisted is not None
    assert [(one.ip, one.list_name) for one in read.blocklisted] == [("192.0.2.12", "rbl.example.net")]


READS = {
    "sets": "ListConfigurationSets",
    "tenants": "ListTenants",
    "pools": "ListDedicatedIpPools",
    "recommendations": "ListRecommendations",
    "alarms": "DescribeAlarms",
    "deliverability": "GetDeliverabilityDashboardOptions",
    "listed_metrics": "ListMetrics",
}
BESIDE = {
    "tenants": "ListReputationEntities",
    "pools": "GetDedicatedIps",
    "deliverability": "GetDedicatedIps",
}


@pytest.mark.parametrize("source", READS)
async def test_a_denied_source_names_its_action_and_the_rest_is_read(source: str) -> None:
    async with account() as (server, reader):
        for denied in (READS[source], BESIDE.get(source)):
            if denied is not None:
                server.account.faults.inject("access_denied", denied)
        for name, operation in READS.items():
            if name == source:
                with pytest.raises(ReadError) as caught:
                    await read_source(reader, name)
                prefix = "cloudwatch" if source in ("alarms", "listed_metrics") else "ses"
                assert caught.value.error.kind is ErrorKind.ACCESS_DENIED
                assert f"{prefix}:{operation}" in caught.value.error.hint
                assert caught.value.error.source in (source, source.removeprefix("listed_"))
            elif not {READS[source], BESIDE.get(source)} & {operation, BESIDE.get(name)}:
                await read_source(reader, name)


PARTS = [
    ("sets", "GetConfigurationSet", ("community", "partners")),
    ("sets", "GetConfigurationSetEventDestinations", ()),
    ("tenants", "ListReputationEntities", ()),
    ("tenants", "ListTenants", ()),
    ("pools", "GetDedicatedIpPool", ()),
    ("pools", "GetDedicatedIps", ()),
    ("pools", "ListDedicatedIpPools", ()),
    ("deliverability", "GetDomainStatisticsReport", ()),
    ("deliverability", "GetBlacklistReports", ()),
]


@pytest.mark.parametrize(("source", "operation", "_"), PARTS)
async def test_a_denied_part_leaves_the_other_parts_and_is_asked_for_once(
    source: str, operation: str, _: object
) -> None:
    async with account() as (server, reader):
        server.account.faults.inject("access_denied", operation)
        read = await read_source(reader, source)
        faults = server.truth()["requests"]["faults"]
        outcomes = {need.action: need.error for need in reader.needs if need.tried}
    (error,) = read.errors
    assert (error.operation, error.kind) == (operation, ErrorKind.ACCESS_DENIED)
    assert f"ses:{operation}" in error.hint
    assert sum(faults.values()) == 1
    denied = outcomes.pop(f"ses:{operation}")
    assert denied == error and set(outcomes.values()) == {None}


async def test_what_was_not_read_of_a_set_is_none_and_flags_nothing() -> None:
    async with account() as (server, reader):
        server.account.faults.inject("access_denied", "GetConfigurationSet")
        server.account.faults.inject("access_denied", "GetConfigurationSetEventDestinations")
        read = await reader.sets()
    one = read.sets[0]
    assert (one.sending_enabled, one.reputation_metrics_enabled, one.pool, one.destinations) == (None,) * 4
    assert all(one.flags == () for one in read.sets)
    assert len(read.errors) == 2


async def test_hostile_names_are_safe_to_print_and_are_asked_for_as_aws_has_them() -> None:
    async with account("healthy", hostile=True) as (server, reader):
        read = await reader.sets()
        found = await reader.listed_metrics()
        assert server.truth()["requests"]["violations"] == []
    assert read.errors == () and len(read.sets) == 5
    names = [one.name for one in read.sets]
    assert "␛[7m[blink]set" in names
    assert all(text.isprintable() for one in found for pair in one.dimensions for text in pair)
    again = {value for one in found for _, value in one.dimensions}
    assert "␛[7m[blink]set" in again


async def test_nothing_was_written_and_nothing_outside_the_model() -> None:
    async with account() as (server, reader):
        for name in READS:
            await read_source(reader, name)
        seen = server.truth()["requests"]
    assert [seen[kind] for kind in ("violations", "limits", "writes", "refused")] == [[], [], [], []]
    assert seen["metrics_requested"] == 0
