"""Which page an alert has."""

from itertools import product

import pytest

from ses_tui.core.condition import Condition, Health
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Key, Metric, Subject, SubjectKind
from ses_tui.core.playbooks import ADVICE, BLIND_ADVICE, PLAYBOOKS, advice_for, open_playbook, playbook_for
from ses_tui.core.snapshot import Alert, TargetSnapshot

ISP = Subject(SubjectKind.ISP, "Hotmail")
IDENTITY = Subject(SubjectKind.IDENTITY, "news.example.org")
IP = Subject(SubjectKind.IP, "192.0.2.1")
SUBJECTS = tuple(Subject(kind, None if kind is SubjectKind.ACCOUNT else "x") for kind in SubjectKind)
CAUSES = ("", *(kind.value for kind in ErrorKind), "a cause of tomorrow")
EVERYTHING = [
    playbook_for(kind, Key("prod", subject, metric), condition, cause)
    for kind, subject, metric, condition, cause in product(Kind, SUBJECTS, Metric, Condition, CAUSES)
]


def test_every_alert_there_can_be_has_a_page() -> None:
    assert set(EVERYTHING) <= set(PLAYBOOKS)


def test_every_page_belongs_to_some_alert_but_those_about_what_doctor_finds() -> None:
    """That an IP is listed, or a setting is off, is read hourly and shown on its row; it is no alert."""
    assert set(PLAYBOOKS) - set(EVERYTHING) == {"blocklist", "suppression", "alarm-muted"}


@pytest.mark.parametrize(
    ("subject", "metric", "condition", "page"),
    [
        (ACCOUNT, Metric.BOUNCE_RATE, Condition.WARN, "bounce-rate"),
        (ACCOUNT, Metric.COMPLAINT_RATE, Condition.PAUSE, "complaint-rate"),
        (ACCOUNT, Metric.ENFORCEMENT_STATUS, Condition.REVIEW, "under-review"),
        (ACCOUNT, Metric.ENFORCEMENT_STATUS, Condition.PAUSE, "paused"),
        (ACCOUNT, Metric.SENDING_ENABLED, Condition.PAUSE, "paused"),
        (ACCOUNT, Metric.BOUNCE_BUDGET, Condition.REVIEW, "bounce-budget"),
        (ACCOUNT, Metric.COMPLAINT_BUDGET, Condition.WARN, "complaint-budget"),
        (ISP, Metric.BOUNCE_RATE, Condition.WARN, "isp-block"),
        (ISP, Metric.TRANSIENT_BOUNCE_RATE, Condition.WARN, "isp-block"),
        (ISP, Metric.COMPLAINT_RATE, Condition.REVIEW, "complaint-rate"),
        (ISP, Metric.BOUNCE_RATE, Condition.OK, "unusual"),
        (IDENTITY, Metric.BOUNCE_RATE, Condition.PAUSE, "stale-list"),
        (IDENTITY, Metric.COMPLAINT_RATE, Condition.WARN, "complaint-rate"),
        (IDENTITY, Metric.BOUNCE_RATE, Condition.NOTICE, "unusual"),
        (IP, Metric.BOUNCE_RATE, Condition.WARN, "warm-up"),
    ],
)
def test_what_it_is_about_decides(subject: Subject, metric: Metric, condition: Condition, page: str) -> None:
    for kind in (Kind.FIRING, Kind.REPEAT, Kind.EASED, Kind.RESOLVED):
        assert playbook_for(kind, Key("prod", subject, metric), condition) == page


@pytest.mark.parametrize(
    ("kind", "cause", "page"),
    [
        (Kind.BLIND, "credentials_expired", "blind"),
        (Kind.SIGHT, "", "blind"),
        (Kind.BLIND, "clock_skew", "clock-skew"),
        (Kind.GONE, "", "gone"),
        (Kind.CHANNEL_FAILING, "", "channel-failing"),
        (Kind.STORE_FAILING, "", "store-failing"),
        (Kind.CLOCK_SKEW, "", "clock-skew"),
        (Kind.CREDENTIALS_EXPIRING, "", "credentials-expiring"),
    ],
)
def test_a_message_about_the_monitor_itself(kind: Kind, cause: str, page: str) -> None:
    assert playbook_for(kind, Key("prod", ACCOUNT, Metric.BOUNCE_RATE), Condition.OK, cause) == page


def test_advice_is_one_short_line_for_every_page() -> None:
    assert tuple(ADVICE) == PLAYBOOKS
    for line in (*ADVICE.values(), *BLIND_ADVICE.values()):
        assert 0 < len(line) <= 90
        assert line.isprintable()
        assert not line.endswith(".")


def test_advice_on_blindness_is_about_its_cause() -> None:
    assert "log in" in advice_for("blind", "credentials_expired").lower()
    assert advice_for("blind", "a cause of tomorrow") == ADVICE["blind"]
    assert advice_for("gone", "credentials_expired") == ADVICE["gone"]


def alert(subject: Subject, metric: Metric, condition: Condition, kind: str = "FIRING") -> Alert:
    key = Key("prod", subject, metric)
    return Alert(str(key), kind, condition, key, 0.05, 0.03, 0.0, "")


def test_the_worst_open_alert_is_opened() -> None:
    target = TargetSnapshot(
        "prod",
        "eu-west-1",
        health=Health.FRESH,
        alerts=(
            alert(ACCOUNT, Metric.BOUNCE_RATE, Condition.WARN),
            alert(IDENTITY, Metric.BOUNCE_RATE, Condition.PAUSE),
            alert(ISP, Metric.BOUNCE_RATE, Condition.WARN, "a kind of tomorrow"),
        ),
    )
    assert open_playbook(target) == "stale-list"
    assert open_playbook(target, ISP) == "isp-block"
    assert open_playbook(target, ACCOUNT) == "bounce-rate"
    assert open_playbook(target, IP) == ""


def test_blindness_counts_as_review() -> None:
    def of(condition: Condition, *errors: SourceError) -> str:
        alerts = (alert(ACCOUNT, Metric.BOUNCE_RATE, condition),)
        return open_playbook(
            TargetSnapshot("prod", "eu-west-1", health=Health.BLIND, alerts=alerts, errors=errors)
        )

    assert of(Condition.WARN) == "blind"
    assert of(Condition.PAUSE) == "bounce-rate"
    assert of(Condition.WARN, SourceError("account", "", ErrorKind.CLOCK_SKEW, "", "")) == "clock-skew"


def test_nothing_open_has_no_page() -> None:
    assert open_playbook(TargetSnapshot("prod", "eu-west-1", health=Health.FRESH)) == ""
