"""Mode 9: every target, and going from one to another."""

from dataclasses import replace as replace_message

import pytest

from ses_tui.core.condition import Condition, Health
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.model import ACCOUNT, Key, Metric, Subject, SubjectKind
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Snapshot
from ses_tui.tui.export import Table
from ses_tui.tui.view import View
from tests.notify.messages import MESSAGE
from tests.tui.lists_data import LISTS
from tests.tui.screens import SIZES, App, FakeMonitor, lines_of, settled, text_of
from tests.tui.test_lists import shown


def order(app: App) -> list[str]:
    from ses_tui.tui.fleet.screen import FleetTable

    return [row.id for row in app.screen.query_one(FleetTable).rows]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_every_target_worst_first_with_its_state(size: tuple[int, int]) -> None:
    async with shown("fleet", "fleet", size) as (app, _):
        assert order(app) == ["paused", "blind-one", "old", "prod", "shop", "new", "marketing"]
        text = text_of(app)
        for said in (
            "Fleet 7 targets  ✖ 1 PAUSE  ▲ 2 WARN  ◆ 1 NOTICE  ? 1 blind  ◌ 1 stale",
            "✖ PAUSE  paused",
            "10.18 %",
            "▲ WARN   prod",
            "◌ 18 min",
            "? blind  blind-one",
            "? 1 h",
            "… unread new",
            "none",
            "● ok     marketing",
            "✖ SHUTDOWN, paused by AWS",
            "✖▶",
            "6 more complaints until review",
            "worst row  ■ Hotmail bounce 8.31 %",
            "✖ 15:10 PAUSE account status is SHUTDOWN",
        ):
            assert said in text, said


async def test_there_is_more_where_there_is_room() -> None:
    async with shown("fleet", "fleet", (200, 60)) as (app, _):
        prod = next(line for line in lines_of(app) if "▲ WARN   prod" in line)
        for said in ("us-east-1", "188 bounces, 9-31 h", "■ Hotmail 8.31 %", "● HEALTHY", "3▲"):
            assert said in prod, said


async def test_enter_goes_to_that_target() -> None:
    async with shown("fleet", "fleet") as (app, pilot):
        await pilot.press("down", "down", "down", "enter")
        await settled(pilot)
        assert app.current_mode != "fleet"
        assert lines_of(app)[0].startswith(" prod 2/7")
        assert "3.12 %  ▲ WARN" in text_of(app)
        await pilot.press("2")
        await settled(pilot)
        assert lines_of(app)[0].startswith(" prod 2/7")
        assert "REVIEW Hotmail" in text_of(app)


async def test_a_dot_and_a_comma_go_round_the_targets() -> None:
    async with shown("fleet", "isps") as (app, pilot):
        assert lines_of(app)[0].startswith(" marketing 1/7")
        await pilot.press("full_stop")
        await settled(pilot)
        assert lines_of(app)[0].startswith(" prod 2/7")
        await pilot.press("comma", "comma")
        await settled(pilot)
        assert lines_of(app)[0].startswith(" paused 7/7")


async def test_the_target_stays_when_the_order_changes_and_goes_to_the_first_when_it_is_gone() -> None:
    async with shown("fleet", "isps") as (app, pilot):
        await pilot.press("full_stop")
        before = LISTS["fleet"]()
        app.mailbox.publish(replace(before, targets=before.targets[::-1]))
        await settled(pilot)
        assert lines_of(app)[0].startswith(" prod 6/7")
        kept = tuple(target for target in before.targets if target.name != "prod")
        app.mailbox.publish(replace(before, targets=kept))
        await settled(pilot)
        assert lines_of(app)[0].startswith(" marketing 1/6")


async def test_with_one_target_it_says_how_to_have_more_and_has_no_key_for_the_next() -> None:
    async with shown("trouble", "fleet") as (app, pilot):
        assert "one target is watched; each [[targets]] table adds one (ses-tui config init)" in text_of(app)
        await pilot.press("full_stop", "question_mark")
        await settled(pilot)
        assert "The next target" not in text_of(app)


async def test_it_can_be_the_first_screen() -> None:
    from ses_tui.tui.app import SesApp
    from ses_tui.tui.look import Look
    from tests.tui.demo_screen import StillClock
    from tests.tui.screens import FakeMonitor

    app = SesApp(Look(), StillClock(False), LISTS["fleet"](), lambda _: FakeMonitor(), mode="fleet")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "Fleet 7 targets" in text_of(app)
        await pilot.press("1")
        await settled(pilot)
        assert "Bounce rate" in text_of(app)


