"""Who moved the rate, and nobody where nobody did."""

from random import Random

import pytest

from ses_tui.core.blame import Blame, Counts, blame, sharper
from ses_tui.core.model import Metric, Subject, SubjectKind
from tests.core.near import near

BOUNCE = Metric.BOUNCE_RATE


def isp(name: str) -> Subject:
    return Subject(SubjectKind.ISP, name)


def counts(name: str, events: int, messages: int, usual: float = 0.01, before: int = 100_000) -> Counts:
    return Counts(isp(name), events, messages, round(usual * before), before)


def found(rows: list[Counts], usual: float = 0.01) -> Blame:
    answer = blame(BOUNCE, rows, usual)
    assert answer is not None
    return answer


def test_the_guilty_one_is_named_with_its_share_and_its_usual_rate() -> None:
    answer = found(
        [counts("Gmail", 100, 10_000), counts("Hotmail", 500, 10_000), counts("Yahoo", 100, 10_000)]
    )
    assert answer.shares == ((isp("Hotmail"), near(1.0)),)
    assert answer.usual == near(0.01)
    assert answer.first == isp("Hotmail")


def test_shares_are_of_the_excess_not_of_the_events() -> None:
    answer = found(
        [counts("Gmail", 300, 30_000), counts("Hotmail", 170, 1_000), counts("Yahoo", 140, 10_000)]
    )
    assert answer.shares == ((isp("Hotmail"), near(160 / 200)),)


def test_the_smallest_set_that_explains_sixty_percent_is_named() -> None:
    rows = [
        counts(name, 100 + more, 10_000) for name, more in (("a", 20), ("b", 150), ("c", 100), ("d", 130))
    ]
    answer = found(rows)
    assert [subject.name for subject, _ in answer.shares] == ["b", "d"]
    assert sum(share for _, share in answer.shares) == near(280 / 400)


def test_shares_never_sum_to_more_than_all() -> None:
    rows = [counts("a", 400, 10_000), counts("b", 0, 10_000)]
    assert sum(share for _, share in found(rows).shares) == near(1.0)


def test_a_row_without_history_is_held_against_the_whole() -> None:
    new = Counts(isp("new"), 300, 10_000, 0, 0)
    answer = found([new, counts("old", 100, 10_000)])
    assert answer.shares == ((isp("new"), near(1.0)),)
    assert answer.usual is None


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [counts("a", 0, 0)],
        [counts("a", 104, 10_000), counts("b", 96, 10_000)],
        [counts("a", 50, 10_000), counts("b", 40, 10_000)],
        [counts("a", 4, 100, usual=0.0)],
    ],
)
def test_nobody_is_named_where_nothing_stands_out(rows: list[Counts]) -> None:
    assert blame(BOUNCE, rows, 0.01) is None


@pytest.mark.parametrize(
    ("messages", "rate"), [(1_000, 0.001), (1_000, 0.005), (2_000, 0.01), (10_000, 0.02)]
)
def test_calm_noise_names_nobody(messages: int, rate: float) -> None:
    random = Random(7)
    named = 0
    for _ in range(300):
        rows = [
            counts(
                name, sum(random.random() < rate for _ in range(messages // 10)), messages // 10, usual=rate
            )
            for name in "abcdefghij"
        ]
        named += blame(BOUNCE, rows, rate) is not None
    assert named <= 6  # 2 % of the time


def test_the_sharper_of_two_answers_has_fewer_names_then_the_larger_share() -> None:
    one = Blame(BOUNCE, ((isp("a"), 0.7),), None)
    larger = Blame(BOUNCE, ((isp("b"), 0.9),), None)
    two = Blame(BOUNCE, ((isp("c"), 0.5), (isp("d"), 0.45)), None)
    assert sharper(one, two) is one
    assert sharper(two, one) is one
    assert sharper(one, larger) is larger
    assert sharper(None, two) is two
    assert sharper(one, None) is one
    assert sharper(None, None) is None
