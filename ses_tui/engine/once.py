"""Every source read once, in a given time, through the same monitor as the live one; for ``check``."""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from contextlib import suppress
from functools import partial

from ses_tui.core.check_parts import ENGAGEMENT
from ses_tui.core.clock import Clock
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.ledger import Ledger
from ses_tui.core.model import Subject, SubjectKind, Target
from ses_tui.core.overlays import Overlays
from ses_tui.core.prices import month_of
from ses_tui.core.record import Record
from ses_tui.core.sending_status import take_lists
from ses_tui.core.snapshot import Snapshot, TargetSnapshot
from ses_tui.core.usual_mail import KEPT as HOURS_KEPT
from ses_tui.engine.monitor import TargetMonitor
from ses_tui.engine.plan import Plan
from ses_tui.engine.ports import History, Reader, TargetHistory
from ses_tui.engine.vdm_reads import VdmReads
from ses_tui.engine.view import View

PIECE = 30
"""Identities read at a time: their queries are what VDM allows in a second."""

PAIRS_SECONDS = 1.0
"""Left, when the identities end, to read which identity's mail to which ISP is to blame."""

SOURCES = {
    "rates": "GetMetricData",
    "account": "GetAccount",
    "vdm": "BatchGetMetricData",
    "statistics": "GetSendStatistics",
    "identity": "GetCallerIdentity",
    "lists": "ListConfigurationSets",
}


OWNER_SECONDS = 3.0
"""How long the owner of a target may take to publish it: it looks every second whether somebody is there."""

OWNER_SHARE = 0.3
"""Of the time that there is: the rest is for reading AWS all the same."""

ASK_SECONDS = 0.1


class Limits(Record, frozen=True):
    """How much is read."""

    until: float | None = None
    """When reading ends, on the monotonic clock; None: when everything was read."""
    every: bool = False
    """Read every identity, however long that takes."""
    volumes: Callable[[str], Mapping[str, int]] = lambda target_id: {}
    """Messages per identity, as far as they are known: those with most mail are read first."""
    progress: Callable[[str, int, int], None] = lambda target, read, total: None
    """Called with the target's name, how many of its identities were read, and of how many."""
    parts: Collection[str] = ()
    """What is read besides mail, by its names in ``core.inventory``."""


EVERYTHING = Limits(every=True)


async def read_once(
    targets: Sequence[tuple[Target, Reader, Plan]],
    clock: Clock,
    history: History,
    limits: Limits = EVERYTHING,
    store: History | None = None,
) -> Snapshot:
    """All targets side by side. What could not be read is in their errors.

    ``store``: where a target may have an owner, whose fresh numbers are taken in place of a read.
    """
    pictures = await asyncio.gather(*(_see_target(one, clock, history, limits, store) for one in targets))
    return Snapshot(generated_at=clock.now(), targets=tuple(pictures))


async def _see_target(
    one: tuple[Target, Reader, Plan], clock: Clock, history: History, limits: Limits, store: History | None
) -> TargetSnapshot:
    target, reader, plan = one
    if store is None:
        return await _read_target(target, reader, plan, clock, history, limits)
    kept = store.for_target(plan.target_id or target.name, target.name)
    asks = ENGAGEMENT in limits.parts  # which no monitor has read
    seen = None if asks else await _of_owner(target, kept, store, clock, limits.until)
    if seen is not None:
        return seen
    seen = await _read_target(target, reader, plan, clock, history, limits, kept)
    kept.add_usage(month_of(clock.now()), reader.usage)
    return seen


async def _of_owner(
    target: Target, kept: TargetHistory, store: History, clock: Clock, until: float | None
) -> TargetSnapshot | None:
    """What the owner of the target just published; None where it has none, or that is not fresh."""
    if (lease := store.leases.acquire(kept.id)) is not None:
        lease.release()
        return None
    now = asyncio.get_running_loop().time()
    patience = OWNER_SECONDS if until is None else min(OWNER_SECONDS, OWNER_SHARE * (until - now))
    view = View(target, kept, store.leases, clock)
    try:
        async with asyncio.timeout(patience):
            while not view.fresh:
                await asyncio.sleep(ASK_SECONDS)
                view.look()
            return view.overlaid(store.overlays() or Overlays())
    except TimeoutError:
        return None
    finally:
        view.close()


