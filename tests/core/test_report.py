"""The JSON of ``check`` and ``watch``, key by key, and the exit codes."""

import json

import pytest

from ses_tui.core.condition import Condition, Health
from ses_tui.core.model import Metric, Subject, SubjectKind
from ses_tui.core.record import replace
from ses_tui.core.report import Changes, as_json, exit_code, report
from ses_tui.core.snapshot import AccountStatus, Quota, Reading, Row, Snapshot, TargetSnapshot
from tests.core.picture import AT, blind, snapshot, target

OK, NOTICE, WARN, REVIEW, PAUSE = Condition

EXPECTED = {
    "schema": 1,
    "generated_at": "2025-11-24T16:00:31Z",
    "condition": "warn",
    "health": "fresh",
    "targets": [
        {
            "name": "default",
            "account_id": "123456789012",
            "region": "us-east-1",
            "condition": "warn",
            "health": "fresh",
            "account": {
                "enforcement_status": "HEALTHY",
                "sending_enabled": True,
                "production_access": True,
                "sandbox": False,
                "vdm_enabled": True,
                "plan": None,
                "quota": {"max_24_hour_send": 500000, "max_send_rate": 120, "sent_last_24_hours": 208400},
            },
            "metrics": [
                {
                    "subject": {"kind": "account", "name": None},
                    "metric": "bounce_rate",
                    "source": "cloudwatch",
                    "value": 0.0312,
                    "status": None,
                    "condition": "warn",
                    "at": "2025-11-24T16:00:00Z",
                    "health": "fresh",
                    "numerator": None,
                    "denominator": None,
                    "interval": None,
                },
                {
                    "subject": {"kind": "account", "name": None},
                    "metric": "complaint_rate",
                    "source": "cloudwatch",
                    "value": None,
                    "status": None,
                    "condition": None,
                    "at": "2025-11-24T16:00:00Z",
                    "health": "blind",
                    "numerator": None,
                    "denominator": None,
                    "interval": None,
                },
                {
                    "subject": {"kind": "isp", "name": "Hotmail"},
                    "metric": "sends",
                    "source": "vdm",
                    "value": 10000,
                    "status": None,
                    "condition": "ok",
                    "at": "2025-11-24T16:00:31Z",
                    "health": "fresh",
                    "numerator": None,
                    "denominator": None,
                    "interval": None,
                },
                {
                    "subject": {"kind": "isp", "name": "Hotmail"},
                    "metric": "bounce_rate",
                    "source": "vdm",
                    "value": 0.0123,
                    "status": None,
                    "condition": "ok",
                    "at": "2025-11-24T16:00:31Z",
                    "health": "fresh",
                    "numerator": 123,
                    "denominator": 10000,
                    "interval": [0.010319, 0.014655],
                },
            ],
            "alerts": [
                {
                    "id": "0123456789ab",
                    "kind": "FIRING",
                    "condition": "warn",
                    "subject": {"kind": "account", "name": None},
                    "metric": "bounce_rate",
                    "value": 0.0312,
                    "since": "2025-11-24T15:50:31Z",
                    "acked_until": None,
                    "summary": "WARN account bounce 3.12 % ≥ 3 %",
                }
            ],
            "errors": [
                {
                    "source": "vdm",
                    "operation": "BatchGetMetricData",
                    "kind": "access_denied",
                    "message": "denied",
                    "hint": "allow it",
                }
            ],
            "sets": None,
            "tenants": None,
            "pools": None,
            "advisor": None,
            "alarms": None,
            "usage": {
                "api_calls": 31,
                "metrics_requested": 12,
                "vdm_queries": 60,
                "estimated_monthly_usd": 0.17,
            },
        }
    ],
}


def test_every_key_of_schema_1() -> None:
    assert json.loads(as_json(snapshot())) == EXPECTED


def test_it_is_one_line_of_ascii() -> None:
    line = as_json(snapshot(target(name="prüfung 🙂")))
    assert line.isascii()
    assert "\n" not in line
    assert json.loads(line)["targets"][0]["name"] == "prüfung 🙂"


def only(one: TargetSnapshot) -> dict[str, object]:
    """The one target as printed."""
    found: dict[str, object] = json.loads(as_json(snapshot(one)))["targets"][0]
    return found


def test_what_was_not_read_is_null_and_init_is_blind() -> None:
    said = only(blind())
    assert (said["health"], said["account_id"], said["metrics"]) == ("blind", None, [])
    assert said["account"] == {
        "enforcement_status": None,
        "sending_enabled": None,
        "production_access": None,
        "sandbox": None,
        "vdm_enabled": None,
        "plan": None,
        "quota": None,
    }
    assert said["condition"] is None
    assert (report(snapshot(blind()))["health"], report(snapshot(blind()))["condition"]) == ("blind", None)
    assert report(Snapshot(AT, ()))["health"] == "blind"


