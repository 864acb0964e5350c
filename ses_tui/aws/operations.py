"""The operations that are called, and what each answer of AWS must hold."""

from typing import NamedTuple


class Operation(NamedTuple):
    """One operation of AWS. ``service`` and ``method``: botocore's names.

    ``source``: what the screen calls it. ``needs``: an answer of AWS has at least one of these
    members; without one it is somebody else's.
    """

    source: str
    service: str
    name: str
    method: str
    needs: tuple[str, ...]


CALLER_IDENTITY = Operation("account", "sts", "GetCallerIdentity", "get_caller_identity", ("Account",))
ACCOUNT = Operation(
    "account", "sesv2", "GetAccount", "get_account", ("EnforcementStatus", "SendingEnabled", "SendQuota")
)
SEND_STATISTICS = Operation(
    "statistics", "ses", "GetSendStatistics", "get_send_statistics", ("SendDataPoints",)
)
METRIC_DATA = Operation("rates", "cloudwatch", "GetMetricData", "get_metric_data", ("MetricDataResults",))
IDENTITIES = Operation("lists", "sesv2", "ListEmailIdentities", "list_email_identities", ("EmailIdentities",))
VDM = Operation("vdm", "sesv2", "BatchGetMetricData", "batch_get_metric_data", ("Results", "Errors"))
