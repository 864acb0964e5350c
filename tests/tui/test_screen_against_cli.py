"""The AWS CLI, a client that nobody here wrote, and the screen on the same account: the same is said."""

import asyncio
import json
import os
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest

from ses_tui.core.clock import DAY
from ses_tui.core.model import Metric
from ses_tui.core.words import count, percent
from ses_tui.simulator.thread import Handle, run_in_thread
from tests.aws_cli import answer
from tests.tui.live import KEYS, LiveApp, until

START = 1_795_604_400.0
"""2026-11-25T11:00:00Z: an hour into the scenario that begins at ten."""

Json = dict[str, Any]


class Seen(NamedTuple):
    """One account, and the lines of each mode: by its key, then by what has the cursor."""

    account: Handle
    screens: Mapping[str, list[str]]

    def line(self, mode: str, name: str) -> str:
        """The table's line that begins, behind cursor and sign, with ``name``."""
        return next(line for line in self.screens[mode] if line[3:].startswith(f"{name} "))

    def rows(self, mode: str, title: str) -> list[str]:
        """The lines of a table: as many as its title counts."""
        at, many = next(
            (number, int(found[1]))
            for number, line in enumerate(self.screens[mode])
            if (found := re.match(rf"[─ ]+{title} (\d+) ", line))
        )
        return self.screens[mode][at + 1 : at + 1 + many]

    def words(self, mode: str) -> str:
        """Everything on one line, blanks run together."""
        return " ".join("\n".join(self.screens[mode]).split())


async def _looked_at(account: Handle) -> Mapping[str, list[str]]:
    app = LiveApp(account)
    async with app.run_test(size=(200, 60)) as pilot:
        await until(pilot, app, lambda lines: "sending " in lines[0])
        found = {}
        await pilot.press("8")
        found["8"] = await until(pilot, app, lambda lines: _has(lines, "Inbox placement 10"))
        await pilot.press("4")
        found["4"] = await until(pilot, app, lambda lines: _reading(lines) and _has(lines, "Tenants 3"))
        await pilot.press("tab")
        found["4 tenant"] = await until(pilot, app, lambda lines: _has(lines, " AWS  "))
        await pilot.press("5")
        found["5"] = await until(pilot, app, lambda lines: _reading(lines) and _has(lines, "Managed pools 9"))
        return found


def _reading(lines: list[str]) -> bool:
    return "reading 1" in lines[1] or "reading 1" in lines[2]


def _has(lines: list[str], text: str) -> bool:
    return any(text in line for line in lines)


@pytest.fixture(scope="module", params=["warmup", "paused"])
def seen(request: pytest.FixtureRequest) -> Iterator[Seen]:
    account = run_in_thread(request.param, 0.0, start=START - 3600)
    account.clock.advance(3600)
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("AWS_", "SES_TUI_"))]:
            patch.delenv(name)
        for name, value in KEYS.items():
            patch.setenv(name, value)
        yield Seen(account, asyncio.run(_looked_at(account)))
    account.stop()


def aws(seen: Seen, *commands: str) -> list[Json]:
    """What each ``aws …`` answers."""
    return [answer(command.split(), seen.account.url, KEYS) for command in commands]


def test_configuration_sets(seen: Seen) -> None:
    (listed,) = aws(seen, "sesv2 list-configuration-sets")
    names = listed["ConfigurationSets"]
    assert len(names) == len(seen.rows("4", "Sets"))
    settings = aws(seen, *(f"sesv2 get-configuration-set --configuration-set-name {name}" for name in names))
    for name, said in zip(names, settings, strict=True):
        line = seen.line("4", name)
        assert f" {said['DeliveryOptions'].get('SendingPoolName', 'account' + chr(39) + 's')} " in line
        assert re.search(rf" {'on' if said['SendingOptions']['SendingEnabled'] else 'OFF'} ", line)
        exported = said["ReputationOptions"]["ReputationMetricsEnabled"]
        assert ("no reputation metrics" in line) is not exported


def test_the_mail_and_rates_of_each_set(seen: Seen) -> None:
    (listed,) = aws(seen, "sesv2 list-configuration-sets")
    names = listed["ConfigurationSets"]
    asked = {
        f"{column}{number}": _query(f"{column}{number}", metric, statistic, name)
        for number, name in enumerate(names)
        for column, (metric, statistic) in _COLUMNS.items()
    }
    span = f"--start-time {int(START - DAY)} --end-time {int(START)} --scan-by TimestampAscending"
    queries = json.dumps(list(asked.values()), separators=(",", ":"))
    (data,) = aws(seen, f"cloudwatch get-metric-data {span} --metric-data-queries {queries}")
    found = {one["Id"]: one["Values"] for one in data["MetricDataResults"]}
    for number, name in enumerate(names):
        line = seen.line("4", name)
        for column in ("sends", "bounces", "complaints"):
            values = found[f"{column}{number}"]
            assert f" {count(sum(values) if values else None)} " in line
        for column, metric in (("bounce", Metric.BOUNCE_RATE), ("complaint", Metric.COMPLAINT_RATE)):
            values = found[f"{column}{number}"]
            said = percent(values[-1] if values else None, metric)
            assert re.search(rf"[ ◆▲■✖]{re.escape(said)} ", line)


