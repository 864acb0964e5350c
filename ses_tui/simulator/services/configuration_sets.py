"""SESv2 configuration sets and where their events go."""

from typing import Any

from ses_tui.simulator.account import DAY, Account
from ses_tui.simulator.resources import ACCOUNT_ID, ConfigurationSet, region
from ses_tui.simulator.services.paging import page
from ses_tui.simulator.wire.errors import ApiError

_MOST = 1_000
EVENT_TYPES = ("BOUNCE", "COMPLAINT", "DELIVERY_DELAY", "REJECT")
"""What the sets publish to the account's SNS topic."""


def _find(account: Account, request: dict[str, Any]) -> ConfigurationSet:
    name = request["ConfigurationSetName"]
    found = account.resources.configuration_sets.get(name)
    if found is None:
        raise ApiError("NotFoundException", f"Configuration set <{name}> does not exist", 404)
    return found


def list_configuration_sets(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    names = list(account.resources.configuration_sets)
    for text in request.get("Filter", {}).values():
        names = [name for name in names if text in name]
    shown, following = page(names, request, most=_MOST)
    return {"ConfigurationSets": list(shown), "NextToken": following}


def get_configuration_set(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    found = _find(account, request)
    return {
        "ConfigurationSetName": found.name,
        "DeliveryOptions": {
            "TlsPolicy": found.tls,
            "SendingPoolName": found.pool,
            "MaxDeliverySeconds": found.most_seconds,
        },
        "ReputationOptions": {
            "ReputationMetricsEnabled": found.reputation_metrics,
            "LastFreshStart": account.start - 120 * DAY,
        },
        "SendingOptions": {"SendingEnabled": True},
        "Tags": [],
        "SuppressionOptions": None
        if found.suppressed is None
        else {"SuppressedReasons": list(found.suppressed), "SuppressionScope": "ACCOUNT"},
        "VdmOptions": {
            "DashboardOptions": {"EngagementMetrics": "ENABLED"},
            "GuardianOptions": {"OptimizedSharedDelivery": "ENABLED"},
        },
    }


def get_configuration_set_event_destinations(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    found = _find(account, request)
    destinations: list[dict[str, Any]] = [
        {
            "Name": "cloudwatch",
            "Enabled": True,
            "MatchingEventTypes": ["SEND", "DELIVERY"],
            "CloudWatchDestination": {
                "DimensionConfigurations": [
                    {
                        "DimensionName": "ses:configuration-set",
                        "DimensionValueSource": "MESSAGE_TAG",
                        "DefaultDimensionValue": found.name,
                    }
                ]
            },
        }
    ]
    if found.destination is not None:
        destinations.append(
            {
                "Name": "events",
                "Enabled": found.destination == "enabled",
                "MatchingEventTypes": list(EVENT_TYPES),
                "SnsDestination": {"TopicArn": f"arn:aws:sns:{region()}:{ACCOUNT_ID}:ses-events"},
            }
        )
    return {"EventDestinations": destinations}
