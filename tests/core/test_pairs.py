"""Which ISP of which identity: what to ask for, and who of them is named."""

from hypothesis import given
from hypothesis import strategies as st

from ses_tui.core.blame import (
    Blame,
    Counts,
    Pair,
    PairBlame,
    PairCounts,
    blame,
    blame_pairs,
    hot_pairs,
    more_telling,
    pair_text,
)
from ses_tui.core.isps import OTHER
from ses_tui.core.model import ACCOUNT, Metric, Subject, SubjectKind
from tests.core.near import near

BOUNCE = Metric.BOUNCE_RATE
WHOLE = Counts(ACCOUNT, 2_000, 100_000, 10_000, 1_000_000)
"""1,000 more than usual."""


def isp(name: str) -> Subject:
    return Subject(SubjectKind.ISP, name)


def identity(name: str) -> Subject:
    return Subject(SubjectKind.IDENTITY, name)


def row(subject: Subject, events: int, messages: int) -> Counts:
    return Counts(subject, events, messages, messages // 10, messages * 10)


def pair(one: str, other: str, events: int, messages: int = 1000) -> PairCounts:
    return PairCounts(Pair(isp(one), identity(other)), row(identity(other), events, messages))


NEWS = pair("Hotmail", "news.example.org", 720)
SHOP = pair("Hotmail", "shop.example.com", 290)
REST = pair("Gmail", "news.example.org", 10)


def test_the_guilty_pair_is_named_with_its_share_of_the_accounts_excess() -> None:
    found = blame_pairs(BOUNCE, [REST, SHOP, NEWS], WHOLE, 0.01)
    assert found is not None
    assert found.shares == ((NEWS.pair, near(0.71)),)
    assert pair_text(found) == "Hotmail × news.example.org is 71 % of it"


def test_several_are_named_until_sixty_percent() -> None:
    found = blame_pairs(BOUNCE, [REST, SHOP, pair("Yahoo", "news.example.org", 500)], WHOLE, 0.01)
    assert found is not None
    assert pair_text(found) == "Yahoo × news.example.org, Hotmail × shop.example.com are 77 % of it"


def test_nobody_is_named_where_what_was_read_explains_too_little() -> None:
    assert blame_pairs(BOUNCE, [REST, SHOP], WHOLE, 0.01) is None


def test_nobody_is_named_while_the_account_is_as_usual() -> None:
    assert blame_pairs(BOUNCE, [NEWS], Counts(ACCOUNT, 1_010, 100_000, 10_000, 1_000_000), 0.01) is None


def test_the_hottest_of_both_are_asked_for_and_never_the_nameless() -> None:
    isps = [row(isp("Hotmail"), 900, 9000), row(isp("Gmail"), 50, 9000), row(isp(OTHER), 999, 9000)]
    names = [
        row(identity(name), events, 1000) for name, events in (("a", 100), ("b", 300), ("c", 11), ("d", 5))
    ]
    asked = hot_pairs(isps, names, 0.01, most=2)
    assert [each.label for each in asked] == ["Hotmail × b", "Hotmail × a"]


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(500, 2000)), max_size=20))
def test_at_most_five_by_five_and_all_above_usual(numbers: list[tuple[int, int]]) -> None:
    rows = [row(identity(str(n)), events, messages) for n, (events, messages) in enumerate(numbers)]
    asked = hot_pairs([row(isp("Hotmail"), 900, 9000)] * 7, rows, 0.01)
    assert len(asked) <= 25
    hot = {each.identity.name for each in asked}
    assert all(numbers[int(name or "")][0] > 0.01 * numbers[int(name or "")][1] for name in hot)


def test_the_pairs_are_told_where_they_need_no_more_names() -> None:
    single = Blame(BOUNCE, ((isp("Hotmail"), 1.0),), 0.01)
    one = PairBlame(BOUNCE, ((NEWS.pair, 0.71),))
    two = PairBlame(BOUNCE, ((NEWS.pair, 0.4), (SHOP.pair, 0.3)))
    assert more_telling(single, one) is one
    assert more_telling(single, two) is single
    assert more_telling(None, two) is two
    assert more_telling(single, None) is single
    assert more_telling(None, None) is None


def test_shares_of_rows_are_of_the_accounts_excess_where_it_was_read() -> None:
    """Fifty identities were read of thousands: what they explain is held against the whole."""
    rows = [row(identity("a"), 700, 10_000), row(identity("b"), 100, 10_000)]
    found = blame(BOUNCE, rows, 0.01, WHOLE)
    assert found is not None
    assert found.shares == ((identity("a"), near(0.6)),)
    assert (
        blame(BOUNCE, [row(identity("a"), 600, 10_000), row(identity("b"), 100, 10_000)], 0.01, WHOLE) is None
    )
