"""``ses-tui config``: write a commented file to start from, check one, print the schema."""

import argparse
import json
import sys
from importlib.resources import files

from ses_tui.cli.keys import check_keys
from ses_tui.cli.last_snapshot import known_twins
from ses_tui.core import report_schema
from ses_tui.core.errors import Misconfigured
from ses_tui.core.text import safe
from ses_tui.core.words import twin_words
from ses_tui.settings.light import config_file
from ses_tui.settings.load import load_settings
from ses_tui.settings.model import Settings


def run(options: argparse.Namespace) -> int:
    """Only the schema is data; the rest is narration. Raises Misconfigured."""
    if options.action == "schema":
        schema = Settings.model_json_schema() if options.of == "config" else report_schema.schema()
        sys.stdout.write(json.dumps(schema, indent=2) + "\n")
        return 0
    path = options.config or config_file()
    shown = safe(path)
    if options.action == "validate":
        settings = load_settings(options.config)
        check_keys(settings.keys, options.config)
        for name, first in known_twins(
            [target for one in settings.each_target() for target in one.as_targets()]
        ):
            sys.stderr.write(f"{shown}: {twin_words(name, first)}\n")
        sys.stderr.write(f"{shown}: valid\n" if path.exists() else f"{shown}: not there; the defaults hold\n")
        return 0
    if path.exists():
        raise Misconfigured(f"{shown}: is there already: move it away first, nothing was changed")
    example = (files("ses_tui.settings") / "example.toml").read_text(encoding="utf-8")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(example)
    except OSError as problem:
        why = safe(problem.strerror or problem)
        raise Misconfigured(f"{shown}: cannot be written ({why}): name another with --config") from None
    sys.stderr.write(f"{shown}: written; everything in it is the default\n")
    return 0
