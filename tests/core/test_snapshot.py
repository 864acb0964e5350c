"""What every front end asks of a snapshot."""

from ses_tui.core.condition import BOUNCE_LINES, Condition, Health
from ses_tui.core.model import ACCOUNT, Metric, Subject, SubjectKind
from ses_tui.core.snapshot import Quota, Reading, Row, Snapshot
from tests.core.near import near
from tests.core.picture import AT, HOTMAIL, blind, snapshot, target


def row(name: str, sends: float, value: float, condition: Condition) -> Row:
    subject = Subject(SubjectKind.ISP, name)
    return Row(
        subject,
        (
            Reading(subject, Metric.SENDS, "vdm", sends),
            Reading(subject, Metric.BOUNCE_RATE, "vdm", value, condition, lines=BOUNCE_LINES),
        ),
    )


def test_rows_are_ordered_worst_first_and_calm_ones_by_volume() -> None:
    rows = [
        row("small", 10, 0.019, Condition.OK),
        row("large", 1000, 0.001, Condition.OK),
        row("warn", 5, 0.031, Condition.WARN),
        row("warner", 5, 0.049, Condition.WARN),
        row("paused", 1, 0.2, Condition.PAUSE),
    ]
    ordered = [one.subject.name for one in sorted(rows, key=Row.order)]
    assert ordered == ["paused", "warner", "warn", "large", "small"]


def test_the_whole_is_as_bad_as_its_worst_target() -> None:
    one = snapshot(target(Condition.OK), target(Condition.REVIEW), blind())
    assert (one.condition, one.health) == (Condition.REVIEW, Health.INIT)
    assert (Snapshot(AT, ()).condition, Snapshot(AT, ()).health) == (Condition.OK, Health.INIT)


def test_use_of_the_quota_is_unknown_without_a_limit() -> None:
    assert Quota(500.0, 1.0, 100.0).use == near(0.2)
    assert Quota(None, 1.0, 100.0).use is None


def test_readings_and_rows_are_found() -> None:
    one = target()
    found = one.row(HOTMAIL)
    assert found is not None
    assert found.sends == 10_000
    assert found.get(Metric.OPEN_RATE) is None
    assert one.row(ACCOUNT) is None
    assert one.row(Subject(SubjectKind.ISP, "gone")) is None
    assert one.reading(Metric.OPEN_RATE) is None