def two_in_trouble() -> Snapshot:
    """``calm`` first, then ``shop`` at warn and ``paused``, each with alerts of its own."""
    made = LISTS["fleet"]()
    own = []
    for target in made.targets:
        alerts = tuple(
            replace(one, key=replace(one.key, target=target.name), id=f"{target.name} {one.id}")
            for one in target.alerts
        )
        own.append(replace(target, alerts=alerts))
    return replace(made, targets=tuple(own))


def alerts_listed(app: App) -> list[str]:
    from ses_tui.tui.listing import Listing

    return [row.id for row in app.screen.query_one("#open", Listing).rows]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_alerts_after_the_fleet_are_those_of_all_targets_worst_first(size: tuple[int, int]) -> None:
    snapshot = two_in_trouble()
    app = App(snapshot)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("9", "6")
        await settled(pilot)
        found = sorted(
            (a for t in snapshot.targets for a in t.alerts),
            key=lambda one: (-one.condition, one.key.subject != ACCOUNT),
        )
        assert alerts_listed(app) == [one.id for one in found]
        assert lines_of(app)[0].startswith(" Fleet 7 targets")
        assert "PAUSE  paused: account" in text_of(app)
        await pilot.press("6")
        await settled(pilot)
        assert len(alerts_listed(app)) == len(found)
        await pilot.press("1", "6")
        await settled(pilot)
        first = snapshot.targets[0]
        assert alerts_listed(app) == [one.id for one in first.alerts]
        assert not lines_of(app)[0].startswith(" Fleet")


async def test_of_all_targets_an_accounts_own_alert_comes_before_a_row_of_another() -> None:
    made = two_in_trouble()
    any_alert = next(alert for one in made.targets for alert in one.alerts)
    row, own = (
        replace(any_alert, condition=Condition.PAUSE, id=name, key=Key(name, subject, Metric.BOUNCE_RATE))
        for name, subject in (("row", Subject(SubjectKind.ISP, "Aol")), ("own", ACCOUNT))
    )
    first, second, *_ = made.targets
    app = App(replace(made, targets=(replace(first, alerts=(row,)), replace(second, alerts=(own,)))))
    async with app.run_test(size=(120, 34)) as pilot:
        await settled(pilot)
        await pilot.press("9", "6")
        await settled(pilot)
        assert alerts_listed(app) == ["own", "row"]


async def test_an_alert_of_another_target_opens_that_targets_chart_and_is_acted_on_there() -> None:
    app = App(two_in_trouble())
    async with app.run_test(size=(120, 34)) as pilot:
        await settled(pilot)
        app.monitor = monitor = Recording()
        await pilot.press("9", "6", "x")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert monitor.silenced == ["paused"]
        await pilot.press("enter")
        await settled(pilot)
        assert lines_of(app)[0].startswith(" paused: account · ")
        await pilot.press("escape")
        await settled(pilot)
        assert lines_of(app)[0].startswith(" Fleet 7 targets")


class Recording(FakeMonitor):
    """Remembers whose alerts were muted."""

    def __init__(self) -> None:
        super().__init__()
        self.silenced: list[str] = []

    def silence(self, matcher: str, target: str, until: float, why: str, also: frozenset[str]) -> None:
        self.silenced.append(target)


@pytest.mark.parametrize(("state", "said"), [("fleet", " ▲ shop: 14:20 WARN"), ("ok", " ▲ 14:20 WARN")])
async def test_news_name_their_target_first_where_there_are_several(state: str, said: str) -> None:
    async with shown(state, "fleet") as (app, pilot):
        app.mailbox.show(
            replace_message(
                MESSAGE, key=Key("shop", ACCOUNT, Metric.BOUNCE_RATE), title="shop: 14:20 WARN account bounce"
            )
        )
        await pilot.pause()
        assert lines_of(app)[-2].startswith(said)


async def test_keys_of_mode_9_act_on_the_target_under_the_cursor() -> None:
    app = App(two_in_trouble())
    async with app.run_test(size=(200, 60)) as pilot:
        await settled(pilot)
        app.monitor = monitor = Recording()
        await pilot.press("9", "x", "enter")
        await settled(pilot)
        assert monitor.silenced == ["paused"]


