"""Growth as a picture: a small plot per quantity, both axes logarithmic, a line for each thing that grows."""

from collections.abc import Iterator, Sequence
from math import log10

from bench.figure import Figure, number

COLOURS = {"targets": "#0072b2", "identities": "#d55e00"}
WIDTH, HEIGHT = 250, 150
"""Of one plot, its margins included."""
COLUMNS = 3
LEFT, TOP, RIGHT, BOTTOM = 46, 30, 14, 24
LEAST = 1e-3
"""What is 0 is drawn here."""


def growth_svg(figures: Sequence[Figure]) -> str:
    """All plots."""
    names = list(dict.fromkeys((one.name, one.unit) for one in figures))
    rows = -(-len(names) // COLUMNS)
    parts = []
    for place, (name, unit) in enumerate(names):
        x, y = place % COLUMNS * WIDTH, place // COLUMNS * HEIGHT
        series = [one for one in figures if (one.name, one.unit) == (name, unit)]
        parts.append(f'<g transform="translate({x},{y})">{"".join(_plot(f"{name}, {unit}", series))}</g>')
    legend = "".join(
        f'<text x="{LEFT + place * 120}" y="{rows * HEIGHT + 16}" fill="{colour}">● {what}</text>'
        for place, (what, colour) in enumerate(COLOURS.items())
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {COLUMNS * WIDTH} {rows * HEIGHT + 26}"'
        ' font-family="sans-serif" font-size="10"><rect width="100%" height="100%" fill="white"/>'
        f"{''.join(parts)}{legend}</svg>\n"
    )


def _plot(title: str, series: Sequence[Figure]) -> Iterator[str]:
    values = [max(LEAST, one.value or 0.0) for one in series]
    low, high = log10(min(values)) - 0.15, log10(max(values)) + 0.15
    widest = log10(max(one.size for one in series)) or 1.0

    def at(size: int, value: float) -> tuple[float, float]:
        across = LEFT + (WIDTH - LEFT - RIGHT) * log10(size) / widest
        up = (log10(max(LEAST, value)) - low) / (high - low)
        return round(across, 1), round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * up, 1)

    yield f'<text x="{LEFT}" y="18" font-weight="bold">{title}</text>'
    yield f'<path d="M{LEFT},{TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}" fill="none" stroke="#888"/>'
    for value in (min(values), max(values)):
        yield f'<text x="{LEFT - 4}" y="{at(1, value)[1] + 3}" text-anchor="end">{number(value)}</text>'
    for size in sorted({one.size for one in series}):
        if log10(size).is_integer():
            x = at(size, values[0])[0]
            yield f'<text x="{x}" y="{HEIGHT - BOTTOM + 12}" text-anchor="middle">{size:,}</text>'
    for what, colour in COLOURS.items():
        points = [at(one.size, one.value) for one in series if one.growth == what and one.value is not None]
        line = " ".join(f"{x},{y}" for x, y in points)
        yield f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.5"/>'
        yield from (f'<circle cx="{x}" cy="{y}" r="2.5" fill="{colour}"/>' for x, y in points)
