"""An identity that SES refuses to send for: from the list to the alert, its row, doctor, check, and why."""

import json

import pytest

from ses_tui.aws.permissions import FEATURES
from ses_tui.core.clock import HOUR, MINUTE
from ses_tui.core.condition import Condition
from ses_tui.core.delivery import TOLD_ONCE
from ses_tui.core.errors import ErrorKind
from ses_tui.core.findings import Level
from ses_tui.core.messages import Kind, Message
from ses_tui.core.model import Key, Metric, Subject, SubjectKind
from ses_tui.core.report import as_json, exit_code
from ses_tui.core.snapshot import Snapshot
from ses_tui.engine.plan import Plan
from ses_tui.engine.sending import SendingWatch
from ses_tui.simulator.resources import UNVERIFIED
from tests.engine.bench import Bench, bench
from tests.schema import assert_as_promised

NEWS = Subject(SubjectKind.IDENTITY, "news.example.org")
PLAN = Plan(isps=("Gmail", "Hotmail"))


def told(made: Bench) -> list[Message]:
    """The messages about words of AWS: time that passes makes the rates blind, too."""
    return [one for one in made.sent if one.key.metric in TOLD_ONCE]


async def first_round(made: Bench) -> None:
    """Everything once."""
    await made.read_all()
    sending = SendingWatch(made.monitor.state, made.monitor.inventory, made.clock, made.monitor.tick)
    await sending.read_lists()


async def test_it_is_told_once_by_the_next_list_and_again_when_it_is_lost() -> None:
    async with bench("identity-lost", plan=PLAN) as made:
        await first_round(made)
        assert told(made) == []
        made.pass_time(15 * MINUTE)
        await made.monitor.read_lists()
        (first,) = told(made)
        assert (first.kind, first.condition, first.key.subject) == (Kind.FIRING, Condition.PAUSE, NEWS)
        assert first.title.endswith("PAUSE news.example.org verification is TEMPORARY_FAILURE")
        assert first.playbook == "identity-lost"
        made.pass_time(HOUR)
        await made.monitor.read_lists()
        await made.monitor.read_vdm()
        _, second = told(made)
        assert second.covers == (Key("prod", NEWS, Metric.MAIL_FROM),)
        assert made.monitor.rules.value(NEWS, Metric.VERIFICATION) == "FAILED"


async def test_it_is_on_its_row_in_doctor_and_in_check_and_not_the_accounts_condition() -> None:
    async with bench("identity-lost", plan=PLAN) as made:
        await first_round(made)
        before = exit_code(Snapshot(0.0, (made.monitor.picture(),)))
        made.pass_time(45 * MINUTE)
        await made.read_all()
        await made.monitor.read_lists()
        picture = made.monitor.picture()
        row, *_ = picture.rows[SubjectKind.IDENTITY]
        assert (row.subject, row.condition) == (NEWS, Condition.PAUSE)
        found = next(one for one in picture.findings if one.check == "identities")
        assert (found.level, found.summary.split(";")[0]) == (
            Level.FAIL,
            "news.example.org: verification is FAILED",
        )
        assert "the last check says HOST_NOT_FOUND" in found.summary
        assert picture.condition is Condition.OK
        snapshot = Snapshot(0.0, (picture,))
        assert exit_code(snapshot) == before == 0
        assert_as_promised(as_json(snapshot))
        metrics = json.loads(as_json(snapshot))["targets"][0]["metrics"]
        said = {
            (each["subject"]["name"], each["metric"]): (each["status"], each["condition"])
            for each in metrics
            if each["status"] is not None
        }
        assert said["news.example.org", "verification"] == ("FAILED", "pause")
        assert said["news.example.org", "dkim"] == ("FAILED", "warn")
        assert said["shop.example.com", "verification"] == ("SUCCESS", "ok")
        assert said[UNVERIFIED, "verification"] == ("PENDING", None)


async def test_only_those_in_trouble_are_asked_about_one_by_one() -> None:
    async with bench("identity-lost", plan=PLAN) as made:
        await first_round(made)
        assert made.monitor.state.identity_details == {}
        made.pass_time(45 * MINUTE)
        await made.monitor.read_lists()
        (details,) = made.monitor.state.identity_details.values()
        truth = made.server.account.scenario.identity_status[-1]
        assert (details.name, details.verification, details.dkim, details.mail_from_status) == (
            truth.identity,
            truth.verification,
            truth.dkim,
            truth.mail_from,
        )
        assert details.error == truth.error
        assert details.last_success is not None and details.last_checked is not None
        assert details.last_success < made.server.account.start + 10 * MINUTE < details.last_checked
        assert made.monitor.picture().identity_details == {"news.example.org": details}


@pytest.mark.parametrize("fault", ["access_denied", "disabled", "not_found", "absent"])
async def test_without_the_reason_it_is_told_all_the_same(fault: str) -> None:
    async with bench("identity-lost", plan=PLAN) as made:
        await first_round(made)
        made.pass_time(45 * MINUTE)
        made.server.account.faults.inject(fault, "GetEmailIdentity")
        await made.monitor.read_lists()
        picture = made.monitor.picture()
        assert [one.key.subject for one in picture.alerts] == [NEWS]
        assert picture.identity_details == {}
        (error,) = [one for one in picture.errors if one.source == "identities"]
        assert error.operation == "GetEmailIdentity"
        if fault == "access_denied":
            assert error.kind is ErrorKind.ACCESS_DENIED
            assert "ses:GetEmailIdentity" in error.hint
    assert "ses:GetEmailIdentity" in {one.action for one in FEATURES["identities"].operations}


async def test_one_that_was_lost_before_the_first_look_is_in_the_one_summary() -> None:
    async with bench("identity-lost", plan=PLAN) as made:
        made.pass_time(45 * MINUTE)
        await made.read_all()
        assert told(made) == []
        assert {one.key.subject for one in made.monitor.picture().alerts} == {NEWS}
        sending = SendingWatch(made.monitor.state, made.monitor.inventory, made.clock, made.monitor.tick)
        await sending.read_lists()
        (summary,) = told(made)
        assert {str(key) for key in summary.covers} == {
            "identity:news.example.org/verification",
            "identity:news.example.org/dkim",
            "identity:news.example.org/mail_from",
        }
        assert summary.title.endswith("verification is FAILED, and 2 more")
        assert "DKIM is FAILED" in summary.body


async def test_with_vdm_off_the_list_is_read_and_says_it_too() -> None:
    async with bench("identity-lost", plan=PLAN) as made:
        await made.monitor.read_account()
        account = made.monitor.state.account
        assert account is not None
        made.server.account.faults.inject("vdm_off", "*")
        await made.monitor.read_account()
        await made.monitor.read_vdm()
        assert made.monitor.state.identities
        made.pass_time(45 * MINUTE)
        await made.monitor.read_lists()
        worst, *_ = made.monitor.picture().alerts
        assert (worst.key.subject, worst.key.metric) == (NEWS, Metric.VERIFICATION)
        assert worst.condition is Condition.REVIEW
