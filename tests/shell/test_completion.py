"""Completion in the real shells, where they are installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ses_tui.cli.completion import MODES, SHELLS, script
from ses_tui.cli.options import COMMANDS
from ses_tui.core.playbooks import PLAYBOOKS
from ses_tui.core.themes import THEME_NAMES
from ses_tui.simulator.scenarios import NAMES
from ses_tui.tui.modes import ALL_MODES

BASH = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
function="$(complete -p ses-tui | sed 's/.*-F \\([^ ]*\\).*/\\1/')"
"$function" ses-tui "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}" 2>/dev/null
printf '%s\\n' "${COMPREPLY[@]}"
"""

FISH = """
source $argv[1]
complete -C (string join ' ' -- $argv[2..-1]) | string split -f1 \\t
"""

ZSH = r"""
import os, pty, sys
home, words = sys.argv[2], sys.argv[3:]
pid, terminal = pty.fork()
if not pid:
    os.execvp("zsh", ["zsh", "-f", "-i"])
def say(line, until):
    os.write(terminal, line.encode())
    heard = ""
    while "GO> " not in heard.partition(until)[2]:  # a prompt behind it: from there on zsh reads each key
        heard += os.read(terminal, 65536).decode(errors="replace")
say("stty rows 60 cols 100; PS1='G''O> '; LISTMAX=1000; print FIRST$((40+2))\n", "FIRST42")
say("fpath=(" + home + " $fpath); typeset -a made; print SECOND$((40+2))\n", "SECOND42")
say("autoload -Uz compinit; compinit -u -d " + home + "/dump; print THIRD$((40+2))\n", "THIRD42")
say("compadd() {\n"
    "  if [[ ${@[1,(i)(-|--)]} != *-(O|A|D)\\ * ]]; then\n"
    "    builtin compadd -O made $@; print -l -- '' $made >> " + home + "/made\n"
    "  fi\n"
    "  builtin compadd $@\n"
    "}; print READY$((40+2))\n", "READY42")
say(" ".join(words) + "\t\x15print DONE$((40+2))\n", "DONE42")
os.write(terminal, b"exit\n")
print(open(home + "/made").read() if os.path.exists(home + "/made") else "")
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A user with two targets, a webhook and two profiles."""
    (tmp_path / ".config" / "ses-tui").mkdir(parents=True)
    (tmp_path / ".config" / "ses-tui" / "config.toml").write_text(
        '[[targets]]\nname = "prod"\n\n[[targets]]\nname = "shop-eu"\nregion = "eu-west-1"\n'
        '[[notify.webhooks]]\nname = "pager"\n'
    )
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "config").write_text(
        "[default]\nregion = eu-west-1\n[profile prod-readonly]\n[sso-session corporate]\n"
    )
    return tmp_path


def offered(shell: str, home: Path, *words: str) -> set[str]:
    """What TAB offers behind ``words``; the last one is begun, or empty."""
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    source = home / ("_ses-tui" if shell == "zsh" else "completion")
    source.write_text(script(shell))
    program = {"bash": BASH, "zsh": ZSH, "fish": FISH}[shell]
    own = home / "program"
    own.write_text(program)
    command = {
        "bash": ["bash", "--norc", str(own), str(source)],
        "zsh": [sys.executable, str(own), str(source), str(home)],
        "fish": ["fish", "--no-config", str(own), str(source)],
    }[shell]
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG")}
    done = subprocess.run(
        [*command, "ses-tui", *words],
        env={**kept, "HOME": str(home), "TERM": "xterm"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return {line.strip() for line in done.stdout.splitlines() if line.strip()}


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("",), set(COMMANDS)),
        (("ch",), {"check"}),
        (("check", "--t"), {"--target", "--timeout"}),
        (("demo", "--scenario", ""), set(NAMES)),
        (("--theme", ""), set(THEME_NAMES)),
        (("--mode", ""), set(MODES)),
        (("check", "--target", ""), {"prod", "shop-eu"}),
        (("check", "--profile", ""), {"default", "prod-readonly"}),
        (("playbook", ""), set(PLAYBOOKS)),
        (("completion", ""), set(SHELLS)),
    ],
)
def test_tab_offers(shell: str, words: tuple[str, ...], wanted: set[str], home: Path) -> None:
    found = offered(shell, home, *words)
    assert wanted <= found
    assert not {"pager", "sso-session corporate", "corporate"} & found


def test_the_modes_are_those_of_the_screen() -> None:
    assert tuple(mode.name for mode in ALL_MODES) == MODES


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_valid_for_its_shell(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    (tmp_path / "script").write_text(script(shell))
    done = subprocess.run(
        [shell, "-n", str(tmp_path / "script")], capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
