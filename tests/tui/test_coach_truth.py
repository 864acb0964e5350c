"""The six mistakes of a warm-up, made in the simulated account: mode 5 names each with its mail's numbers."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from rich.cells import cell_len

from ses_tui.core.clock import DAY, utc_day
from ses_tui.core.snapshot import Snapshot
from ses_tui.core.warmup_mistakes import MistakeKind
from ses_tui.simulator.mail import EVERYTHING, SENT, Kind, Where
from ses_tui.simulator.scenarios.model import Burst, Identity, Scenario
from ses_tui.simulator.scenarios.senders import STANDARD_POOL
from ses_tui.simulator.server import SimulatorServer
from ses_tui.simulator.services.ips import dedicated_ips
from ses_tui.simulator.truth import truth
from tests.engine.bench import START, Bench, bench
from tests.engine.conftest import _aws_environment  # noqa: F401  # credentials that every client finds
from tests.tui.screens import App, lines_of, settled, shown
from tests.tui.test_inventory_truth import STEPS_A_DAY, of_a_day, read

NEWS = Identity("news.example.org", 20_000, "marketing", pool=STANDARD_POOL, growth=0.03)
OTHERS = Identity("hello@example.org", 4_000, "partners", audience="business")
WARMING = (40.0,)
MIDNIGHT = (utc_day(START) - START) / 60
"""Minutes from the start to the begin of its UTC day."""


def scenario(
    *senders: Identity, bursts: tuple[Burst, ...] = (), ips: tuple[float, ...] = WARMING
) -> Scenario:
    return Scenario("coach", "One mistake.", senders, 50_000, bursts=bursts, standard_ips=ips)


def on_day(identity: str, day: int, isp: str | None = None, **totals: float) -> Burst:
    """So much mail more on one UTC day; 0 is the day of the start."""
    begin = MIDNIGHT + 1_440 * day
    counts = {kind: (0.0, total) for kind, total in totals.items()}
    return Burst(identity, (begin + 60, begin + 1_380), isp, **counts)


@asynccontextmanager
async def coached(
    made: Scenario, days: int = 1, size: tuple[int, int] = (80, 40)
) -> AsyncIterator[tuple[Bench, App, list[str]]]:
    """The account, and what mode 5 says of its first IP."""
    server = SimulatorServer(made, speed=0.0, start=START)
    await server.start()
    async with bench(server=server) as run:
        snapshot: Snapshot = await read(run, days)
        async with shown(snapshot, size) as (app, pilot):
            await pilot.press("5")
            await settled(pilot)
            yield run, app, [line.strip() for line in lines_of(app)]
    await server.stop()


def named(lines: list[str]) -> dict[MistakeKind, str]:
    """Mistakes on the screen, each with the whole of its line."""
    found = (re.search(rf"({'|'.join(map(re.escape, MistakeKind))}): (.*)", line) for line in lines)
    return {MistakeKind(one[1]): one[2] for one in found if one}


def only(lines: list[str]) -> tuple[MistakeKind, str]:
    (found,) = named(lines).items()
    return found


def on(run: Bench, day: float, *kinds: Kind, where: Where = EVERYTHING) -> int:
    """VDM's count of one UTC day, from the mail itself."""
    first = int(day) // 300
    return sum(run.server.account.mail.between(k, first, first + STEPS_A_DAY, where, vdm=True) for k in kinds)


def week_before(run: Bench, day: float, *kinds: Kind) -> list[int]:
    return [on(run, day - DAY * n, *kinds) for n in range(7, 0, -1)]


def said_day(day: float) -> str:
    return f"{datetime.fromtimestamp(day, UTC):%-d %b}"


OF_THE_ACCOUNT = "counts are the whole account's: AWS counts none per standard pool"


async def test_a_healthy_warm_up_is_told_of_none() -> None:
    async with coached(scenario(NEWS, OTHERS), days=3) as (run, _, lines):
        assert dedicated_ips(run.server.account)[0]["WarmupStatus"] == "IN_PROGRESS"
        assert on(run, utc_day(run.clock.now()) - DAY, *SENT) > 10_000
        assert any(line.startswith("week 3 ") for line in lines)
        assert named(lines) == {}
        assert not [line for line in lines if "not known" in line or OF_THE_ACCOUNT in line]


async def test_the_catalogue_s_warm_up_is_told_of_none() -> None:
    async with bench("warmup") as run:
        snapshot = await read(run, 5)
        async with shown(snapshot, (120, 60)) as (app, pilot):
            await pilot.press("5")
            await settled(pilot)
            for ip in dedicated_ips(run.server.account):
                lines = lines_of(app)
                assert named(lines) == {}, ip
                await pilot.press("down")
                await settled(pilot)


async def test_a_volume_jump() -> None:
    made = scenario(NEWS, OTHERS, bursts=(on_day("news.example.org", -1, delivered=40_000),))
    async with coached(made) as (run, _, lines):
        yesterday = utc_day(run.clock.now()) - DAY
        kind, text = only(lines)
        assert kind is MistakeKind.VOLUME_JUMP
        most = max(week_before(run, yesterday, *SENT))
        assert text == (
            f"{on(run, yesterday, *SENT):,} on {said_day(yesterday)}, the week before at most {most:,}:"
            " go in steps"
        )
        assert any(OF_THE_ACCOUNT in line for line in lines)


