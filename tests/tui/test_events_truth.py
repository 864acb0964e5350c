"""Mode 7 and the live marks on the simulated account: what they show is what its mail was drawn from.

The counts come from the account's mail, not from the events; some of those lie in the queue twice.
"""

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from ses_tui.core.snapshot import Snapshot
from ses_tui.core.words import count
from ses_tui.simulator.hours import STEP
from ses_tui.simulator.isps import OTHER
from ses_tui.simulator.mail import Kind, Where
from tests.engine.bench import Bench
from tests.engine.conftest import _aws_environment  # noqa: F401  # credentials that every client finds
from tests.engine.test_events_feed import emptied, fed, reading, until
from tests.tui.screens import App, lines_of, settled, shown, text_of

EVENTS: dict[Kind, tuple[str, ...]] = {
    "permanent": ("bounce",),
    "transient": ("delay", "bounce"),  # SES tells of the delay, and at last gives up
    "complaint": ("complaint",),
    "reject": ("reject",),
}
"""What SES publishes of a mail, as the screen words it."""

CLASSES: dict[tuple[Kind, bool], str] = {
    ("permanent", False): "address",  # no such user
    ("permanent", True): "reputation",  # block list S3140
    ("transient", False): "mailbox",  # over its quota
    ("transient", True): "throttle",  # TS03
    ("reject", False): "content",
}
"""By what the far side says, which is another where it refuses us rather than the address."""


class Drawn:
    """How many events of each kind, class, ISP and identity steps ``first`` to ``end`` of the mail gave."""

    def __init__(self, run: Bench, first: int, end: int) -> None:
        self.kinds: Counter[str] = Counter()
        self.classes: Counter[str] = Counter()
        self.isps: Counter[str] = Counter()
        self.complaints: Counter[str] = Counter()
        self.live_isps: Counter[str] = Counter()
        self.live_identities: Counter[str] = Counter()
        account = run.server.account
        sets = account.resources.configuration_sets
        publishing = [name for name, one in sets.items() if one.destination == "enabled"]
        for kind, events in EVENTS.items():
            for stream in account.mail.streams(kind):
                if stream.sender.configuration_set not in publishing:
                    continue
                refused = len(stream.pattern.table) == 1
                low, high = (stream.curve.at(stream.index, step) for step in (first, end))
                for word in events:
                    self.kinds[word] += high - low
                    self.classes[CLASSES.get((kind, refused), "")] += high - low
                for number in range(low, high):
                    isp = "other" if stream.isp_of(number) == OTHER else stream.isp_of(number)
                    (self.complaints if kind == "complaint" else self.isps)[isp] += len(events)
                    if kind != "reject":  # SES's own doing, of no ISP
                        self.live_isps[isp] += len(events)
                        self.live_identities[stream.identity_of(number)] += len(events)
        del self.classes[""]
        places = [Where(configuration_set=name) for name in publishing]
        permanent, transient, complaints, rejects = (
            sum(account.mail.between(kind, first, end, place) for place in places) for kind in EVENTS
        )
        sums = {
            "bounce": permanent + transient,
            "delay": transient,
            "complaint": complaints,
            "reject": rejects,
        }
        assert self.kinds == Counter(sums)


@pytest.fixture(params=[("healthy", 0), ("isp-block", 2700)], ids=lambda param: param[0])
def scenario(request: pytest.FixtureRequest) -> tuple[str, int]:
    found: tuple[str, int] = request.param
    return found


@asynccontextmanager
async def worked_off(directory: Path, name: str, seconds: float = 0) -> AsyncIterator[Bench]:
    """What lay in the queue is in the store, and nothing is left in it."""
    async with fed(directory, name) as run, reading(run):
        await run.read_all()
        if seconds:
            run.pass_time(seconds)
            await run.read_all()
        await emptied(run)
        yield run


@asynccontextmanager
async def screen(run: Bench, *keys: str) -> AsyncIterator[tuple[App, Pilot[None]]]:
    async with shown(Snapshot(run.clock.now(), (run.monitor.picture(),)), (200, 60)) as (app, pilot):
        await pilot.press(*keys)
        await settled(pilot)
        yield app, pilot


