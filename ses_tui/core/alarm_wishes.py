"""CloudWatch alarms that an account may want besides the two on its rates; written on request. Pure."""

from collections.abc import Collection, Sequence
from typing import Final

from ses_tui.core.alarm_gaps import WantedAlarm, line_of, rate_alarms
from ses_tui.core.clock import DAY, HOUR
from ses_tui.core.condition import Bands
from ses_tui.core.model import Metric
from ses_tui.core.resources import AlarmInfo, ConfigurationSet, TenantStatus
from ses_tui.core.snapshot import Quota

WISHES: Final = ("sets", "tenants", "quota", "no-sends")
"""What may be asked for."""

SET_KEY, TENANT_KEY = "ses:configuration-set", "ses:tenant-name"
"""Dimensions of the metrics of a set, and of mail that a tenant sent (developer guide, event publishing)."""

QUOTA_SHARE = 0.8
"""Of Max24HourSend."""

TENANT_SECONDS, TENANT_LEAST = 6 * HOUR, 200
"""A tenant's own rate is bounces / sends of six hours, from so many sends on: fewer prove nothing."""


def of_sets(sets: Sequence[ConfigurationSet], bands: Bands) -> list[WantedAlarm]:
    """Both rates of each set that exports them; the others have no such metric."""
    return [
        alarm
        for one in sets
        if one.reputation_metrics_enabled
        for alarm in rate_alarms(bands, f"set {one.name}", ((SET_KEY, one.name),))
    ]


def of_tenants(tenants: Sequence[TenantStatus], bands: Bands) -> list[WantedAlarm]:
    """Bounces per send of each tenant: SES documents no rate of a tenant's own."""
    line = line_of(bands, Metric.BOUNCE_RATE)
    return [
        WantedAlarm(
            f"ses-bounces-tenant-{one.name}",
            "Bounce",
            line,
            f"SES bounces of the tenant {one.name} at or above {100 * line:g} % of its mail of 6 h",
            period=int(TENANT_SECONDS),
            dimensions=((TENANT_KEY, one.name),),
            share_of="Send",
            at_least=TENANT_LEAST,
        )
        for one in tenants
    ]


def of_quota(quota: Quota | None) -> list[WantedAlarm]:
    """Mail of a day against the quota as it is now; none where there is no limit or it was not read."""
    if quota is None or quota.max_24_hour_send is None:
        return []
    most = round(QUOTA_SHARE * quota.max_24_hour_send)
    about = f"SES sent {100 * QUOTA_SHARE:g} % of the quota of {quota.max_24_hour_send:,.0f} in 24 h"
    return [WantedAlarm("ses-quota", "Send", most, about, statistic="Sum", period=int(DAY))]


def of_no_sends() -> list[WantedAlarm]:
    """No mail for a day: an hour without mail has no datapoint, so missing data counts."""
    return [
        WantedAlarm(
            "ses-no-sends",
            "Send",
            1,
            "SES sent nothing for 24 h",
            statistic="Sum",
            period=int(HOUR),
            evaluation_periods=24,
            comparison="LessThanThreshold",
            missing_data="breaching",
        )
    ]


def not_there(wished: Sequence[WantedAlarm], alarms: Collection[AlarmInfo]) -> tuple[WantedAlarm, ...]:
    """Those that no alarm of that name, or on that metric and side, stands for."""
    names = {one.name for one in alarms}
    watched = {(one.metric, one.dimensions, one.comparison[:4]) for one in alarms if not one.computed}
    return tuple(
        one
        for one in wished
        if one.name not in names and (one.metric, one.dimensions, one.comparison[:4]) not in watched
    )
