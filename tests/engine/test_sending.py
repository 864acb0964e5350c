"""SES switches somebody's sending off: from the queue to the alert, over a restart, and back by a read."""

import json
from pathlib import Path

from ses_tui.cli.wiring import intakes
from ses_tui.core.condition import Condition
from ses_tui.core.events.event import Arrival
from ses_tui.core.events.parse import parse
from ses_tui.core.model import ACCOUNT, Metric, Subject, SubjectKind
from ses_tui.engine.events_feed import EventsFeed
from ses_tui.engine.plan import Plan
from ses_tui.engine.sending import SendingWatch
from ses_tui.store.store import Store
from tests.engine.bench import Bench, bench
from tests.engine.test_events_feed import reading, until

SHOP = Subject(SubjectKind.TENANT, "shop")


def said(title: str, *resources: str) -> str:
    """The notice, as EventBridge hands it to a queue."""
    made = {"detail-type": title, "source": "aws.ses", "time": "2026-11-30T03:00:00Z", "detail": {"a": "b"}}
    return json.dumps({**made, "id": f"{title}{resources}", "resources": list(resources)})


def watch(made: Bench, directory: Path, changed: list[int]) -> SendingWatch:
    """What the engine puts between the queue and the rules."""
    monitor = made.monitor
    sending = SendingWatch(monitor.state, monitor.inventory, made.clock, lambda: changed.append(1))
    plan = Plan(events_queue=made.server.queue_url)
    (intake,) = intakes([(monitor.target, monitor.reader, plan)], directory).values()
    monitor.events = EventsFeed(intake, monitor.state, made.clock, lambda: None, sending.arrived)
    return sending


async def test_a_tenant_switched_off_is_an_alert_of_its_own(tmp_path: Path) -> None:
    changed: list[int] = []
    async with bench("healthy") as made:
        await made.read_all()
        watch(made, tmp_path, changed)
        queue, monitor = made.server.account.queue, made.monitor
        queue.begin(0)
        before = monitor.picture().condition
        queue.send(said("Sending Status Disabled", "arn:aws:ses:us-east-1:123456789012:tenant/shop/tn-1"))
        async with reading(made):
            await until(made, lambda seen: bool(changed))
        assert monitor.events is not None
        await monitor.events.close()
        assert changed == [1]
        (alert,) = [one for one in monitor.picture().alerts if one.key.subject == SHOP]
        assert (alert.key.metric, alert.condition, alert.value) == (
            Metric.SENDING_STATUS,
            Condition.PAUSE,
            "off",
        )
        assert monitor.picture().condition is before


async def test_the_account_switched_off_is_its_own_key_until_it_is_read(tmp_path: Path) -> None:
    changed: list[int] = []
    async with bench("healthy") as made:
        sending = watch(made, tmp_path, changed)
        await made.read_all()
        made.pass_time(60)
        stamp = made.monitor.state.account_at
        assert stamp is not None
        text = said("Sending Status Disabled").replace("2026-11-30T03:00:00Z", "2099-01-01T00:00:00Z")
        sending.arrived(Arrival("q", "m", made.clock.now(), text, parse(text)))
        picture = made.monitor.picture()
        assert (picture.condition, changed) == (Condition.PAUSE, [1])
        assert [(one.key.subject, one.value) for one in picture.alerts] == [(ACCOUNT, "off")]
        await made.monitor.read_account()
        assert made.monitor.picture().alerts == ()


async def test_what_an_event_switched_off_is_off_after_a_restart_until_a_read_ends_it(
    tmp_path: Path,
) -> None:
    changed: list[int] = []
    store = Store.in_memory()
    async with bench("healthy", store) as made:
        await made.read_all()
        sending = watch(made, tmp_path, changed)
        await made.monitor.inventory.read_lists()
        tenants = made.monitor.inventory.now.tenants
        assert tenants is not None
        (name, *_) = [one.name for one in tenants.tenants if one.sending_status == "ENABLED"]
        made.pass_time(60)
        text = said("Sending Status Disabled", f"arn:aws:ses:us-east-1:123456789012:tenant/{name}/tn-1")
        text = text.replace("2026-11-30T03:00:00Z", "2099-01-01T00:00:00Z")
        sending.arrived(Arrival("q", "m", made.clock.now(), text, parse(text)))
        made.monitor.tick()
        store.flush()
        subject = Subject(SubjectKind.TENANT, name)
        async with bench(history=store, server=made.server) as again:
            state = again.monitor.rules.tracker.state
            assert state(subject, Metric.SENDING_STATUS).condition is Condition.PAUSE
            made.pass_time(60)
            await watch(again, tmp_path / "again", changed).read_lists()
            assert state(subject, Metric.SENDING_STATUS).condition is Condition.OK


async def test_an_identity_that_can_send_again_when_it_is_read_is_over(tmp_path: Path) -> None:
    changed: list[int] = []
    async with bench("healthy") as made:
        await made.read_all()
        sending, rules = watch(made, tmp_path, changed), made.monitor.rules
        listed = await made.monitor.reader.identities()
        on = Subject(SubjectKind.IDENTITY, next(each.name for each in listed if each.sending_enabled))
        made.pass_time(60)
        text = said("Sending Status Disabled", f"arn:aws:ses:us-east-1:123456789012:identity/{on.name}")
        text = text.replace("2026-11-30T03:00:00Z", "2099-01-01T00:00:00Z")
        sending.arrived(Arrival("q", "m", made.clock.now(), text, parse(text)))
        assert (on, Metric.SENDING_STATUS) in rules.tracker.loud
        await made.monitor.read_vdm()
        assert (on, Metric.SENDING_STATUS) in rules.tracker.loud  # the list is older than the event
        made.pass_time(60)
        await made.monitor.read_lists()
        assert (on, Metric.SENDING_STATUS) not in rules.tracker.loud


async def test_an_event_older_than_the_list_of_identities_changes_nothing(tmp_path: Path) -> None:
    changed: list[int] = []
    async with bench("healthy") as made:
        sending = watch(made, tmp_path, changed)
        await made.read_all()
        (name, *_) = made.monitor.state.identities or ("",)
        text = said("Sending Status Disabled", f"arn:aws:ses:us-east-1:123456789012:identity/{name}")
        text = text.replace("2026-11-30T03:00:00Z", "2001-01-01T00:00:00Z")
        sending.arrived(Arrival("q", "m", made.clock.now(), text, parse(text)))
        assert changed == []
