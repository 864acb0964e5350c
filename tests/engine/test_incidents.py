"""Scenarios from ok to review: what the monitor says, in which order, and whom it names."""

import pytest

from ses_tui.core.condition import Condition, Health
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Metric, Subject, SubjectKind
from tests.engine.bench import bench

POLL = 300.0


@pytest.mark.parametrize(
    ("scenario", "culprit"),
    [
        ("stale-list", None),
        ("isp-block", Subject(SubjectKind.ISP, "Hotmail")),
    ],
)
async def test_an_incident_climbs_through_every_condition_and_names_who_is_to_blame(
    scenario: str, culprit: Subject | None
) -> None:
    async with bench(scenario) as run:
        if culprit is None:
            guilty = run.server.truth()["culprit"]
            culprit = Subject(SubjectKind(guilty["kind"]), guilty["name"])
        seen: list[Condition] = []
        for poll in range(30):
            await run.monitor.read_account()
            await run.monitor.read_rates()
            if poll % 3 == 0:
                await run.monitor.read_vdm()
            condition = run.monitor.rules.condition or Condition.OK
            if not seen or seen[-1] is not condition:
                seen.append(condition)
            if condition >= Condition.REVIEW:
                break
            run.pass_time(POLL)
        assert seen == [Condition.OK, Condition.NOTICE, Condition.WARN, Condition.REVIEW]

        await run.monitor.read_vdm()
        blame = run.monitor.picture().blame[Metric.BOUNCE_RATE]
        assert blame.first == culprit
        assert blame.shares[0][1] >= 0.6

        account = [m for m in run.sent if m.key.subject == ACCOUNT and m.key.metric is Metric.BOUNCE_RATE]
        assert [(m.kind, m.condition) for m in account] == [
            (Kind.FIRING, Condition.WARN),
            (Kind.FIRING, Condition.REVIEW),
        ]
        assert "WARN account bounce" in account[0].title
        assert "≥ 3 %" in account[0].title
        assert "≥ 5 %" in account[1].title


@pytest.mark.parametrize("scenario", ["healthy", "quiet"])
async def test_a_calm_account_says_nothing_and_names_nobody(scenario: str) -> None:
    async with bench(scenario) as run:
        for _ in range(9):
            run.pass_time(600.0)
            await run.read_all()
        picture = run.monitor.picture()
        assert run.sent == []
        assert picture.condition is Condition.OK
        assert picture.health is Health.FRESH
        assert picture.alerts == ()
        assert picture.blame == {}
        assert all(row.condition is Condition.OK for rows in picture.rows.values() for row in rows)


async def test_aws_own_words_are_alerts_by_themselves() -> None:
    async with bench("paused") as run:
        for _ in range(120):
            await run.monitor.read_account()
            run.pass_time(60.0)
        said = [(m.kind, m.condition, m.key.metric) for m in run.sent]
        assert (Kind.FIRING, Condition.REVIEW, Metric.ENFORCEMENT_STATUS) in said
        assert (Kind.FIRING, Condition.PAUSE, Metric.ENFORCEMENT_STATUS) in said
        assert (Kind.FIRING, Condition.PAUSE, Metric.SENDING_ENABLED) in said
        assert run.monitor.rules.condition is Condition.PAUSE


async def test_reading_the_same_points_again_changes_nothing() -> None:
    async with bench("stale-list") as run:
        run.pass_time(50 * 60.0)
        await run.monitor.read_rates()
        before = dict(run.monitor.rules.tracker.states)
        for _ in range(5):
            await run.monitor.read_rates()
        assert run.monitor.rules.tracker.states == before
        assert len(run.sent) <= 1
