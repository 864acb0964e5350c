"""The account itself: who it is, its status, its 15-minute counts, its identities."""

from math import isfinite

from ses_tui.aws import shapes
from ses_tui.aws.names import Names
from ses_tui.aws.operations import ACCOUNT, CALLER_IDENTITY, IDENTITIES, SEND_STATISTICS, Calls
from ses_tui.aws.paging import pages
from ses_tui.core.counts import SendBucket
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.resources import Identity
from ses_tui.core.results import ReadError
from ses_tui.core.snapshot import AccountStatus, Quota

PAGE_SIZE = 1000
"""The most that ListEmailIdentities gives at once (service model 1.43.117)."""


async def read_account_id(caller: Calls) -> str:
    """The 12 digits."""
    return shapes.text(await caller.call(CALLER_IDENTITY), "Account")


async def read_account(caller: Calls) -> AccountStatus:
    """GetAccount.

    ReadError if the enforcement status or SendingEnabled is missing: an account is never taken to be
    paused, or healthy, for want of a word.
    """
    answer = await caller.call(ACCOUNT)
    for name, kind in (("EnforcementStatus", str), ("SendingEnabled", bool)):
        if not isinstance(answer.get(name), kind) or answer[name] == "":
            raise ReadError(_lacking(name))
    review = shapes.struct(shapes.struct(answer, "Details"), "ReviewDetails")
    suppression, vdm = shapes.struct(answer, "SuppressionAttributes"), shapes.struct(answer, "VdmAttributes")
    pricing = shapes.struct(answer, "PricingAttributes")
    return AccountStatus(
        enforcement_status=shapes.text(answer, "EnforcementStatus"),
        sending_enabled=shapes.flag(answer, "SendingEnabled"),
        production_access=shapes.flag(answer, "ProductionAccessEnabled"),
        vdm_enabled=shapes.text(vdm, "VdmEnabled") == "ENABLED",
        quota=_quota(shapes.struct(answer, "SendQuota")),
        review_status=shapes.text(review, "Status"),
        review_case=shapes.text(review, "CaseId"),
        plan=shapes.text(pricing, "CurrentPlan"),
        next_plan=shapes.text(pricing, "NextPlan"),
        suppressed=shapes.words(suppression, "SuppressedReasons"),
        validation=shapes.text(
            shapes.struct(shapes.struct(suppression, "ValidationAttributes"), "ConditionThreshold"),
            "ConditionThresholdEnabled",
        ),
        auto_warmup=shapes.truth(answer, "DedicatedIpAutoWarmupEnabled"),
        engagement=shapes.text(shapes.struct(vdm, "DashboardAttributes"), "EngagementMetrics"),
        guardian=shapes.text(shapes.struct(vdm, "GuardianAttributes"), "OptimizedSharedDelivery"),
    )


def _lacking(name: str) -> SourceError:
    return SourceError(
        ACCOUNT.source,
        ACCOUNT.name,
        ErrorKind.PARTIAL,
        f"the answer has no {name}",
        "it is read again at the next poll; what answers may not be AWS",
    )


def _quota(quota: shapes.Answer) -> Quota | None:
    most = shapes.number(quota, "Max24HourSend")
    rate = shapes.number(quota, "MaxSendRate")
    sent = shapes.number(quota, "SentLast24Hours")
    if most is None or rate is None or sent is None or not all(map(isfinite, (most, rate, sent))):
        return None
    return Quota(most if most >= 0 else None, rate, sent)  # -1: unlimited


async def read_send_statistics(caller: Calls) -> tuple[SendBucket, ...]:
    """The buckets of the last two weeks in time order; AWS gives them in none."""
    answer = await caller.call(SEND_STATISTICS)
    buckets: dict[float, SendBucket] = {}
    for point in shapes.structs(answer, "SendDataPoints"):
        at = shapes.as_time(point.get("Timestamp"))
        counts = [
            shapes.as_count(point.get(name))
            for name in ("DeliveryAttempts", "Bounces", "Complaints", "Rejects")
        ]
        if at is None or any(count is None for count in counts):
            continue
        attempts, bounces, complaints, rejects = (count or 0 for count in counts)
        buckets[at] = SendBucket(at, attempts, bounces, complaints, rejects)
    return tuple(buckets[at] for at in sorted(buckets))


async def read_identities(caller: Calls, names: Names) -> tuple[Identity, ...]:
    """Every identity, its name safe to print and unique, in AWS's order."""
    listed: dict[str, Identity] = {}
    async for page in pages(caller, IDENTITIES, PageSize=PAGE_SIZE):
        for identity in shapes.structs(page, "EmailIdentities"):
            if raw := shapes.raw_text(identity, "IdentityName"):
                name = names.printable(raw)
                listed[name] = Identity(
                    name,
                    shapes.flag(identity, "SendingEnabled"),
                    shapes.text(identity, "VerificationStatus"),
                )
    return tuple(listed.values())
