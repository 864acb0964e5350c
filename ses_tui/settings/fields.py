"""What settings are made of: durations, fractions, texts, and sections that refuse unknown keys."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

from ses_tui.core.clock import parse_duration
from ses_tui.core.text import safe

SHORTEST_POLL = 1.0
SHORTEST_PAGE = 5.0

DURATION = {"type": "string", "pattern": r"^(\d+[smhd])+$"}
"""JSON Schema of a duration, as it stands in the file."""


def _duration(value: object) -> float:
    if not isinstance(value, str):
        raise ValueError("write a duration as text, such as '60s', '5m', '1h'")
    seconds = parse_duration(value)
    if seconds < SHORTEST_POLL:
        raise ValueError("the shortest is '1s'")
    return seconds


def duration_text(seconds: float) -> str:
    """As it is written in the file: ``90s``, ``5m``."""
    for unit, size in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds % size == 0:
            return f"{int(seconds // size)}{unit}"
    return f"{int(seconds)}s"


def _page_seconds(value: object) -> float | None:
    if value in (None, "auto"):
        return None
    seconds = _duration(value)
    if seconds < SHORTEST_PAGE:
        raise ValueError("the shortest is '5s'")
    return seconds


def _fraction(value: float) -> float:
    if not 0.0 < value <= 1.0:
        meant = f": {value / 100:g} for {value:g} %" if 1.0 < value <= 100.0 else ""
        raise ValueError(f"write a fraction between 0 and 1{meant}")
    return value


def one_line(value: str) -> str:
    """Safe to print."""
    return safe(value)


Duration = Annotated[float, BeforeValidator(_duration), WithJsonSchema(DURATION)]
PageSeconds = Annotated[
    float | None,
    BeforeValidator(_page_seconds),
    WithJsonSchema({"anyOf": [{"const": "auto"}, DURATION]}),
]
Fraction = Annotated[
    float,
    AfterValidator(_fraction),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": 1}),
]
Text = Annotated[str, AfterValidator(one_line)]


class Section(BaseModel):
    """A table of the file; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)
