"""The rows: ISPs, then identities. Those with most mail each time, the rest in turn."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import islice

from ses_tui.core.blame import Pair
from ses_tui.core.clock import DAY, Clock, utc_day
from ses_tui.core.counts import ENGAGEMENT_METRICS, RATIOS, VdmCounts
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.feature_prices import vdm_price
from ses_tui.core.model import Metric, SubjectKind
from ses_tui.core.prices import Prices
from ses_tui.core.results import VdmResult
from ses_tui.core.snapshot import AccountStatus
from ses_tui.engine.plan import Plan
from ses_tui.engine.ports import Reader
from ses_tui.engine.state import TargetState

HISTORY_DAYS = 14
SWEEP = 500
"""Identities whose volume is asked for at a time, where there are too many to read all of each."""

IN_TURN = 200
"""Identities beyond the top that are read anew in each cycle."""


def vdm_off(account: AccountStatus, prices: Prices) -> SourceError:
    """Why there are no rows where VDM is off, and what it would cost."""
    return SourceError(
        "vdm",
        "BatchGetMetricData",
        ErrorKind.NOT_ENABLED,
        "VDM is off: ISPs and identities are not read",
        f"enable Virtual Deliverability Manager to see who is to blame: {vdm_price(account, prices)}",
    )


class Missed:
    """What the reads of one round did not bring: a later read knows nothing of what an earlier one lacked."""

    def __init__(self) -> None:
        self._of: dict[SubjectKind, list[SourceError]] = {}

    def add(self, rows: SubjectKind, errors: Sequence[SourceError]) -> tuple[SourceError, ...]:
        """All of the round so far. What further reads of ``rows`` lack for the same reason is said once."""
        known = self._of.setdefault(rows, [])
        reasons = {(error.kind, error.hint) for error in known}
        known += [error for error in errors if (error.kind, error.hint) not in reasons]
        return tuple(error for of_rows in self._of.values() for error in of_rows)


class VdmReads:
    """``take`` awaits one read of rows, applies what it brought, and says whether it went well."""

    def __init__(
        self,
        state: TargetState,
        reader: Reader,
        plan: Plan,
        clock: Clock,
        take: Callable[[SubjectKind, Awaitable[VdmResult]], Awaitable[bool]],
    ) -> None:
        self._state = state
        self._reader = reader
        self._plan = plan
        self._clock = clock
        self._take = take
        self._swept = 0
        self._turn = 0

    async def isps(self) -> bool:
        """Every ISP of the plan, and the account as a whole."""
        first, end = self._days()
        return await self._take(SubjectKind.ISP, self._reader.isps(self._plan.isps, first, end))

    async def engagement(self) -> bool:
        """Opens and clicks per ISP, and of the account as a whole."""
        read = self._reader.isps(self._plan.isps, *self._days(), ENGAGEMENT_METRICS)
        return await self._take(SubjectKind.ISP, read)

    async def engagement_of(self, names: Sequence[str]) -> bool:
        """Opens and clicks of these identities."""
        read = self._reader.identity_counts(names, *self._days(), ENGAGEMENT_METRICS)
        return await self._take(SubjectKind.IDENTITY, read)

    async def identities(self) -> bool:
        """The identities that are listed."""
        names = self._state.identities or ()
        first, end = self._days()
        top = self._plan.top_identities
        if len(names) <= top:
            return not names or await self.counts_of(names)
        well = await self._sweep(names)
        largest = self._largest(names, top)
        well = await self.counts_of(largest) and well
        rest = self._next_in_turn(names, set(largest))
        return await self._take(SubjectKind.IDENTITY, self._reader.identity_sends(rest, first, end)) and well

    async def counts_of(self, names: Sequence[str]) -> bool:
        """The rates of these identities."""
        return await self._take(SubjectKind.IDENTITY, self._reader.identity_counts(names, *self._days()))

    async def pairs(self, pairs: Sequence[Pair], metric: Metric) -> Mapping[Pair, VdmCounts]:
        """The mail of identities to ISPs behind one rate. Raises ReadError."""
        if not pairs:
            return {}
        return await self._reader.pair_counts(pairs, *self._days(), RATIOS[metric])

    async def _sweep(self, names: tuple[str, ...]) -> bool:
        """Ask once for the volume of every identity, so that the largest are known."""
        well = True
        first, end = self._days()
        while self._swept < len(names):
            part = names[self._swept : self._swept + SWEEP]
            well = (
                await self._take(SubjectKind.IDENTITY, self._reader.identity_sends(part, first, end)) and well
            )
            self._swept += len(part)
        return well

    def _largest(self, names: tuple[str, ...], count: int) -> tuple[str, ...]:
        sent = {subject.name: sends for subject, (_, sends) in self._state.sends.items()}
        return tuple(sorted(names, key=lambda name: (-sent.get(name, 0), name))[:count])

    def _next_in_turn(self, names: tuple[str, ...], top: set[str]) -> tuple[str, ...]:
        rest = [name for name in names if name not in top]
        start = self._turn % max(1, len(rest))
        self._turn += IN_TURN
        return tuple(islice((rest + rest)[start:], min(IN_TURN, len(rest))))

    def _days(self) -> tuple[float, float]:
        today = utc_day(self._clock.now())
        return today - HISTORY_DAYS * DAY, today + DAY
