"""What is made from the parser when the package is built: completion scripts and man pages."""

import argparse
from collections.abc import Mapping

from ses_tui import __version__
from ses_tui.cli.completion import script
from ses_tui.cli.options import build_whole_parser
from ses_tui.cli.parser import commands_of

COMPLETIONS = {
    "bash": "share/bash-completion/completions/ses-tui",
    "zsh": "share/zsh/site-functions/_ses-tui",
    "fish": "share/fish/vendor_completions.d/ses-tui.fish",
}


def shell_files() -> dict[str, str]:
    """Their texts by where they are installed, below the prefix."""
    pages = {f"share/man/man1/{name}.1": text for name, text in man_pages().items()}
    return {**{place: script(shell) for shell, place in COMPLETIONS.items()}, **pages}


def man_pages() -> Mapping[str, str]:
    """``ses-tui`` and ``ses-tui-COMMAND`` for each, in man's own language."""
    parser = build_whole_parser()
    each = {"ses-tui": parser, **{f"ses-tui-{name}": one for name, one in commands_of(parser).items()}}
    return {name: _page(name, one) for name, one in each.items()}


def _page(name: str, parser: argparse.ArgumentParser) -> str:
    """Without a date, so that the same source makes the same page."""
    from argparse_manpage.manpage import Manpage

    about = (parser.description or "").rstrip(".")
    made = str(Manpage(parser, _data={"project_name": "ses-tui", "description": about}))
    _, _, rest = made.partition("\n")
    title = name.upper().replace("-", "\\-")
    return f'.TH "{title}" "1" "" "ses\\-tui {__version__}" "ses\\-tui"\n{rest}'
