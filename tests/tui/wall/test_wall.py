"""The wall as people see it: what is always there, what takes over, and that nothing else answers."""

import pytest

from ses_tui.core.blame import Blame
from ses_tui.core.condition import BOUNCE_LINES, Condition, Health
from ses_tui.core.model import Metric, Subject, SubjectKind
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Budget, Reading, Row, Snapshot
from ses_tui.core.wall import WallOptions
from ses_tui.tui.wall.big import big
from ses_tui.tui.wall.screen import SHIFT_SECONDS, WallScreen
from tests.tui.screens import lines_of, settled, text_of
from tests.tui.snapshots_data import HOSTILE_NAMES, NOW, STATES
from tests.tui.wall.test_turn import fleet
from tests.tui.wall.walls import SIZES, Time, shown

HOTMAIL = Subject(SubjectKind.ISP, "Hotmail")


def incident() -> Snapshot:
    """Hotmail refuses the mail: 25 minutes are left at the pace of the last hour."""
    made = STATES["warn"]()
    target = made.targets[0]
    rate = replace(target.readings[0], value=0.0406)
    row = hotmail_row(0.2129)
    return replace(
        made,
        targets=(
            replace(
                target,
                readings=(rate, *target.readings[1:]),
                budgets={Metric.BOUNCE_RATE: Budget(Metric.BOUNCE_RATE, 2_248, 240_000, last_hour=5_563)},
                blame={Metric.BOUNCE_RATE: Blame(Metric.BOUNCE_RATE, ((HOTMAIL, 0.99),), 0.014)},
                rows={SubjectKind.ISP: (row,)},
                alerts=target.alerts[:1],
            ),
        ),
    )


def hotmail_row(value: float) -> Row:
    reading = Reading(
        HOTMAIL, Metric.BOUNCE_RATE, "vdm", value, Condition.PAUSE, NOW, Health.FRESH, lines=BOUNCE_LINES
    )
    return Row(HOTMAIL, (reading,))


SMALL = ("80x24", "40x12")


@pytest.mark.parametrize("size", SMALL)
@pytest.mark.parametrize("state", STATES)
async def test_the_clock_and_the_age_are_always_there(state: str, size: str) -> None:
    async with shown(STATES[state](), size) as (app, pilot):
        for _ in range(4):
            first = lines_of(app)[0]
            assert "15:20" in first
            assert "min" in first or "h" in first or "not read yet" in first
            await pilot.press("space")
            await settled(pilot)


@pytest.mark.parametrize("size", SMALL)
@pytest.mark.parametrize(
    ("state", "word"), [("warn", "WARN"), ("review", "REVIEW"), ("paused", "PAUSE"), ("blind", "credentials")]
)
async def test_what_is_wrong_takes_the_page_over(state: str, word: str, size: str) -> None:
    async with shown(STATES[state](), size) as (app, _):
        assert word in text_of(app)
        app.go_on(3600.0)
        assert word in text_of(app)


async def test_an_alert_shows_what_who_and_what_to_do() -> None:
    made = STATES["warn"]()
    target = made.targets[0]
    alerts = (replace(target.alerts[0], playbook="stale-list"), *target.alerts[1:])
    async with shown(replace(made, targets=(replace(target, alerts=alerts),))) as (app, _):
        text = text_of(app)
        assert "14:50 WARN account bounce 3.12 % ≥ 3 %" in text
        assert "news.example.org is 71 % of it" in text


