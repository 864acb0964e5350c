"""``ses-tui config init``: a commented file to start from, with what was asked for or given as options."""

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path

from ses_tui.aws.profiles import UnreadableProfiles, read_profiles
from ses_tui.core.errors import Misconfigured
from ses_tui.core.model import ANY_REGION
from ses_tui.core.record import Record
from ses_tui.core.text import safe
from ses_tui.settings.light import config_file
from ses_tui.settings.load import load_settings
from ses_tui.settings.schema import FILE_NAME, schema


class Answers(Record, frozen=True):
    """What the file is to say; empty: the default."""

    profiles: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    """``auto`` alone: those where SES is in use."""
    desktop: str = ""
    webhook_file: str = ""
    max_monthly_usd: str = ""
    wall_seconds: str = ""


def init(options: argparse.Namespace) -> int:
    """Write it, and the schema beside it. Raises Misconfigured; nothing is ever overwritten."""
    path: Path = options.config or config_file()
    if path.exists():
        raise Misconfigured(f"{safe(path)}: is there already: move it away first, nothing was changed")
    answers = _given(options)
    if answers == Answers() and not options.yes and sys.stdin.isatty() and sys.stderr.isatty():
        answers = asked(_ask, found_profiles())
    text = filled(answers)
    _check(text)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
        (path.parent / FILE_NAME).write_text(json.dumps(schema(), indent=2) + "\n", encoding="utf-8")
    except OSError as problem:
        why = safe(problem.strerror or problem)
        raise Misconfigured(f"{safe(path)}: cannot be written ({why}): name another with --config") from None
    rest = "everything in it is the default" if answers == Answers() else "check it: ses-tui config validate"
    sys.stderr.write(f"{safe(path)}: written; {rest}\n")
    return 0


def found_profiles() -> list[str]:
    """Those under ~/.aws, in the order of their files; none where those can't be read."""
    try:
        return [*read_profiles()]
    except UnreadableProfiles:
        return []


def _given(options: argparse.Namespace) -> Answers:
    return Answers(
        _listed(options.profile or ""),
        _listed(options.regions),
        options.desktop,
        options.webhook_file,
        options.max_monthly_usd,
        options.wall_seconds,
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if one.strip())


def asked(ask: Callable[[str], str], profiles: Sequence[str]) -> Answers:
    """One question a line; an empty answer is the default."""
    known = f" (found: {', '.join(profiles)})" if profiles else " (none was found under ~/.aws)"
    return Answers(
        _listed(ask(f"AWS profiles, with commas between them{known} [the environment's]: ")),
        _listed(ask("Regions, with commas between them; auto: where SES is in use [the profile's]: ")),
        ask("Desktop notifications, auto, on or off [auto]: ").strip(),
        ask("A file that holds the URL of a webhook [none]: ").strip(),
        ask("Most dollars a month for all targets [5]: ").strip(),
        ask("How long the wall shows a page, such as 30s [auto]: ").strip(),
    )


def _ask(question: str) -> str:
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline().rstrip("\n")


def filled(answers: Answers) -> str:
    """The commented example with the answers in their places."""
    text = (files("ses_tui.settings") / "example.toml").read_text(encoding="utf-8")
    if answers.profiles or answers.regions:
        tables = "".join(_table(name, answers.regions) for name in answers.profiles or ("",))
        text = text.replace("[poll]", f"{tables}[poll]", 1)
    for table, key, value in (
        ("notify", "desktop", answers.desktop and json.dumps(answers.desktop)),
        ("notify", "webhook_url_file", answers.webhook_file and json.dumps(answers.webhook_file)),
        ("cost", "max_monthly_usd", answers.max_monthly_usd),
        ("wall", "seconds", answers.wall_seconds and json.dumps(answers.wall_seconds)),
    ):
        if value:
            text = _with(text, table, key, value)
    return text


def _table(profile: str, regions: Sequence[str]) -> str:
    lines = ["[[targets]]", f"name = {json.dumps(profile or 'default')}"]
    lines += [f"profile = {json.dumps(profile)}"] if profile else []
    if regions == (ANY_REGION,):
        lines.append(f'regions = "{ANY_REGION}"')
    elif regions:
        lines.append(f"regions = {json.dumps([*regions])}" if regions[1:] else f'region = "{regions[0]}"')
    return "\n".join([*lines, "", ""])


def _with(text: str, table: str, key: str, value: str) -> str:
    """The value of one key of one table; its comment stays."""
    at = text.index(f"\n[{table}]")
    line = re.compile(rf"^{key} = (\S.*?)(\s+#.*)?$", re.MULTILINE)
    return text[:at] + line.sub(lambda found: f"{key} = {value}{found[2] or ''}", text[at:], count=1)


def _check(text: str) -> None:
    """Refuse what the file would be refused for, before it is written."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        path.write_text(text, encoding="utf-8")
        try:
            load_settings(path, {})
        except Misconfigured as problem:
            raise Misconfigured(problem.line.partition(": ")[2]) from None
