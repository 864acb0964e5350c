"""Is the least monitoring stack there (SES.md)? Facts that were read in, findings out. Pure.

What an account does not have (dedicated IPs, VDM, tenants, a subscription) is never a warning: one
line says what it would show and what it costs.
"""

from collections.abc import Mapping, Sequence

from ses_tui.core.alarm_commands import make_alarm, mend_alarm, publish_events, reputation_metrics
from ses_tui.core.alarm_gaps import Better, Gaps
from ses_tui.core.doctor_endpoints import endpoints
from ses_tui.core.doctor_identities import identities
from ses_tui.core.doctor_senders import switched_off, tenants
from ses_tui.core.doctor_settings import delivery, suppression, vdm, warmup
from ses_tui.core.doctor_telling import campaigns
from ses_tui.core.errors import CREDENTIAL_KINDS, ErrorKind, SourceError
from ses_tui.core.feature_prices import placement_price
from ses_tui.core.findings import Finding, Level
from ses_tui.core.identity_details import IdentityDetails
from ses_tui.core.prices import DEFAULT_PRICES, Prices
from ses_tui.core.record import Record
from ses_tui.core.resources import (
    ConfigurationSet,
    MultiRegionEndpoint,
    PoolsResult,
    SetsResult,
    TenantsResult,
)
from ses_tui.core.snapshot import AccountStatus
from ses_tui.core.statuses import Status
from ses_tui.core.words import listed

SKEW_WARN = 60.0
SKEW_FAIL = 240.0
"""Seconds. AWS refuses signatures from 300 s (docs/facts.md)."""

COUNTS = "ses:BatchGetMetricData"
"""The action of VDM's counts: without them nobody knows which identity has mail."""

LACKING = frozenset({ErrorKind.INVALID_REQUEST, ErrorKind.SERVICE})
"""How AWS, or a stand-in, answers for what the account does not have."""


class Need(Record, frozen=True):
    """One IAM action, for which feature, and how its call went. ``tried`` False: there was no cause to.

    ``optional``: an account may lack the feature in ways that look like trouble; it is never warned of.
    """

    action: str
    feature: str
    core: bool
    tried: bool
    error: SourceError | None = None
    optional: bool = False


class Facts(Record, frozen=True):
    """What was read of one target; None: not read. ``topic``: an SNS topic's ARN, perhaps to be filled in.

    ``skew``: seconds that our clock is ahead of AWS's. ``prices``: of what the account does not have.
    """

    region: str
    topic: str
    needs: tuple[Need, ...]
    account_id: str | None = None
    failed: SourceError | None = None
    skew: float | None = None
    account: AccountStatus | None = None
    statuses: tuple[Status, ...] = ()
    """AWS's words about identities, as far as they were read."""
    identity_details: Mapping[str, IdentityDetails] = {}
    sets: SetsResult | None = None
    gaps: Gaps | None = None
    pools: PoolsResult | None = None
    tenants: TenantsResult | None = None
    endpoints: tuple[MultiRegionEndpoint, ...] | None = None
    watched: frozenset[str] = frozenset()
    """Regions that a target of this monitor watches with the same credentials."""
    subscribed: bool | None = None
    subscription: str = ""
    """AWS's word of that subscription: ACTIVE, PENDING_EXPIRATION, DISABLED."""
    days: Mapping[float, float] = {}
    """Messages per UTC day, by its start."""
    looked: float | None = None
    """When doctor looked last, UTC epoch seconds."""
    now: float = 0.0
    prices: Prices = DEFAULT_PRICES


def examine(facts: Facts) -> tuple[Finding, ...]:
    """Everything about one target, in the order in which it should be mended."""
    credentials = _credentials(facts)
    if facts.failed is not None:
        return (*credentials, *_clock(facts))
    return (
        *credentials,
        *_clock(facts),
        *_permissions(facts.needs),
        *_account(facts),
        *identities(
            facts.statuses,
            facts.identity_details,
            facts.region,
            mail_known=_counts_of_vdm(facts),
        ),
        *tenants(facts.tenants, facts.region),
        *switched_off(facts.sets, facts.region),
        *_sets(facts),
        *_settings(facts),
        *_alarms(facts),
        *endpoints(facts.endpoints, facts.watched | {facts.region}),
        *_optional(facts),
        *campaigns(facts.days, facts.looked, facts.now),
    )


