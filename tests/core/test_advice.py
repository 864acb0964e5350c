"""Which kind of IP is advised for which mail, row by row."""

import pytest

from ses_tui.core.advice import Advice, Kind, advise, volumes
from ses_tui.core.clock import DAY
from ses_tui.core.prices import Prices, Tier

END = 20_000 * DAY


def days(*counts: float) -> dict[float, float]:
    """The last of them is the day before END."""
    return {END - DAY * (len(counts) - n): count for n, count in enumerate(counts)}


def advised(*counts: float, isps: dict[str, float] | None = None) -> Advice:
    """``isps``: share of each day's mail."""
    series = days(*counts)
    by_isp = {
        name: {day: count * share for day, count in series.items()} for name, share in (isps or {}).items()
    }
    return advise(volumes(series, END, by_isp))


MIX = {"Gmail": 0.5, "Hotmail": 0.3}
WEEK = (1.2, 1.0, 1.1, 1.0, 1.0, 0.6, 0.5)


@pytest.mark.parametrize(
    ("counts", "kind", "word"),
    [
        ([3_000, 0, 0, 0, 9_000, 0, 0] * 4, Kind.SHARED, "irregular"),
        ([50_000 * share for share in WEEK] * 4, Kind.STANDARD, "steady"),
        ([40_000, 40_000, 40_000, 40_000, 40_000, 0, 0] * 4, Kind.STANDARD, "steady"),
        ([20_000 * 1.06**n for n in range(28)], Kind.MANAGED, "growing"),
        ([200_000, 0, 0, 0, 0, 0, 0] * 4, Kind.MANAGED, "irregular"),
        ([6_000] * 28, Kind.SHARED, "not yet worth"),
        ([400_000 * share for share in WEEK] * 4, Kind.MANAGED, "over 10,000,000"),
    ],
)
def test_the_rows_of_the_guide(counts: list[float], kind: Kind, word: str) -> None:
    advice = advised(*counts, isps=MIX)
    assert advice.kind is kind
    assert any(word in line for line in advice.because)
    assert advice.because[-1] == "ISPs: Gmail 50 %, Hotmail 30 %"


def test_a_dedicated_ip_that_would_starve_everywhere_is_not_advised_whatever_the_volume() -> None:
    scattered = {f"isp-{n}": 1 / 60 for n in range(60)}
    advice = advised(*[50_000] * 28, isps=scattered)
    assert advice.kind is Kind.SHARED
    assert "1,000" in advice.because[0]


def test_providers_at_which_it_would_starve_are_named_with_their_numbers() -> None:
    advice = advised(*[50_000] * 28, isps={"Gmail": 0.6, "Yahoo": 0.012, "Aol": 0.0})
    assert advice.kind is Kind.STANDARD
    (warning,) = advice.warnings
    assert "Yahoo 600" in warning and "Gmail" not in warning and "Aol" not in warning


def test_the_numbers_that_decided() -> None:
    found = volumes(days(0, 0, 100, 0, 300, 200), END)
    assert found is not None
    assert (found.days, found.mean, found.peak, found.idle, found.growth) == (4, 150.0, 300.0, 0.25, 5.0)
    assert found.variation == pytest.approx(0.7453559925)
    assert found.monthly == 4500
    assert volumes(days(0, 0), END) is None
    today = {**days(*[10.0] * 9), END: 999.0}
    assert volumes(today, END) == volumes(days(*[10.0] * 9), END), "today is not over"


def test_too_little_to_say() -> None:
    assert advise(None).kind is None
    few = advised(*[50_000] * 6, isps=MIX)
    assert few.kind is None and "too few" in few.because[-1]
    assert few.costs, "what it would cost can be said all the same"


def test_costs_today_and_at_another_volume() -> None:
    prices = Prices(managed_tiers=(Tier(1_000_000, 0.08), Tier(None, 0.04)), per_ip_day=50_000)
    found = volumes(days(*[50_000] * 10), END)
    costs = {(one.kind, one.messages): (one.usd, one.ips) for one in advise(found, prices, 6_000_000).costs}
    assert costs == {
        (Kind.SHARED, 1_500_000): (0.0, None),
        (Kind.STANDARD, 1_500_000): (24.95, 1),
        (Kind.MANAGED, 1_500_000): (pytest.approx(15 + 80 + 20), None),
        (Kind.SHARED, 6_000_000): (0.0, None),
        (Kind.STANDARD, 6_000_000): (pytest.approx(4 * 24.95), 4),
        (Kind.MANAGED, 6_000_000): (pytest.approx(15 + 80 + 200), None),
    }


def test_the_published_prices() -> None:
    assert Prices().managed(1_000_000) == pytest.approx(95.0)
    assert Prices().standard(3) == pytest.approx(74.85)
    assert Prices().standard_ips(0) == 1
