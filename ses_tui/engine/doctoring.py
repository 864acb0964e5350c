"""What ``doctor`` finds, from what the engine has read already: for the screen, at no call more."""

from math import ceil, copysign

from ses_tui.core.alarm_commands import topic_arn
from ses_tui.core.alarm_gaps import gaps
from ses_tui.core.doctor import Facts, Need, examine
from ses_tui.core.errors import CREDENTIAL_KINDS, ErrorKind, SourceError
from ses_tui.core.findings import Finding
from ses_tui.core.inventory import Inventory
from ses_tui.engine.plan import Plan
from ses_tui.engine.ports import Reader
from ses_tui.engine.state import TargetState

SKEW_STEP = 5
"""Seconds to which the clock's error is rounded up: a finding should stand still."""

SETTLED = frozenset({ErrorKind.ACCESS_DENIED, ErrorKind.NOT_ENABLED})
"""What else a call meets passes, and the screen says it where it hurts."""


class Doctoring:
    """Findings of one target, made anew only when what they are made from is another."""

    def __init__(self, reader: Reader, plan: Plan) -> None:
        self._reader = reader
        self._plan = plan
        self._from: tuple[object, ...] = ()
        self._kept: tuple[object, ...] = ()
        self._found: tuple[Finding, ...] = ()

    def findings(self, state: TargetState, inventory: Inventory) -> tuple[Finding, ...]:
        """In the order in which they should be mended; empty until something was read."""
        needs = self._reader.needs
        skew, failed = _steady(self._reader.last_skew), _failed(state)
        placement = inventory.deliverability
        lists = (
            inventory.endpoints,
            inventory.sets,
            inventory.alarms,
            inventory.pools,
            inventory.tenants,
            placement,
        )
        words = state.rules.statuses.changes, *sorted(state.identity_details)
        made_from = (*map(id, lists), *words, state.account, state.account_id, needs, skew, failed)
        if made_from != self._from:
            self._from = made_from
            self._kept = lists  # an id is only worth something while its owner lives
            self._found = examine(self._facts(state, inventory, needs, skew, failed))
        return self._found

    def _facts(
        self,
        state: TargetState,
        inventory: Inventory,
        needs: tuple[Need, ...],
        skew: float | None,
        failed: SourceError | None,
    ) -> Facts:
        region, alarms, placement = self._reader.region, inventory.alarms, inventory.deliverability
        return Facts(
            region,
            topic_arn(region, state.account_id or ""),
            tuple(map(_settled, needs)),
            account_id=state.account_id,
            failed=failed,
            skew=skew,
            account=state.account,
            statuses=tuple(state.rules.statuses),
            identity_details=state.identity_details,
            sets=inventory.sets,
            gaps=None if alarms is None else gaps(alarms, self._plan.bands),
            pools=inventory.pools,
            tenants=inventory.tenants,
            endpoints=inventory.endpoints,
            watched=self._plan.watched,
            subscribed=placement.subscribed if placement else None,
            subscription=placement.account_status if placement else "",
            prices=self._plan.prices,
        )


def _settled(need: Need) -> Need:
    """Not tried, where its newest call met what passes by itself."""
    passing = need.error is not None and need.error.kind not in SETTLED
    return Need(need.action, need.feature, need.core, False) if passing else need


def _failed(state: TargetState) -> SourceError | None:
    """Why nobody is let in at all: somebody has to log in."""
    errors = (error for errors in state.errors.values() for error in errors)
    return next((error for error in errors if error.kind in CREDENTIAL_KINDS), None)


def _steady(skew: float | None) -> float | None:
    return None if skew is None else copysign(ceil(abs(skew) / SKEW_STEP) * SKEW_STEP, skew)
