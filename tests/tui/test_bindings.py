"""Every key of ours, wherever it works: it has an id, a sentence and a group, and is in the cheat sheet."""

import importlib.util
from pathlib import Path

import pytest
from textual.dom import DOMNode

from ses_tui.tui.detail.screen import Detail
from ses_tui.tui.form import Form, TickBox
from ses_tui.tui.help import Help
from ses_tui.tui.keygroups import GROUPS
from ses_tui.tui.keymap import Place, ids, live, own_bindings, places
from ses_tui.tui.modes import ALL_MODES
from ses_tui.tui.playbook import PlaybookScreen
from ses_tui.tui.uicontext import UiContext
from ses_tui.tui.view import View
from tests.tui.screens import App, app_of, settled, shown, text_of

DOCS = Path(__file__).parents[2] / "docs"


def ours(node: DOMNode) -> bool:
    return any(base.__module__.startswith("ses_tui.") for base in type(node).__mro__)


@pytest.mark.parametrize("place", places(), ids=lambda place: place.title)
def test_each_binding_has_id_sentence_and_group(place: Place) -> None:
    for chain in place.chains:
        for node in chain:
            for base in node.__mro__:
                if base.__module__.startswith("ses_tui."):
                    for binding in base.__dict__.get("BINDINGS", ()):
                        said = (binding.id, binding.description, binding.tooltip, binding.group)
                        assert all(said), (base, binding)
                        assert binding.group in GROUPS
                        assert binding.tooltip[0].isupper(), binding.tooltip
                        assert not binding.tooltip.endswith(".")


def test_the_same_id_is_the_same_thing_to_do() -> None:
    seen: dict[str, str] = {}
    for place in places():
        for chain in place.chains:
            for node in chain:
                for binding in own_bindings(node).values():
                    action = binding.action.removeprefix("app.").removeprefix("screen.")
                    assert seen.setdefault(binding.id or "", action) == action, binding.id


def test_no_two_keys_of_ours_clash() -> None:
    """In one place a key has one action, but for a part that takes it from the screen it stands on."""
    for place in places():
        for chain in place.chains:
            for node in chain:
                for key, bindings in live((node,), {}).items():
                    assert len({binding.action for binding in bindings}) == 1, (place.title, key)


async def watch(app: App, known: set[type[DOMNode]]) -> None:
    """Parts that could have the focus, and have keys of ours, are told of as such."""
    screen = app.screen
    told = set(screen.keyed()) if isinstance(screen, View) else known
    for widget in screen.query("*").results(DOMNode):
        if getattr(widget, "can_focus", False) and ours(widget) and own_bindings(type(widget)):
            assert type(widget) in told, (type(screen), type(widget))
    assert {one.binding.id for one in screen.active_bindings.values() if one.binding.id} <= set(ids())


@pytest.mark.parametrize("mode", [mode.key for mode in ALL_MODES])
async def test_what_can_have_the_focus_is_known(mode: str) -> None:
    async with shown("warn", (120, 34)) as (app, pilot):
        await pilot.press(mode)
        await settled(pilot)
        await watch(app, set())


async def test_the_dialogues_are_known() -> None:
    async with shown("warn", (120, 34)) as (app, pilot):
        for key, kind in (("enter", Detail), ("r", PlaybookScreen), ("question_mark", Help), ("e", Form)):
            await pilot.press(key)
            await settled(pilot)
            assert isinstance(app.screen, kind)
            await watch(app, {TickBox})
            await pilot.press("escape")
            await settled(pilot)


async def test_a_key_of_the_configuration_takes_the_place_of_ours() -> None:
    app = app_of("ok")
    app.ui_context = UiContext(keys={"app.pause": "P,f5", "app.playbook": "p"})
    async with app.run_test(size=(120, 34)) as pilot:
        await settled(pilot)
        assert "P pause" in text_of(app).splitlines()[-1]
        for key, paused in (("P", True), ("f5", False)):
            await pilot.press(key)
            await settled(pilot)
            assert ("PAUSED" in text_of(app)) == paused
        await pilot.press("p")
        await settled(pilot)
        assert isinstance(app.screen, PlaybookScreen)
        await pilot.press("escape", "question_mark")
        await settled(pilot)
        assert "P f5" in text_of(app)


def test_the_cheat_sheet_is_the_one_that_the_bindings_make() -> None:
    spec = importlib.util.spec_from_file_location("keys_page", DOCS / "keys.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (DOCS / "keys.md").read_text(encoding="utf-8") == module.page(), "python docs/keys.py"


def test_the_cheat_sheet_has_every_id() -> None:
    page = (DOCS / "keys.md").read_text(encoding="utf-8")
    assert not [name for name in ids() if f"`{name}`" not in page]
