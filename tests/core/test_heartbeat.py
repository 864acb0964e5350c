"""When the heartbeat beats: everything is seen, or the team knows what is not, and somebody can be told."""

import pytest

from ses_tui.core.condition import Condition, Health
from ses_tui.core.due import Due
from ses_tui.core.heartbeat import may_beat
from ses_tui.core.ledger import Ledger
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Key, Metric
from ses_tui.core.self_monitoring import TRIES
from ses_tui.core.visibility import Visibility

NOW = 1_700_000_000.0
BOUNCE = Key("b", ACCOUNT, Metric.BOUNCE_RATE)
COMPLAINT = Key("b", ACCOUNT, Metric.COMPLAINT_RATE)
OUTWARD = ("desktop", "hook")


def ledger(cause: str = "access_denied") -> Ledger:
    """Target ``b`` is blind; the screen, the desktop and a hook could be told."""
    made = Ledger(dict.fromkeys(("tui", *OUTWARD), Condition.WARN))
    blind = Visibility(Health.BLIND, cause)
    made.see("b", {}, {BOUNCE: blind, COMPLAINT: blind}, NOW)
    return made


def told(made: Ledger, channel: str, cause: str = "access_denied", *keys: Key) -> Ledger:
    covers = keys or (BOUNCE, COMPLAINT)
    made.accepted(channel, Due(Kind.BLIND, covers[0], covers=covers, cause=cause), NOW)
    return made


def beats(made: Ledger, **healths: Health) -> bool:
    return may_beat(healths, made, OUTWARD, {"hook"})


@pytest.mark.parametrize(
    ("health", "expected"),
    [(Health.FRESH, True), (Health.STALE, True), (Health.INIT, False), (Health.BLIND, False)],
)
def test_one_target_must_be_seen(health: Health, expected: bool) -> None:
    assert beats(ledger(), a=health) is expected
    assert beats(ledger(), a=Health.FRESH, c=health) is expected


def test_of_several_one_that_is_blind_stops_it_until_the_team_knows() -> None:
    assert not beats(ledger(), a=Health.FRESH, b=Health.BLIND)
    assert not beats(told(ledger(), "desktop"), a=Health.FRESH, b=Health.BLIND)
    assert beats(told(ledger(), "hook"), a=Health.FRESH, b=Health.BLIND)


def test_a_blindness_of_another_cause_or_of_another_key_is_not_known_yet() -> None:
    assert not beats(told(ledger("timeout"), "hook"), a=Health.FRESH, b=Health.BLIND)
    assert not beats(told(ledger(), "hook", "access_denied", BOUNCE), a=Health.FRESH, b=Health.BLIND)


def test_a_blindness_that_no_cycle_has_seen_yet_is_not_known() -> None:
    made = told(ledger(), "hook")
    made.see("b", {}, {}, NOW)
    assert not beats(made, a=Health.FRESH, b=Health.BLIND)


def test_with_no_target_in_sight_nothing_beats_whoever_knows() -> None:
    assert not beats(told(ledger(), "hook"), b=Health.BLIND)


def test_it_stops_while_no_channel_accepts_anything() -> None:
    made = ledger()
    for _ in range(TRIES):
        assert beats(made, a=Health.FRESH)
        for channel in OUTWARD:
            made.tried(channel, "refused")
    assert not beats(made, a=Health.FRESH)
    made.tried("hook", "refused one of two", any_accepted=True)
    assert beats(made, a=Health.FRESH)


def test_it_beats_where_there_is_only_the_screen() -> None:
    assert may_beat({"a": Health.FRESH}, ledger(), (), ())
