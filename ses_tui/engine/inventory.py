"""Reads what an account has besides mail: slowly, at once when it is not ok, more while someone looks.

Everything but the values is free. Values (CloudWatch metrics per set, tenant, pool, IP) cost per
metric: they are read only while someone looks at them or the account is at warn or above.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import TypeVar

from ses_tui.core.clock import DAY, Clock
from ses_tui.core.condition import Condition
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.inventory import MOST_METRICS, VALUE_SECONDS, Inventory, ListedValue
from ses_tui.core.listed_metrics import Known, ListedMetric, rows_of
from ses_tui.core.model import Metric, Point, Series, Subject, SubjectKind
from ses_tui.core.record import replace
from ses_tui.core.results import ReadError
from ses_tui.engine.ports import Reader, TargetHistory
from ses_tui.engine.spending import Spending
from ses_tui.engine.state import TargetState

EARLY = 0.9
"""Share of the pace after which a read is due: who switches modes to and fro must not pay each time."""

DAILY, DAILY_SPAN = "SNDS.", 3 * DAY
"""Microsoft's data of a day comes when that day is over: its newest point is one to two days old."""

WARMUP_DAYS = 60

FREE = ("sets", "tenants", "endpoints", "pools", "advisor", "alarms", "deliverability")

OPTIONAL = frozenset({"tenants", "endpoints", "pools", "deliverability"})
"""What AWS answers an account without these is not documented: BadRequest or NotFound is no trouble."""

Found = TypeVar("Found")


