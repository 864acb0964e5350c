"""Bursts in the account's own counts: when a tier comes on, when it goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_tui.core.binomial import proven
from ses_tui.core.clock import DAY, HOUR
from ses_tui.core.condition import Condition
from ses_tui.core.counts import SendBucket
from ses_tui.core.model import Metric
from ses_tui.core.tiers import RULES, TierState, read, run, step, tier, tier_text
from ses_tui.core.volume import Mail, Volume, VolumeSource

NOW = 19_000 * DAY
QUARTER = 900.0
BOUNCE = Metric.BOUNCE_RATE
LINE = 0.05
CALM = (1250, 12)
BURST = (1250, 500)


def volume(messages: int) -> Volume:
    return Volume(messages, VolumeSource.SET)


N = volume(1_000_000)


def mail(*recent: tuple[int, int], end: float = NOW, before: tuple[int, int] = CALM, days: float = 2) -> Mail:
    """Calm days, then the ``recent`` buckets (messages, events), the last of which ends at ``end``."""
    count = int(days * 96)
    rows = [before] * count + list(recent)
    start = end - len(rows) * QUARTER
    return Mail.of([SendBucket(start + n * QUARTER, m, x, 0, 0) for n, (m, x) in enumerate(rows)], BOUNCE)


def on(state: TierState) -> str | None:
    return None if state.on is None else state.on.rule.name


def test_a_calm_account_has_none() -> None:
    assert tier(mail(), BOUNCE, LINE, N, NOW) is None


def test_a_burst_is_fast_and_is_routed_like_review() -> None:
    """40 %: 2 % of the budget of 50,000 are 1,000 bounces, in the second quarter of an hour."""
    assert tier(mail(BURST), BOUNCE, LINE, N, NOW) is None
    found = tier(mail(BURST, BURST), BOUNCE, LINE, N, NOW)
    assert found is not None
    assert (found.rule.name, found.rule.condition) == ("fast", Condition.REVIEW)
    assert (found.events, found.messages) == (2 * 500 + 2 * 12, 5000)
    assert found.budget_share == pytest.approx(1024 / 50_000)
    assert tier_text(found) == (
        "1,024 of 5,000 bounced in 1 h (20 %), 2 % of what fits until review (volume 1,000,000, as set)"
    )


@pytest.mark.parametrize(
    ("rate", "hours", "name", "condition"),
    [(0.12, 6, "medium", Condition.REVIEW), (0.06, 24, "slow", Condition.WARN)],
)
def test_less_for_longer_is_medium_then_slow(
    rate: float, hours: int, name: str, condition: Condition
) -> None:
    found = tier(mail(*[(1250, round(1250 * rate))] * hours * 4), BOUNCE, LINE, volume(1_250_000), NOW)
    assert found is not None
    assert (found.rule.name, found.rule.condition) == (name, condition)


def test_it_does_not_fire_when_the_burst_is_over() -> None:
    assert tier(mail(BURST, BURST, BURST, CALM), BOUNCE, LINE, N, NOW) is None


@given(
    st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 400)), min_size=96, max_size=96),
    st.integers(500, 5_000_000),
)
def test_each_rule_fires_exactly_as_the_table_says(rows: list[tuple[int, int]], messages: int) -> None:
    rows = [(max(m, x), x) for m, x in rows]
    for found in read(mail(*rows, days=0), BOUNCE, LINE, volume(messages), NOW):
        rule = found.rule
        long, short = (rows[-int(span / QUARTER) :] for span in (rule.window, rule.short))
        m, x = (sum(column) for column in zip(*long, strict=True))
        m_short, x_short = (sum(column) for column in zip(*short, strict=True))
        assert found.fires is (
            x >= max(rule.share * LINE * messages, LINE * m)
            and x >= 5
            and x_short >= max(2, LINE * m_short)
            and m >= 200
            and proven(x, m, LINE)
        )


@pytest.mark.parametrize(
    ("row", "fires"),
    [
        ((49, 20), False),  # 196 messages
        ((50, 20), True),
        ((50, 1), False),  # 4 events
        ((1250, 63), False),  # 5.04 %: as a rate of 4.99 % would have
        ((1250, 73), True),
    ],
)
def test_a_window_decides_only_with_enough_mail_and_beyond_chance(row: tuple[int, int], fires: bool) -> None:
    small = mail(*[row] * 4, before=(0, 0))
    assert (tier(small, BOUNCE, LINE, volume(1000), NOW) is not None) is fires


def test_five_complaints_of_five_thousand_are_chance() -> None:
    def complaints(number: int) -> Mail:
        rows = [SendBucket(NOW - n * QUARTER, 1250, 0, number if n < 3 else 0, 0) for n in range(4, 0, -1)]
        return Mail.of(rows, Metric.COMPLAINT_RATE)

    assert tier(complaints(3), Metric.COMPLAINT_RATE, 0.001, volume(200_000), NOW) is None
    found = tier(complaints(9), Metric.COMPLAINT_RATE, 0.001, volume(200_000), NOW)
    assert found is not None
    assert "18 of 5,000 complained in 1 h (0.36 %)" in tier_text(found)


def test_a_bucket_that_is_still_filling_counts_for_but_not_against() -> None:
    filling = mail(BURST, BURST, end=NOW + 600)
    assert tier(filling, BOUNCE, LINE, N, NOW) is not None
    empty = mail(BURST, BURST, (10, 0), end=NOW + 600)
    assert tier(empty, BOUNCE, LINE, N, NOW) is not None


def test_a_bucket_that_comes_late_does_not_end_it_and_silence_does() -> None:
    burst = mail(BURST, BURST, BURST)
    assert tier(burst, BOUNCE, LINE, N, NOW + 29 * 60) is not None
    assert tier(burst, BOUNCE, LINE, N, NOW + 60 * 60) is None


def walked(rows: list[tuple[int, int]]) -> list[str | None]:
    state, names = TierState(), []
    for count in range(1, len(rows) + 1):
        end = NOW + count * QUARTER
        state = run(state, mail(*rows[:count], end=end), BOUNCE, LINE, N, end)
        names.append(on(state))
    return names


def test_it_leaves_when_the_short_window_has_been_calm_for_15_minutes_of_data() -> None:
    assert walked([BURST, BURST, CALM, CALM, CALM]) == [None, "fast", "fast", None, None]


def test_a_pause_of_one_bucket_does_not_make_it_flutter() -> None:
    assert walked([BURST, BURST, CALM, BURST, CALM, BURST]) == [None] + ["fast"] * 5


def test_it_stays_while_the_short_window_agrees_even_if_the_long_one_has_eased() -> None:
    """5.2 % is over the line, and far from 2 % of the budget in an hour."""
    assert walked([BURST, BURST] + [(1250, 65)] * 8)[1:] == ["fast"] * 9


def test_the_same_look_again_changes_nothing() -> None:
    burst, over = mail(BURST, BURST, end=NOW), mail(BURST, BURST, CALM, end=NOW + QUARTER)
    state = run(TierState(), burst, BOUNCE, LINE, N, NOW)
    state = run(state, over, BOUNCE, LINE, N, NOW + QUARTER)
    for _ in range(5):
        assert run(state, over, BOUNCE, LINE, N, NOW + QUARTER) == state
    assert on(state) == "fast"


def test_a_fast_one_that_ends_shows_the_slower_one_that_is_on() -> None:
    names = walked([BURST] * 14 + [CALM] * 12)
    assert names[1] == "fast"
    assert [name for n, name in enumerate(names) if n == 0 or name != names[n - 1]][-3:] == [
        "medium",
        "slow",
        None,
    ]


def test_what_came_while_nobody_looked_is_run_through() -> None:
    state = run(TierState(), mail(), BOUNCE, LINE, N, NOW)
    later = NOW + 4 * QUARTER
    at_once = run(state, mail(BURST, BURST, BURST, CALM, end=later), BOUNCE, LINE, N, later)
    assert on(at_once) == "fast"
    assert at_once.since == NOW + 2 * QUARTER


@given(st.lists(st.sampled_from([CALM, BURST, (0, 0), (40, 30)]), max_size=24), st.integers(0, 24))
def test_looking_seldom_is_like_looking_often(rows: list[tuple[int, int]], cut: int) -> None:
    often = TierState()
    for count in range(len(rows) + 1):
        end = NOW + count * QUARTER
        often = run(often, mail(*rows[:count], end=end), BOUNCE, LINE, N, end)
    start = run(TierState(), mail(), BOUNCE, LINE, N, NOW)
    middle = NOW + min(cut, len(rows)) * QUARTER
    part = run(start, mail(*rows[: min(cut, len(rows))], end=middle), BOUNCE, LINE, N, middle)
    end = NOW + len(rows) * QUARTER
    assert run(part, mail(*rows, end=end), BOUNCE, LINE, N, end) == often


def test_without_mail_the_state_stays() -> None:
    state = run(TierState(), mail(BURST, BURST), BOUNCE, LINE, N, NOW)
    assert run(state, mail(), BOUNCE, LINE, None, NOW + HOUR) is state
    assert TierState().condition is Condition.OK


def test_the_condition_is_that_of_the_most_urgent_one() -> None:
    found = read(mail(*[(1250, 75)] * 96), BOUNCE, LINE, volume(1_250_000), NOW)
    state = step(TierState(), found)
    assert (on(state), state.condition) == ("slow", Condition.WARN)
    assert [rule.name for rule in RULES] == ["fast", "medium", "slow"]
