"""What is kept before a message goes out, and which message goes out when."""

from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import cast

import pytest

from ses_tui.core.clock import ManualClock
from ses_tui.core.condition import Condition
from ses_tui.core.delivery import AlertStatus, Delivered
from ses_tui.core.messages import Message
from ses_tui.core.model import ACCOUNT, Key, Metric, Subject, SubjectKind, Target
from ses_tui.core.visibility import NEVER
from ses_tui.core.wording import Facts
from ses_tui.engine import delivery
from ses_tui.engine.delivery import RETRY_SECONDS, Delivery
from ses_tui.engine.monitor import TargetMonitor
from ses_tui.engine.news import News
from ses_tui.engine.plan import Plan
from ses_tui.engine.ports import TargetHistory
from ses_tui.store.store import Store
from tests.engine.bench import Collected, NoChannels

KEY = Key("prod", ACCOUNT, Metric.BOUNCE_RATE)
NOW = 1_700_000_000.0


class Hook(NoChannels):
    """The one channel. ``deliver``: what happens to a message; why it was refused, or nothing."""

    floors: Mapping[str, Condition] = {"hook": Condition.WARN}

    def __init__(self, take: Callable[[Message], str], forgetful: bool = False) -> None:
        self._take = take
        self.forgetful = frozenset({"hook"} if forgetful else ())
        self.restated: list[list[Key]] = []

    async def restate(self, channel: str, messages: Sequence[Message]) -> str:
        self.restated.append([one.key for one in messages])
        return ""

    async def deliver(self, channel: str, message: Message) -> str:
        return self._take(message)


class House:
    """A delivery that is told, instead of by rules, where each key stands."""

    def __init__(
        self, take: Callable[[Message], str], monkeypatch: pytest.MonkeyPatch, forgetful: bool = False
    ) -> None:
        monkeypatch.setattr(delivery, "facts_of", lambda *_: Facts())
        self.statuses: dict[Key, AlertStatus] = {}
        self.clock = ManualClock(NOW)
        self.store = Store.in_memory()
        self.history: TargetHistory = self.store.for_target("prod@1", "prod")
        self.hook = Hook(take, forgetful)
        self.delivery = Delivery(self.store, self.hook, Collected([]), self.clock, News())
        rules = SimpleNamespace(see=self._see, newest=dict)
        reader = SimpleNamespace(last_skew=None, credentials_expire=None)
        reader.region = "us-east-1"
        target = Target("prod")
        state = SimpleNamespace(account_id="123456789012")
        parts = {
            "rules": rules,
            "reader": reader,
            "target": target,
            "history": self.history,
            "state": state,
        }
        self.monitor = cast(TargetMonitor, SimpleNamespace(plan=Plan(), **parts))

    def _see(self) -> None:
        self.delivery.ledger.see("prod", self.statuses, {}, self.clock.at)

    async def cycle(self) -> None:
        self.delivery.restore([self.monitor])
        self.delivery.report(self.monitor)
        await self.delivery.finish()


async def test_that_an_end_may_have_been_heard_is_kept_before_it_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept: list[bool] = []

    def take(message: Message) -> str:
        assert house.store.flush()
        kept.extend(
            told.rises(Condition.REVIEW) for channel, _, told, _ in house.history.told() if channel == "hook"
        )
        return "killed here"

    house = House(take, monkeypatch)
    house.history.save_told([("hook", KEY, Delivered(Condition.REVIEW, NOW), NEVER)])
    assert house.store.flush()
    house.statuses = {KEY: AlertStatus(Condition.OK)}
    await house.cycle()
    assert kept == [True]
    assert house.delivery.ledger.channels["hook"].delivered[KEY].condition is Condition.REVIEW


async def test_two_messages_that_are_refused_for_ever_starve_no_other_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keys = [Key("prod", Subject(SubjectKind.IDENTITY, f"{n}.example"), Metric.BOUNCE_RATE) for n in range(6)]
    poison = keys[:2]
    rounds: list[list[Key]] = []
    accepted: list[Key] = []

    def take(message: Message) -> str:
        rounds[-1].append(message.key)
        if message.key in poison:
            return "refused"
        accepted.append(message.key)
        return ""

    house = House(take, monkeypatch)
    house.statuses = {
        key: AlertStatus(Condition.PAUSE if key in poison else Condition.WARN, NOW) for key in keys
    }
    for _ in range(3):
        rounds.append([])
        await house.cycle()
        house.clock.at += RETRY_SECONDS
    assert rounds == [poison, [*keys[2:], *poison], poison]
    assert accepted == keys[2:]


async def test_a_channel_that_hangs_keeps_only_itself_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(lambda message: "", monkeypatch)
    house.statuses = {KEY: AlertStatus(Condition.REVIEW, NOW)}
    house.delivery.restore([house.monitor])
    house.delivery.report(house.monitor)
    house.delivery.report(house.monitor)  # the hook has not answered yet: nothing is begun anew
    await house.delivery.finish()
    assert [one.channel for one in house.delivery.posted("prod")] == ["tui", "hook"]


async def test_who_forgets_is_told_each_cycle_what_is_still_open(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(lambda message: "", monkeypatch, forgetful=True)
    for condition in (Condition.REVIEW, Condition.REVIEW, Condition.REVIEW, Condition.OK, Condition.OK):
        house.statuses = {KEY: AlertStatus(condition, NOW)}
        await house.cycle()
        assert house.store.flush()  # the next cycle begins with what is kept
        house.clock.at += RETRY_SECONDS
    assert house.hook.restated == [[KEY], [KEY], [KEY]]  # while its end was not accepted it is open


async def test_cycles_that_follow_each_other_at_once_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(lambda message: "", monkeypatch, forgetful=True)
    house.statuses = {KEY: AlertStatus(Condition.REVIEW, NOW)}
    for _ in range(5):
        await house.cycle()
        assert house.store.flush()
    assert house.hook.restated == []
    house.clock.at += RETRY_SECONDS
    await house.cycle()
    assert house.hook.restated == [[KEY]]


async def test_a_message_says_the_account_that_the_store_knows_while_aws_has_not_told_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[Message] = []

    def take(message: Message) -> str:
        heard.append(message)
        return ""

    house = House(take, monkeypatch)
    house.monitor.state.account_id = None
    house.history.adopt("123456789012/us-east-1")
    house.statuses = {KEY: AlertStatus(Condition.REVIEW, NOW)}
    await house.cycle()
    assert [(one.account_id, one.region) for one in heard] == [("123456789012", "us-east-1")]
