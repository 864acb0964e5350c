"""The price and the counts."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from ses_tui.aws.meter import Meter, monthly_usd


def test_two_rates_every_five_minutes_cost_17_cents() -> None:
    assert monthly_usd(2, 300) == pytest.approx(0.1728)


def test_200_metrics_every_minute_cost_86_dollars() -> None:
    assert monthly_usd(200, 60) == pytest.approx(86.4)


def test_counts_from_many_threads_are_all_there() -> None:
    meter = Meter()
    with ThreadPoolExecutor(8) as pool:
        for _ in range(2000):
            pool.submit(meter.add, api_calls=1, metrics_requested=2, vdm_queries=3)
    usage = meter.usage(17280)
    assert (usage.api_calls, usage.metrics_requested, usage.vdm_queries) == (2000, 4000, 6000)
    assert usage.estimated_monthly_usd == pytest.approx(0.1728)