async def _read_target(
    target: Target,
    reader: Reader,
    plan: Plan,
    clock: Clock,
    history: History,
    limits: Limits,
    kept: TargetHistory | None = None,
) -> TargetSnapshot:
    """``kept``: what a store has of the target, of which only the hours of mail are taken."""
    monitor = TargetMonitor(
        target,
        reader,
        plan,
        clock,
        history.for_target(plan.target_id or target.name, target.name),
        Ledger({}),
        lambda monitor: monitor.rules.see(),
        lambda: None,
    )
    if kept is not None:
        monitor.rules.usual_mail({one.at: one.value for one in kept.load_hours(clock.now() - HOURS_KEPT)})
    identities = partial(_read_identities, monitor, limits)
    try:
        await reader.open()
        lists = monitor.inventory.read_parts([one for one in limits.parts if one != ENGAGEMENT])
        await asyncio.gather(
            _in_time(monitor, "rates", monitor.read_rates(), limits.until),
            _in_time(monitor, "account", monitor.read_account(), limits.until),
            _in_time(monitor, "vdm", monitor.read_vdm(identities), None if limits.every else limits.until),
            _in_time(monitor, "statistics", _read_counts(monitor), limits.until),
            _in_time(monitor, "identity", monitor.read_account_id(), limits.until),
            _in_time(
                monitor,
                "lists",
                lists,
                limits.until,
            ),
        )
        take_lists(monitor.rules, monitor.inventory.now)
        return monitor.picture()
    finally:
        await reader.close()


async def _read_counts(monitor: TargetMonitor) -> bool:
    well = await monitor.read_statistics()
    await monitor.rendering_failures.read()
    return well


async def _in_time(
    monitor: TargetMonitor, source: str, read: Coroutine[object, object, bool], until: float | None
) -> None:
    try:
        async with asyncio.timeout_at(until):
            await read
    except TimeoutError:
        hint = "--timeout SECONDS gives it longer"
        late = SourceError(source, SOURCES[source], ErrorKind.TIMEOUT, "not read in time", hint)
        _add_error(monitor, source, monitor.reader.late(source, SOURCES[source]) or late)


async def _read_identities(monitor: TargetMonitor, limits: Limits, reads: VdmReads) -> bool:
    """As many as the time allows, those with most mail first, else as AWS lists them; opens and clicks of
    them and of the ISPs, where that is asked for."""
    engagement = ENGAGEMENT in limits.parts
    engaged = not engagement or await reads.engagement()
    listed = monitor.state.identities or ()
    volumes = limits.volumes(monitor.history.id) if len(listed) > PIECE else {}
    names = sorted(listed, key=lambda name: -volumes.get(name, 0))
    well, read, opened = True, 0, 0
    end = None if limits.until is None or limits.every else limits.until - PAIRS_SECONDS
    with suppress(TimeoutError):
        async with asyncio.timeout_at(end):
            for start in range(0, len(names), PIECE):
                part = names[start : start + PIECE]
                well = await reads.counts_of(part) and well
                before, read = read, read + sum(_was_read(monitor, name) for name in part)
                if read == before:
                    break  # nothing is answered any more: the rest would not be either
                limits.progress(monitor.target.name, read, len(names))
                if engagement:
                    engaged = await reads.engagement_of(part) and engaged
                    opened += len(part)
    said = f"{read:,} of {len(names):,} identities read" if read < len(names) else ""
    if engagement and opened < read:
        said = ", ".join(filter(None, (said, f"opens and clicks of {opened:,}")))
    if said:
        hint = "" if limits.every else "--all reads every one, --timeout SECONDS gives it longer"
        partial_read = SourceError("vdm", SOURCES["vdm"], ErrorKind.PARTIAL, said, hint)
        _add_error(monitor, "vdm", partial_read)
    return well and engaged


def _was_read(monitor: TargetMonitor, name: str) -> bool:
    counts = monitor.state.counts.get(Subject(SubjectKind.IDENTITY, name))
    return counts is not None and bool(counts.sums)


def _add_error(monitor: TargetMonitor, source: str, error: SourceError) -> None:
    monitor.state.errors[source] = (*monitor.state.errors.get(source, ()), error)
