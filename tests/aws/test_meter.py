"""What was asked is counted, from any thread."""

from concurrent.futures import ThreadPoolExecutor

from ses_tui.aws.meter import Meter
from ses_tui.core.snapshot import Usage


def test_counts_from_many_threads_are_all_there() -> None:
    meter = Meter()
    with ThreadPoolExecutor(8) as pool:
        for _ in range(2000):
            pool.submit(meter.add, api_calls=1, metrics_requested=2, vdm_queries=3)
    assert meter.usage() == Usage(2000, 4000, 6000)
