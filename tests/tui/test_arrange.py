"""How the parts share the terminal's height."""

from hypothesis import given
from hypothesis import strategies as st

from ses_tui.tui.overview.arrange import FOOTER, LEAST_HEIGHT, TABLE_HEAD, Heights, Wants, arrange

WANTS = st.builds(
    Wants,
    status=st.integers(1, 2),
    health=st.integers(0, 1),
    note=st.integers(0, 2),
    isps=st.integers(0, 30),
    identities=st.integers(0, 10_000),
    alerts=st.integers(1, 500),
    trouble=st.integers(0, 12),
    blame=st.booleans(),
).filter(lambda wants: not wants.note or not wants.isps or not wants.identities)


def total(heights: Heights) -> int:
    return sum(heights) + FOOTER


@given(st.integers(LEAST_HEIGHT, 300), WANTS)
def test_never_more_than_there_is_and_nothing_that_matters_is_left_out(height: int, wants: Wants) -> None:
    heights = arrange(height, wants)
    assert total(heights) <= height
    assert heights.status == wants.status
    assert heights.health == wants.health
    assert heights.panels >= 5
    assert heights.alerts >= 1
    assert (heights.trouble > 0) == (wants.trouble > 0)
    assert (heights.isps > TABLE_HEAD) == (wants.isps > 0)
    assert (heights.identities > TABLE_HEAD) == (wants.identities > 0)


@given(WANTS.filter(lambda wants: wants.trouble <= 1 and wants.note == 0))
def test_80x24_has_four_rows_of_each(wants: Wants) -> None:
    heights = arrange(24, wants)
    assert heights.isps >= TABLE_HEAD * bool(wants.isps) + min(4, wants.isps)
    assert heights.identities >= TABLE_HEAD * bool(wants.identities) + min(4, wants.identities)


@given(st.integers(LEAST_HEIGHT, 200), WANTS)
def test_a_taller_terminal_takes_nothing_away(height: int, wants: Wants) -> None:
    lower, higher = arrange(height, wants), arrange(height + 1, wants)
    assert all(after >= before for before, after in zip(lower, higher, strict=True))


def test_many_identities_take_all_the_room_that_is_left() -> None:
    wants = Wants(1, 0, 0, 10, 10_000, 1, 0, False)
    assert total(arrange(200, wants)) == 200
