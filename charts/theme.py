"""The two looks of a chart: on a page its colours are the page's own, elsewhere they are fixed."""

from dataclasses import dataclass
from typing import Any, Literal

Look = Literal["page", "light"]


@dataclass(frozen=True)
class Theme:
    """Colours and font of a chart, as CSS values."""

    ink: str
    label: str
    grid: str
    paper: str
    mark: str
    font: str
    background: str | None


# Inline SVG takes custom properties from the page's style sheet, so it follows dark mode.
_PAGE = Theme(
    ink="var(--ink)", label="var(--ink-3)", grid="var(--line)", paper="var(--paper)",
    mark="var(--f-pricing)", font="inherit", background=None,
)  # fmt: skip
# For mail, documents and slides: the light values, and fonts that a renderer can find.
_LIGHT = Theme(
    ink="#1C1B19", label="#6C6860", grid="#E3E0DA", paper="#FFFFFF", mark="#8C2F0B",
    font="Inter, Helvetica, Arial, 'Noto Sans CJK SC', sans-serif", background="#FFFFFF",
)  # fmt: skip
THEMES: dict[Look, Theme] = {"page": _PAGE, "light": _LIGHT}

TEXT = 11  # pixels: the smallest size of the design


def config(theme: Theme) -> dict[str, Any]:
    """Return the Vega-Lite configuration: hairline grid, no frame, no legend, 11 px text."""
    return {
        "background": theme.background,
        "font": theme.font,
        "view": {"stroke": None},
        "legend": {"disable": True},
        "axis": {
            "domain": False, "ticks": False, "tickColor": theme.grid, "gridColor": theme.grid,
            "labelColor": theme.label, "labelFontSize": TEXT, "labelPadding": 6, "title": None,
            "labelFont": theme.font,
        },
        "text": {"font": theme.font, "fontSize": TEXT, "color": theme.label},
    }  # fmt: skip
