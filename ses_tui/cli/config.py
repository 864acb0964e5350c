"""``ses-tui config``: write a commented file, show what is in force and why, check, print the schema."""

import argparse
import json
import sys

from ses_tui.core import report_schema
from ses_tui.settings.schema import schema


def run(options: argparse.Namespace) -> int:
    """The schema and what is in force are data; the rest is narration. Raises Misconfigured."""
    if options.action == "schema":
        made = schema() if options.of == "config" else report_schema.schema()
        sys.stdout.write(json.dumps(made, indent=2) + "\n")
        return 0
    if options.action == "validate":
        from ses_tui.cli.config_validate import validate

        return validate(options.config)
    if options.action == "show":
        from ses_tui.cli.config_show import shown

        sys.stdout.write(shown(options.config))
        return 0
    from ses_tui.cli.config_init import init

    return init(options)