@pytest.mark.parametrize("size", SIZES)
async def test_an_incident_is_four_texts_big_enough_for_the_room(size: str) -> None:
    async with shown(incident(), size) as (app, _):
        drawn = lines_of(app)
        for text in ("✖ HOTMAIL BLOCKS US", "21 %", "REVIEW IN ~25 MIN", "HOLD HOTMAIL"):
            last = text.split()[-1]
            rows = [big(last, scale)[scale // 2].strip() for scale in range(1, 9)]
            large = any(row in line for row in rows for line in drawn)
            assert large or (size == "40x12" and any(text in line for line in drawn)), text


@pytest.mark.parametrize("size", ["80x24", "120x34", "200x60"])
async def test_beside_the_number_stands_how_the_day_went(size: str) -> None:
    async with shown(incident(), size) as (app, _):
        assert "▲ account bounce 4.06 % of 5 %, last day" in text_of(app)
    async with shown(STATES["ok"](), size) as (app, _):
        assert "last day" in text_of(app)


async def test_a_notice_has_no_ground() -> None:
    async with shown(STATES["quiet"]()) as (app, _):
        grounds = {
            segment.style.bgcolor
            for strip in app.screen._compositor.render_strips()
            for segment in strip
            if segment.style is not None
        }
        assert "NOTICE" in text_of(app)
        assert all(ground is None or ground.is_default for ground in grounds)


@pytest.mark.parametrize("size", SIZES)
async def test_the_target_is_named_on_every_page(size: str) -> None:
    name = "shop-eu"
    for state in ("ok", "warn", "blind", "stale"):
        made = STATES[state]()
        named = replace(made, targets=(replace(made.targets[0], name=name),))
        async with shown(named, size) as (app, pilot):
            for _ in range(4):
                head = lines_of(app)[:3]
                assert name in head[0] or big(name, 1)[1].strip() in head[1], (state, size)
                await pilot.press("space")
                await settled(pilot)


async def test_rows_of_several_targets_name_theirs() -> None:
    async with shown(fleet(), "40x12", WallOptions(pages=("isps",))) as (app, pilot):
        await pilot.press("space")
        await settled(pilot)
        assert "bad · Hotmail" in text_of(app)


async def test_it_eases_by_itself_when_the_alert_does() -> None:
    async with shown(STATES["warn"]()) as (app, pilot):
        app.outlets[0].publish(STATES["ok"]())
        await settled(pilot)
        assert "Bounce rate" in text_of(app)
        assert "WARN" not in text_of(app)


async def test_pages_turn_with_time_and_by_the_space_bar() -> None:
    async with shown(STATES["ok"](), options=WallOptions(20.0)) as (app, pilot):
        assert "Bounce rate" in text_of(app)
        app.go_on(19.0)
        assert "Bounce rate" in text_of(app)
        app.go_on(2.0)
        assert "ISPs" in text_of(app)
        await pilot.press("space")
        await settled(pilot)
        assert "identities" in text_of(app)


@pytest.mark.parametrize(
    "key", ["1", "6", "a", "x", "p", "r", "R", "question_mark", "ctrl+p", "enter", "tab"]
)
async def test_no_other_key_does_anything(key: str) -> None:
    async with shown(STATES["warn"]()) as (app, pilot):
        before = text_of(app)
        await pilot.press(key)
        await settled(pilot)
        assert text_of(app) == before
        assert len(app.screen_stack) == 1 and isinstance(app.screen, WallScreen)
        assert app.screen.focused is None


async def test_everything_moves_now_and_then_and_nothing_is_lost() -> None:
    async with shown(STATES["ok"](), options=WallOptions(1e9)) as (app, _):
        seen = set()
        for _ in range(6):
            lines = lines_of(app)
            down = next(index for index, line in enumerate(lines) if line.strip())
            seen.add((len(lines[down]) - len(lines[down].lstrip()), down))
            assert "AWS's review at 0.1 %" in text_of(app)
            app.go_on(SHIFT_SECONDS)
        assert len(seen) == 6


async def test_the_time_goes_on_while_the_data_does_not() -> None:
    async with shown(STATES["ok"](), options=WallOptions(1e9)) as (app, _):
        assert "<1 min old · 15:20" in lines_of(app)[0]
        app.go_on(120.0)
        assert "2 min old · 15:22" in lines_of(app)[0]
        app.go_on(8 * 3600.0)  # asleep, with nothing read meanwhile
        assert "8 h old · 23:22" in lines_of(app)[0] + lines_of(app)[1]


@pytest.mark.parametrize("state", STATES)
async def test_nothing_is_drawn_beyond_the_terminal_and_nothing_breaks(state: str) -> None:
    async with shown(STATES[state]()) as (app, pilot):
        sheet = app.screen.query_one("Wall")
        for _ in range(4):
            for size in SIZES.values():
                await pilot.resize_terminal(*size)
                await settled(pilot)
                assert "could not be drawn" not in text_of(app), size
                lines = getattr(sheet, "_lines")  # noqa: B009  # what it drew, before Textual cuts it
                assert len(lines) <= size[1]
            await pilot.press("space")


async def test_it_survives_every_size() -> None:
    async with shown(STATES["stale"](), "120x34") as (app, pilot):
        for size in ((200, 60), (20, 5), (60, 15), (37, 9), (300, 90), (1, 1), (80, 24)):
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert "could not be drawn" not in text_of(app)
        assert "WARN account bounce" in text_of(app)


async def test_a_terminal_too_small_for_digits_says_the_worst() -> None:
    async with shown(STATES["review"](), "40x12") as (app, pilot):
        await pilot.resize_terminal(30, 5)
        await settled(pilot)
        assert "REVIEW" in text_of(app)


async def test_names_of_others_are_only_ever_letters() -> None:
    async with shown(STATES["hostile"](), options=WallOptions(pages=("identities", "isps"))) as (app, pilot):
        for _ in range(2):
            await pilot.press("space")
            await settled(pilot)
            text = text_of(app)
            assert not {char for char in text if not char.isprintable() and char != "\n"}
            assert all(name not in text for name in HOSTILE_NAMES if not name.isprintable())


async def test_what_must_not_be_missed_of_a_fleet_is_seen() -> None:
    made = fleet()
    async with shown(made, options=WallOptions(pages=("fleet",))) as (app, pilot):
        assert "REVIEW account bounce" in text_of(app)  # AWS's own line before blindness
        await pilot.press("space")
        await settled(pilot)
        text = text_of(app)
        assert text.index("REVIEW") < text.index("BLIND") < text.index("● All well")


def test_time_in_these_tests_is_ours() -> None:
    assert Time().now() == NOW
