"""What the points of one read reached, though it may be over by its end."""

from ses_tui.core.condition import Bands, Condition
from ses_tui.core.condition_tracker import ConditionTracker
from ses_tui.core.model import ACCOUNT, Key, Metric, Point

KEY = Key("prod", ACCOUNT, Metric.BOUNCE_RATE)
START = 1_700_000_000.0


def points(*percents: float, start: float = START) -> list[Point]:
    return [Point(start + 600.0 * number, value / 100) for number, value in enumerate(percents)]


def test_a_breach_that_began_and_ended_within_one_read_is_handed_out_once() -> None:
    book = ConditionTracker(Bands())
    book.take(ACCOUNT, Metric.BOUNCE_RATE, points(1.0))
    book.take(ACCOUNT, Metric.BOUNCE_RATE, points(11.0, 1.0, 1.0, 1.0, start=START + 600.0))
    (status,) = book.statuses("prod", ()).values()
    assert (status.condition, status.reached) == (Condition.OK, Condition.PAUSE)
    assert book.statuses("prod", (KEY,))[KEY].reached is Condition.OK


def test_at_the_first_look_back_and_where_people_know_only_the_end_counts() -> None:
    book = ConditionTracker(Bands())
    book.take(ACCOUNT, Metric.BOUNCE_RATE, points(11.0, 1.0, 1.0, 1.0))
    assert book.statuses("prod", ()) == {}
    book.take(ACCOUNT, Metric.BOUNCE_RATE, points(11.0, 1.0, 1.0, 1.0, start=START + 1e5), quiet=True)
    assert book.statuses("prod", ()) == {}