def test_one_key_that_was_read_makes_a_condition() -> None:
    words_only = replace(blind(), account=AccountStatus("HEALTHY", True, True, True, None))
    assert only(words_only)["condition"] == "ok"
    assert only(blind(condition=WARN))["condition"] == "warn"  # as known from an earlier run
    assert report(snapshot(blind(), target(NOTICE)))["condition"] == "notice"


def test_an_unlimited_quota_is_minus_one_as_aws_writes_it() -> None:
    account = AccountStatus("HEALTHY", True, True, True, Quota(None, 14.0, 5.0))
    said = only(replace(target(), account=account))["account"]
    assert isinstance(said, dict)
    assert (
        json.dumps(said["quota"]) == '{"max_24_hour_send": -1, "max_send_rate": 14, "sent_last_24_hours": 5}'
    )


def test_an_account_without_a_number_has_none() -> None:
    assert only(replace(target(), account_id=""))["account_id"] is None


def test_contradicting_or_empty_counts_have_no_interval() -> None:
    isp = Subject(SubjectKind.ISP, "Yahoo")
    rows = tuple(
        Row(isp, (Reading(isp, Metric.COMPLAINT_RATE, "vdm", None, numerator=above, denominator=below),))
        for above, below in ((5, 1), (0, 0))
    )
    said = only(replace(target(), readings=(), rows={SubjectKind.ISP: rows}))["metrics"]
    assert isinstance(said, list)
    assert [entry["interval"] for entry in said] == [None, None]


@pytest.mark.parametrize(
    ("targets", "code"),
    [
        ([target(OK)], 0),
        ([target(NOTICE)], 0),
        ([target(WARN)], 1),
        ([target(REVIEW)], 2),
        ([target(PAUSE)], 2),
        ([target(OK, Health.STALE)], 0),
        ([target(WARN, Health.STALE)], 1),
        ([target(OK, Health.INIT)], 3),
        ([target(OK, Health.BLIND)], 3),
        ([blind()], 3),
        ([target(OK), target(WARN)], 1),
        ([target(OK), blind()], 3),
        ([target(WARN), blind()], 3),
        ([blind(), target(REVIEW)], 2),
        ([target(OK), target(PAUSE), target(WARN)], 2),
        ([], 3),
    ],
)
def test_exit_codes(targets: list[TargetSnapshot], code: int) -> None:
    assert exit_code(Snapshot(AT, tuple(targets))) == code


def test_rows_never_raise_the_target() -> None:
    isp = Subject(SubjectKind.ISP, "Yahoo")
    row = Row(isp, (Reading(isp, Metric.BOUNCE_RATE, "vdm", 0.5, PAUSE),))
    one = replace(target(OK), rows={SubjectKind.ISP: (row,)})
    assert exit_code(snapshot(one)) == 0
    assert report(snapshot(one))["condition"] == "ok"


def names(line: str | None) -> list[str]:
    assert line is not None
    return [each["name"] for each in json.loads(line)["targets"]]


def test_a_line_of_changes_has_the_whole_and_the_targets_that_changed() -> None:
    changes = Changes()
    calm, loud = target(name="calm"), target(name="loud")
    assert names(changes.line(snapshot(calm, loud))) == ["calm", "loud"]
    assert changes.line(snapshot(calm, loud)) is None
    line = changes.line(snapshot(calm, replace(loud, condition=PAUSE)))
    assert names(line) == ["loud"]
    line = changes.line(snapshot(replace(calm, account_id="210987654321"), replace(loud, condition=PAUSE)))
    assert names(line) == ["calm"]
    assert json.loads(line or "")["condition"] == "pause"  # of all targets, the one not listed too
    changes.forget()
    assert names(changes.line(snapshot(calm, loud))) == ["calm", "loud"]


def test_a_target_that_is_no_longer_watched_is_a_change() -> None:
    changes = Changes()
    changes.line(snapshot(target(name="calm"), target(name="loud")))
    assert names(changes.line(snapshot(target(name="calm")))) == []


def test_words_of_aws_are_metrics_with_a_status_each_once_and_change_nothing_else() -> None:
    news = Subject(SubjectKind.IDENTITY, "news.example.org")
    staging = Subject(SubjectKind.IDENTITY, "staging.example.net")
    failed = Reading(news, Metric.VERIFICATION, "ses", condition=PAUSE, at=AT, status="FAILED")
    waits = Reading(staging, Metric.VERIFICATION, "ses", at=AT, status="PENDING", judged=False)
    fine = Reading(news, Metric.SENDING_STATUS, "ses", at=AT, status="on")
    rows = {SubjectKind.IDENTITY: (Row(news, (failed,)),)}
    one = replace(target(), readings=(), statuses=(failed, waits, fine), rows=rows)
    said = only(one)["metrics"]
    assert isinstance(said, list)
    assert [(each["subject"]["name"], each["status"], each["value"], each["condition"]) for each in said] == [
        ("news.example.org", "FAILED", None, "pause"),
        ("staging.example.net", "PENDING", None, None),
        ("news.example.org", "on", None, "ok"),
    ]
    assert only(one)["condition"] == "warn"
    assert exit_code(snapshot(one)) == 1