def grouped() -> Snapshot:
    """``paused`` and ``prod`` are shops; the cap slows two."""
    made = LISTS["fleet"]()
    groups = {"paused": "shop", "prod": "shop", "marketing": "mail"}
    return replace(
        made,
        targets=tuple(
            replace(
                one,
                group=groups.get(one.name, ""),
                usage=replace(one.usage, estimated_monthly_usd=0.2, slowed=one.name in groups),
            )
            for one in made.targets
        ),
    )


async def test_the_total_and_what_the_cap_slows_stand_in_the_head() -> None:
    app = App(grouped())
    async with app.run_test(size=(120, 34)) as pilot:
        await pilot.press("9")
        await settled(pilot)
        assert "$1.40/mo, the cap slows 3" in lines_of(app)[0]
        assert lines_of(app)[0].rstrip().endswith("worst first")


async def test_groups_have_a_column_where_there_are_any_and_can_be_filtered_and_sorted_by() -> None:
    app = App(grouped())
    async with app.run_test(size=(120, 34)) as pilot:
        await pilot.press("9")
        await settled(pilot)
        assert " group" in lines_of(app)[2]
        await pilot.press("slash", *"group:shop", "enter")
        await settled(pilot)
        assert order(app) == ["paused", "prod"]
        assert "2 match group:shop" in lines_of(app)[0]
        await pilot.press("escape", "s")
        await settled(pilot)
        assert "by group, a to z" in lines_of(app)[0]
        assert order(app)[-3:] == ["marketing", "paused", "prod"]
    app = App(LISTS["fleet"]())
    async with app.run_test(size=(120, 34)) as pilot:
        await pilot.press("9")
        await settled(pilot)
        assert " group" not in lines_of(app)[2]


def exported(app: App) -> Table:
    assert isinstance(app.screen, View)
    return app.screen.export()


async def test_a_group_is_folded_into_one_row_with_its_worst_state_its_counts_and_what_it_costs() -> None:
    app = App(grouped())
    async with app.run_test(size=(120, 34)) as pilot:
        await pilot.press("9", "f")
        await settled(pilot)
        assert order(app) == ["group shop", "blind-one", "old", "shop", "new", "marketing"]
        row = next(line for line in lines_of(app) if "shop: 2 targets" in line)
        alerts = sum(len(one.alerts) for one in grouped().targets if one.group == "shop")
        assert "✖ PAUSE" in row and "10.18 %" in row and f" {alerts} " in row
        assert any(
            line.startswith(" shop 2 targets  ✖ 1 PAUSE  ▲ 1 WARN") and "$0.40/mo" in line
            for line in lines_of(app)
        )
        assert "✖ SHUTDOWN, paused by AWS" in text_of(app)
        assert [row[0] for row in exported(app).rows].count("prod") == 1
        await pilot.press("enter")
        await settled(pilot)
        assert lines_of(app)[0].startswith(" paused ")
        await pilot.press("9", "f")
        await settled(pilot)
        assert "group shop" not in order(app) and "prod" in order(app)
        await pilot.press("F")
        await settled(pilot)
        assert {"group shop", "group mail"} <= {*order(app)}
        await pilot.press("F")
        await settled(pilot)
        assert {"paused", "prod", "marketing"} <= {*order(app)}


async def test_without_groups_nothing_is_folded() -> None:
    async with shown("fleet", "fleet", (120, 34)) as (app, pilot):
        before = order(app)
        await pilot.press("f", "F")
        await settled(pilot)
        assert order(app) == before
        assert " f fold" not in text_of(app)


async def test_what_never_could_be_read_is_blind_as_soon_as_it_is_known_why() -> None:
    error = SourceError(
        "target", "profile", ErrorKind.CREDENTIALS_MISSING, "no AWS profile 'nope'", "mend it"
    )
    made = LISTS["fleet"]()
    bad = replace(made.targets[0], name="bad", condition=Condition.OK, health=Health.INIT, errors=(error,))
    app = App(replace(made, targets=(bad, *made.targets[1:])))
    async with app.run_test(size=(120, 34)) as pilot:
        await pilot.press("9")
        await settled(pilot)
        assert "? blind  bad" in text_of(app)
        assert "? 2 blind" in lines_of(app)[0]