class InventoryReads:
    """One per target, on the engine's loop. ``changed`` is called when there is news to publish."""

    def __init__(
        self,
        reader: Reader,
        state: TargetState,
        spending: Spending,
        clock: Clock,
        history: TargetHistory,
        changed: Callable[[], None],
    ) -> None:
        self._reader = reader
        self._state = state
        self._spending = spending
        self._clock = clock
        self._history = history
        self._changed = changed
        self._metrics: tuple[ListedMetric, ...] = ()
        self._values_tried: float | None = None
        self._usd = 0.0
        self.looked_at = False
        self.now = Inventory()

    def restore(self) -> None:
        """Take up how far IPs were warm, day by day: AWS tells no start date."""
        since = self._clock.now() - WARMUP_DAYS * DAY
        self.now = replace(self.now, warmup=self._history.load_warmup(since))

    @property
    def wanted(self) -> bool:
        """Whether values are worth their price now."""
        return self.looked_at or (self._state.rules.condition or Condition.OK) >= Condition.WARN

    async def read_lists(self) -> bool:
        """Every free part, one after the other; each by itself."""
        well = await self.read_parts(FREE)
        self._note_warmth()
        return well

    async def read_parts(self, names: Collection[str]) -> bool:
        """These of the free parts, one after the other; each by itself."""
        reader, well = self._reader, True
        reads: Mapping[str, Callable[[], Awaitable[bool]]] = {
            "sets": lambda: self._part("sets", reader.sets(), lambda found: found.errors),
            "tenants": lambda: self._part("tenants", reader.tenants(), lambda found: found.errors),
            "endpoints": lambda: self._part("endpoints", reader.endpoints()),
            "pools": lambda: self._part("pools", reader.pools(), lambda found: found.errors),
            "advisor": lambda: self._part("advisor", reader.recommendations()),
            "alarms": lambda: self._part(
                "alarms", reader.alarms(), lambda found: found.errors, lambda found: found.alarms
            ),
            "deliverability": lambda: self._part(
                "deliverability", reader.deliverability(self._clock.now()), lambda found: found.errors
            ),
        }
        for name in names:
            well = await reads[name]() and well
        return well

    @property
    def value_seconds(self) -> float:
        """Seconds between two reads of the values."""
        return self.now.values_seconds

    async def read_values(self) -> bool:
        """Values of sets, tenants, pools and IPs, where they are wanted and due."""
        if not self.wanted:
            self.now = replace(self.now, values_wanted=False, values_usd=0.0)
            return True
        mono = self._clock.monotonic()
        if self._values_tried is not None and mono - self._values_tried < EARLY * self.value_seconds:
            self.now = replace(self.now, values_wanted=True, values_usd=self._usd)
            return True
        self._values_tried = mono
        try:
            self._metrics = await self._reader.listed_metrics()
            values = await self._values()
        except ReadError as failure:
            self._values_tried = None
            self._failed("values", failure.error)
            return False
        self._take("values", values)
        return True

    async def _values(self) -> tuple[ListedValue, ...]:
        now = self._clock.now()
        owners = {
            metric: (subject, isp)
            for subject, by_isp in rows_of(self._metrics, self._known()).items()
            for isp, metrics in by_isp.items()
            for metric in metrics
        }
        asked = list(owners)[:MOST_METRICS]
        plan = self._spending.plan
        every = plan.paid_values(len(asked), VALUE_SECONDS)
        self._usd = plan.cost(len(asked), every)
        self.now = replace(self.now, values_wanted=True, values_usd=self._usd, values_seconds=every)
        if not asked:
            return ()
        values: list[ListedValue] = []
        errors: list[SourceError] = []
        for daily, span in ((False, DAY), (True, DAILY_SPAN)):
            metrics = [metric for metric in asked if metric.name.startswith(DAILY) is daily]
            if not metrics:
                continue
            read, failed = await self._reader.values(metrics, now - span, now, int(VALUE_SECONDS))
            errors += failed
            values += [
                ListedValue(owners[one][0], one.name, _series(read[one]), owners[one][1]) for one in read
            ]
        self.now = replace(self.now, errors={**self.now.errors, "values": tuple(errors)})
        return tuple(values)

    def _known(self) -> Known:
        sets, tenants, pools = self.now.sets, self.now.tenants, self.now.pools
        return Known(
            frozenset(one.name for one in sets.sets) if sets else frozenset(),
            frozenset(one.name for one in tenants.tenants) if tenants else frozenset(),
            frozenset(one.name for one in pools.pools) if pools else frozenset(),
            frozenset(one.ip for one in pools.ips) if pools else frozenset(),
            frozenset(self._spending.plan.isps),
        )

    async def _part(
        self,
        name: str,
        read: Awaitable[Found],
        errors: Callable[[Found], tuple[SourceError, ...]] = lambda _: (),
        kept: Callable[[Found], object] = lambda found: found,
    ) -> bool:
        try:
            found = await read
        except ReadError as failure:
            return self._failed(name, failure.error) is ErrorKind.NOT_ENABLED
        self.now = replace(self.now, errors={**self.now.errors, name: errors(found)})
        self._take(name, kept(found))
        return True

    def _take(self, name: str, found: object) -> None:
        read_at = {**self.now.read_at, name: self._clock.now()}
        self.now = replace(self.now, read_at=read_at, **{name: found})
        self._changed()

    def _failed(self, name: str, error: SourceError) -> ErrorKind:
        """Keep why the part was not read; the kind that it stands for."""
        if error.kind is ErrorKind.INVALID_REQUEST and name in self._optional:
            error = replace(error, kind=ErrorKind.NOT_ENABLED)
        self.now = replace(self.now, errors={**self.now.errors, name: (error,)})
        self._changed()
        return error.kind

    @property
    def _optional(self) -> frozenset[str]:
        """Parts that an account may not have: a request for all of it that AWS refuses says just that."""
        account = self._state.account
        return OPTIONAL | {"advisor"} if account and not account.vdm_enabled else OPTIONAL

    def _note_warmth(self) -> None:
        """Keep each IP's warm-up percentage: once a day, and when it moves."""
        if self.now.pools is None:
            return
        now, warmup = self._clock.now(), dict(self.now.warmup)
        kept: list[tuple[Subject, Metric, Point]] = []
        for one in self.now.pools.ips:
            if one.percent is None:
                continue
            known, value = warmup.get(one.ip, Series()), one.percent / 100
            if known.last == value and known.last_at is not None and now - known.last_at < DAY:
                continue
            warmup[one.ip] = known.merged([(now, value)], now - WARMUP_DAYS * DAY)
            kept.append((Subject(SubjectKind.IP, one.ip), Metric.WARMUP, Point(now, value)))
        self._history.save_points(kept)
        self.now = replace(self.now, warmup=warmup)


def _series(points: tuple[Point, ...]) -> Series:
    return Series.of((point.at, point.value) for point in points)
