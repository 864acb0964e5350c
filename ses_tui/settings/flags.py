"""The variables named ``SES_TUI_…`` that are no settings.

Light: read by the command line before anything else is imported.
"""

FLAGS = (
    "config",
    "target",
    "profile",
    "region",
    "endpoint_url",
    "format",
    "timeout",
    "scenario",
    "speed",
    "port",
    "ascii",
    "no_mouse",
    "wall",
    "mode",
    "theme",
    "seed",
)
"""The command line's options that the environment may set, ``SES_TUI_`` and the option's name."""

FLAG_VARIABLES = tuple(f"SES_TUI_{flag.upper()}" for flag in FLAGS)

HOOK_VARIABLES = (
    "SES_TUI_KIND",
    "SES_TUI_CONDITION",
    "SES_TUI_TARGET",
    "SES_TUI_SUBJECT",
    "SES_TUI_METRIC",
    "SES_TUI_VALUE",
    "SES_TUI_TITLE",
    "SES_TUI_SUMMARY",
)
"""What an ``on_alert`` command finds in its environment: it may run ``ses-tui check`` in turn."""
