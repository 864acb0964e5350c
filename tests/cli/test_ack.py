"""``ses-tui alerts``, ``ack`` and ``silence``, as a user runs them: no AWS, only the store."""

import json
import time
from pathlib import Path

import pytest

from ses_tui.core.clock import DAY, HOUR
from ses_tui.core.condition import Condition
from ses_tui.core.overlays import Overlays
from ses_tui.core.record import replace
from ses_tui.store.leases import Leases
from tests.cli.conftest import Ses
from tests.cli.seen_store import BOUNCE, HOTMAIL, left_behind, opened


def overlays(home: Path, *targets: str) -> Overlays:
    """What lies over the alerts, each target under its id in the store."""
    store = opened(home)
    for target in targets:
        store.for_target(target)
    found = store.overlays()
    store.close()
    assert found is not None
    return found


def test_alerts_says_what_is_open_and_how_old_that_is(
    ses: Ses, environ: dict[str, str], tmp_path: Path
) -> None:
    left_behind(tmp_path, environ=environ)
    done = ses("alerts")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0].startswith("default · 123456789012 · eu-west-1: as of ")
    assert lines[0].endswith("a monitor seems to be running")
    assert lines[1].startswith("REVIEW account/bounce_rate  bounce 5.31 % ≥ 5 %  since ")
    assert lines[1].endswith("(1 h)")
    assert "told: desktop FIRING 20" in done.stdout
    assert "told: inside the account's message" in done.stdout  # Hotmail, under an account as bad
    assert "told: nobody yet" in done.stdout  # complaints of news
    assert "13:20 REVIEW account bounce" not in done.stdout
    assert "13:20 REVIEW account bounce" in ses("alerts", "--all").stdout


def test_alerts_of_a_monitor_that_is_gone(ses: Ses, environ: dict[str, str], tmp_path: Path) -> None:
    left_behind(tmp_path, ago=7300, environ=environ)
    assert "as of 2 h ago, no monitor seems to be running" in ses("alerts").stdout


def test_alerts_of_a_monitor_that_has_just_ended(ses: Ses, environ: dict[str, str], tmp_path: Path) -> None:
    lease = Leases(tmp_path / ".local/state/ses-tui").acquire(left_behind(tmp_path, environ=environ))
    assert lease is not None
    assert ", a monitor seems to be running" in ses("alerts").stdout
    lease.release()
    assert ", no monitor seems to be running" in ses("alerts").stdout


def test_alerts_as_json(ses: Ses, environ: dict[str, str], tmp_path: Path) -> None:
    left_behind(tmp_path, environ=environ)
    ses("ack", "account/bounce_rate", "--why", "on it")
    ses("silence", "isp:Hotmail/*", "--target", "default")
    done = ses("alerts", "--format", "json", "--all")
    assert done.stdout.isascii()
    found = json.loads(done.stdout)
    (target,) = found["targets"]
    assert (found["schema"], target["name"], target["monitor_running"]) == (1, "default", True)
    account, hotmail, news = target["alerts"]
    assert account["subject"] == {"kind": "account", "name": None}
    assert (account["condition"], account["acked_why"]) == ("review", "on it")
    assert account["acked_until"] is not None
    assert [(one["channel"], one["kind"]) for one in account["delivered"]] == [("desktop", "FIRING")]
    assert hotmail["silenced_until"] is not None
    assert news["silenced_until"] is None
    assert target["told"][0]["key"] == "account/bounce_rate"
    assert [(one["matcher"], one["target"]) for one in found["silences"]] == [("isp:Hotmail/*", "default")]


def test_an_acknowledgement_is_stored_as_the_engine_looks_for_it(
    ses: Ses, environ: dict[str, str], tmp_path: Path
) -> None:
    stored = left_behind(tmp_path, environ=environ)
    done = ses("ack", "isp:Hotmail/bounce_rate", "--for", "2h", "--why", "known \x1b[2J", LOGNAME="ann")
    assert done.returncode == 0
    assert "default isp:Hotmail/bounce_rate acknowledged until " in done.stdout
    assert "takes it up within 2 s" in done.stderr
    ((key, ack),) = overlays(tmp_path, stored).acks.items()
    assert key == replace(HOTMAIL, target=stored)
    assert (ack.condition, ack.who) == (Condition.REVIEW, "ann")
    assert "\x1b" not in ack.why
    assert ack.until == pytest.approx(time.time() + 2 * HOUR, abs=60)


def test_an_acknowledgement_is_ended(ses: Ses, environ: dict[str, str], tmp_path: Path) -> None:
    stored = left_behind(tmp_path, environ=environ)
    assert "acknowledged by" not in ses("alerts").stdout
    ses("ack", "account/bounce_rate")
    wrong = ses("ack", "--end", "account/bounce_budget")
    assert wrong.returncode == 3
    assert "did you mean 'account/bounce_rate'?" in wrong.stderr
    assert ses("ack", "--end", "account/bounce_rate").returncode == 0
    assert overlays(tmp_path, stored).acks == {}
    again = ses("ack", "--end", "account/bounce_rate")
    assert (again.returncode, "nothing is acknowledged" in again.stderr) == (3, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["isp:Hotmial/bounce_rate"],
            "is not open: did you mean 'isp:Hotmail/bounce_rate'? open are account/",
        ),
        (["isps:Hotmail/bounce_rate"], "no kind of subject is named 'isps': did you mean 'isp'?"),
        (["isp:Hotmail/bounce"], "no metric is named 'bounce': did you mean 'bounce_rate'?"),
        (["Hotmail"], "is no key: write KIND:NAME/METRIC"),
        (["account/bounce_rate", "--for", "25h"], "25h is too long: 24h at most"),
        (["account/bounce_rate", "--for", "soon"], "'soon' is no duration"),
        (["account/bounce_rate", "--target", "prd"], "no target is named 'prd': configured are default"),
        (["account/bounce_rate", "--config", "/no/such/file"], "there is no file /no/such/file"),
    ],
)
def test_what_cannot_be_acknowledged_is_one_line_and_exit_3(
    arguments: list[str], said: str, ses: Ses, environ: dict[str, str], tmp_path: Path
) -> None:
    stored = left_behind(tmp_path, environ=environ)
    done = ses("ack", *arguments)
    assert done.returncode == 3
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert overlays(tmp_path, stored).acks == {}


