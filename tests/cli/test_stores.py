"""Which store is meant, how it is moved, and that a secret is in no word of it."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import uuid4

import pytest

from ses_tui.cli import stores
from ses_tui.cli.main import main
from ses_tui.cli.stores import Place, named, place
from ses_tui.core.errors import Misconfigured
from ses_tui.core.findings import Level
from ses_tui.core.model import ACCOUNT, Metric, Point
from ses_tui.settings.load import load_settings
from ses_tui.store.postgres import exchange
from ses_tui.store.postgres.schema import VIEWER_ROLE, grants
from ses_tui.store.store import Store
from tests import postgres
from tests.store.samples import NOW

SECRET = "s3cr3t-w0rd"
TARGET = "123456789012/eu-west-1"


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    if postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres.server() as one:
        yield one


@pytest.fixture
def database(server: postgres.Server) -> str:
    """The URL of one that is empty."""
    name = f"db_{uuid4().hex[:10]}"
    server.execute(f"CREATE DATABASE {name}")
    return server.url.replace("/postgres?", f"/{name}?")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    monkeypatch.setattr(stores, "_options", [])
    return tmp_path


def configured(home: Path, text: str) -> Place:
    path = home / "home" / "ses-tui" / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return place()


def test_nothing_set_is_sqlite_in_the_state_directory(home: Path) -> None:
    assert place() == Place(home / "home" / "ses-tui")


def test_the_environment_wins_over_the_file_and_each_url_has_a_copy_of_its_own(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = home / "url"
    file.write_text("postgresql://ann@db/x\n")
    of_file = configured(home, f'[store]\nurl_file = "{file}"\nsolo_after = "30m"\ninstallation = "ours"\n')
    assert of_file.url is not None and of_file.url() == "postgresql://ann@db/x"
    assert (of_file.solo_after, of_file.installation) == (1800.0, "ours")
    monkeypatch.setenv("SES_TUI_STORE__URL", f"postgresql://ann:{SECRET}@db/y")
    of_environment = place()
    assert of_environment.url is not None and of_environment.url().endswith("/y")
    assert of_environment.directory != of_file.directory
    assert SECRET not in str(of_environment)


@pytest.mark.parametrize("url", [f"postgresql://ann:{SECRET}@db/x", f"postgresql://db/x?password={SECRET}"])
def test_a_password_is_refused_where_others_read_it(home: Path, url: str) -> None:
    with pytest.raises(Misconfigured) as on_the_line:
        named(url)
    with pytest.raises(Misconfigured) as in_the_file:
        configured(home, f'[store]\nurl = "{url}"\n')
    with pytest.raises(Misconfigured) as in_the_settings:
        load_settings(None)
    for refused in (on_the_line, in_the_file, in_the_settings):
        assert SECRET not in refused.value.line


def test_a_place_is_a_directory_a_file_that_holds_a_url_or_a_url(home: Path) -> None:
    file = home / "url"
    file.write_text(f"postgresql://ann:{SECRET}@db/x\n")
    assert named(str(home / "elsewhere")) == Place(home / "elsewhere")
    assert (found := named(str(file)).url) is not None and SECRET in found()
    assert (found := named("postgresql://ann@db/x").url) is not None
    file.write_text(SECRET)
    with pytest.raises(Misconfigured) as refused:
        named(str(file))
    assert SECRET not in refused.value.line


def rows(text: str) -> Mapping[str, list[str]]:
    return {line.split()[0]: line.split()[1:] for line in text.splitlines()}


def test_a_store_is_moved_there_and_back_and_compared(
    home: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Store.open(home / "old")
    points = [(ACCOUNT, Metric.BOUNCE_RATE, Point(NOW + number + 0.123456, 0.01)) for number in range(3000)]
    store.for_target(TARGET, "prod").save_points(points)
    store.close()
    assert main(["store", "copy", str(home / "old"), database]) == 0
    there = rows(capsys.readouterr().out)["point"]
    assert main(["store", "copy", database, str(home / "new")]) == 0
    assert rows(capsys.readouterr().out)["point"] == there
    assert there[:2] == ["3,000", "3,000"] and there[-1] == "equal"
    new = Store.open(home / "new")
    assert new.for_target(TARGET, "prod").load_points(0.0)[ACCOUNT, Metric.BOUNCE_RATE] == [
        point for _, _, point in points
    ]
    new.close()


def test_a_copy_that_was_cut_off_goes_on_where_it_was(
    home: Path, database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Store.open(home / "old")
    store.for_target(TARGET, "prod").save_points(
        [(ACCOUNT, Metric.BOUNCE_RATE, Point(NOW + number, 0.01)) for number in range(5000)]
    )
    store.close()
    sent: list[int] = []
    push = exchange.push

    def cut_off(*arguments: object) -> exchange.Sent:
        if len(sent) == 1:
            raise KeyboardInterrupt
        sent.append(1)
        return push(*arguments)  # type: ignore[arg-type]  # handed through

    with monkeypatch.context() as patched:
        patched.setattr(exchange, "push", cut_off)
        assert main(["store", "copy", str(home / "old"), database]) == 130
    batches: list[int] = []

    def counted(*arguments: object) -> exchange.Sent:
        batches.append(1)
        return push(*arguments)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(exchange, "push", counted)
    assert main(["store", "copy", str(home / "old"), database]) == 0
    assert len(batches) == 2, "of three batches the first was there"
    assert rows(capsys.readouterr().out)["point"][:2] == ["5,000", "5,000"]


def test_nothing_is_written_over_a_store_that_is_there(home: Path, database: str) -> None:
    Store.open(home / "old").close()
    assert main(["store", "copy", database, str(home / "old")]) == 3


def test_a_viewers_login_without_targets_sees_all_of_the_store(
    home: Path, server: postgres.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema, viewer = f"s_{uuid4().hex[:8]}", f"viewer_{uuid4().hex[:8]}"
    server.execute(grants(schema))
    server.execute(f"CREATE ROLE {viewer} LOGIN IN ROLE {VIEWER_ROLE}")
    server.execute(f"INSERT INTO {schema}.target (id) VALUES ('{TARGET}'), ('')")
    monkeypatch.setenv("SES_TUI_STORE__INSTALLATION", schema)
    monkeypatch.setenv("SES_TUI_STORE__URL", server.url_of(viewer))
    (found,) = stores.stored_targets()
    assert (found.name, found.account_id, found.region) == (TARGET, "123456789012", "eu-west-1")
    assert [one.level for one in stores.examined()] == [Level.PASS, Level.WARN]
    monkeypatch.setenv("SES_TUI_STORE__URL", server.url)
    assert stores.stored_targets() == (), "who may own reads what is configured"


def test_a_database_that_is_not_there_is_a_line_of_doctor(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SES_TUI_STORE__URL", f"postgresql://ann:{SECRET}@/x?host={home}")
    (found,) = stores.examined()
    assert found.level is Level.FAIL
    assert SECRET not in found.summary


WITHOUT = """
import sys
sys.modules["psycopg"] = None
from ses_tui.cli import stores
from ses_tui.cli.main import main
print(main(["store", "grants"]), main(["store", "copy", sys.argv[1], "postgresql://db/x"]))
print(stores.examined()[0].summary)
try:
    stores.open_store()
except Exception as problem:
    print(problem)
"""


def test_without_the_extra_one_line_says_what_to_install(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SES_TUI_STORE__URL", "postgresql://db/x")
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, str(home)], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.splitlines()[0] == "3 3"
    assert (done.stdout + done.stderr).count("pip install 'ses-tui[postgres]'") == 4
