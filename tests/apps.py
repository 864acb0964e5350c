"""Hundreds of screens in one process: style sheets are parsed once, and what has ended is freed."""

import gc
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from ses_tui.cli import GC_THRESHOLD

_parsed: dict[tuple[Any, ...], list[RuleSet]] = {}
"""By the text, where it stands, and the theme's variables; nothing changes rules once they are made."""


@pytest.fixture(autouse=True, scope="session")
def many_apps() -> Iterator[None]:
    """Parsing is a quarter of a short run's CPU.

    Each start freezes what is there, and what is left of the screens before: here only the first does.
    """
    parse = Stylesheet._parse_rules

    def parsed(self: Stylesheet, css: str, *where: Any, **options: Any) -> list[RuleSet]:
        key = (css, where, *options.items(), *self._variables.items())
        if key not in _parsed:
            _parsed[key] = parse(self, css, *where, **options)
        return _parsed[key]

    gc.set_threshold(GC_THRESHOLD, 20, 20)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parsed)
        patch.setattr(gc, "freeze", cache(gc.freeze))
        yield
