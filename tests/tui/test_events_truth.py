"""Mode 7 and the live marks on the simulated account: what they show is what its mail was drawn from.

The counts come from the account's mail, not from the events; some of those lie in the queue twice.
"""

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiobotocore.session import get_session
from textual.pilot import Pilot

from ses_tui.core.events.seen import REASONS
from ses_tui.core.snapshot import Snapshot
from ses_tui.core.words import count
from ses_tui.simulator.hours import STEP
from ses_tui.simulator.isps import OTHER
from ses_tui.simulator.mail import Kind, Stream, Where
from ses_tui.store.events_in import EventStore
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

OPENING = 24
"""Characters of a reason that tell it from the others."""

REASONS_GIVEN: dict[tuple[Kind, bool], tuple[str, ...]] = {
    ("permanent", False): (
        "# The email account that you tried to reach does not exist.",
        "550 5.1.1 user unknown",
        "550 5.5.0 Requested action not taken: mailbox unavailable",
    ),
    ("permanent", True): ("550 5.7.1 Unfortunately, messages from # weren't sent.",),
    ("transient", False): ("452 4.2.2 The recipient's mailbox is over its quota",),
    ("transient", True): ("421 4.7.0 # our system has detected an unusual rate of mail",),
    ("reject", False): ("Bad content",),
}
"""The far side's words, taken in turn; what differs from mail to mail is a #."""

STATUS = {
    ("permanent", False, "bounce"): "5.1.1",
    ("permanent", True, "bounce"): "5.7.1",
    ("transient", False, "delay"): "4.2.2",
    ("transient", True, "delay"): "4.7.0",
    ("transient", False, "bounce"): "4.4.7",  # given up
    ("transient", True, "bounce"): "4.4.7",
    ("reject", False, "reject"): "",
}

Reason = tuple[str, str, str, str]  # ISP, class, status, the opening of the words


def mail_of(run: Bench) -> Iterator[tuple[Kind, Stream, bool]]:
    """Each stream of which SES publishes events, and whether the far side refuses us in it."""
    account = run.server.account
    sets = account.resources.configuration_sets
    for kind in EVENTS:
        for stream in account.mail.streams(kind):
            if sets[stream.sender.configuration_set].destination == "enabled":
                yield kind, stream, len(stream.pattern.table) == 1


def isp_of(stream: Stream, number: int) -> str:
    """As the screen names it."""
    isp = stream.isp_of(number)
    return "other" if isp == OTHER else isp


class Drawn:
    """How many events of each kind, class, ISP and identity steps ``first`` to ``end`` of the mail gave."""

    def __init__(self, run: Bench, first: int, end: int) -> None:
        self.kinds: Counter[str] = Counter()
        self.classes: Counter[str] = Counter()
        self.isps: Counter[str] = Counter()
        self.complaints: Counter[str] = Counter()
        self.live_isps: Counter[str] = Counter()
        self.live_identities: Counter[str] = Counter()
        self.reasons: Counter[Reason] = Counter()
        for kind, stream, refused in mail_of(run):
            low, high = (stream.curve.at(stream.index, step) for step in (first, end))
            events, one = EVENTS[kind], CLASSES.get((kind, refused), "")
            texts = REASONS_GIVEN.get((kind, refused), ())
            for word in events:
                self.kinds[word] += high - low
                self.classes[one] += high - low
            for number in range(low, high):
                isp = isp_of(stream, number)
                (self.complaints if kind == "complaint" else self.isps)[isp] += len(events)
                for word in events if texts else ():
                    text = texts[number % len(texts)][:OPENING]
                    self.reasons[isp, one, STATUS[kind, refused, word], text] += 1
                if kind != "reject":  # SES's own doing, of no ISP
                    self.live_isps[isp] += len(events)
                    self.live_identities[stream.identity_of(number)] += len(events)
        del self.classes[""]
        account = run.server.account
        sets = account.resources.configuration_sets.values()
        places = [Where(configuration_set=one.name) for one in sets if one.destination == "enabled"]
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


