"""Which alarms are missing, and what would be better in those there."""

import pytest

from ses_tui.core.alarm_commands import mend_alarm
from ses_tui.core.alarm_gaps import COMPARISON, gaps
from ses_tui.core.condition import Bands, Lines
from ses_tui.core.model import Metric
from ses_tui.core.record import replace
from ses_tui.core.resources import AlarmInfo

BOUNCE = AlarmInfo(
    "bounces",
    "OK",
    metric="Reputation.BounceRate",
    threshold=0.03,
    comparison=COMPARISON,
    statistic="Average",
    missing_data="ignore",
    actions_enabled=True,
    actions=("arn:aws:sns:eu-west-1:123456789012:on-call",),
)
COMPLAINT = replace(BOUNCE, name="complaints", metric="Reputation.ComplaintRate", threshold=0.0008)


def test_a_complete_account_has_nothing_to_do() -> None:
    found = gaps([BOUNCE, COMPLAINT], Bands())
    assert (found.missing, found.better) == ((), ())


def test_a_bare_account_lacks_both_at_three_percent_and_eight_in_ten_thousand() -> None:
    found = gaps([], Bands())
    assert [(one.metric, one.threshold) for one in found.missing] == [
        ("Reputation.BounceRate", 0.03),
        ("Reputation.ComplaintRate", 0.0008),
    ]
    assert "AWS reviews at 5 %" in found.missing[0].description


def test_the_user_s_own_lines_are_the_thresholds() -> None:
    bands = Bands({Metric.BOUNCE_RATE: Lines(warn=0.025, review=0.05)})
    missing = gaps([BOUNCE, COMPLAINT], bands).missing
    assert [(one.metric, one.threshold) for one in missing] == [("Reputation.BounceRate", 0.025)]


@pytest.mark.parametrize(
    "alarm",
    [
        replace(BOUNCE, threshold=0.05),
        replace(BOUNCE, dimensions=(("ses:configuration-set", "marketing"),)),
        replace(BOUNCE, comparison="LessThanThreshold"),
        replace(BOUNCE, metric="Bounce"),
        replace(BOUNCE, statistic="Sum"),
    ],
)
def test_an_alarm_that_watches_something_else_does_not_count(alarm: AlarmInfo) -> None:
    missing = gaps([alarm, COMPLAINT], Bands()).missing
    assert [one.metric for one in missing] == ["Reputation.BounceRate"]


def test_an_earlier_line_covers_and_a_taken_name_is_not_overwritten() -> None:
    assert gaps([replace(BOUNCE, threshold=0.02), COMPLAINT], Bands()).missing == ()
    other = replace(BOUNCE, name="ses-bounce-rate", threshold=0.1)
    assert [one.name for one in gaps([other, COMPLAINT], Bands()).missing] == ["ses-bounce-rate-2"]


@pytest.mark.parametrize(
    ("change", "why", "mended"),
    [
        ({"missing_data": "breaching"}, "missing data is breaching", {"missing_data": "ignore"}),
        ({"threshold": 3.0}, "never fires", {"threshold": 0.03}),
        ({"statistic": "Sum"}, "must be averaged", {"statistic": "Average"}),
    ],
)
def test_what_would_be_better(change: dict[str, object], why: str, mended: dict[str, object]) -> None:
    alarm = replace(BOUNCE, **change)
    (better,) = gaps([alarm, COMPLAINT], Bands()).better
    assert why in better.why
    assert better.mended == replace(alarm, **mended)


def test_an_alarm_that_tells_nobody() -> None:
    (off,) = gaps([replace(BOUNCE, actions_enabled=False), COMPLAINT], Bands()).better
    assert off.enable
    (none,) = gaps([replace(BOUNCE, actions=()), COMPLAINT], Bands()).better
    assert "no action" in none.why and none.mended is not None


def test_a_muted_alarm_tells_nobody_and_is_not_mended_but_looked_at() -> None:
    found = gaps([replace(BOUNCE, muted_by="campaign"), replace(COMPLAINT, muted_by="")], Bands())
    (muted,) = found.better
    assert (muted.why, muted.mended, muted.enable) == (
        "the mute rule campaign is active: nobody is told",
        None,
        False,
    )
    assert (mend_alarm(muted, "eu-west-1", "arn:t") or "").startswith("aws cloudwatch get-alarm-mute-rule ")
    both = AlarmInfo(
        "both", "OK", rule="ALARM(bounces)", actions_enabled=True, actions=("arn:x",), muted_by=""
    )
    told = [replace(BOUNCE, muted_by="campaign"), COMPLAINT, both]
    assert gaps(told, Bands()).better == (), "the composite tells"
    assert gaps([*told[:2], replace(both, muted_by="campaign")], Bands()).better != ()


def test_whether_alarms_are_muted_may_not_be_known() -> None:
    assert gaps([BOUNCE, COMPLAINT], Bands()).mutes_read is False
    assert gaps([replace(one, muted_by="") for one in (BOUNCE, COMPLAINT)], Bands()).mutes_read is True


def test_an_action_that_failed_told_nobody() -> None:
    wrong = replace(BOUNCE, failed="Failed to execute action arn:x", failed_at=1_795_521_600.0)
    (failed,) = gaps([wrong, COMPLAINT], Bands()).better
    assert failed.why == "its newest action failed, 2026-11-24T12:00:00Z: Failed to execute action arn:x"


def test_a_composite_that_acts_tells_for_its_children() -> None:
    child = replace(BOUNCE, actions=())
    both = AlarmInfo(
        "both", "OK", rule='ALARM("bounces") OR ALARM(complaints)', actions_enabled=True, actions=("arn:x",)
    )
    assert gaps([child, COMPLAINT, both], Bands()).better == ()
    assert gaps([child, COMPLAINT, replace(both, actions_enabled=False)], Bands()).better != ()


def test_metric_math_is_left_to_people() -> None:
    (better,) = gaps([replace(BOUNCE, computed=True, missing_data="missing"), COMPLAINT], Bands()).better
    assert better.mended is None and not better.enable


def test_what_mends_one_fault_does_not_bring_another_back() -> None:
    wrong = replace(BOUNCE, threshold=3.0, statistic="Sum", missing_data="missing", actions=())
    found = gaps([wrong, replace(BOUNCE, name="other"), COMPLAINT], Bands()).better
    assert [one.mended for one in found] == 4 * [
        replace(BOUNCE, threshold=0.03, statistic="Average", missing_data="ignore", actions=())
    ]
