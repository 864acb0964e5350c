"""How each source of a target is doing, for the screen's own health."""

from ses_tui.core.health import read_health
from ses_tui.core.snapshot import SourceStatus
from ses_tui.engine.plan import Plan
from ses_tui.engine.state import RATES, TargetState


def sources(state: TargetState, plan: Plan, mono: float) -> tuple[SourceStatus, ...]:
    """One status per source; ``mono``: the engine's monotonic clock, seconds."""
    intervals = {"account": plan.account, "vdm": plan.vdm, "lists": plan.lists}
    slowed = plan.paid_rates > plan.rates
    note = f"slowed to every {plan.paid_rates:.0f} s by max_monthly_usd" if slowed else ""
    statuses = []
    for source, reads in state.reads.items():
        rate = source in {metric.value for metric in RATES}
        errors = state.errors.get("rates" if rate else source, ())
        interval = intervals.get(source, plan.paid_rates)
        statuses.append(
            SourceStatus(
                name=source,
                health=read_health(reads, mono, interval),
                interval=interval,
                last_success=state.read_at.get(source),
                last_success_mono=reads.last_success,
                error=errors[0] if errors else None,
                note=note if rate else "",
            )
        )
    return tuple(statuses)
