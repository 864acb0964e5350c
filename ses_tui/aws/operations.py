"""The operations that are called, and what each answer of AWS must hold."""

import re
from typing import NamedTuple, Protocol

from ses_tui.aws.shapes import Answer

_PREFIXES = {"sesv2": "ses"}
"""botocore's name of a service -> its prefix in IAM, where the two differ."""

_STS_OPERATIONS = frozenset({"AssumeRole", "AssumeRoleWithWebIdentity", "GetCallerIdentity"})

_ONE_ACTION = {"DeleteMessageBatch": "DeleteMessage"}
"""A batch call has no action of its own."""


class Operation(NamedTuple):
    """One operation of AWS."""

    source: str
    """What the errors of ``check`` and the screen call the source: ``rates``."""

    service: str
    """botocore's name of the service: ``sesv2``."""

    name: str

    members: tuple[str, ...]
    """AWS's answer has at least one of these; an answer with none is not from AWS."""

    @property
    def method(self) -> str:
        """botocore's method: ``get_account``."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", self.name).lower()

    @property
    def action(self) -> str:
        """The IAM action: ``ses:GetAccount``."""
        return iam_action(self.service, self.name)


def iam_action(service: str, operation: str) -> str:
    """The IAM action that a call needs: ``ses:BatchGetMetricData``. ``service``: botocore's name."""
    prefix = "sts" if operation in _STS_OPERATIONS else _PREFIXES.get(service, service)
    return f"{prefix}:{_ONE_ACTION.get(operation, operation)}"


class Calls(Protocol):
    """The guarded call, as the reads of this package see it. Raises ReadError."""

    async def call(self, operation: Operation, **parameters: object) -> Answer: ...
    async def call_vdm(self, operation: Operation, queries: list[dict[str, object]]) -> Answer: ...


CALLER_IDENTITY = Operation("account", "sts", "GetCallerIdentity", ("Account",))
ACCOUNT = Operation("account", "sesv2", "GetAccount", ("EnforcementStatus", "SendingEnabled", "SendQuota"))
SEND_STATISTICS = Operation("statistics", "ses", "GetSendStatistics", ("SendDataPoints",))
METRIC_DATA = Operation("rates", "cloudwatch", "GetMetricData", ("MetricDataResults",))
IDENTITIES = Operation("lists", "sesv2", "ListEmailIdentities", ("EmailIdentities",))
IDENTITY = Operation(
    "identities", "sesv2", "GetEmailIdentity", ("VerificationStatus", "VerifiedForSendingStatus")
)
VDM = Operation("vdm", "sesv2", "BatchGetMetricData", ("Results", "Errors"))

SETS = Operation("sets", "sesv2", "ListConfigurationSets", ("ConfigurationSets", "NextToken"))
SET = Operation("sets", "sesv2", "GetConfigurationSet", ("ConfigurationSetName", "SendingOptions"))
SET_DESTINATIONS = Operation("sets", "sesv2", "GetConfigurationSetEventDestinations", ("EventDestinations",))
TENANTS = Operation("tenants", "sesv2", "ListTenants", ("Tenants", "NextToken"))
TENANT = Operation("tenants", "sesv2", "GetTenant", ("Tenant",))
ENTITIES = Operation("tenants", "sesv2", "ListReputationEntities", ("ReputationEntities", "NextToken"))
TENANT_RESOURCES = Operation("tenants", "sesv2", "ListTenantResources", ("TenantResources", "NextToken"))
ENDPOINTS = Operation("endpoints", "sesv2", "ListMultiRegionEndpoints", ("MultiRegionEndpoints", "NextToken"))
POOLS = Operation("pools", "sesv2", "ListDedicatedIpPools", ("DedicatedIpPools", "NextToken"))
POOL = Operation("pools", "sesv2", "GetDedicatedIpPool", ("DedicatedIpPool",))
IPS = Operation("pools", "sesv2", "GetDedicatedIps", ("DedicatedIps", "NextToken"))
RECOMMENDATIONS = Operation(
    "recommendations", "sesv2", "ListRecommendations", ("Recommendations", "NextToken")
)
ALARMS = Operation("alarms", "cloudwatch", "DescribeAlarms", ("MetricAlarms", "CompositeAlarms"))
MUTE_RULES = Operation(
    "alarms", "cloudwatch", "ListAlarmMuteRules", ("AlarmMuteRuleSummaries", "NextToken", "ResponseMetadata")
)
"""Where there is none the answer may be empty."""
MUTE_RULE = Operation("alarms", "cloudwatch", "GetAlarmMuteRule", ("AlarmMuteRuleArn", "Name", "MuteTargets"))
ALARM_HISTORY = Operation("alarms", "cloudwatch", "DescribeAlarmHistory", ("AlarmHistoryItems", "NextToken"))
MESSAGE = Operation("message", "sesv2", "GetMessageInsights", ("MessageId", "Insights"))
METRICS = Operation("metrics", "cloudwatch", "ListMetrics", ("Metrics", "NextToken"))
SENT_METRIC_DATA = METRIC_DATA._replace(source="statistics")
LISTED_METRIC_DATA = METRIC_DATA._replace(source="metrics")
DELIVERABILITY = Operation(
    "deliverability", "sesv2", "GetDeliverabilityDashboardOptions", ("DashboardEnabled", "AccountStatus")
)
DOMAIN_STATISTICS = Operation(
    "deliverability", "sesv2", "GetDomainStatisticsReport", ("OverallVolume", "DailyVolumes")
)
BLOCKLISTS = Operation("deliverability", "sesv2", "GetBlacklistReports", ("BlacklistReport",))
RECEIVE_MESSAGES = Operation("events", "sqs", "ReceiveMessage", ("ResponseMetadata",))
"""An empty queue's answer is empty."""
DELETE_MESSAGES = Operation("events", "sqs", "DeleteMessageBatch", ("Successful", "Failed"))
QUEUE_ATTRIBUTES = Operation("events", "sqs", "GetQueueAttributes", ("Attributes",))
