"""Metrics are read as they are found; their sums equal the simulated account's truth."""

import pytest

from ses_tui.aws import listed_metrics
from ses_tui.core.clock import DAY, utc_day
from ses_tui.core.errors import ErrorKind
from ses_tui.core.listed_metrics import Known, ListedMetric, rows_of
from ses_tui.core.model import Subject, SubjectKind
from ses_tui.core.results import ReadError
from ses_tui.simulator.mail import Where
from ses_tui.simulator.resources import IDLE_TENANT
from ses_tui.simulator.services import metrics
from tests.aws.resource_reads import START, account


async def test_every_metric_is_found_once_with_all_its_dimensions() -> None:
    async with account() as (server, reader):
        found = await reader.listed_metrics()
        made = {
            (one.name, tuple(sorted(one.dimensions)))
            for one in metrics.catalogue(server.account).values()
            if ("ses:tenant-name", IDLE_TENANT) not in one.dimensions  # it sends nothing
            and one.name != "RenderingFailure"  # no template fails here
        }
    assert len(found) == len(set(found))
    assert {(one.name, one.dimensions) for one in found} == made


async def test_rows_come_from_what_is_found() -> None:
    async with account() as (server, reader):
        found = await reader.listed_metrics()
        pools = await reader.pools()
        known = Known(
            pools=frozenset(one.name for one in pools.pools), ips=frozenset(one.ip for one in pools.ips)
        )
        rows = rows_of(found, known)
        resources = server.account.resources
    assert {subject.name for subject in rows if subject.kind is SubjectKind.CONFIGURATION_SET} == set(
        resources.configuration_sets
    )
    assert {subject.name for subject in rows if subject.kind is SubjectKind.TENANT} == set(
        resources.tenants
    ) - {IDLE_TENANT}
    assert {subject.name for subject in rows if subject.kind is SubjectKind.IP} == {
        one.ip for one in resources.ips
    }
    managed = rows[Subject(SubjectKind.POOL, "transactional-managed")]
    assert {one.name for one in managed["Gmail"]} == {
        "Send",
        "SentLast24Hours",
        "Available24HourSend",
        "ApproximateDedicatedSendingPercentage",
    }
    without = rows[Subject(SubjectKind.CONFIGURATION_SET, "community")][None]
    assert "Reputation.BounceRate" not in {one.name for one in without}


async def test_values_equal_the_mail_behind_them_and_are_paid_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listed_metrics, "QUERIES_PER_CALL", 3)
    today = utc_day(START)
    async with account() as (server, reader):
        wanted = [
            one
            for one in await reader.listed_metrics()
            if one.name in ("Send", "Reputation.BounceRate")
            and any(value in ("marketing", "globex", "partners") for _, value in one.dimensions)
        ]
        values, errors = await reader.values(wanted, today - DAY, today, 300)
        for name, where in (
            ("marketing", Where(configuration_set="marketing")),
            ("globex", Where(tenant="globex")),
        ):
            first, last = int(today - DAY) // 300, int(today) // 300
            expected = server.account.sent(first, last, where)
            (series,) = (
                points
                for one, points in values.items()
                if one.name == "Send" and one.dimensions[0][1] == name and len(one.dimensions) == 1
            )
            assert sum(point.value for point in series) == expected > 0
        rates = values[ListedMetric("Reputation.BounceRate", (("ses:configuration-set", "marketing"),))]
        history = server.account.set_rates("marketing").run(int(today - DAY) // 300, int(today) // 300 - 1)
        assert [(point.at, point.value) for point in rates] == [(one.at, one.bounce_rate) for one in history]
        asked = server.truth()["requests"]
    assert errors == ()
    assert set(values) == set(wanted)
    assert asked["metrics_requested"] == len(wanted) == 5


async def test_a_metric_of_which_only_a_part_came_is_told() -> None:
    async with account() as (server, reader):
        found = [one for one in await reader.listed_metrics() if one.name == "Send"]
        server.account.faults.inject("result_forbidden", "GetMetricData")
        values, errors = await reader.values(found, START - DAY, START)
        assert values == {}
        assert [error.kind for error in errors] == [ErrorKind.ACCESS_DENIED]
        assert "cloudwatch:GetMetricData" in errors[0].hint
        server.account.faults.clear()
        server.account.faults.inject("access_denied", "GetMetricData")
        with pytest.raises(ReadError):
            await reader.values(found, START - DAY, START)
