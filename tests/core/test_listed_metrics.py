"""What a metric is about is read from all its dimensions, never from one key."""

import pytest

from ses_tui.core.listed_metrics import Known, ListedMetric, kind_of, rows_of, subject_of
from ses_tui.core.model import Subject, SubjectKind

KNOWN = Known(
    configuration_sets=frozenset({"marketing"}),
    tenants=frozenset({"globex"}),
    pools=frozenset({"managed-1"}),
    ips=frozenset({"192.0.2.10"}),
)


@pytest.mark.parametrize(
    ("key", "value", "kind"),
    [
        ("ses:configuration-set", "x", SubjectKind.CONFIGURATION_SET),
        ("ses:tenant-name", "x", SubjectKind.TENANT),
        ("DedicatedIpPool", "x", SubjectKind.POOL),
        ("ses:dedicated-ip-pool", "192.0.2.99", SubjectKind.POOL),
        ("ses:isp", "Example", SubjectKind.ISP),
        ("ses:outgoing-ip", "2001:db8::1", SubjectKind.IP),
        ("Anything", "managed-1", SubjectKind.POOL),
        ("Anything", "192.0.2.10", SubjectKind.IP),
        ("Anything", "Hotmail", SubjectKind.ISP),
        ("ses:from-domain", "marketing", None),
        ("ses:source-ip", "192.0.2.10", None),
        ("campaign", "black-friday", None),
    ],
)
def test_a_dimension_is_known_by_its_words_or_by_its_value(
    key: str, value: str, kind: SubjectKind | None
) -> None:
    assert kind_of(key, value, KNOWN) is kind


def test_a_metric_with_a_dimension_nobody_knows_is_in_no_row() -> None:
    whole = ListedMetric("Send", (("ses:configuration-set", "marketing"),))
    part = ListedMetric("Send", (("campaign", "spring"), ("ses:configuration-set", "marketing")))
    assert subject_of(whole) == (Subject(SubjectKind.CONFIGURATION_SET, "marketing"), None)
    assert subject_of(part) is None
    assert subject_of(ListedMetric("Send")) is None
    assert subject_of(ListedMetric("Send", (("campaign", "spring"), ("ses:isp", "Gmail")))) is None
    assert subject_of(ListedMetric("Send", (("ses:tenant-name", "a"), ("tenant", "b")))) is None
    assert rows_of([whole, part, whole]) == {
        Subject(SubjectKind.CONFIGURATION_SET, "marketing"): {None: (whole,)}
    }


def test_a_managed_pool_has_a_row_per_isp() -> None:
    gmail = ListedMetric("Available24HourSend", (("pool", "managed-1"), ("isp", "Gmail")))
    assert rows_of([gmail], KNOWN) == {Subject(SubjectKind.POOL, "managed-1"): {"Gmail": (gmail,)}}


@pytest.mark.parametrize(
    ("name", "statistic"),
    [
        ("Reputation.BounceRate", "Average"),
        ("SNDS.SpamRate", "Average"),
        ("ApproximateDedicatedSendingPercentage", "Average"),
        ("SentLast24Hours", "Maximum"),
        ("Available24HourSend", "Maximum"),
        ("SNDS.TrapHits", "Sum"),
        ("Send", "Sum"),
    ],
)
def test_each_metric_has_the_statistic_that_means_something(name: str, statistic: str) -> None:
    assert ListedMetric(name).statistic == statistic
