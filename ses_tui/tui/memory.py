"""What keeps the memory of a screen that runs for months within bounds."""

import gc
import logging

from textual._styles_cache import StylesCache

OBJECTS = 10_000
"""New objects from one collection of the youngest to the next: a millisecond of work."""

ROUNDS = 5
"""Collections of one generation to one of the next older. A dialogue that was closed is a cycle of some
thousand objects, and waits in the middle generation until that is collected."""

_LOG = logging.getLogger(__name__)


def bound() -> None:
    """To be called once, when the first frame stands: collections leave out what was made before it."""
    gc.freeze()
    gc.set_threshold(OBJECTS, ROUNDS, ROUNDS)
    gc.enable()
    _forget_widgets()


def _forget_widgets() -> None:
    """Have Textual remember two colours, not the widget that asked for them.

    Its cache of 1,024 answers has the asker in the key, a widget's ``StylesCache``, which holds each of the
    widget's drawn lines long after it was removed: 50 kB for a detail view.
    """
    colors = StylesCache.__dict__.get("get_inner_outer")
    if callable(colors) and hasattr(colors, "cache_info"):
        StylesCache.get_inner_outer = classmethod(colors)  # type: ignore[method-assign, assignment]
    elif not isinstance(colors, classmethod):
        _LOG.warning("this Textual keeps its colours in another way: memory may grow with each dialogue")
