"""Alarms that are written on request, and those that stand for them already."""

from ses_tui.core.alarm_commands import make_alarm, share_queries
from ses_tui.core.alarm_wishes import not_there, of_no_sends, of_quota, of_sets, of_tenants
from ses_tui.core.condition import Bands
from ses_tui.core.record import replace
from ses_tui.core.resources import AlarmInfo, ConfigurationSet, TenantStatus
from ses_tui.core.snapshot import Quota

SETS = (
    ConfigurationSet("mail", True, True),
    ConfigurationSet("mute", True, False),
    ConfigurationSet("unread"),
)
TENANT = TenantStatus("acme", "arn", "ENABLED")
DIMENSION = (("ses:configuration-set", "mail"),)


def test_both_rates_of_each_set_that_exports_them() -> None:
    wished = of_sets(SETS, Bands())
    assert [(one.name, one.metric, one.threshold) for one in wished] == [
        ("ses-bounce-rate-set-mail", "Reputation.BounceRate", 0.03),
        ("ses-complaint-rate-set-mail", "Reputation.ComplaintRate", 0.0008),
    ]
    assert all(one.dimensions == DIMENSION for one in wished)


def test_a_tenant_s_bounces_are_a_share_of_its_sends_where_they_prove_something() -> None:
    (one,) = of_tenants([TENANT], Bands())
    share, bounces, sends = share_queries(one)
    assert share["Expression"] == "IF(send >= 200, bounce / send, 0)" and share["ReturnData"] is True
    assert (bounces["Id"], sends["Id"]) == ("bounce", "send")
    assert "--metrics" in make_alarm(one, "eu-west-1", "arn:t")


def test_the_quota_as_it_is_and_none_without_a_limit() -> None:
    (one,) = of_quota(Quota(500_000.0, 120.0, 0.0))
    assert (one.metric, one.statistic, one.period, one.threshold) == ("Send", "Sum", 86_400, 400_000)
    assert of_quota(Quota(None, 120.0, 0.0)) == of_quota(None) == []


def test_a_day_without_mail_has_no_datapoint_and_is_breaching() -> None:
    (one,) = of_no_sends()
    assert (one.comparison, one.missing_data, one.evaluation_periods) == (
        "LessThanThreshold",
        "breaching",
        24,
    )


def test_what_an_alarm_stands_for_already_is_not_written_again() -> None:
    bounce, complaint = of_sets(SETS, Bands())
    there = AlarmInfo("own", "OK", bounce.metric, 0.02, bounce.comparison, dimensions=DIMENSION)
    assert not_there([bounce, complaint], [there]) == (complaint,)
    elsewhere = replace(there, dimensions=())
    assert not_there([bounce], [elsewhere]) == (bounce,), "of the account, not of the set"
    (quota,), (none,) = of_quota(Quota(500_000.0, 120.0, 0.0)), of_no_sends()
    most = AlarmInfo("most", "OK", "Send", 1e6, "GreaterThanThreshold", "Sum")
    assert not_there([quota, none], [most]) == (none,), "the other side of the same metric is another alarm"
    assert not_there([none], [replace(most, name="ses-no-sends")]) == ()
