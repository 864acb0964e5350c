"""What is live on the rows of ISPs and identities: marked, beside VDM's numbers, nowhere without a queue."""

import re

import pytest

from ses_tui.core.events.seen import NO_EVENTS, EventsSeen, Live
from ses_tui.core.model import Subject, SubjectKind
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Snapshot
from tests.tui.events_data import LIVE, MANY, full, no_queue, seen
from tests.tui.made import snapshot, target
from tests.tui.screens import SIZES, lines_of, settled, shown, text_of


def calm() -> Snapshot:
    """Nothing is wrong, and some events are live."""
    return snapshot(target(events=seen(MANY)))


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_overview_marks_rows_after_their_name(size: tuple[int, int]) -> None:
    async with shown(calm(), size) as (app, _):
        row = next(line for line in lines_of(app) if "Hotmail" in line)
        assert "Hotmail +40 live " in row
        assert "Yahoo +2 live " in text_of(app)
        assert text_of(app).count(" live") in (2, 3)  # the identity's only where it has room whole


async def test_a_mark_that_has_no_room_is_left_out_rather_than_cut() -> None:
    long = Subject(SubjectKind.IDENTITY, "news.example.org")
    events = EventsSeen(queue="q", live=((long, Live(123_456, 0, 0)),), live_since=1.0)
    async with shown(snapshot(target(events=events)), (80, 24)) as (app, _):
        row = next(line for line in lines_of(app) if "news.example.org" in line)
        assert "+" not in row


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_longest_mark_stands_whole_in_its_column(size: tuple[int, int]) -> None:
    events = EventsSeen(queue="q", live=((LIVE[0][0], Live(18_000, 0, 0)),), live_since=1.0)
    async with shown(snapshot(target(events=events)), size) as (app, pilot):
        await pilot.press("2")
        await settled(pilot)
        assert " +18.0k " in next(line for line in lines_of(app) if " Hotmail " in line)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(("mode", "name", "live"), [("2", "Hotmail", "+40"), ("3", "news.ex", "+41")])
async def test_the_lists_have_a_column_and_the_row_its_words(
    mode: str, name: str, live: str, size: tuple[int, int]
) -> None:
    async with shown(calm(), size) as (app, pilot):
        await pilot.press(mode)
        await settled(pilot)
        head = next(line for line in lines_of(app) if " live " in line and "bounce" in line)
        row = next(line for line in lines_of(app) if name in line and live in line)
        assert row.index(live) + len(live) == head.index("live") + len("live")
        await pilot.press("slash", *name, "enter")
        await settled(pilot)
        said = {"2": "live since 15:15: 9 bounces, 31 delays"}.get(
            mode, "live since 15:15: 8 bounces, 2 complaints, 31 delays"
        )
        assert said in " ".join(text_of(app).split())


@pytest.mark.parametrize("mode", ["1", "2", "3"])
@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_without_a_queue_nothing_is_there(mode: str, size: tuple[int, int]) -> None:
    async with shown(no_queue(), size) as (app, pilot):
        await pilot.press(mode)
        await settled(pilot)
        assert not re.search(r"\blive\b", text_of(app))


@pytest.mark.parametrize("mode", ["1", "2", "3"])
async def test_live_events_leave_every_number_of_vdm_as_it_was(mode: str) -> None:
    marked = full()
    plain = replace(marked, targets=(replace(marked.targets[0], events=NO_EVENTS),))
    tables = []
    for one in (marked, plain):
        async with shown(one, (200, 60)) as (app, pilot):
            await pilot.press(mode)
            await settled(pilot)
            tables.append(app.screen.export())  # type: ignore[attr-defined]
    assert tables[0] == tables[1]


def test_the_words_are_of_those_that_came() -> None:
    assert [live.total for _, live in LIVE] == [40, 2, 41]
