"""Hand-made snapshots."""

from ses_tui.core.condition import BOUNCE_LINES, COMPLAINT_LINES, Condition, Health
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.model import ACCOUNT, Key, Metric, Subject, SubjectKind
from ses_tui.core.record import replace
from ses_tui.core.snapshot import (
    AccountStatus,
    Alert,
    Quota,
    Reading,
    Row,
    Snapshot,
    TargetSnapshot,
    Usage,
)

AT = 1_764_000_031.0  # 2025-11-24T16:00:31Z
HOTMAIL = Subject(SubjectKind.ISP, "Hotmail")


def reading(metric: Metric, value: float | None, condition: Condition, health: Health) -> Reading:
    """One of the account's rates."""
    lines = BOUNCE_LINES if metric is Metric.BOUNCE_RATE else COMPLAINT_LINES
    return Reading(ACCOUNT, metric, "cloudwatch", value, condition, AT - 31, health, lines=lines)


def target(
    condition: Condition = Condition.WARN, health: Health = Health.FRESH, name: str = "default"
) -> TargetSnapshot:
    """A target with everything in it: rates, one ISP, an alert, an error."""
    row = Row(
        HOTMAIL,
        (
            Reading(HOTMAIL, Metric.SENDS, "vdm", 10_000.0, at=AT, health=Health.FRESH),
            Reading(HOTMAIL, Metric.BOUNCE_RATE, "vdm", 0.0123, Condition.OK, AT, Health.FRESH, 123, 10_000),
        ),
    )
    return TargetSnapshot(
        name=name,
        region="us-east-1",
        account_id="123456789012",
        condition=condition,
        health=health,
        account=AccountStatus("HEALTHY", True, True, True, Quota(500_000.0, 120.0, 208_400.0)),
        readings=(
            reading(Metric.BOUNCE_RATE, 0.0312, condition, health),
            reading(Metric.COMPLAINT_RATE, None, Condition.OK, Health.INIT),
        ),
        rows={SubjectKind.ISP: (row,)},
        alerts=(
            Alert(
                id="0123456789ab",
                kind="FIRING",
                condition=Condition.WARN,
                key=Key(name, ACCOUNT, Metric.BOUNCE_RATE),
                value=0.0312,
                line=0.03,
                since=AT - 600,
                summary="WARN account bounce 3.12 % ≥ 3 %",
            ),
        ),
        errors=(SourceError("vdm", "BatchGetMetricData", ErrorKind.ACCESS_DENIED, "denied", "allow it"),),
        usage=Usage(31, 12, 60, 0.1728),
    )


def snapshot(*targets: TargetSnapshot) -> Snapshot:
    """A snapshot of these, or of one target at warn."""
    return Snapshot(AT, targets or (target(),))


def blind(name: str = "blind", condition: Condition = Condition.OK) -> TargetSnapshot:
    """A target of which nothing could be read."""
    return replace(
        TargetSnapshot(name=name, region="eu-west-1", condition=condition, health=Health.INIT),
        health_reason="no credentials: log in",
    )
