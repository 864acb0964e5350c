"""From one row to another: the terminal shows the new one, for few bytes, and safely."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from ses_tui.tui.framecells import (
    PLAIN,
    UNKNOWN,
    Cells,
    Look,
    Pen,
    byte_len,
    draw_row,
    look_of,
    sgr,
    shift_row,
)
from tests.tui_draw.capture import Terminal

WIDTH = 40
SYSTEM = ColorSystem.TRUECOLOR
STYLES = [None, Style(bold=True), Style(color="red"), Style(reverse=True, dim=True), Style(bgcolor="#102030")]
SEGMENTS = st.lists(
    st.tuples(st.sampled_from(["▁▂▃", "▃▃▃▅▅", "  ", "郵", "📧", "a", "3.12 %"]), st.sampled_from(STYLES)),
    max_size=12,
)


def row_of(cells: Cells, runs: list[tuple[str, Style | None]]) -> list[int]:
    strip = Strip(Segment(text, style) for text, style in runs).adjust_cell_length(WIDTH)
    return list(cells.of(strip).cells)


def show(terminal: Terminal, text: str) -> list[list[tuple[str, str]]]:
    terminal.feed(text)
    return terminal.cells()


def drawn(cells: Cells, row: list[int]) -> Terminal:
    """A terminal where ``row`` stands in the second line, written from nothing."""
    terminal = Terminal(WIDTH, 3)
    text, pen = draw_row(cells, Pen(), 1, [UNKNOWN] * WIDTH, row)
    terminal.feed(text + cells.delta(pen.look, PLAIN))
    return terminal


@settings(max_examples=400)
@given(SEGMENTS, SEGMENTS)
def test_a_row_becomes_the_other(
    before: list[tuple[str, Style | None]], after: list[tuple[str, Style | None]]
) -> None:
    cells = Cells(SYSTEM)
    old, new = row_of(cells, before), row_of(cells, after)
    text, pen = draw_row(cells, Pen(), 1, old, new)
    assert show(drawn(cells, old), text + cells.delta(pen.look, PLAIN)) == drawn(cells, new).cells()
    assert text == "" or old != new


@settings(max_examples=400)
@given(
    st.lists(st.sampled_from("▁▂▃▅ a"), min_size=WIDTH + 4, max_size=WIDTH + 4),
    st.integers(1, 4),
    st.integers(0, 12),
    st.integers(0, 12),
    st.lists(st.integers(0, WIDTH - 1), max_size=4),
)
def test_a_part_that_moved_left_is_where_it_belongs(
    line: list[str], by: int, left: int, right: int, touched: list[int]
) -> None:
    cells = Cells(SYSTEM)
    before = line[:WIDTH]
    after = before[:left] + line[left + by : WIDTH - right + by] + before[WIDTH - right :]
    for x in touched:
        after[x] = "X"
    old = row_of(cells, [("".join(before), None)])
    new = row_of(cells, [("".join(after), None)])
    shifted = shift_row(cells, Pen(), 1, old, new, limit=10_000)
    if shifted is not None:
        text, pen = shifted
        assert show(drawn(cells, old), text + cells.delta(pen.look, PLAIN)) == drawn(cells, new).cells()


def test_a_shift_is_taken_only_where_it_saves_bytes() -> None:
    cells = Cells(SYSTEM)
    old = row_of(cells, [("▁▂▃▅▁▃▂▅▃▁▂▅ 3.1", None)])
    new = row_of(cells, [("▂▃▅▁▃▂▅▃▁▂▅▁ 3.1", None)])
    plain, _ = draw_row(cells, Pen(), 0, old, new)
    shifted = shift_row(cells, Pen(), 0, old, new, limit=byte_len(plain))
    assert shifted is not None
    assert "P" in shifted[0] and "@" in shifted[0]
    assert byte_len(shifted[0]) < byte_len(plain)
    assert shift_row(cells, Pen(), 0, old, new, limit=byte_len(shifted[0])) is None


@pytest.mark.parametrize("unsafe", ["wide before", "wide after", "unknown"])
def test_nothing_is_shifted_over_cells_that_a_shift_could_break(unsafe: str) -> None:
    cells = Cells(SYSTEM)
    old = row_of(cells, [("▁▂▃▅▁▃▂▅▃▁▂▅ ", None), ("郵" if unsafe == "wide before" else "ab", None)])
    new = row_of(cells, [("▂▃▅▁▃▂▅▃▁▂▅▁ ", None), ("郵" if unsafe == "wide after" else "ab", None)])
    if unsafe == "unknown":
        old[-1] = UNKNOWN
    assert shift_row(cells, Pen(), 0, old, new, limit=10_000) is None


@given(st.lists(st.booleans(), min_size=WIDTH, max_size=WIDTH), st.sets(st.integers(0, WIDTH - 1)))
def test_cells_of_which_nothing_is_known_stay_untouched(known: list[bool], changed: set[int]) -> None:
    cells = Cells(SYSTEM)
    a, b = cells.of(Strip([Segment("ab")])).cells
    old = [a if each else UNKNOWN for each in known]
    new = [(b if x in changed else a) if known[x] else UNKNOWN for x in range(WIDTH)]
    terminal = Terminal(WIDTH, 3)
    terminal.feed("\x1b[2;1H" + "".join("a" if each else "?" for each in known))
    text, _ = draw_row(cells, Pen(), 1, old, new)
    terminal.feed(text)
    expected = "".join("?" if not each else "b" if x in changed else "a" for x, each in enumerate(known))
    assert terminal.display[1] == expected


def test_a_short_gap_is_written_through_and_a_long_one_is_jumped() -> None:
    cells = Cells(SYSTEM)
    old, near, far = (row_of(cells, [(text, None)]) for text in ("abcdefghijk", "XbcXefghijk", "Xbcdefghijk"))
    assert draw_row(cells, Pen(), 0, old, near)[0] == "\x1b[HXbcX"
    far[10] = near[0]
    assert draw_row(cells, Pen(), 0, old, far)[0] == "\x1b[HX\x1b[9CX"


LOOKS = st.builds(
    Look,
    st.integers(0, (1 << 13) - 1),
    st.sampled_from(["", "31", "38;2;1;2;3", "97"]),
    st.sampled_from(["", "44", "48;5;17"]),
)


@settings(max_examples=500)
@given(LOOKS, LOOKS)
def test_a_change_of_look_gives_the_look_and_is_never_longer_than_all_of_it(
    before: Look, after: Look
) -> None:
    there, fresh = Terminal(2, 1), Terminal(2, 1)
    there.feed(sgr(PLAIN, before) + sgr(before, after) + "x")
    fresh.feed(sgr(PLAIN, after) + "x")
    assert there.cells() == fresh.cells()
    assert len(sgr(before, after)) <= len("\x1b[0;m") + len(sgr(PLAIN, after))


def test_looks_are_those_of_rich() -> None:
    style = Style(bold=True, overline=True, color="red", bgcolor="#010203")
    terminal, rich = Terminal(1, 1), Terminal(1, 1)
    terminal.feed(sgr(PLAIN, look_of(style, SYSTEM)) + "x")
    rich.feed(style.render("x", color_system=SYSTEM))
    assert terminal.cells() == rich.cells()
    assert look_of(Style(color="default", bold=False), SYSTEM) == PLAIN


@pytest.mark.parametrize(
    "text", ["cafe\u0301", "👩\u200d👧", "❤\ufe0f", "🇩🇪", "👍🏽", "a\u200bb", "a\x1b[2Jb", "a\tb"]
)
def test_what_terminals_measure_differently_is_odd(text: str) -> None:
    assert Cells(SYSTEM).of(Strip([Segment(text)])).odd


@pytest.mark.parametrize("text", ["news.example.org", "▁▂●▲■✖◌┄━▶", "郵便局", "📧", "Grüße"])
def test_ordinary_text_is_not(text: str) -> None:
    converted = Cells(SYSTEM).of(Strip([Segment(text)]))
    assert not converted.odd
    assert len(converted.cells) == Strip([Segment(text)]).cell_length


def test_a_link_is_written_as_it_is() -> None:
    assert Cells(SYSTEM).of(Strip([Segment("x", Style(link="https://example.org"))])).odd
