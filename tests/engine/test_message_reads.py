"""One message's life is read when somebody asks, and by nothing else."""

import json

from ses_tui.core.message_life import MessageRequest, MessageResult
from ses_tui.core.record import replace
from ses_tui.engine.message_reads import read_message
from tests.engine.bench import Bench, bench


def received(run: Bench) -> str:
    (message,) = run.server.account.queue.receive(1)
    return str(json.loads(json.loads(message.body)["Message"])["mail"]["messageId"])


async def life_of(run: Bench, id: str) -> MessageResult:
    found: list[MessageResult] = []
    await read_message(run.monitor, MessageRequest("prod", id), found.append)
    (result,) = found
    return result


async def test_its_life_comes_masked_and_by_one_call() -> None:
    async with bench("isp-block") as run:
        await run.read_all()
        assert run.server.log.operations["GetMessageInsights"] == 0
        result = await life_of(run, received(run))
        assert result.life is not None and not result.why and not result.waiting
        assert "•••@" in result.life.recipients[0].destination and result.life.subject == ""
        assert run.server.log.operations["GetMessageInsights"] == 1


async def test_what_is_not_read_says_why_and_nothing_else_suffers() -> None:
    async with bench("isp-block") as run:
        await run.read_all()
        assert "no such message in this Region" in (await life_of(run, "0100ffff-000000")).why
        run.server.account.faults.inject("access_denied", "GetMessageInsights")
        assert "allow ses:GetMessageInsights" in (await life_of(run, received(run))).why
        assert run.monitor.picture().errors == ()


async def test_without_vdm_nothing_is_asked() -> None:
    async with bench("isp-block") as run:
        await run.monitor.read_account()
        assert run.monitor.state.account is not None
        run.monitor.state.account = replace(run.monitor.state.account, vdm_enabled=False)
        assert "VDM is off" in (await life_of(run, "0100ffff-000000")).why
        assert run.server.log.operations["GetMessageInsights"] == 0
