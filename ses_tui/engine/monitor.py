"""One target: reads each source, judges, remembers, announces, and draws its part of the snapshot."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TypeVar

from ses_tui.core.blame import Blame
from ses_tui.core.clock import DAY, HOUR, Clock
from ses_tui.core.condition import Condition, Health
from ses_tui.core.counts import SendBucket, others
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.events.seen import NO_EVENTS
from ses_tui.core.health import ReadLog, read_health
from ses_tui.core.model import (
    ACCOUNT,
    EMPTY_SERIES,
    FUTURE_TOLERANCE,
    Key,
    Metric,
    Subject,
    SubjectKind,
    Target,
)
from ses_tui.core.overlays import Overlays
from ses_tui.core.pairs import PairBlame
from ses_tui.core.record import replace
from ses_tui.core.results import RatesResult, ReadError, VdmResult
from ses_tui.core.snapshot import AlertEvent, Budget, Note, Posted, TargetSnapshot
from ses_tui.core.target_id import target_id
from ses_tui.core.unusual import Unusual, unusual_text
from ses_tui.core.visibility import Visibility
from ses_tui.engine.attribution import blamed_pairs, pairs_to_ask, who_is_to_blame
from ses_tui.engine.doctoring import Doctoring
from ses_tui.engine.events_feed import EventsFeed
from ses_tui.engine.inventory import InventoryReads
from ses_tui.engine.plan import Plan
from ses_tui.engine.ports import Reader, TargetHistory
from ses_tui.engine.row_cache import RowCache
from ses_tui.engine.snapshot_builder import account_readings, budgets, unusual_rows
from ses_tui.engine.sources import sources
from ses_tui.engine.standing import (
    cause_in,
    cause_of,
    health_reason,
    open_alerts,
    rate_health,
    target_health,
)
from ses_tui.engine.state import KEEP_RATES, RATES, TargetState
from ses_tui.engine.vdm_reads import Missed, VdmReads

Found = TypeVar("Found")

LOOK_BACK = DAY
OVERLAP = HOUR
ALL_ROWS = Subject(SubjectKind.ISP)
"""Stands for every ISP and identity where it is about whether they can be read at all."""

NO_OVERLAYS = Overlays()

VDM_OFF = SourceError(
    "vdm",
    "BatchGetMetricData",
    ErrorKind.NOT_ENABLED,
    "VDM is off: ISPs and identities are not read",
    "enable Virtual Deliverability Manager for this account and Region to see who is to blame",
)


class TargetMonitor:
    """All methods run on the engine's loop.

    ``report`` is called after every cycle, with the keys that are gone; ``changed`` when there is
    news to publish.
    """

    def __init__(
        self,
        target: Target,
        reader: Reader,
        plan: Plan,
        clock: Clock,
        history: TargetHistory,
        report: Callable[["TargetMonitor", tuple[Key, ...]], None],
        changed: Callable[[], None],
    ) -> None:
        self.target = target
        self.plan = plan
        self.reader = reader
        self.history = history
        self._clock = clock
        self._report = report
        self._changed = changed
        self._rows = RowCache()
        self.account_tried = asyncio.Event()
        """Set once the account was read, well or not: what is less urgent waits for it."""
        self.rows_tried = asyncio.Event()
        """Set once the rows of VDM were read, well or not."""
        self._sought_blame = Condition.OK
        self._looked_back = False
        self.blames: Mapping[Metric, Blame] = {}
        self.pairs: Mapping[Metric, PairBlame] = {}
        self.budgets: Mapping[Metric, Budget] = {}
        self.unusual: tuple[Unusual, ...] = ()
        self.seek_blame: Callable[[], None] = lambda: None
        """Called when the account's condition rises: the rows should be read at once."""
        self.adopted: Callable[[bool], None] = lambda known: None
        """Called when AWS has told the account; ``known``: more is kept of it than was read here."""
        self.told_identities: Callable[[], set[Subject]] = set
        """Identities that somebody was told of, perhaps before a restart."""
        self.state = TargetState(plan.bands, plan.representative_volume)
        self.inventory = InventoryReads(reader, self.state, plan, clock, history, changed)
        self._doctoring = Doctoring(reader, plan)
        self.events: EventsFeed | None = None
        """Where a queue is configured; the engine sets it and runs it."""
        self._vdm_reads = VdmReads(self.state, reader, plan, clock, self._vdm)
        self._missed = Missed()
        started = clock.monotonic()
        for source in (*(metric.value for metric in RATES), "account", "statistics", "vdm", "lists"):
            self.state.reads[source] = ReadLog(started)

    def restore(self) -> None:
        """Take up what the store knows of this target."""
        stored = self.history.load_points(self._clock.now() - KEEP_RATES)
        known = {key.metric: at for key, at in self.history.known().items() if key.subject == ACCOUNT}
        self.state.restore(stored.items(), known)
        self.inventory.restore()

    # Each read below says whether it went well, for the schedule's backoff; none raises.

    async def read_account_id(self) -> bool:
        """Whose account it is."""
        try:
            account = self.state.account_id = await self.reader.account_id()
        except ReadError as failure:
            self.state.errors["identity"] = (failure.error,)
            return False
        self.state.errors["identity"] = ()
        self.adopted(self.history.adopt(target_id(account, self.reader.region, self.plan.endpoint)))
        self._changed()
        return True

    async def read_account(self) -> bool:
        """Status, quota, VDM on or off."""
        try:
            return await self._read("account", self.reader.account(), self.state.apply_account)
        finally:
            self.account_tried.set()

    async def read_rates(self) -> bool:
        """The datapoints since the newest one; at the first time at least those of the look-back."""
        now = self._clock.now()
        newest = [
            at for metric in RATES if (at := self.state.rates.get(metric, EMPTY_SERIES).last_at) is not None
        ]
        # A little back, since AWS may fill in or rewrite the recent past.
        start = min(newest, default=now) - OVERLAP
        if not self._looked_back:
            start = min(start, now - LOOK_BACK)
        try:
            read = await self._rates_since(start, now)
            if not self._looked_back and any(points == () for points in (read.bounce, read.complaint)):
                read = await self._rates_since(now - KEEP_RATES, now)
        except ReadError as failure:
            read = RatesResult(None, None, (failure.error,))
        self._looked_back = self._looked_back or not read.errors
        now = self._clock.now()
        self.history.save_points(self.state.apply_rates(read, self._clock.monotonic(), now))
        self.budgets = budgets(self.state, self.plan.representative_volume, now)
        self._settle()
        return not read.errors

    async def read_history(self) -> bool:
        """The rates of 14 days, once, for the charts; what is old news alerts nobody.

        Only after a good read of the rates: a breach that is first seen here would be no news there.
        """
        if all(self.state.reads[metric.value].last_success is None for metric in RATES):
            return False
        now = self._clock.now()
        try:
            self.state.fill_history(await self._rates_since(now - KEEP_RATES, now), now)
        except ReadError:
            return False  # the regular reads show what is wrong
        self.budgets = budgets(self.state, self.plan.representative_volume, now)
        self._changed()
        return True

    async def _rates_since(self, start: float, now: float) -> RatesResult:
        return await self.reader.rates(max(start, now - KEEP_RATES), now + FUTURE_TOLERANCE)

    async def read_statistics(self) -> bool:
        """The account's counts of two weeks, in 15-minute buckets (free)."""

        def apply(buckets: tuple[SendBucket, ...], now: float) -> None:
            self.state.apply_statistics(buckets, now)
            self.history.save_counts(buckets)
            self.budgets = budgets(self.state, self.plan.representative_volume, now)

        return await self._read("statistics", self.reader.send_statistics(), apply)

    async def read_lists(self) -> bool:
        """Which identities there are; those that are gone end as gone."""

        def apply(names: tuple[str, ...], _: float) -> None:
            listed = {Subject(SubjectKind.IDENTITY, name) for name in names}
            known = {subject for subject in self.state.counts if subject.kind is SubjectKind.IDENTITY}
            gone = known - listed
            gone |= {subject for subject in self.told_identities() if subject not in listed}
            self.state.identities = names
            self.state.forget(gone)
            self._rows.forget(gone)
            self._settle(
                tuple(Key(self.target.name, subject, metric) for subject in gone for metric in RATES)
            )

        return await self._read("lists", self.reader.identities(), apply)

    async def read_vdm(self, identities: Callable[[VdmReads], Awaitable[bool]] = VdmReads.identities) -> bool:
        """ISPs, then ``identities``: by default those with most mail each time, the rest in turn."""
        try:
            return await self._read_vdm(identities)
        finally:
            self.rows_tried.set()

    async def _read_vdm(self, identities: Callable[[VdmReads], Awaitable[bool]]) -> bool:
        await self.account_tried.wait()
        self._missed = Missed()
        account = self.state.account
        if account is not None and not account.vdm_enabled:
            self.state.failed("vdm", VDM_OFF)
            self._settle()
            return True
        if self.state.identities is None:
            isps, _ = await asyncio.gather(self._vdm_reads.isps(), self.read_lists())
        else:
            isps = await self._vdm_reads.isps()
        well = await identities(self._vdm_reads) and isps
        self.unusual = unusual_rows(self.state, self._clock.now())
        await self._read_pairs()
        self._settle()
        return well

    async def _read_pairs(self) -> None:
        """Which identity's mail to which ISP, while a rate is not ok: a few calls more."""
        found: dict[Metric, PairBlame] = {}
        for metric in self.blames:
            if self.state.worst_of(metric) < Condition.WARN:
                continue
            now = self._clock.now()
            pairs = pairs_to_ask(self.state, metric, now)
            try:
                read = await self._vdm_reads.pairs(pairs, metric)
            except ReadError:
                continue  # the rows' own reads say what is wrong
            blame = blamed_pairs(self.state, metric, read, now)
            if blame is not None:
                found[metric] = blame
        self.pairs = found

    async def _vdm(self, rows: SubjectKind, read: Awaitable[VdmResult]) -> bool:
        def apply(found: VdmResult, now: float) -> None:
            kept = self.state.apply_vdm(found, now)
            if found.total is not None:
                # A named ISP that VDM refuses has no row: its mail is among the others.
                kept += self.state.apply_vdm(VdmResult((others(found.total, found.rows),)), now)
            self.history.save_points(kept)
            self.blames = who_is_to_blame(self.state, now)

        missed = partial(self._missed.add, rows)
        return await self._read("vdm", read, apply, errors=lambda found: found.errors, missed=missed)

    async def _read(
        self,
        source: str,
        read: Awaitable[Found],
        apply: Callable[[Found, float], None],
        errors: Callable[[Found], tuple[SourceError, ...]] = lambda _: (),
        missed: Callable[[tuple[SourceError, ...]], tuple[SourceError, ...]] = lambda errors: errors,
    ) -> bool:
        try:
            found = await read
        except ReadError as failure:
            self.state.failed(source, failure.error, missed((failure.error,)))
            self._settle()
            return False
        now = self._clock.now()
        self.state.succeeded(source, self._clock.monotonic(), now, missed(errors(found)))
        apply(found, now)
        self._settle()
        return not errors(found)

    def _settle(self, gone: tuple[Key, ...] = ()) -> None:
        """After any read: announce what is due, seek who is to blame, have it published."""
        self._report(self, gone)
        condition = self.state.condition
        if condition > self._sought_blame:
            self.seek_blame()
        self._sought_blame = condition
        self._changed()

    def tick(self) -> None:
        """Time passed: health may have changed without a read."""
        self._settle()

    def health(self, now: float) -> Health:
        """Whether the account can be seen."""
        return target_health(self.state, self._rate_healths(now))

    def _rate_healths(self, now: float) -> dict[Metric, Health]:
        mono, interval = self._clock.monotonic(), self.plan.paid_rates
        return {metric: rate_health(self.state, metric, interval, mono, now) for metric in RATES}

    def visibilities(self, now: float) -> dict[Key, Visibility]:
        """What can be seen of this target, per key; the rows of ISPs and identities stand as one."""
        mono, name, reads = self._clock.monotonic(), self.target.name, self.state.reads
        found = {
            Key(name, ACCOUNT, metric): Visibility(health, cause_of(self.state, metric))
            for metric, health in self._rate_healths(now).items()
        }
        account = read_health(reads["account"], mono, self.plan.account)
        found[Key(name, ACCOUNT, Metric.ENFORCEMENT_STATUS)] = Visibility(account, cause_in(reads["account"]))
        if self.state.account is not None and self.state.account.vdm_enabled:
            rows = read_health(reads["vdm"], mono, self.plan.vdm)
            found[Key(name, ALL_ROWS, Metric.BOUNCE_RATE)] = Visibility(rows, cause_in(reads["vdm"]))
        return found

    def newest_points(self) -> dict[Key, float]:
        """The newest datapoint of each Reputation rate that was run through the rules."""
        return {
            Key(self.target.name, ACCOUNT, metric): at
            for metric in RATES
            if (at := self.state.key(ACCOUNT, metric).newest) is not None
        }

    def picture(
        self,
        overlays: Overlays = NO_OVERLAYS,
        recent: tuple[AlertEvent, ...] = (),
        posted: tuple[Posted, ...] = (),
    ) -> TargetSnapshot:
        """This target as it stands now, with what is laid over its alerts and what was told of it."""
        state, now, mono = self.state, self._clock.now(), self._clock.monotonic()
        healths = self._rate_healths(now)
        healths[Metric.QUOTA_USE] = read_health(state.reads["account"], mono, self.plan.account)
        health = target_health(state, healths)
        rows = self._rows.rows(
            state, read_health(state.reads["vdm"], mono, self.plan.vdm), self.plan.vdm, now
        )
        return TargetSnapshot(
            name=self.target.name,
            region=self.reader.region,
            account_id=state.account_id,
            condition=state.condition,
            health=health,
            health_reason=health_reason(state, health, self.reader.region),
            account=state.account,
            readings=account_readings(state, healths, now),
            rows=rows,
            alerts=open_alerts(state, self.target.name, self.blames, self.pairs, overlays, now),
            unusual=tuple(
                Note(one.subject, one.metric, one.since, unusual_text(one)) for one in self.unusual
            ),
            recent=recent,
            posted=posted,
            blame=self.blames,
            pairs=self.pairs,
            inventory=self.inventory.now,
            events=self.events.seen() if self.events else NO_EVENTS,
            findings=self._doctoring.findings(state, self.inventory.now),
            prices=self.plan.prices,
            budgets=self.budgets,
            errors=self._errors(),
            sources=sources(state, self.plan, mono),
            usage=replace(
                self.reader.usage,
                estimated_monthly_usd=self.plan.monthly_usd + self.inventory.now.values_usd,
            ),
            identities_total=None if state.identities is None else len(state.identities),
            rejected_points=state.rejected(now),
        )

    def _errors(self) -> tuple[SourceError, ...]:
        errors = tuple(error for errors in self.state.errors.values() for error in errors)
        problem = self.history.problem
        return (
            (*errors, SourceError("store", "SQLite", ErrorKind.SERVICE, problem, "")) if problem else errors
        )
