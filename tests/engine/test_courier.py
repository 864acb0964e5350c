"""What is kept before a message goes out, and what after."""

from types import SimpleNamespace
from typing import cast

from ses_tui.core.clock import ScaledClock
from ses_tui.core.condition import Condition
from ses_tui.core.delivery import Standing, Told
from ses_tui.core.desk import Desk
from ses_tui.core.messages import Message
from ses_tui.core.model import ACCOUNT, Key, Metric
from ses_tui.engine.courier import Courier
from ses_tui.engine.ports import Herald
from tests.engine.bench import Collected

KEY = Key("prod", ACCOUNT, Metric.BOUNCE_RATE)
NOW = 1_700_000_000.0


async def test_that_an_end_may_have_been_heard_is_kept_before_it_is_sent() -> None:
    desk = Desk({"hook": Condition.WARN, "tui": Condition.PAUSE})
    desk.ears["hook"].told[KEY] = Told(Condition.REVIEW, NOW)
    desk.see("prod", {KEY: Standing(Condition.OK)}, {}, NOW)
    kept: list[bool] = []
    seen: list[list[bool]] = []

    async def deliver(channel: str, message: Message) -> str:
        seen.append(list(kept))
        return "killed here"

    herald = cast(Herald, SimpleNamespace(floors={"hook": Condition.WARN}, deliver=deliver))
    courier = Courier(
        desk,
        herald,
        Collected([]),
        ScaledClock(NOW, 1.0),
        lambda due: cast(Message, due),
        lambda *_: None,
        lambda: kept.extend(told.rises(Condition.REVIEW) for _, _, told, _ in desk.take_changed()),
    )
    courier.round()
    await courier.finish()
    assert seen == [[True]]
    assert desk.ears["hook"].told[KEY].condition is Condition.REVIEW
