"""``ses-tui watch`` as a service: what it writes, what systemd hears, and a configuration that changes."""

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue

import pytest

from ses_tui.cli.options import parse
from ses_tui.cli.reload import ConfigFile, differences
from ses_tui.cli.setup import from_settings
from ses_tui.cli.watch_lines import _said, changed_lines, text_lines
from ses_tui.core.condition import Condition, Health
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.inventory import Inventory
from ses_tui.core.record import replace
from ses_tui.core.report import Changes, standing
from ses_tui.core.snapshot import SourceStatus, TargetSnapshot
from ses_tui.settings.load import load_settings
from ses_tui.simulator.thread import Handle, run_in_thread
from tests.cli.conftest import KEYS, Ses
from tests.core.picture import blind, snapshot, target
from tests.core.test_verdict import target as well_target

PATIENCE = 60.0


class Running:
    """``ses-tui watch`` in a session of its own, so without a terminal, and the lines that it writes."""

    def __init__(self, path: Path, environ: dict[str, str], *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ses_tui", "watch", "--config", str(path), *arguments],
            env={**environ, **KEYS},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.out: Queue[str] = Queue()
        self.err: Queue[str] = Queue()
        for stream, lines in ((self.process.stdout, self.out), (self.process.stderr, self.err)):
            threading.Thread(target=self._read, args=(stream, lines), daemon=True).start()

    @staticmethod
    def _read(stream: Iterator[str], lines: "Queue[str]") -> None:
        for line in stream:
            lines.put(line.rstrip("\n"))

    def until(self, lines: "Queue[str]", said: Callable[[str], bool]) -> str:
        end = time.monotonic() + PATIENCE
        while True:
            line = lines.get(timeout=max(0.1, end - time.monotonic()))
            if said(line):
                return line


@pytest.fixture(scope="module")
def account() -> Iterator[Handle]:
    one = run_in_thread()
    yield one
    one.stop()


Watch = Callable[..., Running]


@pytest.fixture
def watch(environ: dict[str, str], tmp_path: Path) -> Iterator[Watch]:
    """Starts it on that text; what it holds at the end is terminated."""
    running: list[Running] = []

    def started(text: str, *arguments: str, **variables: str) -> Running:
        path = tmp_path / "config.toml"
        path.write_text(text)
        running.append(Running(path, {**environ, **variables}, *arguments))
        return running[-1]

    yield started
    for one in running:
        one.process.kill()
        one.process.wait(20)


def config(account: Handle, *names: str, more: str = "") -> str:
    listed = (
        f'[[targets]]\nname = "{name}"\nregion = "eu-west-{number}"\nendpoint_url = "{account.url}"\n'
        for number, name in enumerate(names, start=1)
    )
    return "".join(listed) + more


def test_an_edited_file_is_read_anew_and_a_bad_one_refused_with_its_line(
    watch: Watch, account: Handle, tmp_path: Path
) -> None:
    one = watch(config(account, "a"))
    path = tmp_path / "config.toml"
    first = json.loads(one.until(one.out, lambda line: '"fresh"' in line))
    assert [each["name"] for each in first["targets"]] == ["a"]
    bad = config(account, "a", "b") + "[poll]\nraets = 1\n"
    path.write_text(bad)
    said = one.until(one.err, lambda line: "configuration" in line)
    number = bad[: bad.index("raets")].count("\n") + 1
    assert said == (
        f"ses-tui: error: the configuration stays as it was: {path}:{number}:1: unknown key 'poll.raets': "
        "did you mean rates?"
    )
    path.write_text(config(account, "a", "b") + '[poll]\nrates = "1m"\n')
    said = one.until(one.err, lambda line: "configuration" in line)
    assert said == ("ses-tui: info: configuration read anew: target b is new; target a: rates 300 -> 60")
    one.until(one.out, lambda line: any(each["name"] == "b" for each in json.loads(line)["targets"]))
    one.process.send_signal(signal.SIGHUP)
    said = one.until(one.err, lambda line: "configuration" in line)
    assert said == "ses-tui: info: configuration read anew: nothing changed"
    one.process.terminate()
    assert one.process.wait(20) == 0


def test_systemd_hears_that_it_is_ready_how_things_stand_and_that_it_lives(
    watch: Watch, account: Handle, tmp_path: Path
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(PATIENCE)
        one = watch(
            config(account, "a", "b"),
            NOTIFY_SOCKET=str(tmp_path / "notify"),
            WATCHDOG_USEC="200000",
        )
        heard = [systemd.recv(4096).decode()]
        assert heard == ["READY=1"]
        wanted = ("WATCHDOG=1", "STATUS=2 targets, the worst: a ● All well")
        while not all(any(one.startswith(word) for one in heard) for word in wanted):
            heard.append(systemd.recv(4096).decode())
        one.process.terminate()
        while heard[-1] != "STOPPING=1":
            heard.append(systemd.recv(4096).decode())
        assert one.process.wait(20) == 0


def test_where_the_account_is_configured_a_viewer_needs_no_credentials(
    watch: Watch, account: Handle, ses: Ses, tmp_path: Path
) -> None:
    one = watch(config(account, "a", more='account_id = "123456789012"\n'))
    one.until(one.out, lambda line: '"fresh"' in line)
    asked = account.truth()["requests"]["operations"]["GetAccount"]
    seen = ses("check", "--format", "json", "--config", str(tmp_path / "config.toml"))
    assert (seen.returncode, seen.stderr) == (0, "")
    (target,) = json.loads(seen.stdout)["targets"]
    assert (target["account_id"], target["health"]) == ("123456789012", "fresh")
    assert account.truth()["requests"]["operations"]["GetAccount"] == asked


def test_every_so_often_all_targets_as_text(watch: Watch, account: Handle) -> None:
    one = watch(config(account, "a", "b"), "--on", "every=1s", "--format", "text")
    for name in ("a", "b", "a", "b"):
        line = one.until(one.out, lambda line, name=name: f"Z {name} ● All well" in line)  # type: ignore[misc]
        assert line.count(" ● ") == 1


def test_a_file_is_changed_once_it_is_another_and_was_the_same_twice(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("")
    file = ConfigFile(parse(["watch", "--config", str(path)], {}))
    assert not file.changed()
    path.write_text("[poll]\n")
    assert [file.changed() for _ in range(3)] == [False, True, False]
    path.unlink()
    assert [file.changed() for _ in range(3)] == [False, False, False]
    path.write_text("[poll]\n# mine\n")
    assert [file.changed() for _ in range(3)] == [False, True, False]


def test_what_changed_is_said_without_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[[targets]]\nname = "a"\n[[targets]]\nname = "b"\n')
    old = from_settings(load_settings(path))
    monkeypatch.setenv("SES_TUI_NOTIFY__WEBHOOK_URL", "https://hooks.example.net/hush")
    path.write_text(
        '[[targets]]\nname = "a"\nrole_arn = "arn:aws:iam::1:role/hush"\n[[targets]]\nname = "c"\n'
        "[bands.bounce_rate]\nwarn = 0.04\n[cost]\nmax_monthly_usd = 9\n"
    )
    said = differences(old, from_settings(load_settings(path)))
    assert said == [
        "target c is new",
        "target b is gone",
        "target a: role_arn, bands",
        "notify: webhooks",
        "cost: together 5 -> 9",
    ]
    assert "hush" not in "".join(said)


def test_only_what_somebody_who_waits_for_alerts_wants_to_know_is_a_change() -> None:
    changes, calm = Changes(standing), replace(target(Condition.OK, name="calm"), alerts=())
    assert changes.line(snapshot(calm, target(name="odd"))) is not None
    cheaper = replace(calm, readings=(), usage=replace(calm.usage, api_calls=99))
    assert changes.line(snapshot(cheaper, target(name="odd"))) is None
    line = changes.line(snapshot(cheaper, target(health=Health.BLIND, name="odd")))
    assert line is not None
    assert [one["name"] for one in json.loads(line)["targets"]] == ["odd"]


def test_a_first_read_that_has_not_ended_is_no_line_of_text_and_one_that_failed_is() -> None:
    reading, failed = TargetSnapshot("a", "eu-west-1"), blind("b")
    failed = replace(failed, errors=target().errors, health_reason="")
    failed = replace(failed, errors=tuple(replace(one, source="account") for one in failed.errors))
    said = changed_lines(snapshot(), [reading, failed, target(name="c")]).splitlines()
    assert [line.split()[1] for line in said] == ["b", "c"]
    assert "denied" in said[0]
    assert changed_lines(snapshot(), [reading]) == ""


def test_all_is_well_only_once_it_is_known_who_may_send() -> None:
    well = well_target()
    denied = SourceError("tenants", "ListTenants", ErrorKind.ACCESS_DENIED, "denied", "")
    sets = Inventory(read_at={"sets": 1.0})
    ended = Inventory(read_at={"sets": 1.0}, errors={"tenants": (denied,)})
    unread = SourceStatus("lists", Health.INIT, 3600.0)
    assert "All well" in text_lines(snapshot(), [well])
    for waits in (well, replace(well, inventory=sets), replace(well, inventory=ended, sources=(unread,))):
        assert changed_lines(snapshot(), [waits]) == ""
    changes = Changes(_said, changed_lines)
    assert not changes.line(snapshot(well))
    line = changes.line(snapshot(replace(well, inventory=ended)))
    assert line is not None
    assert "All well" in line


def test_a_call_more_is_no_change() -> None:
    changes, one = Changes(), target()
    assert changes.line(snapshot(one)) is not None
    assert changes.line(snapshot(replace(one, usage=replace(one.usage, api_calls=99)))) is None
    assert changes.line(snapshot(replace(one, readings=()))) is not None


@pytest.mark.parametrize("text", ["hourly", "every", "every=", "every=0s", "every=x", "Change"])
def test_when_to_write_is_one_of_three(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["watch", "--on", text], {})
    assert "change, alert, every=60s" in capsys.readouterr().err
