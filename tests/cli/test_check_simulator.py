"""Every number of ``check --format json`` on the simulator equals the simulator's truth."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.request import urlopen

import pytest

from tests.cli.conftest import KEYS, Ses

Json = dict[str, Any]

ROW_RATES = {
    "bounce_rate": ("permanent_bounces", "sends"),
    "complaint_rate": ("complaints", "delivery_complaints"),
    "delivery_rate": ("deliveries", "sends"),
    "transient_bounce_rate": ("transient_bounces", "sends"),
    "open_rate": ("opens", "delivery_opens"),
    "click_rate": ("clicks", "delivery_clicks"),
}
"""As SES.md divides VDM's sums; written down here once more, so that both can be wrong only apart."""


@pytest.fixture(params=["isp-block", "quiet"])
def simulated(request: pytest.FixtureRequest, environ: dict[str, str]) -> Iterator[str]:
    """The URL that ``ses-tui simulate`` prints."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ses_tui", "simulate", "--port", "0", "--scenario", request.param],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout as output:
        yield output.readline().strip()
    process.terminate()
    assert process.wait(20) == 0


def truth_at(url: str) -> Json:
    """``GET /_truth``."""
    with urlopen(f"{url}/_truth", timeout=20) as answer:
        found: Json = json.load(answer)
    return found


def test_every_number_equals_the_truth(simulated: str, ses: Ses) -> None:
    for _ in range(3):
        before = truth_at(simulated)
        done = ses("check", "--format", "json", **KEYS, AWS_ENDPOINT_URL=simulated)
        truth = truth_at(simulated)
        if before["counted_to"] == truth["counted_to"]:
            break  # else the simulated account moved on while it was read: again
    assert done.stderr == ""
    report = json.loads(done.stdout)
    (target,) = report["targets"]
    assert target["errors"] == []
    assert report["health"] == target["health"] == "fresh"
    assert report["condition"] == target["condition"]
    assert done.returncode == {"ok": 0, "notice": 0, "warn": 1, "review": 2, "pause": 2}[report["condition"]]

    assert target["account_id"] == "123456789012"
    check_account(target["account"], truth["account"])
    entries = {
        (entry["subject"]["kind"], entry["subject"]["name"], entry["metric"]): entry
        for entry in target["metrics"]
    }
    assert len(entries) == len(target["metrics"]), "one entry per (subject, metric)"
    unchecked = set(entries)
    unchecked -= check_own_numbers(entries, truth)
    rows = {("isp", name): row for name, row in truth["isps"].items()}
    rows["isp", "other"] = truth["other"]
    rows |= {("identity", name): row for name, row in truth["identities"].items()}
    for (kind, name), row in rows.items():
        unchecked -= check_row(entries, kind, name, row)
    for name, word in truth["identity_status"].items():
        entry = entries["identity", name, "verification"]
        assert (entry["status"], entry["value"]) == (word, None)
        assert entry["condition"] == ("ok" if word == "SUCCESS" else None)
        unchecked.discard(("identity", name, "verification"))
    assert unchecked == set(), "numbers that no truth was held against"

    asked = truth["requests"]
    assert [asked[wrong] for wrong in ("violations", "limits", "writes", "refused")] == [[], [], [], []]
    assert target["usage"]["api_calls"] == sum(asked["operations"].values())
    assert target["usage"]["metrics_requested"] == asked["metrics_requested"]


def check_account(said: Json, truth: Json) -> None:
    quota = truth["SendQuota"]
    assert said == {
        "enforcement_status": truth["EnforcementStatus"],
        "sending_enabled": truth["SendingEnabled"],
        "production_access": truth["ProductionAccessEnabled"],
        "sandbox": not truth["ProductionAccessEnabled"],
        "vdm_enabled": truth["VdmAttributes"]["VdmEnabled"] == "ENABLED",
        "plan": truth["PricingAttributes"]["CurrentPlan"],
        "quota": {
            "max_24_hour_send": quota["Max24HourSend"],
            "max_send_rate": quota["MaxSendRate"],
            "sent_last_24_hours": quota["SentLast24Hours"],
        },
    }


def check_own_numbers(entries: Mapping[tuple[str, str | None, str], Json], truth: Json) -> set[Any]:
    rates = truth["rates"]
    for metric in ("bounce_rate", "complaint_rate"):
        entry = entries["account", None, metric]
        assert entry["value"] == pytest.approx(rates[metric], abs=1e-12)
        assert entry["at"] == datetime.fromtimestamp(rates["at"], UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        assert (entry["source"], entry["numerator"], entry["denominator"]) == ("cloudwatch", None, None)
    quota = truth["account"]["SendQuota"]
    use = entries["account", None, "quota_use"]
    assert use["value"] == pytest.approx(quota["SentLast24Hours"] / quota["Max24HourSend"])
    assert (use["numerator"], use["denominator"]) == (quota["SentLast24Hours"], quota["Max24HourSend"])
    sends = entries["account", None, "sends"]
    assert sends["value"] == pytest.approx(
        quota["SentLast24Hours"], rel=0.03, abs=4
    )  # whole 15-minute buckets
    last = truth["last_hour"]
    rejects, rate = (entries["account", None, metric] for metric in ("reject_rate", "send_rate_use"))
    if last[0]["Timestamp"] >= truth["counted_to"] - 5 * 900:  # no quarter is without mail
        assert rejects["numerator"] == sum(one["Rejects"] for one in last)
        assert rejects["denominator"] == sum(one["DeliveryAttempts"] for one in last)
        fullest = max(one["DeliveryAttempts"] for one in last)
        assert rate["value"] == pytest.approx(fullest / 900 / quota["MaxSendRate"])
    unknown = ("mail_stopped", "rendering_failure_rate")  # two weeks of counts say not what is usual
    assert {entries["account", None, metric]["value"] for metric in unknown} == {None}
    known = ("bounce_rate", "complaint_rate", "quota_use", "sends", "reject_rate", "send_rate_use")
    return {("account", None, metric) for metric in (*known, *unknown)}


def check_row(
    entries: Mapping[tuple[str, str | None, str], Json], kind: str, name: str, row: Mapping[str, int]
) -> set[Any]:
    """Every metric that ``check`` has of the row; the two rates and the volume at least."""
    assert entries[kind, name, "sends"]["value"] == row["sends"]
    checked = {(kind, name, "sends")}
    for metric, (above, below) in ROW_RATES.items():
        entry = entries.get((kind, name, metric))
        if entry is None:
            assert metric not in {"bounce_rate", "complaint_rate"}
            continue
        assert (entry["numerator"], entry["denominator"]) == (row[above], row[below]), (kind, name, metric)
        if row[below]:
            assert entry["value"] == pytest.approx(row[above] / row[below])
            low, high = entry["interval"]
            assert low <= entry["value"] + 1e-6
            assert high >= entry["value"] - 1e-6
        else:
            assert entry["value"] is entry["interval"] is None
        checked.add((kind, name, metric))
    return checked
