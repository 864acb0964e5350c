"""SESv2 dedicated IPs: pools, warm-up, blocklists."""

from typing import Any

from ses_tui.simulator.account import DAY, Account
from ses_tui.simulator.services.paging import page
from ses_tui.simulator.wire.errors import ApiError

_MOST = 1_000


def list_dedicated_ip_pools(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    shown, following = page(list(account.resources.pools), request, most=_MOST)
    return {"DedicatedIpPools": list(shown), "NextToken": following}


def get_dedicated_ip_pool(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    name = request["PoolName"]
    mode = account.resources.pools.get(name)
    if mode is None:
        raise ApiError("NotFoundException", f"Dedicated IP pool <{name}> does not exist", 404)
    return {"DedicatedIpPool": {"PoolName": name, "ScalingMode": mode}}


def dedicated_ips(account: Account) -> list[dict[str, Any]]:
    days = account.clock.elapsed() / DAY
    rows = []
    for ip in account.resources.ips:
        status, percent = account.resources.warmup(ip, days)
        rows.append({"Ip": ip.ip, "WarmupStatus": status, "WarmupPercentage": percent, "PoolName": ip.pool})
    return rows


def get_dedicated_ips(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    pool = request.get("PoolName")
    if pool is not None and pool not in account.resources.pools:
        raise ApiError("NotFoundException", f"Dedicated IP pool <{pool}> does not exist", 404)
    rows = [row for row in dedicated_ips(account) if pool in (None, row["PoolName"])]
    shown, following = page(rows, request, most=_MOST)
    return {"DedicatedIps": list(shown), "NextToken": following}


def get_blacklist_reports(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    report = {}
    for ip in request["BlacklistItemNames"]:
        listing = account.resources.blocklisted.get(ip)
        report[ip] = (
            [
                {
                    "RblName": listing,
                    "ListingTime": account.start - 2 * DAY,
                    "Description": "Listed for spam trap hits",
                }
            ]
            if listing
            else []
        )
    return {"BlacklistReport": report}
