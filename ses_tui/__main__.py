"""``python -m ses_tui``."""

from ses_tui.cli.main import program

program()
