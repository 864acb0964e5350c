"""Which messages are due."""

from collections.abc import Mapping

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from ses_tui.core.condition import Condition
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Key, Metric, Subject, SubjectKind
from ses_tui.core.notices import LOUD, Standing, due

OK, NOTICE, WARN, REVIEW, PAUSE = Condition
BOUNCE = Key("prod", ACCOUNT, Metric.BOUNCE_RATE)
COMPLAINT = Key("prod", ACCOUNT, Metric.COMPLAINT_RATE)
HOTMAIL = Key("prod", Subject(SubjectKind.ISP, "Hotmail"), Metric.BOUNCE_RATE)
NEWS = Key("prod", Subject(SubjectKind.IDENTITY, "news.example.org"), Metric.BOUNCE_RATE)
OTHER_TARGET = Key("dev", Subject(SubjectKind.ISP, "Hotmail"), Metric.BOUNCE_RATE)


def kinds(
    told: Mapping[Key, Condition], now: Mapping[Key, Condition], gone: tuple[Key, ...] = ()
) -> list[tuple[Kind, Key, Condition]]:
    notices = due(told, {key: Standing(condition, 0.0) for key, condition in now.items()}, gone)
    return [(notice.kind, notice.key, notice.condition) for notice in notices]


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        (OK, OK, None),
        (OK, NOTICE, None),
        (OK, WARN, Kind.FIRING),
        (OK, PAUSE, Kind.FIRING),
        (WARN, WARN, None),
        (WARN, REVIEW, Kind.FIRING),
        (PAUSE, REVIEW, Kind.EASED),
        (REVIEW, WARN, Kind.EASED),
        (WARN, NOTICE, Kind.RESOLVED),
        (PAUSE, OK, Kind.RESOLVED),
        (NOTICE, OK, None),
    ],
)
def test_what_is_due_between_told_and_true(before: Condition, now: Condition, kind: Kind | None) -> None:
    expected = [] if kind is None else [(kind, BOUNCE, now)]
    assert kinds({BOUNCE: before}, {BOUNCE: now}) == expected


def test_a_notice_says_what_was_told_before() -> None:
    (notice,) = due({BOUNCE: WARN}, {BOUNCE: Standing(REVIEW, 5.0)})
    assert notice.told is WARN


@pytest.mark.parametrize(("account", "fires"), [(OK, True), (WARN, True), (REVIEW, False), (PAUSE, False)])
def test_rows_under_an_account_as_bad_do_not_fire(account: Condition, fires: bool) -> None:
    found = kinds({BOUNCE: account}, {BOUNCE: account, HOTMAIL: REVIEW})
    assert found == ([(Kind.FIRING, HOTMAIL, REVIEW)] if fires else [])


def test_the_row_fires_once_the_account_no_longer_covers_it() -> None:
    assert kinds({BOUNCE: REVIEW}, {BOUNCE: WARN, HOTMAIL: REVIEW}) == [
        (Kind.EASED, BOUNCE, WARN),
        (Kind.FIRING, HOTMAIL, REVIEW),
    ]


def test_another_metric_or_target_covers_nothing() -> None:
    assert kinds({COMPLAINT: PAUSE}, {COMPLAINT: PAUSE, HOTMAIL: WARN}) == [(Kind.FIRING, HOTMAIL, WARN)]
    assert kinds({BOUNCE: PAUSE}, {BOUNCE: PAUSE, OTHER_TARGET: WARN}) == [(Kind.FIRING, OTHER_TARGET, WARN)]


def test_easing_rows_are_told_even_under_the_account() -> None:
    assert kinds({BOUNCE: PAUSE, HOTMAIL: REVIEW}, {BOUNCE: PAUSE, HOTMAIL: OK}) == [
        (Kind.RESOLVED, HOTMAIL, OK)
    ]


def test_what_vanishes_is_gone_and_never_resolved() -> None:
    assert kinds({HOTMAIL: WARN, NEWS: NOTICE}, {}, gone=(HOTMAIL, NEWS)) == [(Kind.GONE, HOTMAIL, OK)]
    assert kinds({HOTMAIL: WARN}, {}) == []


def test_the_account_comes_first_then_the_worst() -> None:
    found = kinds({}, {NEWS: PAUSE, HOTMAIL: REVIEW, BOUNCE: WARN, COMPLAINT: REVIEW})
    assert [key for _, key, _ in found] == [COMPLAINT, BOUNCE, NEWS, HOTMAIL]


class Telling(RuleBasedStateMachine):
    """Conditions wander, messages may fail to get out; what people believe is kept here, not in the code."""

    keys = (BOUNCE, COMPLAINT, HOTMAIL, NEWS)

    def __init__(self) -> None:
        super().__init__()
        self.true: dict[Key, Condition] = {}
        self.told: dict[Key, Condition] = {}
        self.gone: set[Key] = set()

    @rule(key=st.sampled_from(keys), condition=st.sampled_from(Condition))
    def moves(self, key: Key, condition: Condition) -> None:
        self.true[key] = condition
        self.gone.discard(key)

    @rule(key=st.sampled_from((HOTMAIL, NEWS)))
    def vanishes(self, key: Key) -> None:
        if self.true.pop(key, None) is not None:
            self.gone.add(key)

    @rule(data=st.data())
    def cycle(self, data: st.DataObject) -> None:
        notices = due(self.told, self.standings(), self.gone)
        for notice in notices:
            if data.draw(st.booleans(), label=f"{notice.kind} gets out"):
                self.told[notice.key] = notice.condition

    def standings(self) -> dict[Key, Standing]:
        return {key: Standing(condition, 0.0) for key, condition in self.true.items()}

    @invariant()
    def at_most_one_message_per_key(self) -> None:
        keys = [notice.key for notice in due(self.told, self.standings(), self.gone)]
        assert len(keys) == len(set(keys))

    @invariant()
    def nothing_is_lost(self) -> None:
        """What is worse than told is due, or its account is as bad and due or told itself."""
        owed = {notice.key for notice in due(self.told, self.standings(), self.gone)}
        for key, condition in self.true.items():
            if condition >= LOUD and condition > self.told.get(key, OK) and key not in owed:
                account = Key(key.target, ACCOUNT, key.metric)
                assert key != account
                assert self.true[account] >= condition
                assert account in owed or self.told[account] >= condition

    @invariant()
    def told_and_true_agree_once_all_got_out(self) -> None:
        told = dict(self.told)
        for notice in due(told, self.standings(), self.gone):
            told[notice.key] = notice.condition
        assert due(told, self.standings(), self.gone) == []

    @invariant()
    def nothing_is_said_of_notice(self) -> None:
        for notice in due(self.told, self.standings(), self.gone):
            assert max(notice.condition, notice.told) >= LOUD


TestTelling = Telling.TestCase
TestTelling.settings = hypothesis_settings(max_examples=60, stateful_step_count=25, deadline=None)
