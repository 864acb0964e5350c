"""Our signs in ASCII, each as wide as it is, for terminals that have no more."""

from collections.abc import Mapping

_PAIRS = {
    **dict(zip("●◆▲■✖◌…", ".o!#X:~", strict=True)),
    **dict(zip("·–—‖≥×•∙", "---|>x*'", strict=True)),
    **dict(zip("←→↑↓◀▶▸▌", "<>^v<>>>", strict=True)),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯", "+"),
    **dict.fromkeys("▁▂▃▄▅▆▇▉▊▋▍▎▏", " "),  # the ends of a scroll bar; bars themselves are drawn in ASCII
    **dict(zip("│─┈━┄█░", "|-.=-#.", strict=True)),
}
ASCII: Mapping[int, str] = str.maketrans(_PAIRS)
"""For ``str.translate``; what is no sign of ours stays as it is."""