def said(app: App, label: str) -> dict[str, str]:
    """The counts of the line that begins so: word -> what stands behind it."""
    line = next(line for line in lines_of(app) if line.startswith(f" {label} "))
    return dict(re.findall(r"(\S+) ([\d.]+[kM]?)(?:  |$| \+)", line.removeprefix(f" {label} ").rstrip()))


def written(counts: Counter[str]) -> dict[str, str]:
    return {name: count(float(number)) for name, number in counts.items() if number}


async def test_counts_by_kind_class_and_isp(scenario: tuple[str, int], tmp_path: Path) -> None:
    async with worked_off(tmp_path, *scenario) as run, screen(run, "7") as (app, _):
        step = run.server.account.step
        drawn = Drawn(run, step - (3600 + scenario[1]) // STEP, step)
        total = sum(drawn.kinds.values())
        assert total > 100
        assert run.server.account.queue.arrived == total
        assert f" Events {total:,} " in lines_of(app)[1]
        assert said(app, "kind") == written(drawn.kinds)
        assert said(app, "class") == written(drawn.classes)
        assert ("reputation" in drawn.classes) is (scenario[0] == "isp-block")
        shown_isps = said(app, "ISP")
        assert shown_isps.items() <= written(drawn.isps).items()
        assert len(shown_isps) >= 8
        line = next(line for line in lines_of(app) if line.startswith(" ISP "))
        for isp, number in drawn.complaints.items():
            assert f"+{number} complaint" in line.partition(f"{isp} ")[2].partition("   ")[0]


def moments(run: Bench, first: int, end: int) -> Iterator[float]:
    """When the events of those steps happened: spread evenly over each step."""
    account = run.server.account
    for kind in EVENTS:
        for stream in account.mail.streams(kind):
            sets = account.resources.configuration_sets
            if sets[stream.sender.configuration_set].destination != "enabled":
                continue
            for step in range(first, end):
                many = stream.curve.at(stream.index, step + 1) - stream.curve.at(stream.index, step)
                yield from (step * STEP + STEP * (number + 0.5) / many for number in range(many))


async def test_the_tail_begins_with_the_newest(tmp_path: Path) -> None:
    async with worked_off(tmp_path, "healthy") as run, screen(run, "7") as (app, _):
        step = run.server.account.step
        newest = max(moments(run, step - 3600 // STEP, step))
        stamp = app.frame.look.local(newest).strftime("%H:%M:%S")
        first = next(line for line in lines_of(app) if line.startswith("▌"))
        assert first[1:9] == stamp


async def test_live_marks_are_what_came_since_vdm_was_read(tmp_path: Path) -> None:
    async with worked_off(tmp_path, "isp-block") as run:
        before, seen = run.server.account.step, run.monitor.picture().events
        run.pass_time(2700)
        await until(run, lambda now: now.total > seen.total and not any(run.server.account.queue.counts()))
        drawn = Drawn(run, before, run.server.account.step)
        for key, wanted in (("2", drawn.live_isps), ("3", drawn.live_identities)):
            async with screen(run, key) as (app, _):
                rows = lines_of(app)
                for name, number in wanted.most_common(3):
                    row = next((row for row in rows if row[3:].startswith(f"{name[:12]}")), "\n".join(rows))
                    assert f" +{count(float(number))} " in row, (name, number)
        await run.monitor.read_vdm()
        async with screen(run, "2") as (app, _):
            assert not re.search(r" \+\d", text_of(app))


async def test_a_message_that_is_no_event_is_set_aside_and_changes_nothing(tmp_path: Path) -> None:
    async with worked_off(tmp_path, "healthy") as run:
        step = run.server.account.step
        drawn = Drawn(run, step - 3600 // STEP, step)
        run.server.account.queue.send("\x1b[2J{no event")
        await until(run, lambda seen: seen.set_aside > 0)
        await emptied(run)
        async with screen(run, "7") as (app, _):
            assert "1 message was no event: set aside" in lines_of(app)[1]
            assert said(app, "kind") == written(drawn.kinds)
            assert "\x1b" not in text_of(app)
