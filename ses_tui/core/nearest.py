"""What somebody may have meant by a name that there is not."""

from collections.abc import Iterable

ALIKE = 0.6
"""Of ``difflib``'s ratio: below it a guess misleads more often than it helps."""


def nearest(word: str, known: Iterable[str]) -> str:
    """The name that is most like ``word``; empty where none is."""
    from difflib import get_close_matches  # only where something is wrong

    by_lower = {name.lower(): name for name in known}
    found = get_close_matches(word.lower(), by_lower, n=1, cutoff=ALIKE)
    return by_lower[found[0]] if found else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``did you mean 'prod'?``; empty where nothing is like it."""
    found = nearest(word, known)
    return f"did you mean {found!r}?" if found else ""
