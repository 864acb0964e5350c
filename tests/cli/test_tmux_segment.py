"""``check --format tmux``: from the store alone, honest about its age, and safe inside tmux's formats."""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ses_tui.cli.tmux import NO_MONITOR, escaped, segment
from ses_tui.core.model import Target
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Snapshot
from ses_tui.core.target_id import provisional_id
from ses_tui.store.keep import kept
from ses_tui.store.store import Store
from tests.cli.conftest import Ses
from tests.cli.test_imports import HEAVY, loaded
from tests.tui import snapshots_data as states
from tests.tui.snapshots_data import NOW

MINUTE = 60.0


def said(snapshot: Snapshot, later: float = 0.0) -> tuple[str, int]:
    """What is printed ``later`` seconds after the snapshot was stored."""
    return segment(kept(snapshot), NOW + later)


def renamed(snapshot: Snapshot, *names: str) -> Snapshot:
    """Its first target, once under each name."""
    return replace(snapshot, targets=tuple(replace(snapshot.targets[0], name=name) for name in names))


@pytest.mark.parametrize(
    ("state", "text", "code"),
    [
        (states.ok, "● All well bounce 0.81 % of 5 %, complaint 0.021 % of 0.1 % 40s", 0),
        (states.warn, "#[fg=yellow]▲ WARN bounce 3.12 % of 5 %: 188 more until review#[default] 40s", 1),
        (states.review, "#[fg=red,bold]■ UNDER REVIEW bounce 5.31 % ≥ 5 %#[default] 40s", 2),
        (
            states.paused,
            "#[fg=brightwhite,bg=red,bold]✖ PAUSED BY AWS AWS says SHUTDOWN, no mail goes out#[default] 40s",
            2,
        ),
        (
            states.stale,
            "#[reverse]◌ OLD NUMBERS no answer within 15 s#[default] 18m stale",
            1,
        ),
        (
            states.blind,
            "#[reverse]? BLIND credentials expired: aws sso login --profile prod#[default] 1h",
            3,
        ),
    ],
)
def test_sign_word_number_and_age(state: Callable[[], Snapshot], text: str, code: int) -> None:
    assert said(state()) == (text, code)


def test_a_monitor_that_went_silent_is_none() -> None:
    assert said(states.ok(), 170)[0] == "● All well bounce 0.81 % of 5 %, complaint 0.021 % of 0.1 % 3m"
    assert said(states.ok(), 181) == (NO_MONITOR, 3)
    assert segment(None, NOW) == (NO_MONITOR, 3)


def test_a_monitor_that_reads_rarely_is_waited_for() -> None:
    one = states.ok().targets[0]
    slow = replace(one, sources=tuple(replace(source, interval=600.0) for source in one.sources))
    late = said(replace(states.ok(), targets=(slow,)), 20 * MINUTE)[0]
    assert late.startswith("#[reverse]◌ OLD NUMBERS") and late.endswith(" 20m stale")
    assert said(replace(states.ok(), targets=(slow,)), 31 * MINUTE) == (NO_MONITOR, 3)


def test_what_was_never_read_is_blind_and_not_ok() -> None:
    assert said(states.empty())[1] == 3
    assert "BLIND" in said(states.empty())[0]


def test_the_worst_of_several_targets_is_named() -> None:
    calm, bad = renamed(states.ok(), "calm", "also"), renamed(states.review(), "bad")
    both = replace(calm, targets=(*calm.targets, *bad.targets))
    assert said(both) == ("bad #[fg=red,bold]■ UNDER REVIEW bounce 5.31 % ≥ 5 %#[default] 40s", 2)


def test_what_aws_did_is_said_where_no_rate_says_it() -> None:
    calm, paused = states.ok().targets[0], states.paused().targets[0]
    off = replace(calm, account=paused.account, condition=paused.condition)
    assert "✖ PAUSED BY AWS" in said(replace(states.ok(), targets=(off,)))[0]


@pytest.mark.parametrize("name", ["#(reboot)", "#{pane_id}", "#[fg=red]x", "##(reboot)", "a#S#H", "#" * 9])
def test_tmux_expands_nothing_from_outside(name: str) -> None:
    snapshot = renamed(states.warn(), name, "other")
    worst = replace(snapshot, targets=(snapshot.targets[0], replace(snapshot.targets[1], condition=0)))
    text = said(worst)[0]
    ours = re.compile(r"#\[(?:fg=yellow|default)\]")
    for run in re.findall(r"#+", ours.sub("", text)):
        assert len(run) % 2 == 0, text
    assert "##[" not in ours.sub("", text)
    assert "\n" not in escaped("a")


def test_ascii_where_the_terminal_has_no_more() -> None:
    text, _ = segment(kept(states.review()), NOW, ascii_only=True)
    assert text == "#[fg=red,bold]## UNDER REVIEW bounce 5.31 % >= 5 %#[default] 40s"
    assert text.isascii()


@pytest.fixture
def store(tmp_path: Path, environ: dict[str, str]) -> Callable[[Snapshot], None]:
    """Stores a snapshot as the monitor of the default target in that environment would, just now."""

    def save(snapshot: Snapshot) -> None:
        late = time.time() - NOW
        one = snapshot.targets[0]
        sources = tuple(
            replace(source, last_success=source.last_success + late if source.last_success else None)
            for source in one.sources
        )
        name = provisional_id(Target(), environ)
        store = Store.open(Path(environ["HOME"]) / ".local/state/ses-tui")
        store.save_snapshot(
            replace(snapshot, generated_at=NOW + late, targets=(replace(one, name=name, sources=sources),))
        )
        assert store.flush()
        store.close()

    return save


def test_a_process_reads_the_store_and_nothing_else(
    ses: Ses, store: Callable[[Snapshot], None], environ: dict[str, str]
) -> None:
    store(states.warn())
    done = ses("check", "--format", "tmux", PYTHONIOENCODING="utf-8")
    assert re.fullmatch(
        r"#\[fg=yellow\]▲ WARN bounce 3\.12 % of 5 %: 188 more until review#\[default\] 4\ds\n", done.stdout
    ), done
    assert (done.returncode, done.stderr) == (1, "")
    other = ses("check", "--format", "tmux", "--region", "eu-west-3")
    assert (other.stdout, other.returncode) == (f"{NO_MONITOR}\n", 3)
    names = loaded(["check", "--format", "tmux"], environ)
    assert not names & {*HEAVY, "asyncio", "statistics", "tomllib", "http", "ssl"}


def test_no_store_is_no_error(ses: Ses) -> None:
    done = ses("check", "--format", "tmux")
    assert (done.stdout, done.stderr, done.returncode) == (f"{NO_MONITOR}\n", "", 3)
