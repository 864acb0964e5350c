"""How each source of a target is doing, and why the target can't be seen: for the screen and messages."""

from ses_tui.core.condition import Health
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.health import read_health
from ses_tui.core.model import RATES
from ses_tui.core.snapshot import SourceStatus
from ses_tui.engine.plan import Plan
from ses_tui.engine.state import JUDGED, TargetState

NEVER_READ = "the first read of the rates has not ended yet"
OWN = ("rates", "account", "identity")
"""Reads of the account itself."""

WRONG_REGION = "no Reputation datapoint in 14 days: does this account send from {region}?"


def sources(state: TargetState, plan: Plan, mono: float) -> tuple[SourceStatus, ...]:
    """One status per source; ``mono``: the engine's monotonic clock, seconds."""
    slowed = plan.paid_rates > plan.rates
    note = f"slowed to every {plan.paid_rates:.0f} s by max_monthly_usd" if slowed else ""
    statuses = []
    for source, reads in state.reads.items():
        rate = source in RATES
        errors = state.errors.get("rates" if rate else source, ())
        statuses.append(
            SourceStatus(
                name=source,
                health=read_health(reads, mono),
                interval=reads.interval,
                last_success=state.read_at.get(source),
                last_success_mono=reads.last_success,
                error=errors[0] if errors else None,
                note=note if rate else "",
            )
        )
    return tuple(statuses)


def all_errors(state: TargetState, store_problem: str) -> tuple[SourceError, ...]:
    """What could not be read, or kept; ``store_problem``: empty while all is well."""
    errors = tuple(dict.fromkeys(error for errors in state.errors.values() for error in errors))
    if not store_problem:
        return errors
    return (*errors, SourceError("store", "SQLite", ErrorKind.SERVICE, store_problem, ""))


def health_reason(state: TargetState, health: Health, region: str) -> str:
    """Why the target is not fresh, and what to do; empty where it is."""
    if health is Health.FRESH:
        return ""
    read = [metric for metric in RATES if metric.value in state.read_at]
    # while the rates are being asked for the first time, what another read has met is why
    for error in (
        error for source in (("rates",) if read else OWN) for error in state.errors.get(source, ())
    ):
        return error.line
    if not read or (len(read) == len(RATES) and not any(map(state.rules.rates.get, read))):
        return WRONG_REGION.format(region=region or "this Region") if read else NEVER_READ
    if health is Health.STALE:
        return "AWS is not publishing: the newest datapoint is old though mail is being sent"
    if health is Health.BLIND and all(state.rules.reads[JUDGED[metric]].error is None for metric in RATES):
        return "AWS is not publishing: no datapoint for a day though mail is being sent"
    return "no read succeeded for 30 minutes" if health is Health.BLIND else ""
