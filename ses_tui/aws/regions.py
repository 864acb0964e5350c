"""In which Regions an account uses SES: one free GetAccount in each that SES is in."""

import asyncio
import json
import os
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from ses_tui.aws.account import read_account, read_account_id
from ses_tui.aws.meter import Meter
from ses_tui.aws.preflight import resolve
from ses_tui.aws.profiles import source_chain
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.model import Target
from ses_tui.core.partitions import partition_of
from ses_tui.core.record import replace
from ses_tui.core.results import ReadError
from ses_tui.core.snapshot import AccountStatus

DEADLINE = 5.0
"""Seconds per Region; all are asked at once."""

_HOME = {"aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}
"""Where a partition is asked whose credentials these are; us-east-1 elsewhere."""

_NOT_HERE = frozenset({ErrorKind.CREDENTIALS_EXPIRED, ErrorKind.ACCESS_DENIED, ErrorKind.NOT_ENABLED})
"""How a Region answers that the account has not switched on, or that a policy forbids: the credentials are
good, as another Region has just said."""


class RegionsFound(NamedTuple):
    """``unasked``: Regions that did not answer, with why."""

    regions: tuple[str, ...]
    unasked: dict[str, SourceError]


def in_use(status: AccountStatus) -> bool:
    """Whether SES is in use in a Region that says this: out of the sandbox, mail in 24 hours, or trouble."""
    sent = status.quota is not None and status.quota.sent_last_24_hours > 0
    return status.production_access or sent or status.enforcement_status != "HEALTHY"


async def find_regions(target: Target) -> RegionsFound:
    """Ask every Region of the partition. ReadError where the credentials are of no use; Misconfigured."""
    home = _home(target)
    await _whose(replace(target, region=home))
    answers = await asyncio.gather(*(_status(target, region) for region in ses_regions(partition_of(home))))
    unasked = {region: found for region, found in answers if isinstance(found, SourceError)}
    used = (region for region, found in answers if isinstance(found, AccountStatus) and in_use(found))
    return RegionsFound(tuple(used), {one: why for one, why in unasked.items() if why.kind not in _NOT_HERE})


def _home(target: Target) -> str:
    """The Region of the profile or the environment, or the partition's first: STS answers there."""
    partition = target.role_arn.partition("arn:")[2].partition(":")[0] or "aws"
    told = resolve(replace(target, region="" if _has_region(target) else _HOME.get(partition, "us-east-1")))
    return told.region


def _has_region(target: Target) -> bool:
    named = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    chain = source_chain(target.profile)
    return bool(named or (chain and chain[0].get("region")))


async def _whose(target: Target) -> None:
    from ses_tui.aws.start import Caller

    caller = Caller(target, meter=Meter(), deadline=DEADLINE)
    try:
        await read_account_id(caller)
    finally:
        await caller.clients.close()


async def _status(target: Target, region: str) -> tuple[str, AccountStatus | SourceError]:
    from ses_tui.aws.start import Caller

    caller = Caller(replace(target, region=region), meter=Meter(), deadline=DEADLINE)
    try:
        return region, await read_account(caller)
    except ReadError as failure:
        return region, failure.error
    finally:
        await caller.clients.close()


def ses_regions(partition: str) -> tuple[str, ...]:
    """Where SES is, as the installed botocore knows it (endpoints.json); empty if that cannot be found."""
    spec = find_spec("botocore")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        try:
            table = json.loads((Path(folder) / "data" / "endpoints.json").read_text(encoding="utf-8"))
            found = next(one for one in table["partitions"] if one["partition"] == partition)
            return tuple(one for one in found["services"]["email"]["endpoints"] if one in found["regions"])
        except (OSError, ValueError, KeyError, StopIteration):
            continue
    return ()
