"""Words of AWS about tenants, sets and identities: the first read is a baseline, each change is told once."""

import pytest

from ses_tui.core.clock import DAY, HOUR, ManualClock
from ses_tui.core.condition import Bands, Condition
from ses_tui.core.due import Due
from ses_tui.core.ledger import Ledger
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Key, Metric, Point, Subject, SubjectKind
from ses_tui.core.rules import TargetRules
from ses_tui.core.statuses import Status

NOW = 1_800_000_000.0
OK, WARN, REVIEW, PAUSE = Condition.OK, Condition.WARN, Condition.REVIEW, Condition.PAUSE
SHOP = Subject(SubjectKind.TENANT, "shop"), Metric.SENDING_STATUS
NEWS = Subject(SubjectKind.IDENTITY, "news.example.org"), Metric.VERIFICATION
PROMO = Subject(SubjectKind.IDENTITY, "promo.example.net"), Metric.VERIFICATION
ADVISOR = ACCOUNT, Metric.ADVISOR


class Story:
    """The rules of one target, and what each of two channels took."""

    def __init__(self) -> None:
        self.clock = ManualClock(NOW)
        self.kept: dict[tuple[Subject, Metric], list[Point]] = {}
        self.begin(Ledger({"tui": WARN, "webhook": REVIEW}))

    def begin(self, ledger: Ledger) -> None:
        self.rules = TargetRules("prod", Bands(), ledger, self.clock)

    def restart(self) -> None:
        """As the store has it; what channels were told is in the ledger still."""
        self.begin(self.rules.ledger)
        self.rules.restore(self.kept, {}, ())

    def cycle(
        self, words: dict[tuple[Subject, Metric], Condition], after: float = HOUR
    ) -> dict[str, list[Due]]:
        """AWS is asked, and says so; what was told."""
        self.clock.at += after
        for key, condition in words.items():
            self.rules.says(Status(*key, condition.name, condition))
        return self.tell()

    def tell(self) -> dict[str, list[Due]]:
        for subject, metric, point in self.rules.to_keep.take():
            self.kept.setdefault((subject, metric), []).append(point)
        self.rules.see()
        ledger = self.rules.ledger
        told = {name: ledger.due(name, self.clock.at) for name in ledger.channels}
        for name, due in told.items():
            for one in due:
                ledger.accepted(name, one, self.clock.at)
        return told


def first_round(story: Story, words: dict[tuple[Subject, Metric], Condition]) -> list[Due]:
    """What the screen is told when all was read once."""
    assert story.cycle(words)["tui"] == []
    story.rules.tracker.first_round_read()
    return story.tell()["tui"]


def said(due: Due) -> list[tuple[Kind, Key, Condition]]:
    return [(one.kind, one.key, one.condition) for one in due.each]


def test_what_stands_at_the_first_round_is_one_message_that_names_all_of_it() -> None:
    story = Story()
    (summary,) = first_round(story, {NEWS: REVIEW, SHOP: PAUSE, PROMO: OK, ADVISOR: WARN})
    assert said(summary) == [
        (Kind.FIRING, Key("prod", *SHOP), PAUSE),
        (Kind.FIRING, Key("prod", *NEWS), REVIEW),
        (Kind.FIRING, Key("prod", *ADVISOR), WARN),
    ]
    assert story.cycle({NEWS: REVIEW, SHOP: PAUSE, ADVISOR: WARN})["tui"] == []


def test_nothing_is_told_where_nothing_stands() -> None:
    assert first_round(Story(), {NEWS: OK, SHOP: OK}) == []


def test_what_is_first_read_after_the_first_round_is_shown_and_not_told_and_its_end_is() -> None:
    story = Story()
    first_round(story, {NEWS: OK})
    assert story.cycle({SHOP: PAUSE}) == {"tui": [], "webhook": []}
    assert set(story.rules.tracker.loud) == {SHOP}
    (over,) = story.cycle({SHOP: OK})["tui"]
    assert said(over) == [(Kind.RESOLVED, Key("prod", *SHOP), OK)]


def test_a_baseline_under_a_channels_floor_is_no_news_of_its_end_there() -> None:
    story = Story()
    first_round(story, {NEWS: OK})
    story.cycle({ADVISOR: WARN})
    assert story.cycle({ADVISOR: OK})["webhook"] == []