def _credentials(facts: Facts) -> tuple[Finding, ...]:
    if facts.failed is not None:
        return (Finding("credentials", Level.FAIL, facts.failed.line, _login(facts.failed)),)
    if facts.account_id is None:
        return ()
    return (Finding("credentials", Level.PASS, f"account {facts.account_id} in {facts.region}"),)


def _login(error: SourceError) -> tuple[str, ...]:
    """The hint itself where it is a command."""
    return (error.hint,) if error.kind in CREDENTIAL_KINDS and error.hint.startswith("aws ") else ()


def _clock(facts: Facts) -> tuple[Finding, ...]:
    if facts.skew is None:
        return ()
    off = abs(facts.skew)
    if off <= SKEW_WARN:
        return (Finding("clock", Level.PASS, f"within {max(1, round(off))} s of AWS's"),)
    level = Level.FAIL if off > SKEW_FAIL else Level.WARN
    side = "ahead of" if facts.skew > 0 else "behind"
    return (
        Finding(
            "clock",
            level,
            f"{off:.0f} s {side} AWS's; it refuses signatures from 300 s",
            ("timedatectl set-ntp true",),
        ),
    )


def _permissions(needs: Sequence[Need]) -> tuple[Finding, ...]:
    found = []
    denied = [one for one in needs if one.error and one.error.kind is ErrorKind.ACCESS_DENIED]
    for one in denied:
        level = Level.FAIL if one.core else Level.WARN
        summary, hint = f"{one.action} is not allowed: no {one.feature}", one.error.hint if one.error else ""
        if " denies it" in hint:  # an explicit deny: a policy that allows does not help
            found.append(Finding("permissions", level, f"{summary}; {hint}"))
        else:
            found.append(Finding("permissions", level, summary, actions=(one.action,)))
    for one in needs:
        if one.error and one not in denied and one.error.kind is not ErrorKind.NOT_ENABLED:
            lacking = one.optional and one.error.kind in LACKING
            level = Level.FAIL if one.core else Level.PASS if lacking else Level.WARN
            summary = f"{one.action} was not answered: {one.error.message}"
            found.append(Finding("permissions", level, summary))
    good = [one.action for one in needs if one.tried and one.error is None]
    if good:
        rest = (
            f", {untried} not tried: nothing to ask about"
            if (untried := sum(not n.tried for n in needs))
            else ""
        )
        found.append(Finding("permissions", Level.PASS, f"{len(good)} actions allowed{rest}"))
    return tuple(found)


def _account(facts: Facts) -> tuple[Finding, ...]:
    account = facts.account
    if account is None:
        return ()
    status = account.enforcement_status
    if not account.sending_enabled or status == "SHUTDOWN":
        found = Finding("account", Level.FAIL, "sending is paused", ("ses-tui playbook paused",))
    elif status == "HEALTHY":
        sandbox = "" if account.production_access else f"; {_sandbox(account)}"
        found = Finding("account", Level.PASS, f"HEALTHY, sending on{_plan(account)}{sandbox}")
    else:
        meaning = "the account is under review" if status == "PROBATION" else "look into the SES console"
        summary = f"AWS says {status}: {meaning}"
        found = Finding("account", Level.WARN, summary, ("ses-tui playbook under-review",))
    return (found, vdm(account, facts.region, facts.prices))


def _unless_active(word: str) -> str:
    return f", {word}" if word not in ("", "ACTIVE") else ""


def _sandbox(account: AccountStatus) -> str:
    said = "in the sandbox: only to verified addresses"
    if account.review_status:
        case = f", case {account.review_case}" if account.review_case else ""
        said += f"; the request for production access is {account.review_status}{case}"
    return said


def _plan(account: AccountStatus) -> str:
    if not account.plan:
        return ""
    coming = f", {account.next_plan} next month" if account.next_plan not in ("", account.plan) else ""
    return f"; plan {account.plan}{coming}"


