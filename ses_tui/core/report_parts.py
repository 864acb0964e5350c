"""What an account has besides mail, as ``check --with`` prints it; null: not asked for, not read."""

from collections.abc import Collection
from functools import partial

from ses_tui.core.clock import iso
from ses_tui.core.errors import SourceError
from ses_tui.core.inventory import Inventory
from ses_tui.core.resources import (
    AlarmInfo,
    ConfigurationSet,
    DedicatedIp,
    Pool,
    Recommendation,
    TenantStatus,
)

Printed = list[dict[str, object]] | None


def parts(inventory: Inventory, wanted: Collection[str]) -> dict[str, Printed]:
    """One member per part."""
    found = inventory
    printed: dict[str, Printed] = {
        "sets": None if found.sets is None else [_set(one) for one in found.sets.sets],
        "tenants": None if found.tenants is None else [_tenant(one) for one in found.tenants.tenants],
        "pools": None
        if found.pools is None
        else [_pool(one, found.pools.ips, found) for one in found.pools.pools],
        "advisor": None if found.advisor is None else [_finding(one) for one in found.advisor],
        "alarms": None if found.alarms is None else [_alarm(one) for one in found.alarms],
    }
    return {name: part if name in wanted else None for name, part in printed.items()}


def part_errors(inventory: Inventory, wanted: Collection[str]) -> tuple[SourceError, ...]:
    """Why some of what was asked for could not be read."""
    return tuple(error for name in wanted for error in inventory.errors.get(name, ()))


def _at(seconds: float | None) -> str | None:
    return None if seconds is None else iso(seconds)


def _set(one: ConfigurationSet) -> dict[str, object]:
    return {
        "name": one.name,
        "sending_enabled": one.sending_enabled,
        "reputation_metrics_enabled": one.reputation_metrics_enabled,
        "last_fresh_start": _at(one.last_fresh_start),
        "pool": one.pool or None,
        "suppressed_reasons": None if one.suppressed is None else list(one.suppressed),
        "tls_policy": one.tls or None,
        "max_delivery_seconds": one.most_seconds,
        "event_destinations": None
        if one.destinations is None
        else [
            {"name": each.name, "enabled": each.enabled, "event_types": list(each.event_types)}
            for each in one.destinations
        ],
    }


def _tenant(one: TenantStatus) -> dict[str, object]:
    entity = one.entity
    return {
        "name": one.name,
        "sending_status": one.sending_status or None,
        "reputation_impact": (entity.impact or None) if entity else None,
        "aws_status": entity.aws.status if entity and entity.aws else None,
        "aws_cause": (entity.aws.cause or None) if entity and entity.aws else None,
        "customer_status": entity.customer.status if entity and entity.customer else None,
    }


def _pool(pool: Pool, ips: tuple[DedicatedIp, ...], found: Inventory) -> dict[str, object]:
    listing = partial(_blocklists, found)
    return {
        "name": pool.name,
        "kind": pool.kind or None,
        "ips": [
            {
                "ip": one.ip,
                "warmup_status": one.warmup or None,
                "warmup_percent": one.percent,
                "blocklists": listing(one.ip),
            }
            for one in ips
            if one.pool == pool.name
        ],
    }


def _blocklists(found: Inventory, ip: str) -> list[str] | None:
    """The lists that hold ``ip``; None where that was not read."""
    hits = found.deliverability.blocklisted if found.deliverability else None
    return None if hits is None else [hit.list_name for hit in hits if hit.ip == ip]


def _finding(one: Recommendation) -> dict[str, object]:
    return {
        "type": one.type,
        "status": one.status,
        "impact": one.impact,
        "resource": one.resource or None,
        "description": one.description,
        "created": _at(one.created),
        "updated": _at(one.updated),
    }


def _alarm(one: AlarmInfo) -> dict[str, object]:
    return {
        "name": one.name,
        "state": one.state,
        "metric": one.metric or None,
        "threshold": one.threshold,
        "actions_enabled": one.actions_enabled,
        "muted_by": one.muted_by,
        "since": _at(one.since),
        "fired": _at(one.fired),
        "action_failed": one.failed or None,
    }
