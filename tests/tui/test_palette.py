"""Ctrl-p finds every action by a readable name."""

from collections.abc import Iterable

import pytest
from textual.app import SystemCommand

from ses_tui.tui.detail.screen import Detail
from ses_tui.tui.modes import ALL_MODES
from tests.tui.lists_data import LISTS
from tests.tui.screens import App, settled, shown


def offered(app: App) -> dict[str, SystemCommand]:
    commands: Iterable[SystemCommand] = app.get_system_commands(app.screen)
    found = list(commands)
    assert len({each.title for each in found}) == len(found), "two of one name"
    return {each.title: each for each in found}


@pytest.mark.parametrize("mode", [mode.key for mode in ALL_MODES])
async def test_every_binding_has_a_command_with_its_key(mode: str) -> None:
    async with shown("warn", (120, 34)) as (app, pilot):
        await pilot.press(mode)
        await settled(pilot)
        helps = [command.help for command in offered(app).values()]
        for active in app.screen.active_bindings.values():
            binding = active.binding
            if binding.id and binding.action != "command_palette":
                first = next(
                    one.binding
                    for one in app.screen.active_bindings.values()
                    if one.binding.id and one.binding.action == binding.action
                )
                assert f"{first.tooltip} ({app.get_key_display(first)})" in helps


async def test_names_say_what_they_do() -> None:
    async with shown(LISTS["fleet"](), (120, 34)) as (app, _):
        names = set(offered(app))
        wanted = {"On it", "Mute", "Export", "Copy", "Read now", "Mode: ISPs", "Mode: Fleet"}
        assert wanted <= names
        assert {f"Target: {name}" for name in app.state.names} <= names
        assert "Theme: dark" in names
        target = app.state.names[-1]
        offered(app)[f"Target: {target}"].callback()
        assert app.state.target is not None
        assert app.state.target.name == target


async def test_orders_and_ranges_are_there_by_name() -> None:
    async with shown("warn", (120, 34)) as (app, pilot):
        await pilot.press("2")
        await settled(pilot)
        offered(app)["Sort: by bounce, highest first"].callback()
        await settled(pilot)
        assert "Sort: worst first" in offered(app)
        await pilot.press("enter")
        await settled(pilot)
        offered(app)["Range: 7 d"].callback()
        await settled(pilot)
        assert isinstance(app.screen, Detail)
        assert "[7 d]" in "".join(text for text, _ in app.screen.heading(app.state, 120))
