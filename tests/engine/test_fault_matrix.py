"""Every fault of AWS and of the way to it, one by one: what is said, when the account is blind, how it heals.

``MATRIX`` is also what ``docs/reliability.py`` makes the page of; what a row claims is asserted here.
"""

from typing import NamedTuple

import pytest

from ses_tui.aws import http
from ses_tui.aws.reader import DEADLINE as PATIENCE
from ses_tui.aws.reader import AwsReader
from ses_tui.core.condition import Health
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Metric
from tests.engine.bench import Bench, bench

POLL = 300.0
LONGEST = 60
"""Minutes that a fault is watched."""


class Fault(NamedTuple):
    """``names``: of the simulator, all of one behaviour. ``says``: words of the error or its hint.

    ``stale``, ``blind``: minutes after the last good read, with the default pace; None: not within the hour.
    """

    title: str
    names: tuple[str, ...]
    says: str
    stale: int | None = 15
    blind: int | None = 30
    operation: str = "*"
    quiet: str = "such points are no datapoints, and the age of the rates grows"
    """Why nothing is said, where that is so."""


MATRIX = (
    Fault("credentials expired", ("expired_token",), "the credentials have expired: log in again", None, 10),
    Fault("a permission is missing", ("access_denied",), "allow cloudwatch:GetMetricData"),
    Fault("throttled", ("throttling",), "AWS throttles GetMetricData"),
    Fault("AWS answers 500 or 503", ("internal_error", "unavailable"), "https://health.aws.amazon.com"),
    Fault("the endpoint lacks the operation", ("absent",), "this endpoint does not know GetMetricData"),
    Fault("the feature is not enabled", ("disabled",), "This feature is not enabled for this account"),
    Fault("AWS does not find what is asked for", ("not_found",), "The requested resource was not found"),
    Fault("AWS does not answer", ("hang",), "no answer within"),
    Fault("no connection", ("connection_refused",), "check the network"),
    Fault("the connection breaks off", ("connection_reset",), "broke off before the answer was complete"),
    Fault("a captive portal answers", ("not_json", "empty_body", "html"), "the answer is not from AWS"),
    Fault(
        "CloudWatch fails inside a good answer",
        ("result_internal_error",),
        "CloudWatch answered InternalError",
        operation="GetMetricData",
    ),
    Fault(
        "CloudWatch denies one metric", ("result_forbidden",), "reading is denied", operation="GetMetricData"
    ),
    Fault(
        "CloudWatch sends a part",
        ("partial_data",),
        "the rest comes with the next poll",
        30,
        None,
        "GetMetricData",
    ),
    Fault(
        "values that can't be: NaN, negative, over 1",
        ("nan_values", "negative_values", "over_one_values"),
        "",
        None,
        None,
        "GetMetricData",
    ),
    Fault(
        "datapoints twice, out of order, of the future",
        ("duplicate_timestamps", "out_of_order", "future_timestamps"),
        "",
        None,
        None,
        "GetMetricData",
    ),
    Fault(
        "CloudWatch rewrites the past",
        ("rewritten_past",),
        "",
        None,
        None,
        "GetMetricData",
        "the newer value counts, and is told where it is beyond a line of AWS's",
    ),
    Fault(
        "the machine's clock is off",
        ("clock_skew",),
        "this machine's clock is 10 min ahead of AWS's",
        None,
        None,
    ),
)
CASES = [pytest.param(fault, name, id=name) for fault in MATRIX for name in fault.names]


DEADLINE = 0.3
"""Real seconds of a call that hangs."""


def waits(run: Bench, seconds: float) -> None:
    """For the answer to a call."""
    assert isinstance(run.monitor.reader, AwsReader)
    run.monitor.reader._calls()._deadline = seconds


async def poll(run: Bench) -> Health:
    run.pass_time(POLL)
    await run.monitor.read_account()
    await run.monitor.read_rates()
    return run.monitor.picture().health


@pytest.mark.parametrize(("fault", "name"), CASES)
async def test_a_fault_says_what_it_is_keeps_what_is_known_and_heals(fault: Fault, name: str) -> None:
    async with bench() as run:
        await run.read_all()
        rates = (Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE)
        before = run.monitor.rules.condition
        run.server.account.faults.inject(name, fault.operation)
        if name == "hang":
            waits(run, DEADLINE)
        first: dict[Health, int] = {}
        said = ""
        for minutes in range(5, LONGEST + 1, 5):
            first.setdefault(await poll(run), minutes)
            said += "".join(f"{each.message}: {each.hint}\n" for each in run.monitor.picture().errors)
            if Health.BLIND in first:
                break
        said += "".join(each.body for each in run.sent if each.kind is Kind.CLOCK_SKEW)
        assert (first.get(Health.STALE), first.get(Health.BLIND)) == (fault.stale, fault.blind)
        assert fault.says in said
        assert bool(said) is bool(fault.says)
        readings = [run.monitor.picture().reading(metric) for metric in rates]
        assert all(each is not None and each.value is not None for each in readings), "the last known stay"
        assert run.monitor.rules.condition is before, "a fault is neither better nor worse"
        run.server.account.faults.clear()
        waits(run, PATIENCE)
        assert await poll(run) is Health.FRESH
        about = [each for each in run.sent if each.key.subject == ACCOUNT and each.key.metric in rates]
        kinds = [each.kind for each in about]
        assert (Kind.BLIND in kinds) is (fault.blind is not None)
        assert fault.blind is None or kinds[-1] is Kind.SIGHT


@pytest.mark.fault("an answer without end")
async def test_an_answer_that_is_too_large_holds_up_no_other_read_and_heals(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with bench() as run:
        await run.read_all()
        before = run.monitor.picture().reading(Metric.BOUNCE_RATE)
        assert before is not None
        with monkeypatch.context() as patch:
            patch.setattr(http, "MOST_BYTES", len(b'{"MetricDataResults":[]}'))
            run.pass_time(POLL)
            assert not await run.monitor.read_rates()
        assert await run.monitor.read_account()
        said = "".join(error.message for error in run.monitor.picture().errors)
        assert "larger than" in said
        kept = run.monitor.picture().reading(Metric.BOUNCE_RATE)
        assert kept is not None and (kept.value, kept.at) == (before.value, before.at)
        assert await poll(run) is Health.FRESH
        later = run.monitor.picture().reading(Metric.BOUNCE_RATE)
        assert later is not None and later.at is not None and before.at is not None and later.at > before.at
