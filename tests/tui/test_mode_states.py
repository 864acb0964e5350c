"""Every mode in every state at every size, as text; ``--snapshot-update`` renews ``__texts__``.

Where a picture of the same exists its text is not kept; the rules hold for all.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from ses_tui.core.verdict import verdict
from ses_tui.tui.app import SesApp
from ses_tui.tui.draw.bandstyle import BAND_SIGN
from tests.tui.mode_states import ALL, WALL, keys, made, pictured
from tests.tui.screens import App, assert_whole, lines_of, settled
from tests.tui.wall.walls import App as Wall

TEXTS = Path(__file__).parent / "__texts__"
SIZES = {"80x24": (80, 24), "120x34": (120, 34), "200x60": (200, 60)}
TINY, TINIEST = (40, 10), (12, 3)
SIGNS = "".join(BAND_SIGN.values())
ROW = re.compile(rf"^[ ▌][{SIGNS}] (?!HEALTHY)\w+ ")
NUMBER = re.compile(rf"[{SIGNS}]?[ ↑↓]?(?<![\d.,-])\d+\.\d\d+ %")
BAND = re.compile(rf"\d+\.\d+ %  [{SIGNS}] \w+")
CUT_NUMBER = re.compile(r"(?<!\S)\d+[.,]?\d*…|…[.,]?\d|####")


@asynccontextmanager
async def running(mode: str, state: str) -> AsyncIterator[tuple[SesApp, Pilot[None]]]:
    snapshot = made(mode, state)()
    app = Wall(snapshot) if mode == WALL else App(snapshot)
    async with app.run_test(size=SIZES["80x24"], notifications=True) as pilot:
        await settled(pilot)
        await pilot.press(*keys(mode, state))
        await settled(pilot)
        yield app, pilot


async def at(pilot: Pilot[None], app: SesApp, size: tuple[int, int]) -> list[str]:
    """What the program shows there."""
    await pilot.resize_terminal(*size)
    await settled(pilot)
    return lines_of(app)


def kept(mode: str, state: str, seen: dict[str, list[str]]) -> str:
    """The file's text: the sizes of which there is no picture."""
    return "".join(
        f"== {name}\n" + "".join(f"{line.rstrip()}\n" for line in lines)
        for name, lines in seen.items()
        if name not in pictured(mode, state)
    )


def whole(lines: list[str], size: tuple[int, int]) -> None:
    """Nothing is too wide, undrawn, or a number without its end."""
    assert_whole(lines, size)
    assert not CUT_NUMBER.findall("\n".join(lines))


def unfocused(lines: list[str]) -> str:
    """Without what depends on the part that has the focus: its mark, and the line of keys."""
    return "\n".join(lines[:-1]).translate({ord("▸"): "─", ord("▌"): " "})


def worst_numbers(mode: str, lines: list[str]) -> set[str]:
    """The first rate of the first row, each rate there with a band's sign, each with a band's word.

    The advisor's rows are sentences of AWS, whole below the table.
    """
    row = next((line for line in lines if ROW.match(line)), "") if mode != "advisor" else ""
    rates = [rate.strip() for rate in NUMBER.findall(row)]
    signed = [rate for rate in rates if rate[0] in SIGNS]
    return {*rates[:1], *signed, *BAND.findall("\n".join(lines))}


def said_when_tiny(mode: str, state: str) -> set[str]:
    """The sign and the word of what is worst."""
    shown = made(mode, state)()
    targets = shown.targets
    condition = max(one.condition for one in targets)
    if mode == WALL and state == "expired":
        return {"credentials expired"}
    if mode == WALL and targets[0].alerts:
        return {condition.name}
    if mode in ("detail", WALL):
        unread = "not read" if not targets[0].readings else ""
        return {unread or f"{BAND_SIGN[condition]} {condition.name if condition else 'ok'}"}
    others = {f"{BAND_SIGN[condition]} {condition.name}"} if mode == "fleet" else set()
    verdicts = [verdict(one, shown.generated_at) for one in targets]
    return {f"{one.sign} {word}" for one in verdicts for word, _ in one.sayings} | others


@pytest.mark.parametrize(("mode", "state"), ALL)
async def test_every_size(mode: str, state: str, request: pytest.FixtureRequest) -> None:
    async with running(mode, state) as (app, pilot):
        seen = {name: await at(pilot, app, size) for name, size in SIZES.items()}
        tiny = await at(pilot, app, TINY)
        await at(pilot, app, TINIEST)
        back = await at(pilot, app, SIZES["80x24"])
    for name, size in SIZES.items():
        whole(seen[name], size)
    whole(tiny, TINY)
    assert unfocused(back) == unfocused(seen["80x24"])
    assert worst_numbers(mode, seen["200x60"]) <= worst_numbers(mode, seen["80x24"])
    lines = [line for line in tiny if line.strip() and "PAUSED 15:20" not in line]
    shown = lines if mode in ("detail", WALL) else lines[:1]
    assert any(said in line for said in said_when_tiny(mode, state) for line in shown)
    text, path = kept(mode, state, seen), TEXTS / f"{mode}-{state}.txt"
    if request.config.getoption("update_snapshots") and text:
        path.write_text(text, encoding="utf-8")
    assert text == (path.read_text(encoding="utf-8") if path.exists() else "")
