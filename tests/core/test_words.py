"""How numbers and alerts are said."""

import pytest

from ses_tui.core.blame import Blame
from ses_tui.core.condition import Condition
from ses_tui.core.model import ACCOUNT, Metric, Subject, SubjectKind
from ses_tui.core.words import alert_text, blame_text, count, line_percent, money, percent


@pytest.mark.parametrize(
    ("value", "metric", "text"),
    [
        (0.0312, Metric.BOUNCE_RATE, "3.12 %"),
        (0.0287, Metric.BOUNCE_RATE, "2.87 %"),
        (0.04999, Metric.BOUNCE_RATE, "4.99 %"),
        (0.05, Metric.BOUNCE_RATE, "5.00 %"),
        (0.0009999, Metric.COMPLAINT_RATE, "0.099 %"),
        (0.00041, Metric.COMPLAINT_RATE, "0.041 %"),
        (0.5, Metric.OPEN_RATE, "50.0 %"),
        (0.0, Metric.BOUNCE_RATE, "0.00 %"),
        (None, Metric.BOUNCE_RATE, "–"),
    ],
)
def test_percent(value: float | None, metric: Metric, text: str) -> None:
    assert percent(value, metric) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.03, "3 %"), (0.0008, "0.08 %"), (0.1, "10 %"), (0.001, "0.1 %"), (0.07, "7 %")]
)
def test_lines(value: float, text: str) -> None:
    assert line_percent(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (0, "0"),
        (9999, "9999"),
        (10_000, "10.0k"),
        (41_234, "41.2k"),
        (99_949, "99.9k"),
        (99_950, "100k"),
        (999_949, "1000k"),
        (999_950, "1.0M"),
        (1_300_000, "1.3M"),
    ],
)
def test_counts(value: float | None, text: str) -> None:
    assert count(value) == text


def test_money() -> None:
    assert money(0.1728) == "$0.17"


def test_an_alert_reads_condition_subject_metric_value_line() -> None:
    text = alert_text(Condition.WARN, ACCOUNT, Metric.BOUNCE_RATE, 0.0312, 0.03)
    assert text == "WARN account bounce 3.12 % ≥ 3 %"
    status = alert_text(Condition.PAUSE, ACCOUNT, Metric.ENFORCEMENT_STATUS, "SHUTDOWN", None)
    assert status == "PAUSE account status is SHUTDOWN"


def test_blame_names_three_and_counts_the_rest() -> None:
    who = [Subject(SubjectKind.IDENTITY, name) for name in ("a", "b", "c", "d")]
    one = Blame(Metric.BOUNCE_RATE, ((who[0], 0.71),), 0.009)
    assert blame_text(one) == "a is 71 % of it, usual 0.90 %"
    four = Blame(Metric.BOUNCE_RATE, tuple((subject, 0.2) for subject in who), 0.009)
    assert blame_text(four) == "a, b, c and 1 more are 80 % of it"
    assert blame_text(None) == ""


def test_a_condition_that_goes_on_below_its_line_does_not_claim_to_be_over_it() -> None:
    text = alert_text(Condition.REVIEW, ACCOUNT, Metric.BOUNCE_RATE, 0.049, 0.05)
    assert text == "REVIEW account bounce 4.90 %, held from ≥ 5 %"
