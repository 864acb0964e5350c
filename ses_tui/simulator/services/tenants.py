"""SESv2 tenants and their reputation entities."""

from typing import Any

from ses_tui.simulator.account import DAY, Account
from ses_tui.simulator.resources import arn, region
from ses_tui.simulator.scenarios.model import TenantStatus
from ses_tui.simulator.services.paging import page
from ses_tui.simulator.wire.errors import ApiError, invalid

_MOST = 1_000


def _status(account: Account, tenant: str) -> TenantStatus:
    return account.tenant_status(tenant) or TenantStatus(-300 * 24 * 60, tenant, "ENABLED")


def tenant_row(account: Account, name: str) -> dict[str, Any]:
    return {
        "TenantName": name,
        "TenantId": f"tn-{name}",
        "TenantArn": arn("tenant", name),
        "CreatedTimestamp": account.start - 300 * DAY,
        "SendingStatus": _status(account, name).status,
    }


def list_tenants(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    wanted = request.get("Filter", {})
    rows = [
        tenant_row(account, name)
        for name in account.resources.tenants
        if wanted.get("TENANT_NAME_CONTAINS", "") in name
        and wanted.get("SENDING_STATUS", _status(account, name).status) == _status(account, name).status
    ]
    shown, following = page(rows, request, most=_MOST)
    return {"Tenants": list(shown), "NextToken": following}


def _find(account: Account, name: str) -> str:
    if name not in account.resources.tenants:
        raise ApiError("NotFoundException", f"Tenant <{name}> does not exist", 404)
    return name


def get_tenant(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    name = _find(account, request["TenantName"])
    own = {"SuppressionScope": "TENANT", "SuppressedReasons": []}
    settings = {"SuppressionScope": "ACCOUNT", "SuppressedReasons": ["BOUNCE", "COMPLAINT"]}
    overridden = account.scenario.settings.overridden and name == account.resources.tenants[0]
    suppression = {"SuppressionAttributes": own if overridden else settings}
    return {"Tenant": tenant_row(account, name) | {"Tags": []} | suppression}


def list_tenant_resources(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    tenant = _find(account, request["TenantName"])
    senders = [sender for sender in account.scenario.identities if sender.tenant == tenant]
    rows = [("EMAIL_IDENTITY", arn("identity", sender.name)) for sender in senders]
    sets = sorted({sender.configuration_set for sender in senders})
    rows += [("CONFIGURATION_SET", arn("configuration-set", name)) for name in sets]
    kind = request.get("Filter", {}).get("RESOURCE_TYPE")
    found = [{"ResourceType": what, "ResourceArn": where} for what, where in rows if kind in (None, what)]
    shown, following = page(found, request, most=_MOST)
    return {"TenantResources": list(shown), "NextToken": following}


def list_multi_region_endpoints(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    rows = [
        {
            "EndpointName": name,
            "Status": "READY",
            "EndpointId": f"{name}.{number}",
            "Regions": [region(), second],
            "CreatedTimestamp": account.start - 90 * DAY,
            "LastUpdatedTimestamp": account.start - 90 * DAY,
        }
        for number, (name, second) in enumerate(account.scenario.endpoints)
    ]
    shown, following = page(rows, request, most=_MOST)
    return {"MultiRegionEndpoints": list(shown), "NextToken": following}


def reputation_entity(account: Account, tenant: str) -> dict[str, Any]:
    said = _status(account, tenant)
    return {
        "ReputationEntityReference": arn("tenant", tenant),
        "ReputationEntityType": "RESOURCE",
        "ReputationManagementPolicy": f"arn:aws:ses:{region()}:aws:reputation-policy/standard",
        "CustomerManagedStatus": {"Status": "ENABLED", "LastUpdatedTimestamp": account.start - 300 * DAY},
        "AwsSesManagedStatus": {
            "Status": said.status,
            "Cause": said.cause,
            "LastUpdatedTimestamp": account.start + 60 * said.minute,
        },
        "SendingStatusAggregate": said.status,
        "ReputationImpact": said.impact,
    }


def list_reputation_entities(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    wanted = request.get("Filter", {})
    rows = [
        row
        for row in (reputation_entity(account, tenant) for tenant in account.resources.tenants)
        if wanted.get("ENTITY_TYPE", "RESOURCE") == "RESOURCE"
        and wanted.get("REPUTATION_IMPACT", row["ReputationImpact"]) == row["ReputationImpact"]
        and wanted.get("SENDING_STATUS", row["SendingStatusAggregate"]) == row["SendingStatusAggregate"]
        and row["ReputationEntityReference"].startswith(wanted.get("ENTITY_REFERENCE_PREFIX", ""))
    ]
    shown, following = page(rows, request, most=_MOST)
    return {"ReputationEntities": list(shown), "NextToken": following}


def get_reputation_entity(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    reference = request["ReputationEntityReference"]
    if not reference.startswith("arn:"):
        raise invalid("sesv2", "ReputationEntityReference must be an ARN")
    for tenant in account.resources.tenants:
        if arn("tenant", tenant) == reference:
            return {"ReputationEntity": reputation_entity(account, tenant)}
    raise ApiError("NotFoundException", f"Reputation entity <{reference}> does not exist", 404)
