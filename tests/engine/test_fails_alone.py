"""Whose account it is, and how it stands: without either the numbers are read all the same."""

import pytest

from ses_tui.core.model import Metric
from ses_tui.engine.plan import Plan
from tests.engine.bench import bench


@pytest.mark.parametrize("fault", ["access_denied", "disabled", "not_found", "absent"])
@pytest.mark.parametrize("operation", ["GetCallerIdentity", "GetAccount"])
async def test_without_who_or_how_it_stands_the_numbers_are_read(operation: str, fault: str) -> None:
    async with bench("healthy", plan=Plan(isps=("Gmail",))) as run:
        run.server.account.faults.inject(fault, operation)
        await run.monitor.read_account_id()
        await run.read_all()
        picture = run.monitor.picture()
    assert {error.operation for error in picture.errors} == {operation}
    assert (picture.account_id is None) is (operation == "GetCallerIdentity")
    assert (picture.account is None) is (operation == "GetAccount")
    known = {one.metric for one in picture.readings if one.value is not None}
    assert known >= {Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE}
    assert len(picture.rows) == 2 and picture.health.value == "fresh"
