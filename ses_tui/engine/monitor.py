"""One target: reads each source, judges, remembers, announces, and draws its part of the snapshot."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TypeVar

from ses_tui.core.blame import Blame, PairBlame
from ses_tui.core.clock import DAY, HOUR, Clock
from ses_tui.core.condition import Condition
from ses_tui.core.counts import SendBucket, others
from ses_tui.core.errors import SourceError
from ses_tui.core.events.seen import NO_EVENTS
from ses_tui.core.health import ReadLog
from ses_tui.core.keys import BOUNCE, COMPLAINT, COUNTS, ENFORCEMENT, RENDERING, ROWS
from ses_tui.core.ledger import Ledger
from ses_tui.core.model import (
    ACCOUNT,
    FUTURE_TOLERANCE,
    RATES,
    TIER_KEYS,
    Metric,
    Subject,
    SubjectKind,
    Target,
)
from ses_tui.core.overlays import Overlays
from ses_tui.core.record import replace
from ses_tui.core.resources import Identity
from ses_tui.core.results import RatesResult, ReadError, VdmResult
from ses_tui.core.rules import KEEP, TargetRules
from ses_tui.core.snapshot import AlertEvent, Budget, Note, Posted, TargetSnapshot
from ses_tui.core.target_id import target_id
from ses_tui.core.unusual import Unusual, unusual_text
from ses_tui.core.usual_mail import KEPT as HOURS_KEPT
from ses_tui.core.verification import IdentityMail, judge
from ses_tui.engine.attribution import blamed_pairs, pairs_to_ask, who_is_to_blame
from ses_tui.engine.doctoring import Doctoring
from ses_tui.engine.events_feed import EventsFeed
from ses_tui.engine.identity_details import read_identity_details
from ses_tui.engine.inventory import InventoryReads
from ses_tui.engine.open_alerts import open_alerts
from ses_tui.engine.plan import Plan
from ses_tui.engine.ports import Reader, TargetHistory
from ses_tui.engine.rendering_failures import RenderingFailuresRead
from ses_tui.engine.row_cache import RowCache
from ses_tui.engine.snapshot_builder import StatusReadings, account_readings, budgets, unusual_rows
from ses_tui.engine.sources import all_errors, health_reason, sources
from ses_tui.engine.spending import Spending
from ses_tui.engine.state import TargetState
from ses_tui.engine.usual_mail import UsualMailRead
from ses_tui.engine.vdm_reads import Missed, VdmReads, vdm_off

Found = TypeVar("Found")

LOOK_BACK = DAY
OVERLAP = HOUR
STATISTICS_LEAST = 60.0
"""Seconds between reads of the counts, at least."""

NO_OVERLAYS = Overlays()


class TargetMonitor:
    """All methods run on the engine's loop.

    ``report`` is called after every cycle; ``changed`` when there is news to publish.
    """

    def __init__(
        self,
        target: Target,
        reader: Reader,
        plan: Plan,
        clock: Clock,
        history: TargetHistory,
        ledger: Ledger,
        report: Callable[["TargetMonitor"], None],
        changed: Callable[[], None],
    ) -> None:
        self.target = target
        self.reader = reader
        self.history = history
        self._clock = clock
        self._report = report
        self._changed = changed
        self._rows = RowCache()
        self._statuses = StatusReadings()
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
        self.spending = Spending(reader, plan, clock, history)
        self.rules = TargetRules(
            target.name, plan.bands, ledger, clock, plan.representative_volume, plan.zone
        )
        self.state = TargetState(self.rules)
        self.inventory = InventoryReads(reader, self.state, self.spending, clock, history, changed)
        self._doctoring = Doctoring(reader, plan)
        self.events: EventsFeed | None = None
        """Where a queue is configured; the engine sets it and runs it."""
        self._vdm_reads = VdmReads(self.state, reader, plan, clock, self._vdm)
        self._missed = Missed()
        self.usual_mail = UsualMailRead(reader, self.state, clock, self._settle)
        self.rendering_failures = RenderingFailuresRead(
            reader, self.state, self.spending, clock, self._settle
        )
        for key, interval in (
            (BOUNCE, plan.paid_rates),
            (COMPLAINT, plan.paid_rates),
            (ENFORCEMENT, plan.account),
            (COUNTS, max(plan.rates, STATISTICS_LEAST)),
            (ROWS, plan.vdm),
        ):
            self.rules.watch(key, interval)
        self.rules.unwatch(ROWS)  # until the account says that VDM is on
        self.state.other_reads["lists"] = ReadLog(clock.monotonic(), interval=plan.lists)

    @property
    def plan(self) -> Plan:
        """As configured, at the pace that what was spent this month leaves."""
        return self.spending.plan

    def restore(self) -> None:
        """Take up what the store knows of this target."""
        self.spending.restore()
        since = self._clock.now() - KEEP
        points = {**self.history.load_points(since), COUNTS: self.history.load_hours(since - HOURS_KEPT)}
        known = {key.metric: at for key, at in self.history.known().items() if key.subject == ACCOUNT}
        self.rules.restore(points, known, self.history.load_counts(since))
        self.state.restore(points)
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
        newest = self.rules.newest().values()
        # A little back, since AWS may fill in or rewrite the recent past.
        start = min(newest, default=now) - OVERLAP
        if not self._looked_back:
            start = min(start, now - LOOK_BACK)
        try:
            read = await self._rates_since(start, now)
            if not self._looked_back and any(points == () for points in (read.bounce, read.complaint)):
                read = await self._rates_since(now - KEEP, now)
        except ReadError as failure:
            read = RatesResult(None, None, (failure.error,))
        self._looked_back = self._looked_back or not read.errors
        now = self._clock.now()
        self.state.apply_rates(read, now)
        self.budgets = budgets(self.rules, now)
        self._settle()
        return not read.errors

    async def read_history(self) -> bool:
        """The rates of 14 days, once, for the charts; what is old news alerts nobody.

        Only after a good read of the rates: a breach that is first seen here would be no news there.
        """
        if all(self.rules.reads[key].last_success is None for key in (BOUNCE, COMPLAINT)):
            return False
        now = self._clock.now()
        try:
            self.state.fill_history(await self._rates_since(now - KEEP, now))
        except ReadError:
            return False  # the regular reads show what is wrong
        self.budgets = budgets(self.rules, now)
        self._settle()
        return True

    async def _rates_since(self, start: float, now: float) -> RatesResult:
        return await self.reader.rates(max(start, now - KEEP), now + FUTURE_TOLERANCE)

    async def read_statistics(self) -> bool:
        """The account's counts of two weeks, in 15-minute buckets (free)."""

        def apply(buckets: tuple[SendBucket, ...], now: float) -> None:
            self.history.save_counts(self.rules.statistics(buckets))
            self.budgets = budgets(self.rules, now)

        return await self._read("statistics", self.reader.send_statistics(), apply)

    async def read_lists(self) -> bool:
        """Which identities there are; those that are gone end as gone."""

        def apply(identities: tuple[Identity, ...], now: float) -> None:
            names = tuple(each.name for each in identities)
            listed = {Subject(SubjectKind.IDENTITY, name) for name in names}
            gone = {one for one in self.state.counts if one.kind is SubjectKind.IDENTITY} - listed
            self.state.identities, self.state.identities_at = names, now
            self.state.listed = identities
            self.rules.listed(SubjectKind.IDENTITY, names)
            self.state.forget(gone)
            self._rows.forget(gone)

            self._judge_identities()

        well = await self._read("lists", self.reader.identities(), apply)
        if well:
            await self._ask_why()
        return well

    def _judge_identities(self) -> bool:
        """Which of them SES refuses to send for, as last listed; whether that changed."""
        state = self.state
        mail = IdentityMail(state.counts, state.total, self._clock.now())
        changed = judge(self.rules, state.listed, mail, state.identities_at or 0.0)
        state.touched.update(changed)
        return bool(changed)

    async def _ask_why(self) -> None:
        """Of the identities that can't send; that they can't is told before."""
        await read_identity_details(self.state, self.reader)
        self._settle()

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
            if self.state.identities is None:
                await self.read_lists()
            self.state.failed("vdm", vdm_off(account, self.plan.prices))
            self._settle()
            return True
        if self.state.identities is None:
            isps, _ = await asyncio.gather(self._vdm_reads.isps(), self.read_lists())
        else:
            isps = await self._vdm_reads.isps()
        well = await identities(self._vdm_reads) and isps
        judged = self._judge_identities()
        self.unusual = unusual_rows(self.state, self._clock.now())
        await self._read_pairs()
        self._settle()
        if judged:
            await self._ask_why()
        return well

    async def _read_pairs(self) -> None:
        """Which identity's mail to which ISP, while a rate is not ok: a few calls more."""
        found: dict[Metric, PairBlame] = {}
        for metric in self.blames:
            worst = self.rules.condition_of((ACCOUNT, metric), (ACCOUNT, TIER_KEYS[metric]))
            if worst is None or worst < Condition.WARN:
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
            self.state.apply_vdm(found, now)
            if found.total is not None:
                # A named ISP that VDM refuses has no row: its mail is among the others.
                self.state.apply_vdm(VdmResult((others(found.total, found.rows),)), now)
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
        self.state.succeeded(source, now, missed(errors(found)))
        apply(found, now)
        self._settle()
        return not errors(found)

    def _settle(self) -> None:
        """After any read: keep what is news, announce what is due, have it published."""
        if news := self.rules.to_keep.take():
            self.history.save_points(news)
        self.spending.keep()
        for key in (BOUNCE, COMPLAINT):
            self.rules.watch(key, self.plan.paid_rates)
        self._report(self)
        condition = self.rules.condition or Condition.OK
        if condition > self._sought_blame:
            self.seek_blame()
        self._sought_blame = condition
        self._changed()

    def tick(self) -> None:
        """Time passed: health may have changed without a read."""
        self._settle()

    def picture(
        self,
        overlays: Overlays = NO_OVERLAYS,
        recent: tuple[AlertEvent, ...] = (),
        posted: tuple[Posted, ...] = (),
    ) -> TargetSnapshot:
        """This target as it stands now, with what is laid over its alerts and what was told of it."""
        state, rules, now, mono = self.state, self.rules, self._clock.now(), self._clock.monotonic()
        healths = {metric: rules.health((ACCOUNT, metric)) for metric in RATES}
        healths[Metric.QUOTA_USE], healths[Metric.SENDS] = rules.health(ENFORCEMENT), rules.health(COUNTS)
        healths[Metric.RENDERING_FAILURE_RATE] = rules.health(RENDERING)
        health = rules.account_health()
        rows = self._rows.rows(state, rules.health(ROWS), self.plan.vdm, now)
        return TargetSnapshot(
            name=self.target.name,
            region=self.reader.region,
            group=self.target.group,
            account_id=state.account_id or self.target.account_id or None,
            condition=rules.condition or Condition.OK,
            health=health,
            health_reason=health_reason(state, health, self.reader.region),
            account=state.account,
            readings=account_readings(state, healths, now),
            identity_details=state.identity_details,
            statuses=self._statuses.of(state, self.plan.lists, now),
            rows=rows,
            alerts=open_alerts(rules, self.blames, self.pairs, overlays),
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
            errors=all_errors(state, self.history.problem),
            sources=sources(state, self.plan, mono),
            usage=replace(
                self.spending.usage,
                estimated_monthly_usd=self.plan.monthly_usd + self.inventory.now.values_usd,
                slowed=self.plan.slowed,
            ),
            identities_total=None if state.identities is None else len(state.identities),
            rejected_points=rules.rejected(),
        )
