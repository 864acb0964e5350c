"""The same over a file: JSON lines, envelopes, a Firehose dump, packed, or standard input."""

import gzip
import json
from pathlib import Path

import pytest

from tests.events.conftest import start
from tests.events.examples import TYPES, envelope, event

DATA = Path(__file__).parents[1] / "data"
KEYS = [
    "at", "event", "recipient_domain", "isp", "identity", "configuration_set", "class", "status", "reply",
    "diagnostic",
]  # fmt: skip


def run(environ: dict[str, str], *arguments: str, text: str = "") -> tuple[int, str, str]:
    """(exit code, standard output, standard error)."""
    process = start(environ, *arguments)
    out, err = process.communicate(text, timeout=60)
    return process.returncode, out, err


def test_real_notifications(environ: dict[str, str]) -> None:
    code, out, err = run(environ, "--file", str(DATA / "ses_notifications.jsonl"), "--format", "json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert (code, len(rows)) == (0, 6)
    assert all(list(row) == KEYS for row in rows)
    assert "6 events: 3 Bounce, 2 Delivery, 1 Complaint" in err


def test_every_form_of_file_and_what_is_broken_in_it(environ: dict[str, str], tmp_path: Path) -> None:
    raw = "\n".join(json.dumps(event(kind, n)) for n, kind in enumerate(TYPES))
    firehose = "".join(json.dumps(event("Open", n)) for n in range(3))
    text = f"\ufeff{raw}\n\n{envelope(event('Send'))}\r\nnonsense\n{firehose}\n"
    plain, packed = tmp_path / "events.jsonl", tmp_path / "events.gz"
    plain.write_text(text, encoding="utf-8")
    packed.write_bytes(gzip.compress(text.encode()))
    answers = [
        run(environ, "--file", str(plain), "--format", "json"),
        run(environ, "--file", str(packed), "--format", "json"),
        run(environ, "--file", "-", "--format", "json", text=text),
    ]
    assert answers[0] == answers[1] == answers[2]
    process = start(environ, "--file", "-", "--format", "json")
    assert process.stdin is not None
    process.stdin.buffer.write(packed.read_bytes())  # type: ignore[attr-defined]  # a text stream has it
    assert process.communicate(timeout=60) == answers[0][1:]
    code, out, err = answers[0]
    assert (code, len(out.splitlines())) == (0, len(TYPES) + 4)
    assert "1 were no events: line 13: text, not JSON" in err
    assert out.isascii()


def test_recipients_only_on_purpose(environ: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text(json.dumps(event("Bounce", recipient="somebody@example.com")))
    for form in ("text", "json"):
        assert "somebody" not in run(environ, "--file", str(path), "--format", form)[1]
        assert "somebody@example.com" in run(environ, "--file", str(path), "--format", form, "--reveal")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--queue URL, or --file FILE"),
        (("--file", "-", "--queue", "http://127.0.0.1:1/1/q"), "one at a time"),
        (("--file", "/nope.jsonl"), "/nope.jsonl: no such file"),
        (("--file", "/"), "is a directory"),
        (("--file", "pyproject.toml"), "no event of SES in it (line 1: not JSON)"),
        (("--queue", "nonsense"), "'nonsense' is no queue URL"),
        (("--queue", "http://127.0.0.1:1/1/q"), "127.0.0.1:1"),
        (("--format", "xml"), "invalid choice"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    environ: dict[str, str], arguments: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    code, out, err = run(environ, *arguments)
    assert (code, out, len(err.splitlines())) == (3, "", 1), err
    assert said in err


def test_without_a_store_nothing_is_read(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / ".local").write_text("in the way")
    code, out, err = run(environ, "--queue", "http://127.0.0.1:1/1/q")
    assert (code, out) == (3, "")
    assert "nothing is read from the queue" in err


UTF_16 = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig")


@pytest.mark.parametrize("encoding", UTF_16)
def test_whatever_it_is_written_in(environ: dict[str, str], tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "events.jsonl"
    lines = [json.dumps(event("Bounce", number)) for number in range(3)]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    code, out, _ = run(environ, "--file", str(path))
    assert (code, "3 events: 3 Bounce" in out) == (0, True)


def test_of_a_gzip_that_is_cut_short_what_is_there_is_read(environ: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "events.gz"
    text = "".join(
        json.dumps(event("Bounce", number, f"r{number * 7919}@example.com")) for number in range(400)
    )
    packed = gzip.compress(text.encode())
    path.write_bytes(packed[: len(packed) // 2])
    code, out, err = run(environ, "--file", str(path), "--format", "json")
    assert code == 0
    assert 20 < len(out.splitlines()) < 400
    assert "the gzip is cut short: what came before is counted" in err
    path.write_bytes(packed[:12])
    code, _, err = run(environ, "--file", str(path))
    assert (code, "the gzip is cut short" in err) == (3, True)
    path.write_bytes(packed + packed + b"\0" * 40)
    code, out, err = run(environ, "--file", str(path), "--format", "json")
    assert (code, len(out.splitlines()), "cut" in err) == (0, 800, False)


@pytest.mark.parametrize(("begin", "said"), [(b"PK\x03\x04", "a zip archive"), (b"PAR1", "a Parquet file")])
def test_a_file_that_must_be_unpacked_first_is_named(
    environ: dict[str, str], tmp_path: Path, begin: bytes, said: str
) -> None:
    path = tmp_path / "events"
    path.write_bytes(begin + bytes(range(200)))
    code, _, err = run(environ, "--file", str(path))
    assert (code, said in err, len(err.splitlines())) == (3, True, 1)


def test_notices_and_what_was_not_sent_stand_in_the_counts(environ: dict[str, str]) -> None:
    suppressed = event("Bounce")
    suppressed["bounce"]["bounceSubType"] = "OnAccountSuppressionList"
    notice = {"detail-type": "Sending Status Enabled", "source": "aws.ses", "resources": [], "detail": {}}
    text = "\n".join(json.dumps(one) for one in (suppressed, notice))
    code, out, _ = run(environ, "--file", "-", text=text)
    assert code == 0
    assert "2 events: 1 Bounce, 1 Sending Status Enabled" in out
    assert "1 were not sent, for a suppression list" in out
