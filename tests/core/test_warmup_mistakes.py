"""Each mistake of warm-up is named with its numbers; a good warm-up has none."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ses_tui.core.clock import DAY, utc_day
from ses_tui.core.record import replace
from ses_tui.core.warmup_mistakes import Mistake, MistakeKind, Stream, Usage, Warming, mistakes, not_known
from ses_tui.simulator.mail import Where
from ses_tui.simulator.server import SimulatorServer

NOW = 1_795_530_000.0
TODAY = utc_day(NOW)


def warming(*counts: float, bounces: tuple[float, ...] = (), **fields: Any) -> Warming:
    """``counts`` and ``bounces``: per day, the last is yesterday."""

    def days(values: tuple[float, ...]) -> dict[float, float]:
        return {TODAY - DAY * (len(values) - n): value for n, value in enumerate(values)}

    known = {"now": NOW, "in_progress": True, "daily": days(counts), "bounces": days(bounces)}
    return Warming(**{**known, **fields})


def only(pool: Warming) -> Mistake:
    (found,) = mistakes(pool)
    return found


def of_simulator(scenario: str, pool: str | None, hours: float = 3) -> Warming:
    """The last two weeks of a pool (None: the account), so many hours on, by the account's truth."""
    server = SimulatorServer(scenario, 0, 0, 1, NOW)
    account = server.account
    account.clock.advance(hours * 3600)
    truth = server.truth()
    today = utc_day(truth["now"])
    steps = int(DAY) // 300
    days = [today - DAY * n for n in range(14, 0, -1)]
    where = Where(pool=pool) if pool else Where()

    def between(kind: Any, day: float) -> float:
        first = int(day) // 300
        return float(account.mail.between(kind, first, first + steps, where))

    return Warming(
        truth["now"],
        in_progress=any(one["WarmupStatus"] == "IN_PROGRESS" for one in truth["ips"]),
        daily={day: float(account.sent(int(day) // 300, int(day) // 300 + steps, where)) for day in days},
        bounces={day: between("permanent", day) for day in days},
        isps={name: (row["transient_bounces"], row["sends"]) for name, row in truth["isps"].items()},
        streams=[
            Stream(one.name, one.daily) for one in account.scenario.identities if pool in (None, one.pool)
        ],
    )


def test_the_simulated_warm_up_makes_no_mistake() -> None:
    pool = of_simulator("warmup", "marketing-standard")
    assert pool.in_progress and sum(pool.daily.values()) > 100_000
    assert mistakes(pool) == ()


def test_the_isp_that_throttles_the_simulated_account_is_named_with_its_numbers() -> None:
    pool = of_simulator("isp-block", None)
    found = next(one for one in mistakes(pool) if one.kind is MistakeKind.THROTTLING)
    deferred, sent = pool.isps["Hotmail"]
    assert found.text.startswith(f"Hotmail defers {100 * deferred / sent:.1f} % ({deferred:,} of {sent:,})")


def test_the_stale_list_of_the_simulated_account_is_named_with_its_numbers() -> None:
    pool = of_simulator("stale-list", None, hours=24)
    found = next(one for one in mistakes(pool) if one.kind is MistakeKind.STALE_LIST)
    day = pool.today - DAY
    assert found.at == day
    assert f"({pool.bounces[day]:,.0f} of {pool.daily[day]:,.0f})" in found.text


def test_a_jump_of_volume() -> None:
    found = only(warming(10_000, 11_000, 12_000, 30_000))
    assert found.kind is MistakeKind.VOLUME_JUMP
    yesterday = f"{datetime.fromtimestamp(TODAY - DAY, UTC):%-d %b}"
    assert found.text.startswith(f"30,000 on {yesterday}, the week before at most 12,000")
    assert mistakes(warming(10_000, 11_000, 12_000, 17_000)) == (), "a step, not a jump"
    assert mistakes(warming(10, 11, 12, 600)) == (), "too few to matter"
    assert mistakes(warming(0, 0, 0, 5_000)) == (), "the first day is no jump"
    assert mistakes(warming(10_000, 30_000, 30_000, 30_000, 30_000, 30_000)) == (), "old news"
    assert mistakes(warming(10_000, 11_000, 12_000, 30_000, in_progress=False)) == ()


def test_a_jump_right_after_the_end() -> None:
    pool = warming(20_000, 20_000, 20_000, 90_000, in_progress=False, done_since=TODAY - 3 * DAY)
    found = only(pool)
    assert found.kind is MistakeKind.JUMP_AFTER_END
    assert "90,000" in found.text and "2 days after" in found.text
    assert mistakes(replace(pool, done_since=TODAY - 30 * DAY)) == ()
    assert mistakes(replace(pool, done_since=TODAY + 100)) == (), "the jump was before the end"


def test_marketing_among_the_transactional_mail_that_warms_up() -> None:
    pool = warming(
        10_000, 10_000, streams=[Stream("auth.example.com", 8_000), Stream("Newsletter-de", 2_000)]
    )
    found = only(pool)
    assert found.kind is MistakeKind.MIXED_STREAMS
    assert found.text == "20 % is Newsletter-de, 80 % transactional: part them"
    assert mistakes(replace(pool, in_progress=False)) == ()
    assert mistakes(replace(pool, streams=[Stream("auth", 9_900), Stream("news", 100)])) == ()
    assert mistakes(replace(pool, streams=[Stream("a.example.com", 5), Stream("news", 5)])) == ()


def test_bounces_that_rise_after_a_step() -> None:
    pool = warming(
        *(10_000, 10_000, 10_000, 10_000, 10_000, 14_000, 14_000), bounces=(100, 100, 100, 100, 100, 700, 700)
    )
    found = only(pool)
    assert found.kind is MistakeKind.STALE_LIST
    assert found.text.startswith("5.0 % bounced (1,400 of 28,000), 1.0 % before ")
    calm = replace(pool, bounces={day: 0.01 * count for day, count in pool.daily.items()})
    assert mistakes(calm) == ()
    no_step = replace(pool, daily=dict.fromkeys(pool.daily, 12_000.0))
    assert mistakes(no_step) == (), "bounces without a step are another trouble"


def test_bounces_since_steps_on_days_in_a_row_count_from_the_first() -> None:
    pool = warming(*[10_000.0] * 7, 14_000, 19_000, bounces=(*[100.0] * 7, 700, 950))
    found = only(pool)
    assert found.at == TODAY - 2 * DAY
    assert found.text.startswith("5.0 % bounced (1,650 of 33,000), 1.0 % before ")


def test_the_day_of_a_jump_is_counted_from_the_day_of_the_end() -> None:
    pool = warming(20_000, 20_000, 20_000, 90_000, in_progress=False, done_since=TODAY - DAY + 10 * 3600)
    assert ", 0 days after, from 20,000" in only(pool).text


def test_a_pool_without_mail_of_its_own_idles_while_the_account_sends() -> None:
    calm = warming(*[10_000.0] * 14, isps={"Gmail": (0, 9_000)})
    none = replace(calm, usage=Usage((), 4))
    assert only(none).kind is MistakeKind.IDLE
    assert only(none).text.startswith("0 of 4 configuration sets use its pool")
    silent = replace(calm, usage=Usage(("news",), 4, 0.0, False))
    assert only(silent).text.startswith("no mail for 14 days or more")
    for usage in (None, Usage(("news",), 4), Usage(("news",), 4, 0.0, True), Usage(("news",), 4, 9.0, True)):
        assert mistakes(replace(calm, usage=usage)) == ()


def test_what_was_not_read_is_said_and_what_was_is_not() -> None:
    known = warming(*[10_000.0] * 14, isps={"Gmail": (0, 9_000)}, usage=Usage(("news",), 4, 9.0, True))
    assert not_known(known) == ()
    for pool, said in (
        (replace(known, daily={}), "volume jumps, stale lists"),
        (replace(known, isps={}), "throttling"),
        (replace(known, usage=None), "mail through this IP: which sets"),
        (replace(known, usage=Usage(("news",), 4)), "mail through this IP: the sends"),
        (replace(known, usage=Usage(("news",), 4, 0.0, True)), "how long idle"),
    ):
        (line,) = not_known(pool)
        assert line.startswith(said)


def test_small_numbers_decide_nothing() -> None:
    assert mistakes(warming(20, 20, 20, 30, bounces=(0, 0, 0, 4))) == ()
    assert mistakes(warming(10_000, isps={"Gmx": (60, 150), "Gmail": (0, 9_000)})) == ()


@pytest.mark.parametrize(("quiet", "named"), [(6, False), (7, True), (20, True)])
def test_an_ip_that_idles(quiet: int, named: bool) -> None:
    found = mistakes(warming(5_000, 5_000, *[0.0] * quiet, in_progress=False))
    assert [one.kind for one in found] == ([MistakeKind.IDLE] if named else [])
    assert not named or f"no mail for {quiet} days" in found[0].text


def test_an_isp_that_throttles_is_named_against_the_others() -> None:
    isps = {"Hotmail": (900, 10_000), "Gmail": (100, 10_000), "Yahoo": (700, 10_000)}
    found = only(warming(10_000, isps=isps))
    assert found.kind is MistakeKind.THROTTLING and found.text.startswith(
        "Hotmail defers 9.0 % (900 of 10,000)"
    )
    everywhere = {"Hotmail": (900, 10_000), "Gmail": (880, 10_000), "Yahoo": (910, 10_000)}
    assert mistakes(warming(10_000, isps=everywhere)) == (), "no ISP stands out: it is not that ISP's doing"


def test_the_newest_comes_first() -> None:
    pool = warming(10_000, 10_000, 30_000, isps={"Hotmail": (900, 10_000), "Gmail": (10, 10_000)})
    assert [one.kind for one in mistakes(pool)] == [MistakeKind.THROTTLING, MistakeKind.VOLUME_JUMP]