def _settings(facts: Facts) -> tuple[Finding, ...]:
    used = _used(facts.sets)
    return (
        *suppression(facts.account, used, facts.tenants.tenants if facts.tenants else (), facts.region),
        *warmup(facts.account, facts.pools, facts.region),
        *delivery(used),
    )


def _used(sets: SetsResult | None) -> list[ConfigurationSet]:
    return [one for one in sets.sets if one.sending_enabled is not False] if sets else []


def _counts_of_vdm(facts: Facts) -> bool:
    """Whether VDM is on, and its counts may be read."""
    failed = any(one.error for one in facts.needs if one.action == COUNTS)
    return bool(facts.account and facts.account.vdm_enabled) and not failed


def _sets(facts: Facts) -> tuple[Finding, ...]:
    if facts.sets is None:
        return ()
    used = _used(facts.sets)
    if not used:
        summary = "none in use; one would publish each bounce and complaint (free)"
        return (Finding("sets", Level.PASS, summary),)
    silent = [one for one in used if one.reputation_metrics_enabled is False]
    unheard = [one for one in used if one.unheard]
    return (
        _of_sets(
            "reputation export",
            used,
            silent,
            "off: no rates of their own for",
            tuple(reputation_metrics(one.name, facts.region) for one in silent),
        ),
        _of_sets(
            "event destinations",
            used,
            unheard,
            "nobody hears of the bounces or complaints of",
            tuple(publish_events(one, facts.region, facts.topic) for one in unheard),
        ),
    )


def _of_sets(
    check: str,
    used: Sequence[ConfigurationSet],
    wrong: Sequence[ConfigurationSet],
    what: str,
    mend: tuple[str, ...],
) -> Finding:
    if not wrong:
        return Finding(check, Level.PASS, f"of all {len(used)} configuration sets")
    return Finding(check, Level.WARN, f"{what} {listed([one.name for one in wrong])}", mend)


def _alarms(facts: Facts) -> tuple[Finding, ...]:
    gaps = facts.gaps
    if gaps is None:
        return ()
    if not gaps.missing and not gaps.better:
        unread = "" if gaps.mutes_read else "; whether one is muted was not read"
        return (Finding("alarms", Level.PASS, f"on both rates; missing data ignored, actions set{unread}"),)
    region, topic = facts.region, facts.topic
    missing = [
        Finding(
            "alarms",
            Level.FAIL,
            f"none on {one.metric} at {100 * one.threshold:g} %",
            (make_alarm(one, region, topic),),
        )
        for one in gaps.missing
    ]
    better = [
        Finding(
            "alarms",
            Level.WARN,
            f"{one.alarm.name}: {one.why}",
            _mend(one, region, topic),
        )
        for one in gaps.better
    ]
    return (*missing, *better)


def _mend(one: Better, region: str, topic: str) -> tuple[str, ...]:
    text = mend_alarm(one, region, topic)
    page = ("ses-tui playbook alarm-muted",) if one.mute else ()
    return (*((text,) if text else ()), *page)


def _optional(facts: Facts) -> tuple[Finding, ...]:
    """What an account may do without: never more than a line."""
    found = []
    if facts.pools is not None:
        ips, pools = len(facts.pools.ips), len(facts.pools.pools)
        about = (
            f"{ips} in {pools} pools"
            if ips or pools
            else "none: mail goes through shared IPs (ses-tui advise)"
        )
        found.append(Finding("dedicated IPs", Level.PASS, about))
    if facts.tenants is not None and not any(one.in_trouble for one in facts.tenants.tenants):
        count = len(facts.tenants.tenants)
        about = f"{count}" if count else "none; they would isolate the reputation of your own customers"
        found.append(Finding("tenants", Level.PASS, about))
    if facts.subscribed is not None:
        price = placement_price(facts.account, facts.prices)
        about = (
            f"subscribed{_unless_active(facts.subscription)}"
            if facts.subscribed
            else f"no subscription; it would show inbox placement ({price})"
        )
        found.append(Finding("global deliverability", Level.PASS, about))
    return tuple(found)
