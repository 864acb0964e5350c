"""Whether the heartbeat may beat: a dead-man's switch elsewhere trips where it stays away."""

from collections.abc import Collection, Mapping

from ses_tui.core.condition import Health
from ses_tui.core.ledger import Ledger
from ses_tui.core.model import ACCOUNT
from ses_tui.core.visibility import NEVER

SEEING = frozenset({Health.FRESH, Health.STALE})


def may_beat(
    healths: Mapping[str, Health], ledger: Ledger, channels: Collection[str], team: Collection[str]
) -> bool:
    """Whether every target is seen, or its blindness is known to the team, and somebody can be told.

    ``healths``: of every target by name. ``channels``: those that could fail, ``team``: those of them
    that reach more people than the one at this terminal. With no target in sight nothing beats, and
    with channels of which none accepts anything neither.
    """
    accepting = not channels or any(ledger.channels[name].tries.accepting for name in channels)
    some_seen = any(health in SEEING for health in healths.values())
    all_known = all(
        health in SEEING or (health is Health.BLIND and _team_knows(target, ledger, team))
        for target, health in healths.items()
    )
    return accepting and some_seen and all_known


def _team_knows(target: str, ledger: Ledger, team: Collection[str]) -> bool:
    """Whether one channel of the team accepted that the account of ``target`` is blind, and why."""
    causes = {
        key: one.cause
        for key, one in ledger.visibilities.get(target, {}).items()
        if key.subject == ACCOUNT and one.health is Health.BLIND
    }
    told = (ledger.channels[name].blind for name in team)
    return bool(causes) and any(
        all(cause in blind.get(key, NEVER).causes for key, cause in causes.items()) for blind in told
    )
