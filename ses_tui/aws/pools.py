"""Pools of dedicated IPs, and the IPs with their warm-up."""

from ses_tui.aws import shapes
from ses_tui.aws.names import Names
from ses_tui.aws.operations import IPS, POOL, POOLS, Calls
from ses_tui.aws.paging import pages
from ses_tui.aws.partial import Parts
from ses_tui.core.resources import DedicatedIp, Pool, PoolsResult
from ses_tui.core.results import ReadError

PAGE_SIZE = 100


async def read_pools(caller: Calls, names: Names) -> PoolsResult:
    """Pools and IPs; an account without any has empty lists. ReadError if neither list was read."""
    parts = Parts()
    listed: list[str] = []
    failed: ReadError | None = None
    try:
        async for page in pages(caller, POOLS, PageSize=PAGE_SIZE):
            listed += [name for name in shapes.values(page, "DedicatedIpPools") if isinstance(name, str)]
    except ReadError as error:
        failed = error
        parts.note(error.error)
    pools = []
    for raw in dict.fromkeys(listed):
        answer = await parts.of(caller, POOL, PoolName=raw)
        kind = shapes.text(shapes.struct(answer, "DedicatedIpPool"), "ScalingMode") if answer else ""
        pools.append(Pool(names.printable(raw), kind))
    ips: list[DedicatedIp] = []
    try:
        ips += await read_ips(caller, names)
    except ReadError as error:
        if failed is not None:
            raise failed from None
        parts.note(error.error)
    return PoolsResult(tuple(pools), tuple(ips), parts.errors)


async def read_ips(caller: Calls, names: Names) -> tuple[DedicatedIp, ...]:
    """Every dedicated IP of the account (GetDedicatedIps)."""
    ips: dict[str, DedicatedIp] = {}
    async for page in pages(caller, IPS, PageSize=PAGE_SIZE):
        for one in shapes.structs(page, "DedicatedIps"):
            ip = _ip(one, names)
            ips[ip.ip] = ip
    return tuple(ips.values())


def _ip(answer: shapes.Answer, names: Names) -> DedicatedIp:
    percent = shapes.as_count(answer.get("WarmupPercentage"))  # -1 in a managed pool: no count
    pool = shapes.raw_text(answer, "PoolName")
    return DedicatedIp(
        names.printable(shapes.raw_text(answer, "Ip")),
        names.printable(pool) if pool else "",
        shapes.text(answer, "WarmupStatus"),
        percent if percent is not None and percent <= 100 else None,
    )
