"""Whether the heartbeat may beat: a dead-man's switch elsewhere trips where it stays away."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from ses_tui.core.condition import Health
from ses_tui.core.ledger import Ledger
from ses_tui.core.model import ACCOUNT
from ses_tui.core.visibility import NEVER

SEEING = frozenset({Health.FRESH, Health.STALE})


class Standing(StrEnum):
    """What a target has to say to the heartbeat."""

    SEEN = "seen"
    KNOWN = "known"
    """It is blind, and the team knows."""
    UNSEEN = "unseen"


def standing(target: str, health: Health, ledger: Ledger, team: Collection[str]) -> Standing:
    """Of a target of this process. ``team``: the channels that reach more people than the one here."""
    if health in SEEING:
        return Standing.SEEN
    known = health is Health.BLIND and _team_knows(target, ledger, team)
    return Standing.KNOWN if known else Standing.UNSEEN


def may_beat(
    healths: Mapping[str, Health],
    ledger: Ledger,
    channels: Collection[str],
    team: Collection[str],
    others: Collection[Standing] = (),
) -> bool:
    """Whether every target is seen, or its blindness is known to the team, and somebody can be told.

    ``healths``: of this process's targets by name, ``others``: the targets of other processes on the same
    store. ``channels``: those that could fail, ``team``: those of them that reach more people than the one
    at this terminal. With no target in sight nothing beats, and with channels of which none accepts
    anything neither.
    """
    accepting = not channels or any(ledger.channels[name].tries.accepting for name in channels)
    standings = {*others, *(standing(name, health, ledger, team) for name, health in healths.items())}
    return accepting and Standing.SEEN in standings and Standing.UNSEEN not in standings


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
