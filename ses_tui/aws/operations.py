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

SETS = Operation(
    "sets", "sesv2", "ListConfigurationSets", "list_configuration_sets", ("ConfigurationSets", "NextToken")
)
SET = Operation(
    "sets",
    "sesv2",
    "GetConfigurationSet",
    "get_configuration_set",
    ("ConfigurationSetName", "SendingOptions"),
)
SET_DESTINATIONS = Operation(
    "sets",
    "sesv2",
    "GetConfigurationSetEventDestinations",
    "get_configuration_set_event_destinations",
    ("EventDestinations",),
)
TENANTS = Operation("tenants", "sesv2", "ListTenants", "list_tenants", ("Tenants", "NextToken"))
ENTITIES = Operation(
    "tenants",
    "sesv2",
    "ListReputationEntities",
    "list_reputation_entities",
    ("ReputationEntities", "NextToken"),
)
POOLS = Operation(
    "pools", "sesv2", "ListDedicatedIpPools", "list_dedicated_ip_pools", ("DedicatedIpPools", "NextToken")
)
POOL = Operation("pools", "sesv2", "GetDedicatedIpPool", "get_dedicated_ip_pool", ("DedicatedIpPool",))
IPS = Operation("pools", "sesv2", "GetDedicatedIps", "get_dedicated_ips", ("DedicatedIps", "NextToken"))
RECOMMENDATIONS = Operation(
    "recommendations",
    "sesv2",
    "ListRecommendations",
    "list_recommendations",
    ("Recommendations", "NextToken"),
)
ALARMS = Operation(
    "alarms", "cloudwatch", "DescribeAlarms", "describe_alarms", ("MetricAlarms", "CompositeAlarms")
)
METRICS = Operation("metrics", "cloudwatch", "ListMetrics", "list_metrics", ("Metrics", "NextToken"))
FOUND_METRIC_DATA = METRIC_DATA._replace(source="metrics")
DELIVERABILITY = Operation(
    "deliverability",
    "sesv2",
    "GetDeliverabilityDashboardOptions",
    "get_deliverability_dashboard_options",
    ("DashboardEnabled", "AccountStatus"),
)
DOMAIN_STATISTICS = Operation(
    "deliverability",
    "sesv2",
    "GetDomainStatisticsReport",
    "get_domain_statistics_report",
    ("OverallVolume", "DailyVolumes"),
)
BLOCKLISTS = Operation(
    "deliverability", "sesv2", "GetBlacklistReports", "get_blacklist_reports", ("BlacklistReport",)
)
RECEIVE_MESSAGES = Operation("events", "sqs", "ReceiveMessage", "receive_message", ("ResponseMetadata",))
"""An empty queue's answer is empty."""
DELETE_MESSAGES = Operation(
    "events", "sqs", "DeleteMessageBatch", "delete_message_batch", ("Successful", "Failed")
)
QUEUE_ATTRIBUTES = Operation("events", "sqs", "GetQueueAttributes", "get_queue_attributes", ("Attributes",))