@pytest.mark.parametrize("arguments", [["alerts"], ["ack", "account/bounce_rate"]])
def test_where_no_monitor_ever_ran(arguments: list[str], ses: Ses, tmp_path: Path) -> None:
    done = ses(*arguments)
    assert done.returncode == 3
    assert "no monitor has watched default yet" in done.stderr
    assert not (tmp_path / ".local").exists()


def test_another_profile_in_this_shell_finds_the_only_target_of_that_name(
    ses: Ses, environ: dict[str, str], tmp_path: Path
) -> None:
    stored = left_behind(tmp_path, environ={**environ, "AWS_PROFILE": "prod"})
    assert ses("ack", "account/bounce_rate").returncode == 0
    assert [key.target for key in overlays(tmp_path, stored).acks] == [stored]


def test_two_accounts_of_one_name_are_never_mixed_up(
    ses: Ses, environ: dict[str, str], tmp_path: Path
) -> None:
    one = left_behind(tmp_path, environ={**environ, "AWS_PROFILE": "one"})
    two = left_behind(tmp_path, environ={**environ, "AWS_PROFILE": "two"})
    assert ses("ack", "account/bounce_rate").returncode == 3
    assert ses("ack", "account/bounce_rate", AWS_PROFILE="two").returncode == 0
    assert ses("ack", "account/bounce_rate", "--profile", "one").returncode == 0
    assert {key.target for key in overlays(tmp_path, one, two).acks} == {one, two}


def test_silences_are_made_listed_and_ended(ses: Ses, environ: dict[str, str], tmp_path: Path) -> None:
    stored = left_behind(tmp_path, environ=environ)
    made = ses(
        "silence", "isp:*/bounce_rate", "--for", "2d", "--why", "move", "--also", "pause", "--also", "blind"
    )
    own = ses("silence", "account/complaint_rate", "--target", "default")
    assert (made.returncode, own.returncode) == (0, 0)
    found = {one.matcher: one for one in overlays(tmp_path).silences.values()}
    every, mine = found["isp:*/bounce_rate"], found["account/complaint_rate"]
    assert (every.target, every.also, every.why) == ("", frozenset({"pause", "blind"}), "move")
    assert every.until == pytest.approx(time.time() + 2 * DAY, abs=60)
    assert every.holds(replace(HOTMAIL, target=stored), Condition.PAUSE, time.time() + 1)
    assert (mine.target, mine.also) == (stored, frozenset())
    listed = ses("silence", "--list").stdout.splitlines()
    assert [line.split("  ")[0] for line in listed] == [mine.id, every.id]  # the first to end first
    assert "every target" in listed[1]
    assert "also blind and pause" in listed[1]
    assert ses("silence", "--end", mine.id).returncode == 0
    assert [one.id for one in overlays(tmp_path).silences.values()] == [every.id]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "what is to be silenced?"),
        (["isp:*/bonce"], "did you mean 'bounce_rate'?"),
        (["isp:*", "--for", "8d"], "8d is too long: 7d at most"),
        (["isp:*", "--also", "review"], "invalid choice: 'review'"),
        (["isp:*", "--target", "prd"], "no target is named 'prd'"),
        (["--end", "12345678"], "no silence has the id '12345678': none is in force"),
    ],
)
def test_what_cannot_be_silenced(arguments: list[str], said: str, ses: Ses) -> None:
    done = ses("silence", *arguments)
    assert done.returncode == 3
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_silence_may_be_made_before_the_first_start(ses: Ses, tmp_path: Path) -> None:
    assert ses("silence", "--list").returncode == 0
    assert not (tmp_path / ".local").exists()
    assert ses("silence", "account/*").returncode == 0
    assert [one.matcher for one in overlays(tmp_path).silences.values()] == ["account/*"]


def test_a_store_that_cannot_be_written_is_an_error(
    ses: Ses, environ: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "state").write_text("no directory")
    done = ses("silence", "account/*", XDG_STATE_HOME=str(tmp_path / "state"))
    assert done.returncode == 3
    assert "no history is kept" in done.stderr
    assert done.stdout == ""


def test_the_key_of_an_alert_is_what_ack_takes(ses: Ses, environ: dict[str, str], tmp_path: Path) -> None:
    left_behind(tmp_path, environ=environ)
    printed = [
        line.split()[1] for line in ses("alerts").stdout.splitlines() if line.startswith(("REVIEW", "WARN"))
    ]
    assert printed[0] == str(BOUNCE)
    assert all(ses("ack", key).returncode == 0 for key in printed)
