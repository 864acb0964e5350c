"""Global deliverability: inbox placement of subscribed domains, blocklists. Reads only.

That these operations serve the console's feature is an inference (SES.md): anything but the
expected answer leaves the part out. Nothing here starts or changes a subscription.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from ses_tui.aws import shapes
from ses_tui.aws.names import Names
from ses_tui.aws.operations import BLOCKLISTS, DELIVERABILITY, DOMAIN_STATISTICS, Calls
from ses_tui.aws.paging import Parts
from ses_tui.core.clock import DAY, utc_day
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.resources import (
    VERBATIM_CAP,
    BlocklistHit,
    DayPlacement,
    DeliverabilityResult,
    DomainPlacement,
    IspPlacement,
)
from ses_tui.core.text import safe

DAYS = 29
"""Days before today: a report may span 30."""

IPS_PER_CALL = 50

_ABSENT = frozenset({ErrorKind.INVALID_REQUEST, ErrorKind.NOT_ENABLED})


async def read_deliverability(
    caller: Calls, names: Names, now: float, ips: Sequence[str]
) -> DeliverabilityResult:
    """Placement over the last 30 days up to ``now``, and the blocklists that hold one of ``ips``."""
    parts = Parts()
    options = await parts.of(caller, DELIVERABILITY)
    subscribed, status = None, ""
    domains: list[DomainPlacement] = []
    if options is not None:
        subscribed = shapes.flag(options, "DashboardEnabled")
        status = shapes.text(options, "AccountStatus")
        today = utc_day(now)
        for raw in _domains(options) if subscribed else ():
            report = await parts.of(
                caller,
                DOMAIN_STATISTICS,
                Domain=raw,
                StartDate=datetime.fromtimestamp(today - DAYS * DAY, UTC),
                EndDate=datetime.fromtimestamp(today, UTC),
            )
            if report is not None:
                domains.append(_domain(names.printable(raw), report))
    listed = await _blocklists(caller, names, parts, ips)
    errors = parts.errors
    if subscribed is False:
        errors = tuple(error for error in errors if not _is_absence(error))
    return DeliverabilityResult(subscribed, status, tuple(domains), listed, errors)


def _is_absence(error: SourceError) -> bool:
    """Whether AWS refused to look blocklists up for an account that does not pay for them."""
    return error.operation == BLOCKLISTS.name and error.kind in _ABSENT


def _domains(options: shapes.Answer) -> Iterable[str]:
    domains = (
        shapes.raw_text(one, "Domain")
        for key in ("ActiveSubscribedDomains", "PendingExpirationSubscribedDomains")
        for one in shapes.structs(options, key)
    )
    return dict.fromkeys(name for name in domains if name)


def _domain(name: str, report: shapes.Answer) -> DomainPlacement:
    overall = shapes.struct(report, "OverallVolume")
    volume = shapes.struct(overall, "VolumeStatistics")
    read = shapes.number(overall, "ReadRatePercent")
    days = (
        (shapes.as_time(one.get("StartDate")), _placements(one))
        for one in shapes.structs(report, "DailyVolumes")
    )
    return DomainPlacement(
        name,
        shapes.as_count(volume.get("InboxRawCount")),
        shapes.as_count(volume.get("SpamRawCount")),
        read / 100 if read is not None else None,
        _placements(overall),
        tuple(DayPlacement(at, isps) for at, isps in days if at is not None),
    )


def _placements(answer: shapes.Answer) -> tuple[IspPlacement, ...]:
    return tuple(
        IspPlacement(
            shapes.text(one, "IspName"),
            shapes.as_count(one.get("InboxRawCount")),
            shapes.as_count(one.get("SpamRawCount")),
        )
        for one in shapes.structs(answer, "DomainIspPlacements")
    )


async def _blocklists(
    caller: Calls, names: Names, parts: Parts, ips: Sequence[str]
) -> tuple[BlocklistHit, ...] | None:
    hits: list[BlocklistHit] = []
    asked = False
    for first in range(0, len(ips), IPS_PER_CALL):
        some = [names.raw(ip) for ip in ips[first : first + IPS_PER_CALL]]
        answer = await parts.of(caller, BLOCKLISTS, BlacklistItemNames=some)
        if answer is None:
            return None  # some IPs were not looked up: "no hit" would be a guess
        asked = True
        report = shapes.struct(answer, "BlacklistReport")
        for raw in report:
            hits += [_hit(names.printable(raw), one) for one in shapes.structs(report, raw)]
    return tuple(hits) if asked else None


def _hit(ip: str, answer: shapes.Answer) -> BlocklistHit:
    return BlocklistHit(
        ip,
        shapes.text(answer, "RblName"),
        shapes.as_time(answer.get("ListingTime")),
        safe(shapes.raw_text(answer, "Description"), VERBATIM_CAP),
    )