@pytest.fixture(params=[("healthy", 0), ("isp-block", 900)], ids=lambda param: param[0])
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


async def test_counts_reasons_and_tail_are_of_the_mail(scenario: tuple[str, int], tmp_path: Path) -> None:
    async with worked_off(tmp_path, *scenario) as run, screen(run, "7") as (app, _):
        step = run.server.account.step
        drawn = Drawn(run, step - (3600 + scenario[1]) // STEP, step)
        assert run.server.account.queue.arrived == sum(drawn.kinds.values())
        assert ("reputation" in drawn.classes) is (scenario[0] == "isp-block")
        counts_by_kind_class_and_isp(app, drawn)
        reasons_given_most(app, drawn.reasons)
        tail_of_the_newest(app, sorted(happened(run, step - 3600 // STEP, step), reverse=True))


def counts_by_kind_class_and_isp(app: App, drawn: Drawn) -> None:
    total = sum(drawn.kinds.values())
    assert total > 100
    assert f" Events {total:,} " in lines_of(app)[2]
    assert said(app, "kind") == written(drawn.kinds)
    assert said(app, "class") == written(drawn.classes)
    shown_isps = said(app, "ISP")
    assert shown_isps.items() <= written(drawn.isps).items()
    assert len(shown_isps) >= 8
    line = next(line for line in lines_of(app) if line.startswith(" ISP "))
    for isp, number in drawn.complaints.items():
        assert f"+{number} complaint" in line.partition(f"{isp} ")[2].partition("   ")[0]


def reasons_of(app: App) -> list[tuple[str, Reason]]:
    """The lines below the tail: (how many, reason)."""
    lines = lines_of(app)
    below = lines[lines.index(next(line for line in lines if line.startswith(" reasons given most"))) + 1 :]
    found = [re.match(r" *([\d.]+[kM]?) (\S+) +(\S+) +(\d\.\d\.\d|) +(\S.*)", line) for line in below]
    return [(one[1], (one[2], one[3], one[4], one[5].strip()[:OPENING])) for one in found if one]


def reasons_given_most(app: App, drawn: Counter[Reason]) -> None:
    shown_reasons = reasons_of(app)
    most = [number for _, number in drawn.most_common(REASONS)]
    assert [many for many, _ in shown_reasons] == [count(float(number)) for number in most]
    assert len({reason for _, reason in shown_reasons}) == REASONS
    for many, reason in shown_reasons:
        assert many == count(float(drawn[reason])), reason


SUBMITTED_BEFORE = 2
"""Seconds; a reject says no more than when the mail was submitted."""

Happened = tuple[float, str, str, str]  # when, event, ISP, identity


def happened(run: Bench, first: int, end: int) -> Iterator[Happened]:
    """The events of those steps: spread evenly over each step."""
    for kind, stream, _ in mail_of(run):
        for step in range(first, end):
            low, high = (stream.curve.at(stream.index, each) for each in (step, step + 1))
            for number in range(low, high):
                at = step * STEP + STEP * (number - low + 0.5) / (high - low)
                at -= SUBMITTED_BEFORE if kind == "reject" else 0
                for word in EVENTS[kind]:
                    yield at, word, isp_of(stream, number), stream.identity_of(number)


def tail_of_the_newest(app: App, events: list[Happened]) -> None:
    found = [re.match(r"[▌ ](\d\d:\d\d:\d\d) (\S+) +(\S+) +(\S+) ", line) for line in lines_of(app)]
    rows = [one.groups() for one in found if one]
    assert len(rows) > 30

    def words(some: list[Happened]) -> list[tuple[str, ...]]:
        return [(app.state.look.local(at).strftime("%H:%M:%S"), *rest) for at, *rest in some]

    assert [row[0] for row in rows] == [stamp for stamp, *_ in words(events[: len(rows)])]
    last = events[len(rows) - 1][0]  # of several at that moment any may be the last
    later, not_before = (
        [one for one in events if one[0] > last],
        [one for one in events if one[0] >= last],
    )
    assert Counter(words(later)) <= Counter(rows) <= Counter(words(not_before))


def marks(app: App) -> dict[str, str]:
    """What is live on each row of ISPs and identities."""
    found = [re.match(r"[│▌ ]+\S \S+ +([^\s,]+).*? \+([\d.]+[kM]?) ", line) for line in lines_of(app)]
    return {one[1]: one[2] for one in found if one}


@pytest.mark.parametrize(("name", "seconds"), [("healthy", 30_000), ("isp-block", 900)])
async def test_live_marks_are_what_came_since_vdm_was_read(name: str, seconds: float, tmp_path: Path) -> None:
    async with worked_off(tmp_path, name) as run:
        before, seen = run.server.account.step, run.monitor.picture().events
        run.pass_time(seconds)
        await until(run, lambda now: now.total > seen.total and not any(run.server.account.queue.counts()))
        drawn = Drawn(run, before, run.server.account.step)
        if name == "healthy":
            assert set(+drawn.kinds) == {"bounce", "delay", "complaint", "reject"}  # rejects are in no mark
        isps, identities = written(drawn.live_isps), written(drawn.live_identities)
        for key, wanted in (("1", {**isps, **identities}), ("2", isps), ("3", identities)):
            async with screen(run, key) as (app, _):
                assert marks(app) == wanted, key
        await run.monitor.read_vdm()
        for key in "123":
            async with screen(run, key) as (app, _):
                assert not re.search(r" \+\d", text_of(app)), key


async def test_a_message_that_is_no_event_stays_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with worked_off(tmp_path, "healthy") as run:
        step, queue = run.server.account.step, run.server.account.queue
        drawn = Drawn(run, step - 3600 // STEP, step)
        stored = EventStore.open(tmp_path)
        assert stored.count() == sum(drawn.kinds.values())
        at_deletion = []
        delete = queue.delete

        def deleted(handle: str) -> bool:
            at_deletion.append(queue.counts())
            return delete(handle)

        monkeypatch.setattr(queue, "delete", deleted)
        async with get_session().create_client(
            "sqs", region_name="us-east-1", endpoint_url=run.server.url
        ) as sqs:
            await sqs.send_message(QueueUrl=run.server.queue_url, MessageBody="\u009b2J{no event")
        await until(run, lambda seen: seen.strange > 0)
        assert (at_deletion, sum(queue.counts())) == ([], 1)
        stored.close()
        async with screen(run, "7") as (app, _):
            assert "1 message is no event and stays" in lines_of(app)[2]
            assert f" Events {sum(drawn.kinds.values()):,} " in lines_of(app)[2]
            for label, wanted in (("kind", drawn.kinds), ("class", drawn.classes)):
                assert said(app, label) == written(wanted)
            assert not {"\x1b", "\u009b"} & set(text_of(app))


async def test_a_queue_that_may_not_be_read_is_named_and_the_account_stays(tmp_path: Path) -> None:
    async with fed(tmp_path) as run:
        await run.read_all()
        before = run.monitor.picture()
        run.server.account.faults.inject("access_denied", "ReceiveMessage")
        assert run.monitor.events is not None
        assert await run.monitor.events.read() is False
        after = run.monitor.picture()
        for name in ("readings", "rows", "account", "condition", "health", "budgets"):
            assert getattr(after, name) == getattr(before, name), name
        assert before.readings
        async with screen(run, "7") as (app, pilot):
            assert "not read: allow sqs:ReceiveMessage (ses-tui iam-policy)" in text_of(app)
            assert "HEALTHY" in lines_of(app)[0]
            await pilot.press("1")
            await settled(pilot)
            assert re.search(r"◆ events ReceiveMessage: allow sqs:ReceiveMessage", text_of(app))
            rows = text_of(app)
        async with shown(Snapshot(run.clock.now(), (before,)), (200, 60)) as (app, _):
            wanted = [line for line in lines_of(app) if line.startswith(("│ ● ok ", "│▌● ok "))]
            assert len(wanted) >= 20
            assert set(wanted) <= set(rows.split("\n"))
