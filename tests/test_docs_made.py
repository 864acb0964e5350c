"""Pages that are made from the code and the tests are as these have them."""

from types import ModuleType

import pytest

from docs import commands, costs, iam, reliability, settings
from ses_tui.core.advice import Kind
from ses_tui.core.prices import DEFAULT_PRICES


@pytest.mark.parametrize("made", [commands, costs, iam, reliability, settings], ids=lambda one: one.__name__)
def test_a_page_that_is_made_is_as_its_source_has_it(made: ModuleType) -> None:
    assert made.PAGE.read_text(encoding="utf-8") == made.page(), f"python -m {made.__name__}"


def test_every_option_of_every_command_says_what_it_does() -> None:
    assert [line for line in commands.page().splitlines() if line.endswith("|  |")] == []


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
