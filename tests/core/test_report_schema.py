"""What ``check --format json`` prints is what its schema says, member by member."""

from typing import Any

from ses_tui.core.check_parts import PARTS
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.inventory import Inventory
from ses_tui.core.report import report
from ses_tui.core.report_schema import schema
from ses_tui.core.resources import (
    AlarmInfo,
    BlocklistHit,
    ConfigurationSet,
    DedicatedIp,
    DeliverabilityResult,
    EventDestination,
    Pool,
    PoolsResult,
    Recommendation,
    SetsResult,
    TenantsResult,
    TenantStatus,
)
from ses_tui.core.snapshot import AccountStatus, Quota, Snapshot, TargetSnapshot
from tests.schema import problems

FULL = Inventory(
    sets=SetsResult(
        (ConfigurationSet("marketing", destinations=(EventDestination("sns", True, ("SNS",), ("BOUNCE",)),)),)
    ),
    tenants=TenantsResult((TenantStatus("acme", "arn", "ENABLED"),)),
    pools=PoolsResult((Pool("fast", "STANDARD"),), (DedicatedIp("192.0.2.1", "fast", "DONE", 100),)),
    advisor=(Recommendation("example.org", "arn", "DKIM", "OPEN", "HIGH", "no DKIM"),),
    alarms=(AlarmInfo("bounces", "OK"),),
    deliverability=DeliverabilityResult(
        True, blocklisted=(BlocklistHit("192.0.2.1", "zen.example", None, ""),)
    ),
    errors={"tenants": (SourceError("tenants", "ListTenants", ErrorKind.ACCESS_DENIED, "denied", ""),)},
)


def target(inventory: Inventory = FULL) -> TargetSnapshot:
    account = AccountStatus("HEALTHY", True, False, True, Quota(None, 14.0, 3.0), plan="PRO")
    return TargetSnapshot("prod", "eu-west-1", account=account, inventory=inventory)


def test_everything_that_is_printed_is_in_the_schema_and_the_other_way_round() -> None:
    full = Snapshot(0.0, (target(),))
    assert problems(report(full, PARTS), schema()) == []
    assert problems(report(full), schema()) == []
    assert problems(report(Snapshot(0.0, (TargetSnapshot("new", ""),))), schema()) == []


def one_target(snapshot: Snapshot, *wanted: str) -> dict[str, Any]:
    printed: Any = report(snapshot, wanted)["targets"]
    found: dict[str, Any] = printed[0]
    return found


def test_what_was_not_asked_for_is_null() -> None:
    printed = one_target(Snapshot(0.0, (target(),)), "pools")
    assert {name: printed[name] is None for name in PARTS} == {name: name != "pools" for name in PARTS}
    assert printed["errors"] == []


def test_what_was_asked_for_and_not_read_is_null_and_says_why() -> None:
    printed = one_target(Snapshot(0.0, (target(Inventory(errors=FULL.errors)),)), "tenants")
    assert printed["tenants"] is None
    assert [error["operation"] for error in printed["errors"]] == ["ListTenants"]


def test_an_ip_has_its_warm_up_and_the_blocklists_that_hold_it() -> None:
    (pool,) = one_target(Snapshot(0.0, (target(),)), "pools")["pools"]
    assert pool["kind"] == "STANDARD"
    assert pool["ips"] == [
        {"ip": "192.0.2.1", "warmup_status": "DONE", "warmup_percent": 100, "blocklists": ["zen.example"]}
    ]


def test_plan_and_sandbox_are_always_there() -> None:
    account = one_target(Snapshot(0.0, (target(),)))["account"]
    assert (account["plan"], account["sandbox"]) == ("PRO", True)
    account = one_target(Snapshot(0.0, (TargetSnapshot("new", ""),)))["account"]
    assert (account["plan"], account["sandbox"]) == (None, None)
