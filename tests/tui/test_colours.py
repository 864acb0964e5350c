"""Colour is never alone: what is shown with it is shown without it, and every theme can be read."""

import re
from collections.abc import Iterator

import pytest
from rich.segment import Segment
from rich.style import Style

from ses_tui.core.condition import Condition
from ses_tui.core.themes import THEME_NAMES, Depth
from ses_tui.tui.draw.bandstyle import BAND_SIGN, HEALTH_SIGN, TERMINAL, band_word
from ses_tui.tui.draw.themes import COLOURS
from tests.tui.inventory_data import INVENTORIES
from tests.tui.places import MODES, WALKS, WALLS, Lines, segments_of, text_of, turned, walked
from tests.tui.screens import SIZES, App, settled
from tests.tui.snapshots_data import STATES
from tests.tui_draw.seeing import contrast, rgb

pytestmark = pytest.mark.asyncio

TOLD = ("━", "pause 10 %", *(sign for sign in HEALTH_SIGN.values() if sign.strip()))
"""A gauge has its mark among its lines, a chart's line its name, what is stale or blind a sign of its own."""


async def everywhere(name: str, **options: object) -> list[tuple[str, Lines]]:
    visit = walked if name in WALKS else turned
    return await visit(name.removeprefix("wall "), **options)  # type: ignore[arg-type]  # handed through


FEW = ("review", "paused", "inventory trouble", "wall paused")
NAMES = [*WALKS, *(f"wall {state}" for state in WALLS)]
STRICTEST = "high-contrast"
"""What all themes go through alike is looked at in this one."""


@pytest.mark.parametrize(
    ("size", "name"), [(SIZES[0], name) for name in NAMES] + [(SIZES[1], name) for name in FEW]
)
async def test_without_colour_the_same_is_said(size: tuple[int, int], name: str) -> None:
    coloured = await everywhere(name, size=size)
    same_without_colour(coloured, await everywhere(name, size=size, depth=Depth.NONE))
    signed(coloured)


def same_without_colour(coloured: list[tuple[str, Lines]], plain: list[tuple[str, Lines]]) -> None:
    for (place, with_colour), (_, without) in zip(coloured, plain, strict=True):
        if not place.endswith("ctrl+p"):  # there the palette has no themes to offer
            assert text_of(with_colour) == text_of(without), place
        for line in without:
            for _, style, _ in line:
                assert style is None or (style.color is None and style.bgcolor is None), place


def bands_of(line: list[Segment]) -> Iterator[tuple[Condition, str]]:
    """The numbers of a line that are painted as a band that is not ok."""
    for text, style, _ in line:
        if style is None or not re.search(r"\d", text) or any(sign in text for sign in TOLD):
            continue
        for condition, painted in TERMINAL.bands.items():
            if condition and _alike(style, painted):
                yield condition, text


def _alike(style: Style, painted: Style) -> bool:
    return (
        style.color == painted.color
        and bool(style.bold) >= bool(painted.bold)
        and (painted.bgcolor is None or style.bgcolor == painted.bgcolor)
    )


def signed(places: list[tuple[str, Lines]]) -> None:
    """Every number in a band's colour has its sign or word in its line."""
    for place, lines in places:
        for line in lines:
            said = "".join(segment.text for segment in line)
            for condition, text in bands_of(line):
                signs = (BAND_SIGN[condition], band_word(condition), condition.word)
                # so many times its usual rate, whatever its colour; the name of a line in a chart
                by_itself = text.endswith("×") or text.strip().endswith(" pause")
                assert by_itself or any(sign in said for sign in signs), (place, text, said)


@pytest.mark.parametrize("name", WALKS)
async def test_every_number_of_the_widest_screen_has_its_sign_or_word_in_its_line(name: str) -> None:
    signed(await walked(name, size=SIZES[2]))


def readable(places: list[tuple[str, Lines]], least: float) -> None:
    found: set[tuple[str, str]] = set()
    for place, lines in places:
        for line in lines:
            for text, style, _ in line:
                if not text.strip(" ─│╭╮╰╯┈"):
                    continue  # a frame or a line says nothing by itself
                assert style is not None and style.color is not None and style.bgcolor is not None, place
                assert not style.dim, (place, text)
                found.add((style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex))
    for text, ground in found:
        assert contrast(rgb(text), rgb(ground)) >= least, (text, ground)


@pytest.mark.parametrize("theme", COLOURS)
@pytest.mark.parametrize("name", FEW)
async def test_all_that_is_written_can_be_read(theme: str, name: str) -> None:
    readable(await everywhere(name, theme=theme), 7.0 if theme == STRICTEST else 4.5)


@pytest.mark.parametrize("name", NAMES)
async def test_in_ascii_nothing_is_beyond_it_and_all_can_be_read(name: str) -> None:
    seen = await everywhere(name, ascii=True, theme=STRICTEST)
    readable(seen, 7.0)
    for place, lines in seen:
        for line in text_of(lines):
            assert line.isascii(), (place, line)


@pytest.mark.parametrize("theme", ["light", "terminal"])
async def test_a_theme_that_is_chosen_later_looks_as_if_it_had_been_from_the_start(theme: str) -> None:
    before = "dark" if theme == "terminal" else "terminal"
    keys = (*MODES, "enter")
    wanted = await chosen(theme, keys)
    app = App(INVENTORIES["trouble"](), theme=before)
    async with app.run_test(size=(120, 34)) as pilot:
        await settled(pilot)
        for key in keys:  # every mode has been drawn in the theme before
            await pilot.press(key)
            await settled(pilot)
        await app.run_action(f"theme({theme!r})")
        await settled(pilot)
        for key, lines in zip(keys, wanted, strict=True):
            await pilot.press(key)
            await settled(pilot)
            assert colours_of(app) == lines, key


async def chosen(theme: str, keys: tuple[str, ...]) -> list[list[list[tuple[str, str]]]]:
    app = App(INVENTORIES["trouble"](), theme=theme)
    async with app.run_test(size=(120, 34)) as pilot:
        await settled(pilot)
        seen = []
        for key in keys:
            await pilot.press(key)
            await settled(pilot)
            seen.append(colours_of(app))
    return seen


def colours_of(app: App) -> list[list[tuple[str, str]]]:
    """Cell by cell: its character and its style."""
    return [
        [(character, str(style)) for text, style, _ in line for character in text]
        for line in segments_of(app)
    ]


async def test_the_palette_offers_the_other_themes_and_none_without_colour() -> None:
    for depth, some in ((Depth.ALL, True), (Depth.NONE, False)):
        app = App(STATES["ok"](), theme="dark", depth=depth)
        async with app.run_test() as pilot:
            await settled(pilot)
            themes = [each.title for each in app.get_system_commands(app.screen) if "Theme" in each.title]
            others = [f"Theme: {name}" for name in THEME_NAMES if name != "dark"]
            assert themes == (others if some else [])
