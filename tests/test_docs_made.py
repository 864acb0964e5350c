"""Pages that are made from the tests are as the tests have them."""

from docs import costs, reliability
from ses_tui.core.advice import Kind
from ses_tui.core.prices import DEFAULT_PRICES


def test_the_table_of_faults_is_the_one_that_the_tests_make() -> None:
    assert reliability.PAGE.read_text(encoding="utf-8") == reliability.page(), "python -m docs.reliability"


def test_the_tables_of_costs_are_those_that_the_prices_make() -> None:
    assert costs.PAGE.read_text(encoding="utf-8") == costs.page(), "python -m docs.costs"


def test_what_is_advised_is_the_cheapest_or_says_by_how_much_it_is_not() -> None:
    for monthly in costs.MONTHLY:
        for mail in costs.WEEKS:
            for plan in DEFAULT_PRICES.plans:
                advice = costs.advice_for(monthly, mail, plan)
                by_kind = {one.kind: one for one in advice.costs}
                assert isinstance(advice.kind, Kind)
                advised, said = by_kind[advice.kind], " ".join(advice.money)
                for one in by_kind.values():
                    cheaper = one.total < advised.total
                    assert (f"${advised.total - one.total:,.2f} more than {one.kind}" in said) is cheaper


def test_every_row_has_a_test_that_exists() -> None:
    rows = [
        line.split(" | ")[-1].rstrip(" |") for line in reliability.page().splitlines() if " | tests/" in line
    ]
    assert len(rows) > 30
    assert all((reliability.ROOT / name).is_file() for row in rows for name in row.split(", "))
