"""What ``doctor`` finds about tenants and configuration sets that may not send, or harm reputation. Pure."""

from ses_tui.core.alarm_commands import command
from ses_tui.core.findings import Finding, Level
from ses_tui.core.model import Metric
from ses_tui.core.resources import HIGH_IMPACT, ConfigurationSet, SetsResult, TenantsResult, TenantStatus
from ses_tui.core.words import value_text

TENANTS, SETS = "tenants", "sets"

PLAYBOOK = "ses-tui playbook tenant-disabled"


def tenants(read: TenantsResult | None, region: str) -> tuple[Finding, ...]:
    """Each in trouble, those that may not send first."""
    wrong = (one for one in (read.tenants if read else ()) if one.in_trouble)
    return tuple(_tenant(one, region) for one in sorted(wrong, key=lambda one: (one.may_send, one.name)))


def _tenant(one: TenantStatus, region: str) -> Finding:
    word = HIGH_IMPACT if one.may_send else one.sending_status
    said = value_text(Metric.SENDING_STATUS, word) if word else "sending status was not read"
    why = f"; {one.cause}" if one.cause else ""
    level = Level.FAIL if one.sending_status == "DISABLED" else Level.WARN
    asked = command(region, "sesv2", "get-tenant", "--tenant-name", one.name)
    return Finding(TENANTS, level, f"{one.name}: {said}{why}", (asked, PLAYBOOK))


def switched_off(read: SetsResult | None, region: str) -> tuple[Finding, ...]:
    """Each set whose sending is off: somebody did that, perhaps on purpose."""
    return tuple(_set(one, region) for one in (read.sets if read else ()) if one.sending_enabled is False)


def _set(one: ConfigurationSet, region: str) -> Finding:
    asked = command(region, "sesv2", "get-configuration-set", "--configuration-set-name", one.name)
    return Finding(SETS, Level.WARN, f"{one.name}: sending is off: AWS takes no mail through it", (asked,))
