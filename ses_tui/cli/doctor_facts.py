"""What ``doctor`` reads from AWS for one target: every source once. A failure is a fact too."""

import time
from collections.abc import Awaitable
from typing import TypeVar

from ses_tui.cli.reading import Opened
from ses_tui.core.alarm_commands import topic_arn
from ses_tui.core.alarm_gaps import gaps
from ses_tui.core.clock import HOUR, utc_day
from ses_tui.core.doctor import Facts
from ses_tui.core.results import ReadError

T = TypeVar("T")


async def gather(one: Opened) -> Facts:
    """Read everything that the monitor reads. Costs two CloudWatch metrics; one failure does not stop it."""
    try:
        account_id = await one.reader.account_id()
    except ReadError as error:
        return Facts(one.reader.region, "", (), failed=error.error, skew=one.reader.last_skew)
    now = time.time()
    account = await _tried(one.reader.account())
    await _tried(one.reader.rates(now - HOUR, now))
    await _tried(one.reader.send_statistics())
    await _tried(one.reader.identities())
    if account is not None and account.vdm_enabled:
        await _tried(one.reader.isps((), utc_day(now), now))
        await _tried(one.reader.recommendations())
    sets = await _tried(one.reader.sets())
    await _tried(one.reader.listed_metrics())
    tenants = await _tried(one.reader.tenants())
    pools = await _tried(one.reader.pools())
    alarms = await _tried(one.reader.alarms())
    placement = await _tried(one.reader.deliverability(now, [ip.ip for ip in pools.ips] if pools else ()))
    region = one.reader.region
    return Facts(
        region,
        topic_arn(region, account_id),
        one.reader.needs,
        account_id=account_id,
        skew=one.reader.last_skew,
        account=account,
        sets=sets,
        gaps=None if alarms is None else gaps(alarms, one.plan.bands),
        pools=pools,
        tenants=tenants,
        subscribed=placement.subscribed if placement else None,
        prices=one.plan.prices,
    )


async def _tried(read: Awaitable[T]) -> T | None:
    """None where it failed; the reader's ``needs`` say why."""
    try:
        return await read
    except ReadError:
        return None
