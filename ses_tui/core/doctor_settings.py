"""What ``doctor`` says of how the account and its configuration sets are set up. Pure."""

from collections.abc import Sequence
from typing import Final

from ses_tui.core.alarm_commands import command, vdm_on
from ses_tui.core.clock import short_duration
from ses_tui.core.feature_prices import vdm_price
from ses_tui.core.findings import Finding, Level
from ses_tui.core.plans import A_LA_CARTE
from ses_tui.core.prices import Prices
from ses_tui.core.resources import MANAGED, ConfigurationSet, PoolsResult, TenantStatus
from ses_tui.core.snapshot import AccountStatus
from ses_tui.core.words import listed

REASONS: Final = ("BOUNCE", "COMPLAINT")
"""For what an address goes on the suppression list (service model 1.43.117)."""

PAGE = "ses-tui playbook suppression"


def suppression(
    account: AccountStatus | None,
    sets: Sequence[ConfigurationSet],
    tenants: Sequence[TenantStatus],
    region: str,
) -> tuple[Finding, ...]:
    """Whether SES keeps mail from addresses that bounced; a set's or tenant's own list overrides."""
    found = []
    if account is not None and account.suppressed is not None:
        found.append(_of_account(account.suppressed, account.validation, region))
    overriding = [one for one in sets if one.unsuppressed]
    if overriding:
        said = f"by a setting of their own, not of the bounces of {listed([one.name for one in overriding])}"
        mend = tuple(_suppress("configuration-set", region, one.name) for one in overriding)
        found.append(Finding("suppression", Level.WARN, said, (*mend, PAGE)))
    owners = [one.name for one in tenants if one.unsuppressed]
    if owners:
        said = f"by a list of their own, not of the bounces of the tenants {listed(owners)}"
        found.append(Finding("suppression", Level.WARN, said, (PAGE,)))
    return tuple(found)


def _of_account(reasons: Sequence[str], validation: str, region: str) -> Finding:
    missing = [f"{one.lower()}s" for one in REASONS if one not in reasons]
    if "BOUNCE" not in reasons:
        said = f"off for {' and '.join(missing)}: mail goes on to addresses that do not exist"
        return Finding("suppression", Level.WARN, said, (_suppress("account", region), PAGE))
    said = f"of {' and '.join(f'{one.lower()}s' for one in reasons)}"
    if missing:
        said += f", not of {missing[0]}"
    if validation:
        said += f"; validation of addresses {validation}"
    return Finding("suppression", Level.PASS, said)


def _suppress(whose: str, region: str, name: str = "") -> str:
    named = ("--configuration-set-name", name) if name else ()
    return command(
        region,
        *("sesv2", f"put-{whose}-suppression-{'options' if name else 'attributes'}", *named),
        *("--suppressed-reasons", *REASONS),
    )


def warmup(account: AccountStatus | None, pools: PoolsResult | None, region: str) -> tuple[Finding, ...]:
    """Whether AWS warms standard IPs by itself, where there are any."""
    if account is None or account.auto_warmup is None or pools is None:
        return ()
    managed = {pool.name for pool in pools.pools if pool.kind == MANAGED}
    standard = [ip for ip in pools.ips if ip.pool not in managed]
    if not standard:
        return ()
    if account.auto_warmup:
        return (Finding("auto warm-up", Level.PASS, "on: AWS warms each new standard IP over 45 days"),)
    said = "off: a new standard IP takes all of its mail at once; AWS's 45-day plan does not run"
    mend = command(region, "sesv2", "put-account-dedicated-ip-warmup-attributes", "--auto-warmup-enabled")
    return (Finding("auto warm-up", Level.WARN, said, (mend,)),)


def delivery(sets: Sequence[ConfigurationSet]) -> tuple[Finding, ...]:
    """What makes bounces that look like an ISP's block: no time to retry, no mail without TLS."""
    hasty = [one for one in sets if one.gives_up_early]
    strict = [one for one in sets if one.tls == "REQUIRE"]
    found = []
    if hasty:
        each = listed([f"{one.name} ({short_duration(one.most_seconds or 0)})" for one in hasty])
        said = f"mail that is deferred for longer bounces, as if it were blocked: {each}"
        found.append(Finding("delivery time", Level.WARN, said))
    if strict:
        said = f"TLS is required by {listed([one.name for one in strict])}: servers without it make bounces"
        found.append(Finding("TLS", Level.PASS, said))
    return tuple(found)


def vdm(account: AccountStatus, region: str, prices: Prices) -> Finding:
    """Whether there are rows per ISP and identity, and what of VDM is on."""
    if not account.vdm_enabled:
        said = f"off; on, it would show every ISP and identity by itself ({vdm_price(account, prices)})"
        return Finding("vdm", Level.PASS, said, wanted=(vdm_on(region),))
    said = "on: rows per ISP and identity"
    if account.engagement:
        said += f"; engagement metrics {account.engagement}"
    if account.plan == A_LA_CARTE.name:
        said += f"; {vdm_price(account, prices)}; what its queries cost without a plan is not published"
        said += " (check --format json counts them: usage.vdm_queries)"
    if account.guardian:
        said += f"; optimized shared delivery {account.guardian}"
    return Finding("vdm", Level.PASS, said)
