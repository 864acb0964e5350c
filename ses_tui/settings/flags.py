"""The command line's options that the environment may set, ``SES_TUI_`` and the option's name.

Light: read by the command line before anything else is imported.
"""

FLAGS = (
    "config",
    "target",
    "profile",
    "region",
    "endpoint_url",
    "format",
    "scenario",
    "speed",
    "port",
    "ascii",
    "no_mouse",
    "seed",
)

FLAG_VARIABLES = tuple(f"SES_TUI_{flag.upper()}" for flag in FLAGS)
