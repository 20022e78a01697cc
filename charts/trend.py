"""One number week by week as a step line from zero, its first and last value written beside it."""

from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT = 520, 96
_LEFT, _RIGHT, _TOP, _BOTTOM = 8, 40, 14, 20


def trend(values: Sequence[int], *, title: str, first: str, last: str) -> str:
    """Return the SVG of *values*, the oldest first; *first* and *last* name the ends of the axis.

    Raises ValueError where there are fewer than two values.
    """
    if len(values) < 2:
        raise ValueError("a trend needs two values")
    top = max(1, *values)
    floor = HEIGHT - _BOTTOM

    def x(number: int) -> float:
        return round(_LEFT + number * (WIDTH - _LEFT - _RIGHT) / (len(values) - 1), 1)

    def y(value: int) -> float:
        return round(floor - value * (floor - _TOP) / top, 1)

    path = f"M{x(0)} {y(values[0])}" + "".join(
        f"H{x(number)}V{y(value)}" for number, value in enumerate(values) if number
    )
    end_x, end_y = x(len(values) - 1), y(values[-1])
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" role="img" aria-label="{escape(title)}">'
        f'<line class="axis" x1="{_LEFT}" x2="{end_x}" y1="{floor + 0.5}" y2="{floor + 0.5}"/>'
        f'<path class="ln" d="{path}"/><circle class="dot" cx="{end_x}" cy="{end_y}" r="2.5"/>'
        f'<text class="b" x="{end_x + 7}" y="{end_y + 4}">{values[-1]}</text>'
        f'<text x="{_LEFT}" y="{y(values[0]) - 5}">{values[0]}</text>'
        f'<text x="{_LEFT}" y="{HEIGHT - 5}">{escape(first)}</text>'
        f'<text x="{end_x}" y="{HEIGHT - 5}" text-anchor="end">{escape(last)}</text></svg>'
    )
