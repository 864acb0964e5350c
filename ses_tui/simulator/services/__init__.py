"""One handler per served operation: (account, request by the input shape) -> answer by the output shape.

Timestamps are UTC epoch seconds both ways. A handler may raise ApiError.
"""

from collections.abc import Callable
from typing import Any

from ses_tui.simulator.account import Account
from ses_tui.simulator.services import (
    advisor,
    alarms,
    cloudwatch,
    configuration_sets,
    deliverability,
    identities,
    ips,
    message_insights,
    queue,
    sending,
    sts,
    tenants,
    vdm,
)

Handler = Callable[[Account, dict[str, Any]], dict[str, Any]]

HANDLERS: dict[str, Handler] = {
    "GetMetricData": cloudwatch.get_metric_data,
    "ListMetrics": cloudwatch.list_metrics,
    "DescribeAlarms": alarms.describe_alarms,
    "ListAlarmMuteRules": alarms.list_alarm_mute_rules,
    "GetAlarmMuteRule": alarms.get_alarm_mute_rule,
    "DescribeAlarmHistory": alarms.describe_alarm_history,
    "GetAccount": sending.get_account,
    "GetSendStatistics": sending.get_send_statistics,
    "GetSendQuota": sending.get_send_quota,
    "GetCallerIdentity": sts.get_caller_identity,
    "AssumeRole": sts.assume_role,
    "BatchGetMetricData": vdm.batch_get_metric_data,
    "ListRecommendations": advisor.list_recommendations,
    "ListEmailIdentities": identities.list_email_identities,
    "GetEmailIdentity": identities.get_email_identity,
    "GetMessageInsights": message_insights.get_message_insights,
    "ListConfigurationSets": configuration_sets.list_configuration_sets,
    "GetConfigurationSet": configuration_sets.get_configuration_set,
    "GetConfigurationSetEventDestinations": configuration_sets.get_configuration_set_event_destinations,
    "ListDedicatedIpPools": ips.list_dedicated_ip_pools,
    "GetDedicatedIpPool": ips.get_dedicated_ip_pool,
    "GetDedicatedIps": ips.get_dedicated_ips,
    "GetBlacklistReports": ips.get_blacklist_reports,
    "ListTenants": tenants.list_tenants,
    "ListMultiRegionEndpoints": tenants.list_multi_region_endpoints,
    "GetTenant": tenants.get_tenant,
    "ListTenantResources": tenants.list_tenant_resources,
    "ListReputationEntities": tenants.list_reputation_entities,
    "GetReputationEntity": tenants.get_reputation_entity,
    "GetDeliverabilityDashboardOptions": deliverability.get_deliverability_dashboard_options,
    "GetDomainStatisticsReport": deliverability.get_domain_statistics_report,
    "ReceiveMessage": queue.receive_message,
    "DeleteMessage": queue.delete_message,
    "DeleteMessageBatch": queue.delete_message_batch,
    "SendMessage": queue.send_message,
    "SendMessageBatch": queue.send_message_batch,
    "GetQueueAttributes": queue.get_queue_attributes,
}