_COLUMNS = {
    "sends": ("Send", "Sum"),
    "bounces": ("Bounce", "Sum"),
    "complaints": ("Complaint", "Sum"),
    "bounce": ("Reputation.BounceRate", "Average"),
    "complaint": ("Reputation.ComplaintRate", "Average"),
}


def _query(name: str, metric: str, statistic: str, configuration_set: str) -> Json:
    dimensions = [{"Name": "ses:configuration-set", "Value": configuration_set}]
    found = {"Namespace": "AWS/SES", "MetricName": metric, "Dimensions": dimensions}
    return {"Id": name, "MetricStat": {"Metric": found, "Period": 300, "Stat": statistic}}


def test_tenants_and_what_aws_says_of_them(seen: Seen) -> None:
    listed, entities = aws(seen, "sesv2 list-tenants", "sesv2 list-reputation-entities")
    by_arn = {one["ReputationEntityReference"]: one for one in entities["ReputationEntities"]}
    assert len(listed["Tenants"]) == len(seen.rows("4", "Tenants"))
    causes = []
    for tenant in listed["Tenants"]:
        said = by_arn[tenant["TenantArn"]]
        states = [
            said["SendingStatusAggregate"],
            said["AwsSesManagedStatus"]["Status"],
            said["CustomerManagedStatus"]["Status"],
            said["ReputationImpact"],
        ]
        assert " +".join(states) in re.sub(" +", " +", seen.line("4", tenant["TenantName"]))
        causes.append(said["AwsSesManagedStatus"].get("Cause") or "")
    for cause in filter(None, causes):
        assert f": {cause}" in seen.words("4 tenant")


def test_pools_and_ips(seen: Seen) -> None:
    listed, ips = aws(seen, "sesv2 list-dedicated-ip-pools", "sesv2 get-dedicated-ips")
    names = listed["DedicatedIpPools"]
    assert len(names) == len(seen.rows("5", "Pools"))
    kinds = aws(seen, *(f"sesv2 get-dedicated-ip-pool --pool-name {name}" for name in names))
    for name, kind in zip(names, kinds, strict=True):
        mine = [one for one in ips["DedicatedIps"] if one["PoolName"] == name]
        mode = kind["DedicatedIpPool"]["ScalingMode"].lower()
        assert re.search(rf" {mode} +{len(mine)} ", seen.line("5", name))
    assert len(ips["DedicatedIps"]) == len(seen.rows("5", "IPs"))
    for one in ips["DedicatedIps"]:
        line = seen.line("5", one["Ip"])
        assert f" {one['PoolName']} " in line
        shown = {"DONE": " warm ", "NOT_APPLICABLE": " by ISP, below "}
        assert shown.get(one["WarmupStatus"], f" {one['WarmupPercentage']} % ") in line


def test_blocklists(seen: Seen) -> None:
    (ips,) = aws(seen, "sesv2 get-dedicated-ips")
    names = " ".join(one["Ip"] for one in ips["DedicatedIps"])
    (report,) = aws(seen, f"sesv2 get-blacklist-reports --blacklist-item-names {names}")
    for ip, hits in report["BlacklistReport"].items():
        assert seen.line("5", ip).rstrip().endswith(", ".join(hit["RblName"] for hit in hits) or "%")


def test_recommendations_verbatim(seen: Seen) -> None:
    (listed,) = aws(seen, "sesv2 list-recommendations")
    rows = seen.rows("8", "Recommendations")
    assert len(listed["Recommendations"]) == len(rows)
    for one in listed["Recommendations"]:
        word = one["Impact"] if one["Status"] == "OPEN" else one["Status"]
        pattern = rf"{re.escape(one['ResourceArn'].partition('/')[2])} +{word} +{one['Type']} +"
        assert any(re.search(pattern + re.escape(one["Description"]) + "  ", row) for row in rows)


def test_alarms(seen: Seen) -> None:
    (described,) = aws(seen, "cloudwatch describe-alarms --alarm-types MetricAlarm CompositeAlarm")
    alarms = described["MetricAlarms"] + described["CompositeAlarms"]
    shown = [row for row in seen.rows("8", "CloudWatch alarms") if " missing " not in row]
    assert len(shown) == len(alarms)
    for one in alarms:
        line = seen.line("8", one["AlarmName"])
        assert re.search(rf" {one['StateValue'].replace('_', '[_ ]')} ", line)
        assert one["AlarmRule"] in line if "AlarmRule" in one else f"≥ {100 * one['Threshold']:g} %" in line