def test_each_change_is_told_once_and_never_reminded_of() -> None:
    story = Story()
    first_round(story, {NEWS: OK})
    (lost,) = story.cycle({NEWS: PAUSE})["tui"]
    assert said(lost) == [(Kind.FIRING, Key("prod", *NEWS), PAUSE)]
    for _ in range(48):
        assert story.cycle({NEWS: PAUSE}) == {"tui": [], "webhook": []}
    (back,) = story.cycle({NEWS: OK})["tui"]
    assert said(back) == [(Kind.RESOLVED, Key("prod", *NEWS), OK)]


def test_several_changes_of_one_cycle_are_one_message() -> None:
    story = Story()
    first_round(story, {NEWS: OK, SHOP: PAUSE, PROMO: OK})
    told = story.cycle({NEWS: REVIEW, PROMO: PAUSE, SHOP: OK})
    expected = [
        (Kind.FIRING, Key("prod", *PROMO), PAUSE),
        (Kind.FIRING, Key("prod", *NEWS), REVIEW),
        (Kind.RESOLVED, Key("prod", *SHOP), OK),
    ]
    assert [[said(due) for due in of_channel] for of_channel in told.values()] == [[expected], [expected]]
    assert told["tui"][0].route is PAUSE


@pytest.mark.parametrize("days", [0, 6, 20])
def test_a_restart_makes_no_new_baseline_and_tells_nothing_again(days: float) -> None:
    story = Story()
    first_round(story, {NEWS: OK, SHOP: PAUSE})
    for _ in range(int(days)):
        story.cycle({NEWS: OK, SHOP: PAUSE}, after=DAY)
    since = story.clock.at - 14 * DAY
    story.kept = {key: [one for one in points if one.at >= since] for key, points in story.kept.items()}
    story.restart()
    assert story.cycle({NEWS: OK, SHOP: PAUSE}) == {"tui": [], "webhook": []}
    assert not story.rules.tracker.first_round_read()
    (lost,) = story.cycle({NEWS: REVIEW, SHOP: PAUSE})["tui"]
    assert said(lost) == [(Kind.FIRING, Key("prod", *NEWS), REVIEW)]


def test_what_changed_while_nobody_looked_is_told() -> None:
    story = Story()
    first_round(story, {NEWS: OK})
    story.restart()
    (lost,) = story.cycle({NEWS: REVIEW})["tui"]
    assert said(lost) == [(Kind.FIRING, Key("prod", *NEWS), REVIEW)]


def test_what_the_store_knows_of_a_change_counts_also_where_it_comes_after_the_read() -> None:
    story = Story()
    story.cycle({NEWS: REVIEW})
    story.rules.restore({NEWS: [Point(NOW - DAY, float(OK))]}, {}, ())
    (lost,) = story.tell()["tui"]
    assert said(lost) == [(Kind.FIRING, Key("prod", *NEWS), REVIEW)]


def test_what_is_not_judged_has_a_word_and_no_condition() -> None:
    story = Story()
    story.rules.says(Status(*NEWS, "PENDING", None))
    assert story.rules.value(*NEWS) == "PENDING"
    assert story.rules.condition_of(NEWS) is None
    assert story.rules.to_keep.take() == []


def test_one_that_is_gone_ends_as_gone_also_after_a_restart() -> None:
    story = Story()
    first_round(story, {NEWS: OK, PROMO: OK})
    story.cycle({NEWS: REVIEW})
    story.rules.listed(SubjectKind.IDENTITY, ["promo.example.net"])
    (gone,) = story.tell()["tui"]
    assert said(gone) == [(Kind.GONE, Key("prod", *NEWS), OK)]
    assert story.rules.value(*NEWS) is None
    story.restart()
    assert story.rules.condition_of(NEWS) is None
    assert story.rules.condition_of(PROMO) is OK


def test_none_of_them_changes_the_accounts_condition() -> None:
    story = Story()
    first_round(story, {NEWS: PAUSE, SHOP: PAUSE, ADVISOR: WARN})
    assert story.rules.condition is None
    story.rules.enforcement("HEALTHY")
    assert story.rules.condition is OK
