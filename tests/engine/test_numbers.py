"""Every number that the monitor shows equals the simulator's truth."""

import pytest

from ses_tui.core.condition import Health
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.model import Metric, Subject, SubjectKind
from ses_tui.core.results import ReadError, VdmResult
from ses_tui.engine.snapshot_builder import budgets
from ses_tui.engine.vdm_reads import Missed
from tests.engine.bench import bench


async def test_rows_and_rates_equal_the_truth() -> None:
    async with bench("isp-block") as run:
        run.pass_time(45 * 60.0)
        await run.read_all()
        truth = run.server.truth()
        picture = run.monitor.picture()
        bounce, complaint = picture.reading(Metric.BOUNCE_RATE), picture.reading(Metric.COMPLAINT_RATE)
        assert bounce is not None
        assert complaint is not None
        assert bounce.value == truth["rates"]["bounce_rate"]
        assert complaint.value == truth["rates"]["complaint_rate"]
        for kind, table in ((SubjectKind.ISP, truth["isps"]), (SubjectKind.IDENTITY, truth["identities"])):
            rows = {row.subject.name: row for row in picture.rows[kind]}
            assert set(table) <= set(rows)
            for name, sums in table.items():
                row = rows[name]
                sends, bounces = row.get(Metric.SENDS), row.get(Metric.BOUNCE_RATE)
                assert sends is not None
                assert bounces is not None
                assert sends.value == sums["sends"]
                assert (bounces.numerator, bounces.denominator) == (sums["permanent_bounces"], sums["sends"])
        named = sum(sums["sends"] for sums in truth["isps"].values())
        other = picture.row(Subject(SubjectKind.ISP, "other"))
        assert other is not None
        assert other.sends == truth["total"]["sends"] - named


async def test_gmail_has_no_complaint_rate_rather_than_zero() -> None:
    async with bench() as run:
        await run.read_all()
        gmail = run.monitor.picture().row(Subject(SubjectKind.ISP, "Gmail"))
        assert gmail is not None
        assert gmail.no_feedback_loop
        complaint = gmail.get(Metric.COMPLAINT_RATE)
        assert complaint is not None
        assert complaint.value is None


async def test_one_denied_source_leaves_the_rest_untouched() -> None:
    async with bench() as run:
        run.server.account.faults.inject(operation="BatchGetMetricData", fault="access_denied")
        await run.read_all()
        picture = run.monitor.picture()
        assert picture.health is Health.FRESH
        assert picture.rows == {}
        denied = [error for error in picture.errors if error.kind is ErrorKind.ACCESS_DENIED]
        assert "ses:BatchGetMetricData" in denied[0].hint


async def test_what_isps_lack_is_still_said_when_identities_were_read_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def denied(*_: object) -> VdmResult:
        raise ReadError(lacking)

    async with bench() as run:
        lacking = SourceError("vdm", "BatchGetMetricData", ErrorKind.ACCESS_DENIED, "not these", "allow it")
        monkeypatch.setattr(run.monitor.reader, "isps", denied)
        await run.read_all()
        assert run.monitor.picture().rows.keys() == {SubjectKind.IDENTITY}
        assert lacking in run.monitor.picture().errors
        monkeypatch.undo()
        await run.read_all()
        assert run.monitor.picture().errors == ()


def test_one_reason_is_said_once_however_many_reads_of_the_same_rows_meet_it() -> None:
    missed = Missed()
    first, again, other = (
        SourceError("vdm", "BatchGetMetricData", kind, message, "read again")
        for kind, message in (
            (ErrorKind.SERVICE, "500 queries"),
            (ErrorKind.SERVICE, "300 queries"),
            (ErrorKind.PARTIAL, "left out"),
        )
    )
    assert missed.add(SubjectKind.ISP, (again,)) == (again,)
    assert missed.add(SubjectKind.IDENTITY, (first,)) == (again, first)
    assert missed.add(SubjectKind.IDENTITY, (again, other)) == (again, first, other)
    assert missed.add(SubjectKind.IDENTITY, ()) == (again, first, other)


async def test_calls_per_cycle_stay_few_and_nothing_is_written() -> None:
    async with bench() as run:
        await run.read_all()
        first = run.monitor.picture().usage
        run.pass_time(900.0)
        await run.read_all()
        second = run.monitor.picture().usage
        assert second.metrics_requested - first.metrics_requested == 2
        assert second.vdm_queries - first.vdm_queries <= 120
        assert second.api_calls - first.api_calls <= 16
        requests = run.server.truth()["requests"]
        assert not requests["violations"]
        assert not requests["writes"]


async def test_what_was_not_believed_is_said_for_an_hour_and_counted_once_however_often_it_is_read() -> None:
    async with bench("healthy") as run:
        for _ in range(2):
            run.server.account.faults.inject("nan_values", "GetMetricData", count=1)
            await run.monitor.read_rates()
            run.pass_time(60.0)
        doubted = run.monitor.picture().rejected_points
        assert 0 < doubted <= 2 * 289  # both rates, a day of them every five minutes
        run.server.account.faults.clear("GetMetricData")
        run.pass_time(3600.0)
        await run.monitor.read_rates()
        assert run.monitor.picture().rejected_points == 0


async def test_the_budget_is_there_as_soon_as_the_counts_are() -> None:
    async with bench("stale-list") as run:
        await run.monitor.read_rates()
        assert not run.monitor.picture().budgets
        await run.monitor.read_statistics()
        assert set(run.monitor.picture().budgets) == {Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE}
        await run.monitor.read_history()
        now = run.clock.now()
        assert run.monitor.picture().budgets == budgets(run.monitor.rules, now)
