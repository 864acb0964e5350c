"""The filter's grammar and the orders, without a screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_tui.core.clock import SystemClock
from ses_tui.core.condition import Condition
from ses_tui.core.snapshot import Row
from ses_tui.tui import query
from ses_tui.tui.column import NAME, Drawing, TableRow
from ses_tui.tui.listing import WORST, Sort, arranged, next_sort, rises, sort_words
from ses_tui.tui.look import Look
from ses_tui.tui.query import Parsed, put_words
from ses_tui.tui.rows.cells import METRICS, Listed, state_word, value_of
from ses_tui.tui.rows.columns import COLUMNS
from ses_tui.tui.viewstate import ViewState
from tests.tui.lists_data import few_identities, small_rows

LOOK, TABLE = Look(), "isps"
DRAWING = Drawing(TABLE, (), ViewState(None, LOOK, SystemClock()))

Rows = list[TableRow[Listed]]


def listed(rows: tuple[Row, ...]) -> Rows:
    made = [TableRow(row.subject.label, Listed(row), DRAWING) for row in rows]
    put_words(made, [*COLUMNS.values()], LOOK)
    return made


ROWS = listed(small_rows())
NAMES = listed(few_identities())


def parse(text: str) -> Parsed:
    return query.parse(text, {TABLE: [*COLUMNS.values()]}, LOOK)


def kept(text: str, rows: Rows = ROWS) -> set[str]:
    wanted, wrong = parse(text)
    assert not wrong
    return {row.id for row in wanted.keep(rows)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("shop", {"shop.example.org", "shop.example.net"}),
        ("SHOP .net", {"shop.example.net"}),
        ("!shop", {"news.example.org", "Billing.example.org"}),
        ("name:billing", {"Billing.example.org"}),
        ("shop !net", {"shop.example.org"}),
        ("", {"news.example.org", "shop.example.org", "shop.example.net", "Billing.example.org"}),
    ],
)
def test_text_is_part_of_the_name(text: str, names: set[str]) -> None:
    assert kept(text, NAMES) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("bounce:>2%", {"Hotmail", "Yahoo", "Aol"}),
        ("bounce:>2", {"Hotmail", "Yahoo", "Aol"}),
        ("!bounce:>2%", {"Gmail", "other", "Gmx", "Tencent"}),
        ("bounce:>2% sends:>10k", {"Hotmail", "Yahoo"}),
        ("sends:<=40", {"Aol", "Gmx"}),
        ("sends:>=0.088M", {"Gmail"}),
        ("transient:>=0", {"Gmail", "Hotmail", "Yahoo", "other", "Aol"}),
        ("complaint:>=0 gmail", set()),
        ("band:review", {"Hotmail"}),
        ("band:notice", {"Yahoo"}),
        ("band:>=notice", {"Hotmail", "Yahoo"}),
        ("band:few", {"Aol"}),
        ("band:idle", {"Gmx"}),
        ("band:unread", {"Tencent"}),
        ("!band:ok !band:few", {"Hotmail", "Yahoo", "Gmx", "Tencent"}),
        ("click:>0", set()),
    ],
)
def test_columns_are_asked_for_their_value(text: str, names: set[str]) -> None:
    assert kept(text) == names


def test_at_the_line_counts_as_at_the_line() -> None:
    exact = [row for row in ROWS if row.id == "Aol"]  # 2 of 40: 5 % as it is
    assert parse("bounce:>=5%").filter.keep(exact) == exact
    assert not parse("bounce:>5%").filter.keep(exact)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bonce:>2%", "did you mean bounce?"),
        ("zzz:1", "no column 'zzz'"),
        ("bounce:", "bounce:>2%"),
        ("bounce:2%", "bounce:>2%"),
        ("bounce:>x", "bounce:>2%"),
        ("sends:>2%", "sends:>10k"),
        ("bounce:>2k", "bounce:>2%"),
        ("band:loud", "ok, notice, warn, review, pause, idle, unread, few"),
        ("!", "such as !shop"),
        ("bounce:>" + "9" * 400, "bounce:>2%"),
    ],
)
def test_a_bad_filter_says_what_would_be_right_in_one_line(text: str, said: str) -> None:
    wrong = parse(text).wrong
    assert said in wrong
    assert "\n" not in wrong
    assert len(wrong) < 120


def test_the_good_terms_hold_while_one_is_wrong() -> None:
    found = parse("yahoo bounce:")
    assert found.wrong
    assert {row.id for row in found.filter.keep(ROWS)} == {"Yahoo"}


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
TERMS = st.one_of(
    WORDS,
    st.builds("{}:{}".format, st.sampled_from([name for name, each in COLUMNS.items() if each.value]), WORDS),
    st.builds(
        "{}:{}{}{}".format,
        st.sampled_from([*METRICS]),
        st.sampled_from([">", ">=", "<", "<="]),
        st.floats(0, 1e6).map(lambda number: f"{number:.3f}"),
        st.sampled_from(["", "%", "k"]),
    ),
    st.builds("band:{}".format, st.sampled_from(["warn", ">=warn", "ok", "few", "<review"])),
)


@given(st.lists(TERMS, max_size=4).map(" ".join))
def test_any_text_is_a_filter_or_is_explained(text: str) -> None:
    wanted, wrong = parse(text)
    assert wanted.tests or wrong or wanted.keep(ROWS) == ROWS
    assert wrong or len(wanted.tests) == len(text.split())


@given(TERMS)
def test_a_term_and_its_negation_share_the_rows_out(term: str) -> None:
    term = "".join(term.split())
    if term.startswith("!") or not term:
        return
    plain, negated = parse(term), parse(f"!{term}")
    if plain.wrong or negated.wrong:
        return
    names = [row.id for one in (plain, negated) for row in one.filter.keep(ROWS)]
    assert sorted(names) == sorted(row.id for row in ROWS)


@given(TERMS, TERMS)
def test_more_terms_never_show_more_rows(first: str, second: str) -> None:
    one, both = parse(first), parse(f"{first} {second}")
    if one.wrong or both.wrong:
        return
    assert one.filter.keep(both.filter.keep(ROWS)) == both.filter.keep(ROWS)


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("column", [WORST, NAME, *METRICS])
def test_every_order_has_every_row_once_and_unread_ones_last(column: str, reverse: bool) -> None:
    order = arranged(ROWS, COLUMNS.get(column), Sort(column, reverse))
    assert sorted(row.id for row in order) == sorted(row.id for row in ROWS)
    if column in METRICS:
        values = [value_of(row.item.row, METRICS[column]) for row in order]
        known = [value for value in values if value is not None]
        assert values == [*known, *[None] * (len(values) - len(known))]
        assert known == sorted(known, reverse=not rises(COLUMNS[column], Sort(column, reverse)))


def test_worst_first_is_the_snapshots_own_order() -> None:
    assert arranged(ROWS, None, Sort()) == ROWS
    assert ROWS[0].item.row.condition is Condition.REVIEW


def test_low_delivery_and_high_bounces_come_first() -> None:
    assert rises(COLUMNS["delivery"], Sort("delivery"))
    assert not rises(COLUMNS["bounce"], Sort("bounce"))
    assert sort_words(COLUMNS["bounce"], Sort("bounce", True)) == "by bounce, lowest first"
    assert sort_words(COLUMNS["delivery"], Sort("delivery")) == "by delivery, lowest first"


def test_sorting_goes_through_all_columns_and_round() -> None:
    sort, seen = Sort(), []
    for _ in range(5):
        sort = next_sort(sort, ("sends", "bounce", "complaint"))
        seen.append(sort.column)
    assert seen == ["sends", "bounce", "complaint", NAME, WORST]


def test_the_word_says_why_there_is_no_band() -> None:
    words = {row.id: state_word(row.item.row) for row in ROWS}
    assert words["Hotmail"] == "review"
    assert words["Aol"] == "few"
    assert words["Gmx"] == "idle"
    assert words["Tencent"] == "unread"
