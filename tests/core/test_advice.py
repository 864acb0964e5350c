"""Which kind of IP is advised for which mail, row by row."""

import pytest

from ses_tui.core.advice import Advice, Kind, advise, volumes
from ses_tui.core.bill import Account, account_of, as_it_stands
from ses_tui.core.clock import DAY
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.plans import Tier
from ses_tui.core.prices import Prices
from ses_tui.core.record import replace
from ses_tui.core.resources import DedicatedIp, Pool, PoolsResult

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
        ([400_000 * share for share in WEEK] * 4, Kind.STANDARD, "steady"),
        ([500_000 * share for share in WEEK] * 4, Kind.STANDARD, "steady"),
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
    assert Prices().per_ip_day == 50_000


def test_fifteen_million_a_month_by_hand() -> None:
    """Managed 15 + 15,000 x 0.08; standard 7 IPs at 100,000 a day and IP, 10 at 50,000."""
    assert Prices().managed(15_000_000) == pytest.approx(1_215.00)
    assert Prices().standard(7) == pytest.approx(174.65)
    assert Prices().standard(Prices().standard_ips(500_000)) == pytest.approx(249.50)
    assert Prices(per_ip_day=100_000).standard_ips(650_000) == 7


@pytest.mark.parametrize(
    ("plan", "usd"),
    [
        ("NONE", 15_000 * 0.10),
        ("ESSENTIALS", 10_000 * 0.16 + 5_000 * 0.14),
        ("PRO", 105 + 10_000 * 0.22 + 5_000 * 0.17),
        ("ENTERPRISE", 500 + 10_000 * 0.23 + 5_000 * 0.18),
    ],
)
def test_a_plan_s_own_price_of_sending_is_in_the_sum(plan: str, usd: float) -> None:
    found = volumes(days(*[500_000] * 28), END)
    (shared,) = (one for one in advise(found, account=Account(plan)).costs if one.kind is Kind.SHARED)
    assert shared.total == pytest.approx(usd)


@pytest.mark.parametrize(("plan", "vdm"), [("NONE", 15_000 * 0.07), ("ESSENTIALS", 0.0), ("PRO", 0.0)])
def test_vdm_is_in_the_sum_where_it_is_on_and_the_plan_does_not_include_it(plan: str, vdm: float) -> None:
    found = volumes(days(*[500_000] * 28), END)
    on, off = (advise(found, account=Account(plan, vdm=vdm)).costs for vdm in (True, False))
    assert [one.total - two.total for one, two in zip(on, off, strict=True)] == [pytest.approx(vdm)] * 3


def test_where_the_plan_includes_managed_it_is_advised_to_steady_mail_too() -> None:
    found = volumes(days(*[500_000] * 28), END)
    assert advise(found, account=Account("PRO")).kind is Kind.MANAGED
    assert advise(found, account=Account("NONE")).kind is Kind.STANDARD


@pytest.mark.parametrize(("plan", "said"), [("PRO", True), ("ESSENTIALS", False)])
def test_where_managed_costs_what_shared_does_it_says_why_it_is_managed(plan: str, said: bool) -> None:
    advice = advise(volumes(days(*[0, 200_000] * 14), END), account=Account(plan))
    assert advice.kind is Kind.MANAGED
    assert any(line.startswith("shared costs the same on this plan") for line in advice.money) is said


def test_what_the_account_pays_as_it_stands_is_beside_what_is_advised() -> None:
    found = volumes(days(*[100_000] * 28), END)
    said = advise(found, account=Account("NONE", False, standard_ips=5, managed_pools=0)).money
    assert "dedicated standard with 2 IPs is about $349.90 a month" in said[0]
    assert "as it stands, with 5 standard IPs: $424.75, $74.85 more than advised" in said[1]
    assert any("$49.90 more than shared" in line for line in said)
    assert not any("as it stands" in line for line in advise(found, account=Account("NONE")).money)


def test_a_plan_that_is_in_no_table_is_said_and_not_guessed() -> None:
    found = volumes(days(*[100_000] * 28), END)
    assert "yours, ULTRA, is in no table" in advise(found, account=Account("ULTRA")).money[0]
    assert "yours was not read" in advise(found, account=Account()).money[0]


def test_where_automatic_warm_up_is_off_a_standard_ip_is_advised_with_that_warning() -> None:
    found = volumes(days(*[100_000] * 28), END, {"Gmail": days(*[90_000] * 28)})
    off, on = (advise(found, account=Account("NONE", auto_warmup=one)).warnings for one in (False, True))
    assert (off, on) == (
        ("the account's automatic warm-up is off: AWS's 45-day plan does not run for a new IP",),
        (),
    )
    assert advise(found, account=Account("PRO", auto_warmup=False)).warnings == (), "managed warms itself"


def test_a_cheaper_plan_is_named_with_the_difference() -> None:
    found = volumes(days(*[2_000] * 28), END)
    said = advise(found, account=Account("PRO", vdm=True)).money
    assert any("on plan ESSENTIALS the same is $9.60, $108.60 less" in line for line in said)


def test_managed_pools_cost_at_most_what_all_mail_would() -> None:
    none, one = Account("NONE", False, 0, 0), Account("NONE", False, 2, 1)
    bare, held = (as_it_stands(Prices(), each, 1_000_000) for each in (none, one))
    assert bare is not None and held is not None
    assert held.total - bare.total == pytest.approx(2 * 24.95 + 95)
    assert as_it_stands(Prices(), Account("NONE"), 1) is None, "what was not read is not nothing"


def test_what_an_account_has() -> None:
    pools = PoolsResult(
        (Pool("m", "MANAGED"), Pool("s", "STANDARD")),
        (DedicatedIp("a", "m", "NOT_APPLICABLE"), DedicatedIp("b", "s", "DONE", 100)),
    )
    assert account_of(None, pools) == Account("", None, 1, 1)
    assert account_of(None, None) == Account()
    error = SourceError("pools", "GetDedicatedIps", ErrorKind.ACCESS_DENIED, "no", "")
    assert account_of(None, replace(pools, errors=(error,))) == Account()
