"""The keys that work here: all of them, grouped, whole at every size."""

import re

import pytest

from ses_tui.tui.help import Entry, Help, Section, laid_out, sections_of, sentence
from ses_tui.tui.keygroups import MODES as GROUP
from ses_tui.tui.line import length
from ses_tui.tui.modes import ALL_MODES
from tests.tui.screens import App, settled, shown, text_of

MODES = [mode.key for mode in ALL_MODES]


def active(app: App) -> list[str]:
    """What each of our keys that work now does; of the modes their names, which stand there in any case."""
    bindings = (one.binding for one in app.screen.active_bindings.values() if one.binding.id)
    return [one.description if one.group == GROUP else sentence(one) for one in bindings]


@pytest.mark.parametrize("size", [(120, 34), (200, 60)])
@pytest.mark.parametrize("mode", MODES)
async def test_every_key_that_works_is_told_whole_at_once(mode: str, size: tuple[int, int]) -> None:
    async with shown("warn", size) as (app, pilot):
        await pilot.press(mode)
        await settled(pilot)
        wanted = active(app)
        await pilot.press("question_mark")
        await settled(pilot)
        assert isinstance(app.screen, Help)
        text = text_of(app)
        assert not [said for said in wanted if said not in text]
        assert "↑↓ scroll" not in text


@pytest.mark.parametrize("mode", MODES)
async def test_at_80x24_what_does_not_fit_is_scrolled_to(mode: str) -> None:
    async with shown("warn") as (app, pilot):
        await pilot.press(mode)
        await settled(pilot)
        wanted = {word for said in active(app) for word in said.split()}
        await pilot.press("question_mark")
        await settled(pilot)
        seen = text_of(app)
        for _ in range(20):
            await pilot.press("down")
            await settled(pilot)
            seen += text_of(app)
        assert wanted <= set(re.split(r"[\s│]+", seen))


async def test_the_help_is_about_what_has_the_focus() -> None:
    async with shown("ok", (120, 34)) as (app, pilot):
        await pilot.press("question_mark")
        await settled(pilot)
        assert "The last row" not in text_of(app)
        await pilot.press("escape", "tab", "tab", "question_mark")
        await settled(pilot)
        assert "The last row" in text_of(app)
        await pilot.press("q")
        await settled(pilot)
        assert not isinstance(app.screen, Help)


async def test_it_is_laid_out_anew_for_another_size() -> None:
    async with shown("ok", (200, 60)) as (app, pilot):
        await pilot.press("question_mark")
        await settled(pilot)
        assert "Overview: Both rates" in text_of(app)
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        text = text_of(app)
        assert "1 Overview  2 ISPs" in text
        assert "Write this view to a file" in text


def test_no_line_is_wider_than_the_box_and_no_word_is_lost() -> None:
    entry = Entry("ctrl+x", "name", "what it does in so many words that they need more than a line or two")
    sections = [Section(f"group {number}", (entry,) * number) for number in range(1, 6)]
    words = {word for section in sections for one in section.entries for word in one.text.split()}
    for width in range(30, 200, 7):
        for height in (10, 22, 58):
            lines = laid_out(sections, width, height)
            assert max(length(line) for line in lines) <= width, (width, height)
            text = " ".join(text for line in lines for text, _ in line)
            assert words <= set(text.split())


def test_keys_without_an_id_are_not_ours() -> None:
    assert sections_of([], str) == []
