"""What ``doctor`` asks AWS of one target: every source once; what fails is a fact too."""

import time
from collections.abc import Awaitable
from typing import TypeVar

from ses_tui.aws.permissions import FEATURES, QUEUE_FEATURE, action_of
from ses_tui.cli import alarm_texts
from ses_tui.cli.reading import Opened
from ses_tui.core.alarm_gaps import gaps
from ses_tui.core.clock import HOUR, utc_day
from ses_tui.core.doctor import Facts, Need
from ses_tui.core.errors import SourceError
from ses_tui.core.reads import ReadError
from ses_tui.core.record import replace

T = TypeVar("T")


async def gather(one: Opened) -> Facts:
    """Read everything that the monitor reads, each source by itself. Costs two metrics of CloudWatch."""
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
        await _tried(one.resources.recommendations())
    sets = await _tried(one.resources.sets())
    await _tried(one.resources.metrics_found())
    tenants = await _tried(one.resources.tenants())
    pools = await _tried(one.resources.pools())
    alarms = await _tried(one.resources.alarms())
    placement = await _tried(one.resources.deliverability([ip.ip for ip in pools.ips] if pools else ()))
    region = one.reader.region
    topic = alarm_texts.topic_arn(region, account_id)
    facts = Facts(
        region,
        topic,
        await _needs(one),
        account_id=account_id,
        skew=one.reader.last_skew,
        account=account,
        sets=sets,
        pools=pools,
        tenants=tenants,
        subscribed=placement.subscribed if placement else None,
    )
    if alarms is None:
        return facts
    found = gaps(alarms, one.plan.bands)
    commands = [alarm_texts.cli_new(want, region, topic) for want in found.missing]
    commands += [alarm_texts.cli_better(better, region, topic) or "" for better in found.better]
    return replace(facts, gaps=found, alarm_commands=tuple(commands))


async def _tried(read: Awaitable[T]) -> T | None:
    """None where it failed: how, the outcomes say."""
    try:
        return await read
    except ReadError:
        return None


async def _needs(one: Opened) -> tuple[Need, ...]:
    """How the calls behind each action went; of several, a failure counts more than a success."""
    outcomes: dict[str, SourceError | None] = {}
    for operation, error in (await one.resources.outcomes()).items():
        action = action_of(operation)
        outcomes[action] = error or outcomes.get(action)
    found = {
        action_of(operation): feature
        for name, feature in FEATURES.items()
        if name != QUEUE_FEATURE
        for operation in feature.operations
    }
    return tuple(
        Need(action, feature.about, feature.core, action in outcomes, outcomes.get(action), feature.optional)
        for action, feature in found.items()
    )
