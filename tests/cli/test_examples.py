"""The examples of README and docs are true: commands run, configurations load, JSON is as it is sent."""

import gzip
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from ses_tui.core.incidents import alert_json
from ses_tui.settings.load import load_settings
from ses_tui.simulator.thread import run_in_thread
from tests.cli.conftest import KEYS
from tests.core.message import message

TOP = Path(__file__).parents[2]
TEXTS = [TOP / "README.md", *sorted((TOP / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(*languages: str) -> Iterator[tuple[str, str]]:
    """Page and text of each block in one of these languages."""
    for page in TEXTS:
        for language, text in BLOCK.findall(page.read_text(encoding="utf-8")):
            if language in languages:
                yield page.name, text


def commands() -> list[str]:
    """Every line of a shell block that runs ses-tui, comments left out."""
    lines = (
        re.sub(r"\s+#.*", "", line.removeprefix("$ "))
        for _, text in blocks("sh", "console", "")
        for line in text.splitlines()
        if re.match(r"(\$ )?(cat \S+ \| )?ses-tui( [a-z-]|$)", line)
    )
    return sorted(dict.fromkeys(lines))


SCREENS = re.compile(r"ses-tui( --wall| --profile \S+ --region \S+| demo .*)?$")
"""They need a terminal, and do not end: tests/e2e and tests/tui run them."""

ENDLESS = re.compile(r"ses-tui (watch|export|simulate)\b")
"""They run until they are ended; the first word that they say is waited for."""

NOT_RUN = {
    "ses-tui events --queue URL": "names no queue: tests/events read one",
    "ses-tui events --queue https://sqs.eu-west-1.amazonaws.com/123456789012/ses-events": "is AWS's own host",
    "ses-tui export --listen '[::]:9839'": "this machine may have no IPv6",
    "ses-tui test --shipped": "tests/proving runs each of them",
    "ses-tui export --textfile /var/lib/node_exporter/ses.prom": "a folder of node_exporter's",
    **dict.fromkeys(
        (
            "ses-tui store copy /etc/ses-tui/store-url ./a-new-directory",
            "ses-tui store copy ~/.local/state/ses-tui /etc/ses-tui/store-url",
            "ses-tui store grants | psql -h db.example.net -U postgres monitoring",
        ),
        "wants a database: tests/store has one",
    ),
    **dict.fromkeys(
        (
            "ses-tui replay --from -30d",
            "ses-tui replay --from -30d --diff other.toml",
            "ses-tui replay --from -14d --source aws",
        ),
        "weeks of history take minutes of a processor: tests/proving replays days",
    ),
}

CODES = {
    "ses-tui drill": {3},  # no channel is on: no terminal, no desktop
    "ses-tui doctor": {1},  # nobody beyond this machine would hear of an alert
    "ses-tui iam-policy --base": {3},  # no target of the configuration has a role_arn
}
"""Exit codes other than 0, and why."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with what the examples name, whose monitor has run once against a simulated account."""
    home = tmp_path_factory.mktemp("home")
    account = run_in_thread("isp-block", 1.0)
    for folder in (".aws", ".config/ses-tui", "firehose", "scenarios", ".zfunc", ".config/fish/completions"):
        (home / folder).mkdir(parents=True)
    (home / ".local/share/bash-completion/completions").mkdir(parents=True)
    (home / ".aws/config").write_text("[profile prod]\nregion = eu-west-1\n")
    (home / ".config/ses-tui/config.toml").write_text(
        f'[[targets]]\nname = "prod"\nendpoint_url = "{account.url}"\n'
    )
    (home / "config.toml").write_text("")
    (home / "other.toml").write_text("[bands.bounce_rate]\nwarn = 0.04\n")
    event = json.dumps(
        {"eventType": "Bounce", "mail": {"messageId": "1"}, "bounce": {"bounceType": "Permanent"}}
    )
    (home / "events.jsonl").write_text(event + "\n")
    (home / "firehose/one.gz").write_bytes(gzip.compress(event.encode()))
    (rules,) = (text for _, text in blocks("yaml") if text.startswith("scenario:"))
    (home / "my-rules.yaml").write_text(rules)
    (home / "scenarios/one.yaml").write_text(rules.replace("rules: config.toml", "rules: default"))
    assert until_it_speaks("ses-tui watch", home) == 0
    yield home
    account.stop()


def environ(home: Path) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return {"PATH": path, "HOME": str(home), "LANG": "C.UTF-8", "AWS_EC2_METADATA_DISABLED": "true", **KEYS}


def until_it_speaks(command: str, home: Path) -> int:
    """The exit code of a command that is ended once it has written its first line."""
    with subprocess.Popen(
        ["bash", "-c", f"exec {command}"],
        cwd=home,
        env=environ(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        assert running.stdout is not None
        first = running.stdout.readline()
        assert first, "it ended without a word"
        running.send_signal(signal.SIGTERM)
        running.stdout.read()
    return running.returncode


@pytest.mark.parametrize("command", [one for one in commands() if not SCREENS.match(one)])
def test_a_command_of_the_documents_runs(command: str, home: Path) -> None:
    if command in NOT_RUN:
        pytest.skip(NOT_RUN[command])
    if ENDLESS.match(command):
        assert until_it_speaks(command.removesuffix(" &"), home) in (0, 143, -signal.SIGTERM)
        return
    ran = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=home,
        env=environ(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode in CODES.get(command, {0}), ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr


def test_each_exception_is_a_command_of_the_documents() -> None:
    assert [one for one in (*NOT_RUN, *CODES) if one not in commands()] == []
    assert len(commands()) > 30


@pytest.mark.parametrize(("page", "text"), blocks("toml"))
def test_a_configuration_of_the_documents_is_valid(page: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    load_settings(path)


def test_the_alert_of_the_documents_has_the_members_of_one_that_is_sent() -> None:
    (text,) = (text for page, text in blocks("json") if page == "notifications.md")
    shown, sent = json.loads(text), alert_json(message())
    assert shown.keys() == sent.keys()
    assert shown["subject"].keys() == {"kind", "name"}
    for name, value in shown.items():
        assert None in (value, sent[name]) or isinstance(value, type(sent[name])), name


@pytest.mark.parametrize(("page", "text"), blocks("yaml"))
def test_yaml_of_the_documents_can_be_read(page: str, text: str) -> None:
    assert isinstance(yaml.safe_load(text), dict)
