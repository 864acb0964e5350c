"""``ses-tui completion``: what bash, zsh or fish need to complete the command line.

Made from the parser by shtab. Targets and profiles are looked up as one types, by the shell's own awk: a
start of this program at each TAB would be felt.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence

from ses_tui.cli.options import build_whole_parser
from ses_tui.cli.parser import commands_of
from ses_tui.core.check_parts import ENGAGEMENT, PARTS
from ses_tui.core.playbooks import PLAYBOOKS

SHELLS = ("bash", "zsh", "fish")

MODES = ("overview", "isps", "identities", "sets", "ips", "alerts", "events", "advisor", "fleet")
"""What ``--mode`` takes; a test holds it equal to the screen's."""

_TARGETS = r"""awk '/^[[:space:]]*\[/ { there = /^[[:space:]]*\[\[targets\]\]/ }
there && /^[[:space:]]*name[[:space:]]*=/ { split($0, part, "\""); print part[2] }' "$file" 2>/dev/null"""

_PROFILES = r"""awk '/^\[(sso-session|services) / { next }
/^\[/ { gsub(/^\[(profile[[:space:]]+)?|\].*/, ""); print }' "$file" 2>/dev/null"""

_CONFIG = "${SES_TUI_CONFIG:-${XDG_CONFIG_HOME:-$HOME/.config}/ses-tui/config.toml}"
_AWS = "${AWS_CONFIG_FILE:-$HOME/.aws/config}"

PREAMBLES: Mapping[str, str] = {
    "bash": f"""_ses_tui_targets() {{
  local file="{_CONFIG}"
  compgen -W "$({_TARGETS})" -- "$1"
}}
_ses_tui_profiles() {{
  local file="{_AWS}"
  compgen -W "$({_PROFILES})" -- "$1"
}}""",
    "zsh": f"""_ses_tui_targets() {{
  local file="{_CONFIG}"
  compadd -- ${{(f)"$({_TARGETS})"}}
}}
_ses_tui_profiles() {{
  local file="{_AWS}"
  compadd -- ${{(f)"$({_PROFILES})"}}
}}""",
    "fish": f"""function __ses_tui_targets
  set -l file (set -q SES_TUI_CONFIG; and echo $SES_TUI_CONFIG; or echo \
(set -q XDG_CONFIG_HOME; and echo $XDG_CONFIG_HOME; or echo $HOME/.config)/ses-tui/config.toml)
  {_TARGETS}
end
function __ses_tui_profiles
  set -l file (set -q AWS_CONFIG_FILE; and echo $AWS_CONFIG_FILE; or echo $HOME/.aws/config)
  {_PROFILES}
end""",
}

_FILES = {"--config", "--textfile", "--file", "--junit", "--diff"}

_DYNAMIC: Mapping[str, Mapping[str, str]] = {
    "--target": {"bash": "_ses_tui_targets", "zsh": "_ses_tui_targets", "fish": "(__ses_tui_targets)"},
    "--profile": {"bash": "_ses_tui_profiles", "zsh": "_ses_tui_profiles", "fish": "(__ses_tui_profiles)"},
}

_LISTED: Mapping[str, Sequence[str]] = {"--mode": MODES, "--with": (*PARTS, ENGAGEMENT)}


def run(options: argparse.Namespace) -> int:
    """Print the script."""
    sys.stdout.write(script(options.shell))
    return 0


def script(shell: str) -> str:
    """The completion for one of ``SHELLS``."""
    import shtab

    parser = build_whole_parser()
    for action in _actions(parser):
        _describe(action, shtab.FILE)
    for action in commands_of(parser)["playbook"]._actions:
        if action.dest == "name":
            action.choices = PLAYBOOKS
    return shtab.complete(parser, shell, preamble=PREAMBLES[shell])


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    yield from parser._actions
    for command in commands_of(parser).values():
        yield from command._actions


def _describe(action: argparse.Action, files: object) -> None:
    """Say what completes the value of ``action``, where its choices don't."""
    for option in (*action.option_strings, action.dest):
        if option in _LISTED:
            action.choices = _LISTED[option]
        elif option in _FILES or (option == "scenario" and not action.option_strings):
            action.complete = files  # type: ignore[attr-defined]  # what shtab looks for
        elif option in _DYNAMIC:
            action.complete = _DYNAMIC[option]  # type: ignore[attr-defined]  # likewise