async def test_a_jump_after_day_45() -> None:
    made = scenario(NEWS, OTHERS, bursts=(on_day("news.example.org", 2, delivered=60_000),), ips=(98.0, 98.0))
    async with coached(made, days=4) as (run, _, lines):
        assert {ip["WarmupStatus"] for ip in dedicated_ips(run.server.account)} == {"DONE"}
        ended = utc_day(START) + DAY  # 98 % and 2.2 points a day: it was seen at 100 % on the next one
        jump = utc_day(START) + 2 * DAY
        kind, text = only(lines)
        assert kind is MistakeKind.JUMP_AFTER_END
        most = max(week_before(run, jump, *SENT))
        assert text == (
            f"{on(run, jump, *SENT):,} on {said_day(jump)}, {(jump - ended) / DAY:.0f} day after,"
            f" from {most:,}: go in steps"
        )


async def test_whose_end_was_not_seen_is_not_accused_but_told_so() -> None:
    made = scenario(NEWS, OTHERS, bursts=(on_day("news.example.org", -1, delivered=60_000),), ips=(100.0,))
    async with coached(made) as (_, _, lines):
        assert named(lines) == {}
        assert "not known  whether a jump came right after day 45: its end was not seen" in lines


async def test_mixed_streams() -> None:
    otp = Identity("auth.example.com", 30_000, "transactional", pool=STANDARD_POOL, growth=0.03)
    async with coached(scenario(NEWS, otp, OTHERS)) as (run, _, lines):
        sent = {
            name: of_a_day(run, Where(configuration_set=name), SENT)
            for name in ("marketing", "transactional")
        }
        share = 100 * sent["marketing"] / sum(sent.values())
        kind, text = only(lines)
        assert kind is MistakeKind.MIXED_STREAMS
        assert text == f"{share:.0f} % is marketing, {100 - share:.0f} % transactional: part them"


async def test_a_stale_list_after_a_step() -> None:
    # A step, on each of three days, that is no jump: its bounces are what is wrong with it.
    bursts = tuple(on_day("news.example.org", day, delivered=12_000, permanent=3_000) for day in (-3, -2, -1))
    async with coached(scenario(NEWS._replace(growth=0), OTHERS, bursts=bursts)) as (run, _, lines):
        today = utc_day(run.clock.now())
        step = today - 3 * DAY
        days = [step + DAY * n for n in range(3)]
        bounced, sent = (sum(on(run, day, *kinds) for day in days) for kinds in (("permanent",), SENT))
        usual = sum(week_before(run, step, "permanent")) / sum(week_before(run, step, *SENT))
        kind, text = only(lines)
        assert kind is MistakeKind.STALE_LIST
        assert text == (
            f"{100 * bounced / sent:.1f} % bounced ({bounced:,} of {sent:,}), {100 * usual:.1f} % before"
            f" {said_day(step)}: drop it"
        )


async def test_an_idle_ip_in_an_account_that_sends() -> None:
    async with coached(scenario(NEWS._replace(daily=0), OTHERS)) as (run, _, lines):
        mail, step = run.server.account.mail, run.server.account.step
        through = Where(pool=STANDARD_POOL)
        assert sum(mail.between(kind, step - 14 * STEPS_A_DAY, step, through) for kind in SENT) == 0
        assert of_a_day(run, EVERYTHING, SENT) > 1_000
        assert only(lines) == (
            MistakeKind.IDLE,
            "no mail for 14 days or more: send a little daily, or release it",
        )


async def test_how_long_it_idles_is_not_told_while_cloudwatch_lists_its_last_mail() -> None:
    made = scenario(NEWS._replace(daily=0), OTHERS, bursts=(on_day("news.example.org", -9, delivered=9_000),))
    async with coached(made) as (run, _, lines):
        assert of_a_day(run, Where(pool=STANDARD_POOL), SENT) == 0
        assert MistakeKind.IDLE not in named(lines)
        assert "not known  how long idle: no mail in 24 h, some in 14 days" in lines


async def test_an_isp_that_throttles() -> None:
    bursts = (
        on_day("news.example.org", -1, "Hotmail", transient=900),
        on_day("news.example.org", -1, "Yahoo", transient=30),
    )
    async with coached(scenario(NEWS, OTHERS, bursts=bursts)) as (run, _, lines):
        facts = truth(run.server.account)["isps"]["Hotmail"]
        deferred, sent = facts["transient_bounces"], facts["sends"]
        kind, text = only(lines)
        assert kind is MistakeKind.THROTTLING
        assert (
            text == f"Hotmail defers {100 * deferred / sent:.1f} % ({deferred:,} of {sent:,}): send it less"
        )


@pytest.mark.parametrize("operation", ["BatchGetMetricData"])
async def test_what_was_not_read_is_said_and_no_mistake_of_it(operation: str) -> None:
    made = scenario(NEWS, OTHERS, bursts=(on_day("news.example.org", -1, delivered=40_000),))
    server = SimulatorServer(made, speed=0.0, start=START)
    await server.start()
    server.account.faults.inject("access_denied", operation)
    async with bench(server=server) as run, shown(await read(run), (80, 40)) as (app, pilot):
        await pilot.press("5")
        await settled(pilot)
        lines = [line.strip() for line in lines_of(app)]
        assert named(lines) == {}
        assert "not known  volume jumps, stale lists: no day's mail was read (VDM)" in lines
        assert "not known  throttling: no ISP's deferrals were read (VDM)" in lines
    await server.stop()


async def test_a_line_of_a_large_account_stays_on_one_of_80_columns() -> None:
    big = NEWS._replace(daily=300_000)
    made = scenario(big, OTHERS, bursts=(on_day("news.example.org", -1, delivered=500_000),))
    async with coached(made, size=(80, 24)) as (_, app, lines):
        assert only(lines)[1].endswith("go in steps")
        assert all(cell_len(line) == 80 for line in lines_of(app))
