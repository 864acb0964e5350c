"""How the parts share the terminal's height."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_tui.tui import arrange
from ses_tui.tui.arrange import HEAD, KEYS, LEAST_BELOW, LEAST_HEIGHT, TITLE, TOP, Wants
from ses_tui.tui.overview.screen import LEAST_BOXED


def wanted(**parts: tuple[int, int]) -> st.SearchStrategy[Mapping[str, int]]:
    """Each part with what it wants at least and at most."""
    return st.fixed_dictionaries({name: st.integers(*ends) for name, ends in parts.items()})


OVERVIEW = wanted(
    note=(0, 2),
    isps=(0, 30),
    identities=(0, 10_000),
    alerts=(0, 500),
    trouble=(0, 12),
    below=(0, 14),
).filter(lambda wants: not wants["note"] or not wants["isps"] or not wants["identities"])


def total(lines: Mapping[str, int]) -> int:
    return TOP + sum(lines.values()) + KEYS


@given(st.integers(LEAST_HEIGHT, 300), OVERVIEW, st.integers(0, 1))
def test_never_more_than_there_is_and_nothing_that_matters_is_left_out(
    height: int, wants: Wants, edge: int
) -> None:
    edge = edge if height >= LEAST_BOXED else 0
    lines = arrange.overview(height, wants, edge=edge)
    assert total(lines) <= height
    assert lines["panels"] >= 5
    assert lines["alerts"] >= min(1, wants["alerts"])
    assert lines["below"] == 0 or lines["below"] >= LEAST_BELOW
    assert (lines["trouble"] > 0) == (wants["trouble"] > 0)
    assert (lines["isps"] > HEAD) == (wants["isps"] > 0)
    assert (lines["identities"] > HEAD) == (wants["identities"] > 0)


@given(OVERVIEW.filter(lambda wants: wants["trouble"] <= 1 and wants["note"] == 0))
def test_80x24_has_four_rows_of_each(wants: Wants) -> None:
    lines = arrange.overview(24, wants)
    for table in ("isps", "identities"):
        assert lines[table] >= HEAD * bool(wants[table]) + min(4, wants[table])


@given(st.integers(LEAST_HEIGHT, 200), OVERVIEW)
def test_a_taller_terminal_takes_nothing_away(height: int, wants: Wants) -> None:
    lower, higher = arrange.overview(height, wants), arrange.overview(height + 1, wants)
    assert all(higher[part] >= lines for part, lines in lower.items())


def test_many_identities_take_all_the_room_that_is_left() -> None:
    few = {"note": 0, "isps": 10, "alerts": 1, "trouble": 0, "below": 0}
    wants = {**few, "identities": 10_000}
    assert total(arrange.overview(200, wants)) == 200


@given(
    st.integers(15, 200),
    wanted(top=(2, 2), edit=(0, 1), rows=(0, 10_000), about=(0, 3), notes=(0, 30), trouble=(0, 12)),
)
def test_the_parts_of_a_list_share_the_height(height: int, wants: Wants) -> None:
    lines = arrange.rows(height, wants)
    assert sum(lines.values()) + TITLE + KEYS == height
    assert lines["rows"] >= 2
    assert (lines["trouble"] > 0) == (wants["trouble"] > 0)
    assert min(lines.values()) >= 0


@given(
    st.integers(15, 70),
    wanted(top=(2, 2), open=(1, 40), about=(0, 9), told=(1, 200), quiet=(0, 12), foot=(2, 4)),
)
def test_the_parts_of_the_alerts_share_the_height(height: int, wants: Wants) -> None:
    lines = arrange.alerts(height, wants)
    assert sum(lines.values()) <= height
    assert min(lines["open"], lines["told"]) >= 2
    assert (lines["quiet"] > 0) == (wants["quiet"] > 0)


@pytest.mark.parametrize("opened", [False, True])
@given(st.integers(10, 70), wanted(sets=(0, 200), tenants=(0, 200), about=(0, 60)))
def test_the_tables_and_details_of_an_inventory_share_the_height(
    opened: bool, height: int, wants: Wants
) -> None:
    lines = arrange.inventory(height, wants, opened=opened)
    assert sum(lines.values()) <= height
    assert all((lines[table] > HEAD) == (wants[table] > 0) for table in ("sets", "tenants"))
    if opened:
        assert lines["about"] == min(wants["about"], height - sum(lines.values()) + lines["about"])


@pytest.mark.parametrize("opened", [False, True])
@given(st.integers(8, 70), wanted(counts=(0, 3), rows=(0, 500), about=(0, 30), reasons=(0, 10)))
def test_the_tail_keeps_its_rows(opened: bool, height: int, wants: Wants) -> None:
    lines = arrange.events(height, wants, opened=opened)
    assert sum(lines.values()) <= height
    assert lines["tail"] >= HEAD + 1
    assert not (opened and lines["reasons"])
