"""What is kept before a message goes out, and what after."""

from types import SimpleNamespace
from typing import cast

from ses_tui.core.clock import ScaledClock
from ses_tui.core.condition import Condition
from ses_tui.core.delivery import AlertStatus, Delivered
from ses_tui.core.ledger import Ledger
from ses_tui.core.messages import Message
from ses_tui.core.model import ACCOUNT, Key, Metric, Subject, SubjectKind
from ses_tui.core.wording import Facts, compose
from ses_tui.engine.courier import RETRY_SECONDS, Courier
from ses_tui.engine.ports import Channels
from tests.engine.bench import Collected

KEY = Key("prod", ACCOUNT, Metric.BOUNCE_RATE)
NOW = 1_700_000_000.0


async def test_that_an_end_may_have_been_heard_is_kept_before_it_is_sent() -> None:
    ledger = Ledger({"hook": Condition.WARN, "tui": Condition.PAUSE})
    ledger.channels["hook"].delivered[KEY] = Delivered(Condition.REVIEW, NOW)
    ledger.see("prod", {KEY: AlertStatus(Condition.OK)}, {}, NOW)
    kept: list[bool] = []
    seen: list[list[bool]] = []

    async def deliver(channel: str, message: Message) -> str:
        seen.append(list(kept))
        return "killed here"

    channels = cast(Channels, SimpleNamespace(floors={"hook": Condition.WARN}, deliver=deliver))
    courier = Courier(
        ledger,
        channels,
        Collected([]),
        ScaledClock(NOW, 1.0),
        lambda due: cast(Message, due),
        lambda *_: None,
        lambda: kept.extend(told.rises(Condition.REVIEW) for _, _, told, _ in ledger.take_changed()),
    )
    courier.round()
    await courier.finish()
    assert seen == [[True]]
    assert ledger.channels["hook"].delivered[KEY].condition is Condition.REVIEW


async def test_two_messages_that_are_refused_for_ever_starve_no_other_one() -> None:
    keys = [Key("prod", Subject(SubjectKind.IDENTITY, f"{n}.example"), Metric.BOUNCE_RATE) for n in range(6)]
    poison = keys[:2]
    statuses = {key: AlertStatus(Condition.PAUSE if key in poison else Condition.WARN, NOW) for key in keys}
    ledger = Ledger({"hook": Condition.WARN, "tui": Condition.PAUSE})
    ledger.see("prod", statuses, {}, NOW)
    clock = ScaledClock(NOW, 0.0)
    rounds: list[list[Key]] = []
    accepted: list[Key] = []

    async def deliver(channel: str, message: Message) -> str:
        rounds[-1].append(message.key)
        if message.key in poison:
            return "refused"
        accepted.append(message.key)
        return ""

    channels = cast(Channels, SimpleNamespace(floors={"hook": Condition.WARN}, deliver=deliver))
    courier = Courier(
        ledger,
        channels,
        Collected([]),
        clock,
        lambda due: compose(due, Facts(), NOW, zone=None),
        lambda *_: None,
        lambda: None,
    )
    monotonic = 0.0
    clock.monotonic = lambda: monotonic  # type: ignore[method-assign]
    for _ in range(3):
        rounds.append([])
        courier.round()
        await courier.finish()
        monotonic += RETRY_SECONDS
    assert rounds == [poison, [*keys[2:], *poison], poison]
    assert accepted == keys[2:]
