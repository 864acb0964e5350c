"""Calm accounts of the simulator's model are left alone; incidents are found, and soon enough.

The full 90 days are ``python -m bench.false_alarms``; docs/alerting.md has what it printed.
"""

import pytest

from bench.false_alarms import Episode, band_episodes, tier_episodes, unusual_episodes
from bench.model_account import ModelAccount, at_rate
from ses_tui.core.clock import HOUR, MINUTE
from ses_tui.core.model import Metric

BOUNCE, COMPLAINT = Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE
DAYS = 10


@pytest.mark.parametrize("name", ["healthy", "quiet"])
@pytest.mark.parametrize("rate", [0.01, 0.02])
def test_a_calm_account_makes_our_own_windows_say_nothing(name: str, rate: float) -> None:
    account = ModelAccount(at_rate(name, rate), DAYS)
    rows = account.rows(3 * 3600)
    for metric in (BOUNCE, COMPLAINT):
        assert tier_episodes(account, metric) == {"bound": [], "estimated": [], "true": []}
        assert unusual_episodes(account, rows, metric, 3 * 3600) == []
        assert band_episodes(account, rows, metric, 3 * 3600)["proven"] == []


def first(episodes: list[Episode], name: str) -> float:
    """Minutes after the start at which ``name`` came up; infinite: never."""
    return min((seconds / MINUTE for seconds, who in episodes if who == name), default=float("inf"))


@pytest.mark.parametrize(
    ("scenario", "metric", "estimated", "bound"),
    [
        ("stale-list", BOUNCE, 30, 45),
        ("isp-block", BOUNCE, 45, 60),
        ("complaint-storm", COMPLAINT, 30, 45),
    ],
)
def test_a_burst_is_found_by_the_tiers_long_before_the_rate_is_at_review(
    scenario: str, metric: Metric, estimated: float, bound: float
) -> None:
    """AWS's rate is at its review line after 55 to 90 minutes (docs/simulator.md)."""
    found = tier_episodes(ModelAccount(at_rate(scenario, None), 0.25), metric)
    assert 0 < first(found["estimated"], "fast") <= estimated
    assert 0 < first(found["bound"], "fast") <= bound


@pytest.mark.parametrize(
    ("scenario", "metric", "who"),
    [("isp-block", BOUNCE, "Hotmail"), ("stale-list", BOUNCE, "promo.example.net")],
)
def test_who_is_behind_it_is_unusual_after_two_windows(scenario: str, metric: Metric, who: str) -> None:
    account = ModelAccount(at_rate(scenario, None), 0.5)
    found = unusual_episodes(account, account.rows(1800), metric, 1800)
    assert 0 < first(found, who) * MINUTE <= 9 * HOUR
