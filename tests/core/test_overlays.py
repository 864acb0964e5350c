"""Acknowledgements and silences end, and hold no more than they say."""

from ses_tui.core.condition import Condition
from ses_tui.core.model import ACCOUNT, Key, Metric
from ses_tui.core.overlays import Acknowledgement, Overlays, Silence

KEY = Key("prod", ACCOUNT, Metric.BOUNCE_RATE)
NOW = 1_700_000_000.0
HOUR = 3600.0
DAY = 24 * HOUR


def test_an_acknowledgement_holds_until_its_end_and_for_24_hours_at_most() -> None:
    overlays = Overlays()
    overlays.acknowledge(Acknowledgement(KEY, Condition.REVIEW, NOW, NOW + HOUR))
    assert overlays.acked(KEY, NOW + HOUR - 1) is not None
    assert overlays.acked(KEY, NOW + HOUR) is None
    taken = overlays.acknowledge(Acknowledgement(KEY, Condition.REVIEW, NOW, NOW + 99 * DAY))
    assert taken.until == NOW + DAY


def test_a_silence_holds_from_its_begin_to_its_end_and_for_seven_days_at_most() -> None:
    overlays = Overlays()
    taken = overlays.silence(Silence("a", "account/*", NOW + 99 * DAY, NOW))
    assert taken.until == NOW + 7 * DAY
    held = [
        overlays.held(KEY, Condition.REVIEW, NOW + at) is not None for at in (-1, 0, 7 * DAY - 1, 7 * DAY)
    ]
    assert held == [False, True, True, False]
    assert overlays.held(Key("prod", ACCOUNT, Metric.MONITOR), Condition.REVIEW, NOW) is not None


def test_pause_and_blindness_are_held_only_where_they_are_named() -> None:
    overlays = Overlays()
    overlays.silence(Silence("a", "*", NOW + HOUR, NOW))
    assert overlays.held(KEY, Condition.REVIEW, NOW) is not None
    assert overlays.held(KEY, Condition.PAUSE, NOW) is None
    assert overlays.held_blind(KEY, NOW) is None
    overlays.silence(Silence("b", "*", NOW + HOUR, NOW, also=frozenset({"pause", "blind"})))
    assert overlays.held(KEY, Condition.PAUSE, NOW) is not None
    assert overlays.held_blind(KEY, NOW) is not None
    assert overlays.held_blind(KEY, NOW + HOUR) is None
