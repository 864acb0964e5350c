"""The terminal's title: what it says, when it is written, and that it is given back."""

from collections.abc import Iterator

import pytest
from textual.pilot import Pilot

from ses_tui.core.condition import Condition, Health
from ses_tui.core.model import Metric, Subject, SubjectKind
from ses_tui.core.record import replace
from ses_tui.core.text import safe
from ses_tui.tui.look import Look
from ses_tui.tui.titlebar import RESTORE, SAVE, TITLE_CAP, sequence, title_of
from ses_tui.tui.uicontext import UiContext
from tests.tui import lists_data
from tests.tui.made import alert, snapshot, target
from tests.tui.screens import App, shown
from tests.tui.snapshots_data import HOSTILE_NAMES, STATES
from tests.tui.terminal import Terminal


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("ok", "● All well  bounce 0.81 % of 5 %, complaint 0.021 % of 0.1 % - ses-tui"),
        ("warn", "▲ WARN  bounce 3.12 % of 5 %: 188 more until review - ses-tui"),
        ("review", "■ UNDER REVIEW  bounce 5.31 % ≥ 5 %, complaint 0.041 % of 0.1 % - ses-tui"),
        ("stale", "◌ OLD NUMBERS  no answer within 15 s - ses-tui"),
        ("blind", "? BLIND  credentials expired: aws sso login --profile prod - ses-tui"),
    ],
)
def test_the_verdict_as_long_as_it_may_be(state: str, said: str) -> None:
    assert title_of(STATES[state](), Look()) == said


def test_with_several_targets_it_says_which() -> None:
    fleet = replace(
        lists_data.fleet(), targets=tuple(t for t in lists_data.fleet().targets if t.health is Health.FRESH)
    )
    worst = max(fleet.targets, key=lambda one: one.condition)
    assert title_of(fleet, Look()).startswith(f"✖ {worst.name}: ")


def test_nothing_read_yet_says_nothing_of_it() -> None:
    assert title_of(None, Look()) == "ses-tui"
    assert title_of(replace(STATES["review"](), restored=True), Look()) == "ses-tui"


def test_ascii() -> None:
    assert all(title_of(make(), Look(ascii=True)).isascii() for make in STATES.values())


@pytest.mark.parametrize("name", [*HOSTILE_NAMES, "a\x1b]2;x\a", "x\x9c\x07" * 90])
def test_a_name_can_neither_end_the_sequence_nor_fill_the_bar(name: str) -> None:
    about = alert(Condition.REVIEW, Subject(SubjectKind.ISP, name), Metric.BOUNCE_RATE, 0.1, 0.05, "", 60)
    title = title_of(snapshot(target(condition=Condition.REVIEW, alerts=(about,))), Look())
    assert title.endswith(" - ses-tui") and len(title) <= TITLE_CAP
    body = sequence(title).decode().removeprefix("\x1b]2;").removesuffix("\a")
    assert body == safe(body)


def titles(app: App, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    driver = app._driver
    sent: list[str] = []
    assert driver is not None
    monkeypatch.setattr(driver, "write", sent.append)
    return sent


async def come(app: App, pilot: Pilot[None], *states: str) -> None:
    for state in states:
        app.mailbox.publish(STATES[state]())
        await pilot.pause()


async def test_written_when_it_changes_and_only_then(monkeypatch: pytest.MonkeyPatch) -> None:
    async with shown("ok") as (app, pilot):
        app.ui_context = UiContext(title=True)
        sent = titles(app, monkeypatch)
        await come(app, pilot, "ok", "ok", "warn", "warn", "ok")
        found = [one for one in sent if "\x1b]2;" in one]
    assert [one.removeprefix(SAVE.decode())[4:-1].split()[1] for one in found] == ["All", "WARN", "All"]
    assert [one.startswith(SAVE.decode()) for one in found] == [True, False, False]


async def test_it_follows_while_the_screen_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    async with shown("ok") as (app, pilot):
        app.ui_context = UiContext(title=True)
        await pilot.press("p")
        sent = titles(app, monkeypatch)
        await come(app, pilot, "review")
        assert any("REVIEW" in one for one in sent)


async def test_given_back_to_the_shell_while_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    async with shown("ok") as (app, pilot):
        app.ui_context = UiContext(title=True)
        sent = titles(app, monkeypatch)
        await come(app, pilot, "warn")
        app.app_suspend_signal.publish(app)
        assert sent[-1] == RESTORE.decode()
        app.app_resume_signal.publish(app)
        await pilot.pause()
        found = [one for one in sent if "\x1b]2;" in one]
    assert found == [found[0], RESTORE.decode(), found[0]]
    assert found[0].startswith(SAVE.decode()) and "WARN" in found[0]


async def test_off_means_not_a_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    async with shown("ok") as (app, pilot):
        sent = titles(app, monkeypatch)
        await come(app, pilot, "warn", "review")
        app.app_suspend_signal.publish(app)
        assert not any("\x1b]2" in one or "\x1b[22" in one for one in sent)


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    opened: list[Terminal] = []
    yield opened
    for terminal in opened:
        terminal.kill()


@pytest.mark.parametrize(("environ", "wanted"), [({}, True), ({"TERM": "linux"}, False)])
def test_given_back_at_the_end(environ: dict[str, str], wanted: bool, terminals: list[Terminal]) -> None:
    terminal = Terminal("demo", module="ses_tui", environ=environ)
    terminals.append(terminal)
    assert terminal.shows("Hotmail")
    assert not wanted or terminal.read(lambda: "All well" in terminal.screen.title)
    terminal.press("q")
    assert terminal.wait() == 0
    raw = bytes(terminal.raw)
    assert (raw.count(SAVE), raw.count(RESTORE)) == ((1, 1) if wanted else (0, 0))
    assert raw.endswith(b"\x1b]2;\a\x1b[23;2t") or not wanted
