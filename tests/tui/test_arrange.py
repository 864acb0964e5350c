"""How the parts share the terminal's height."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_tui.tui.alerts.screen import AlertsScreen
from ses_tui.tui.arrange import HEAD, KEYS, LEAST_HEIGHT, TOP, Steps, share, steps_of
from ses_tui.tui.events.screen import EventsScreen
from ses_tui.tui.fleet.screen import FleetScreen
from ses_tui.tui.inventory.screen import STEPS
from ses_tui.tui.overview.screen import LEAST_BOXED, Overview
from ses_tui.tui.rows.screen import RowsScreen
from ses_tui.tui.table_screen import TABLES

Wants = Mapping[str, int]


def wanted(**parts: tuple[int, int]) -> st.SearchStrategy[Wants]:
    """Each part with what it wants at least and at most."""
    return st.fixed_dictionaries({name: st.integers(*ends) for name, ends in parts.items()})


def shared(
    height: int, wants: Wants, steps: Steps, tables: tuple[str, ...], head: int = HEAD
) -> dict[str, int]:
    """As a screen of these tables does it."""
    each = [(name, most) for part, most in steps for name in (tables if part == TABLES else (part,))]
    return share(height, wants, each, dict.fromkeys(tables, head))


def test_a_step_says_how_far_a_part_may_grow() -> None:
    assert list(steps_of("top rows 3 about 25%"))[1:] == [("rows", 3), ("about", 0.25)]
    lines = share(20, {"top": 2, "rows": 30, "about": 30}, steps_of("top rows 3 about 25% rows"), {"rows": 1})
    assert lines == {"top": 2, "rows": 13, "about": 5}


@given(
    st.integers(0, 60),
    wanted(a=(0, 30), b=(0, 30), c=(0, 30)),
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 40)), max_size=12),
)
def test_never_more_than_there_is_nor_than_is_wanted(
    height: int, wants: Wants, steps: list[tuple[str, int]]
) -> None:
    lines = share(height, wants, steps, {"b": 2})
    assert sum(lines.values()) <= height
    assert all(0 <= lines[part] <= wants[part] + 2 * (part == "b") for part in wants)
    assert lines["b"] == 0 or lines["b"] > 2, "no head without a line"


ROWS = ("isps", "identities")
OVERVIEW = wanted(
    top=(TOP, TOP),
    keys=(KEYS, KEYS),
    note=(0, 2),
    isps=(0, 30),
    identities=(0, 10_000),
    panels=(11, 18),
    alerts=(0, 500),
    trouble=(0, 12),
    below=(0, 14),
).filter(lambda wants: not wants["note"] or not wants["isps"] or not wants["identities"])


@given(st.integers(LEAST_HEIGHT, 300), OVERVIEW, st.integers(0, 1))
def test_nothing_that_matters_is_left_out_of_the_overview(height: int, wants: Wants, edge: int) -> None:
    edge = edge if height >= LEAST_BOXED else 0
    lines = shared(height, wants, Overview.steps, ROWS, HEAD + edge)
    assert lines["panels"] >= 5
    for part in ("alerts", "trouble", *ROWS):
        assert (lines[part] > 0) == (wants[part] > 0)


@given(OVERVIEW.filter(lambda wants: wants["trouble"] <= 1 and wants["note"] == 0))
def test_80x24_has_four_rows_of_each(wants: Wants) -> None:
    lines = shared(24, wants, Overview.steps, ROWS)
    for table in ROWS:
        assert lines[table] >= HEAD * bool(wants[table]) + min(4, wants[table])


@given(st.integers(LEAST_HEIGHT, 200), OVERVIEW)
def test_a_taller_terminal_takes_nothing_away(height: int, wants: Wants) -> None:
    lower, higher = (shared(each, wants, Overview.steps, ROWS) for each in (height, height + 1))
    assert all(higher[part] >= lines for part, lines in lower.items())


def test_many_identities_take_all_the_room_that_is_left() -> None:
    few = {"top": 2, "keys": 1, "note": 0, "isps": 10, "alerts": 1, "trouble": 0, "below": 0, "panels": 18}
    assert sum(shared(200, {**few, "identities": 10_000}, Overview.steps, ROWS).values()) == 200


@given(
    st.integers(15, 200),
    wanted(heading=(1, 1), nothing=(0, 0), isps=(1, 10_000), notes=(0, 30), foot=(1, 13)),
)
def test_the_parts_of_a_list_share_the_height(height: int, wants: Wants) -> None:
    lines = shared(height, {**wants, "top": TOP, "facts": 2, "charts": height}, RowsScreen.steps, ("isps",))
    assert sum(lines.values()) == height
    assert lines["isps"] >= 2
    assert (lines["foot"] > 1) == (wants["foot"] > 1)


@given(
    st.integers(15, 70),
    wanted(top=(2, 2), open=(1, 40), about=(0, 9), told=(1, 200), quiet=(0, 12), foot=(2, 4), more=(0, 70)),
)
def test_the_parts_of_the_alerts_share_the_height(height: int, wants: Wants) -> None:
    lines = shared(height, wants, AlertsScreen.steps, ("open", "told", "quiet"))
    assert min(lines["open"], lines["told"]) >= 2
    assert (lines["quiet"] > 0) == (wants["quiet"] > 0)


@pytest.mark.parametrize("opened", [False, True])
@given(st.integers(15, 70), wanted(sets=(1, 200), tenants=(1, 200), about=(0, 60), foot=(1, 4), more=(0, 70)))
def test_the_tables_and_details_of_an_inventory_share_the_height(
    opened: bool, height: int, wants: Wants
) -> None:
    lines = shared(height, {**wants, "top": TOP, "heading": 1}, STEPS[opened], ("sets", "tenants"))
    assert all(lines[table] > HEAD for table in ("sets", "tenants"))
    if opened:
        assert lines["about"] == min(wants["about"], height - sum(lines.values()) + lines["about"])


@given(
    st.integers(15, 70), wanted(counts=(0, 3), about=(0, 30), reasons=(0, 10), foot=(1, 2), nothing=(0, 0))
)
def test_the_tail_keeps_its_rows(height: int, wants: Wants) -> None:
    wants = {**wants, "top": TOP, "heading": 1, "tail": height}
    lines = shared(height, wants, EventsScreen.steps, ("tail",))
    assert sum(lines.values()) == height
    assert lines["tail"] >= HEAD + 4


@given(st.integers(15, 70), st.integers(1, 50))
def test_the_fleet_leaves_some_lines_to_the_target_under_the_cursor(height: int, targets: int) -> None:
    wants = {"top": TOP, "foot": KEYS, "fleet": targets, "about": height, "more": 0}
    lines = shared(height, wants, FleetScreen.steps, ("fleet",))
    assert sum(lines.values()) == height
    assert lines["about"] >= 4 and lines["fleet"] > min(3, targets)
