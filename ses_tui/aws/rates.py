"""The two Reputation rates from CloudWatch: fractions 0..1, statistic Average, no dimensions."""

from ses_tui.aws.metric_data import read_metric_data
from ses_tui.aws.operations import METRIC_DATA, Calls
from ses_tui.core.results import RatesResult

RATES = ("Reputation.BounceRate", "Reputation.ComplaintRate")


async def read_rates(caller: Calls, start: float, end: float, period: int) -> RatesResult:
    """Both rates over [start, end), widened to whole periods. ReadError if the call itself failed."""
    metrics = [({"MetricName": name}, "Average") for name in RATES]
    read, broken = await read_metric_data(caller, METRIC_DATA, metrics, start, end, period)
    errors = [broken, *(one.error(METRIC_DATA, name) for name, one in zip(RATES, read, strict=True))]
    bounce, complaint = (one.points for one in read)
    return RatesResult(bounce, complaint, tuple(error for error in errors if error is not None))
