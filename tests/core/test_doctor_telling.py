"""Whether an alert would reach somebody, by what is on and when it was tried; days of campaign size."""

import pytest

from ses_tui.core.clock import DAY
from ses_tui.core.doctor_telling import campaigns, judge_channels, reach
from ses_tui.core.findings import Finding, Level
from ses_tui.core.snapshot import ChannelStatus

NOW = 20_000 * DAY + 3_600.0


def by_check(found: tuple[Finding, ...]) -> dict[str, Level]:
    return {one.check: one.level for one in found}


def test_everything_is_there_where_a_channel_reaches_out_was_tried_and_a_heartbeat_is_set() -> None:
    found = reach(["bell", "hook"], True, {"bell": NOW - DAY, "hook": NOW - 89 * DAY}, NOW)
    assert by_check(found) == {"heartbeat": Level.PASS, "drill": Level.PASS}


@pytest.mark.parametrize("near", [["bell"], ["terminal", "desktop"], ["tmux"]])
def test_what_rings_only_at_this_machine_is_not_telling_somebody(near: list[str]) -> None:
    found = reach(near, True, dict.fromkeys(near, NOW), NOW)
    assert by_check(found)["reach"] is Level.WARN
    assert found[0].summary.startswith(", ".join(near))
    for team in ("hook", "webhook", "apprise"):
        assert "reach" not in by_check(reach([*near, team], True, {}, NOW))


def test_no_heartbeat_is_a_warning() -> None:
    assert by_check(reach(["hook"], False, {"hook": NOW}, NOW))["heartbeat"] is Level.WARN


@pytest.mark.parametrize(
    ("drilled", "level"),
    [
        ({}, Level.WARN),
        ({"hook": NOW - 90 * DAY - 1}, Level.WARN),
        ({"hook": NOW - 90 * DAY}, Level.PASS),
        ({"webhook": NOW}, Level.WARN),
    ],
)
def test_each_channel_accepts_a_drill_within_ninety_days(drilled: dict[str, float], level: Level) -> None:
    found = next(one for one in reach(["hook"], True, drilled, NOW) if one.check == "drill")
    assert found.level is level
    assert found.mend == (("ses-tui drill",) if level is Level.WARN else ())


def test_running_channels_are_judged_by_the_same_rules() -> None:
    off = ChannelStatus("heartbeat", "off", "no heartbeat_url")
    near = (ChannelStatus("bell", "ok"), ChannelStatus("hook", "off"), off)
    assert by_check(judge_channels(near, NOW)) == {
        "channels": Level.PASS,
        "reach": Level.WARN,
        "heartbeat": Level.WARN,
        "drill": Level.WARN,
    }
    team = (ChannelStatus("hook", "ready", drilled=NOW - DAY), ChannelStatus("heartbeat", "ready"))
    assert by_check(judge_channels(team, NOW)) == dict.fromkeys(
        ("channels", "heartbeat", "drill"), Level.PASS
    )
    old = (ChannelStatus("hook", "ok", drilled=NOW - 91 * DAY), ChannelStatus("heartbeat", "failing"))
    assert by_check(judge_channels(old, NOW))["drill"] is Level.WARN
    assert judge_channels((), NOW) == ()


def days(*counts: float) -> dict[float, float]:
    """The last of them is yesterday."""
    return {DAY * (20_000 - len(counts) + n): count for n, count in enumerate(counts)}


def test_a_day_of_campaign_size_since_the_last_look_asks_for_another() -> None:
    mail = days(*[10_000] * 12, 34_000, 10_000)
    (found,) = campaigns(mail, NOW - 5 * DAY, NOW)
    assert found.level is Level.WARN and "34,000 messages, 3.4 times the usual day" in found.summary
    assert campaigns(mail, NOW - DAY, NOW) == (), "it was looked at since"
    assert campaigns(mail, None, NOW) == (), "the first look"


@pytest.mark.parametrize(
    "mail",
    [
        days(*[10_000] * 13, 19_999),
        days(*[40] * 13, 400),
        {**days(*[10_000] * 14), DAY * 20_000: 90_000.0},
        {},
    ],
)
def test_ordinary_days_small_accounts_and_today_are_no_campaign(mail: dict[float, float]) -> None:
    assert campaigns(mail, NOW - 9 * DAY, NOW) == ()
