"""Three looks – light, dark, high contrast – and the one table that keeps their texts readable.

A text may only stand on a ground that `PAIRS` names; `styles/base.tcss` and the widgets use nothing else,
and a test computes every pair in every theme. No tone carries meaning alone: a word or a sign stands beside
it. Risk and strength are deliberately not a traffic light: they are two sides of a life, not bad and good.
"""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

from assess.language import _, mark

DEFAULT: Final = "lys"
"""The theme of a first start."""

Palette = dict[str, str]
"""Colours by the names that the style sheets use: `$ink`, `$paper`, …"""

_LIGHT: Final[Palette] = {
    "paper": "#F6F2E9",  # the ground of everything
    "sheet": "#FFFDF7",  # what is written on: fields, tables, dialogs
    "margin": "#EAE3D3",  # the header, the key bar, zebra rows
    "ink": "#24211C",
    "muted": "#5F584B",
    "petrol": "#0B5260",  # the only accent
    "on-petrol": "#FFFFFF",
    "tint": "#D5E4E4",  # where the cursor rests
    "risk": "#8A3A12",
    "strength": "#2C4F8C",
    "unknown": "#67457C",
    "saved": "#3A5A4A",
    "caution": "#6F4E00",
    "fault": "#8E1F2F",
    "exercise": "#6E1B56",
    "on-exercise": "#FFFFFF",
    "line": "#8C8371",  # rules and edges; never text
}

_DARK: Final[Palette] = {
    "paper": "#171E27",
    "sheet": "#1F2833",
    "margin": "#27323F",
    "ink": "#E0E5EA",
    "muted": "#A3B1BF",
    "petrol": "#74C5CF",
    "on-petrol": "#0C161C",
    "tint": "#28454F",
    "risk": "#EDAA8B",
    "strength": "#A6BEF5",
    "unknown": "#D0B0E4",
    "saved": "#94CDB4",
    "caution": "#E4C678",
    "fault": "#F2A3AC",
    "exercise": "#F0B8DC",
    "on-exercise": "#2A0A20",
    "line": "#66778A",
}

_CONTRAST: Final[Palette] = {
    "paper": "#000000",
    "sheet": "#141414",
    "margin": "#242424",
    "ink": "#FFFFFF",
    "muted": "#D6D6D6",
    "petrol": "#66E3F2",
    "on-petrol": "#000000",
    "tint": "#003C46",
    "risk": "#FFB892",
    "strength": "#B4CDFF",
    "unknown": "#E6C2FF",
    "saved": "#98F0CC",
    "caution": "#FFE27A",
    "fault": "#FFB3BC",
    "exercise": "#FFC8EC",
    "on-exercise": "#000000",
    "line": "#FFFFFF",
}

_ON_EVERY_GROUND = ("ink", "muted", "petrol", "risk", "strength", "unknown", "saved", "caution", "fault")

PAIRS: Final[tuple[tuple[str, str], ...]] = (
    *((text, ground) for text in _ON_EVERY_GROUND for ground in ("paper", "sheet", "margin")),
    ("ink", "tint"),
    ("petrol", "tint"),
    ("muted", "tint"),
    ("on-petrol", "petrol"),
    ("on-exercise", "exercise"),
    ("paper", "ink"),
)
"""Every text colour and the grounds it may stand on."""

LEAST_CONTRAST: Final = {"lys": 4.5, "mork": 4.5, "kontrast": 7.0}
"""The contrast each theme promises for every pair (WCAG 2.1, 1.4.3 and 1.4.6)."""


def contrast_ratio(one: str, other: str) -> float:
    """Return the WCAG 2.1 contrast of two `#RRGGBB` colours: 1 for the same, 21 for black on white."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _textual_variables(palette: Palette) -> dict[str, str]:
    """Name every colour that Textual would else derive by blending, so that none escapes `PAIRS`."""
    ink, muted, petrol = palette["ink"], palette["muted"], palette["petrol"]
    line, margin, paper = palette["line"], palette["margin"], palette["paper"]
    return {
        "text": ink,
        "text-muted": muted,
        "text-disabled": muted,
        "foreground-muted": muted,
        "foreground-disabled": muted,
        "text-primary": petrol,
        "text-secondary": petrol,
        "text-accent": petrol,
        "text-warning": palette["caution"],
        "text-error": palette["fault"],
        "text-success": palette["saved"],
        **dict.fromkeys(
            [f"{name}-muted" for name in ("primary", "secondary", "accent", "warning", "error", "success")],
            margin,
        ),
        "block-cursor-foreground": palette["on-petrol"],
        "block-cursor-background": petrol,
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-foreground": ink,
        "block-cursor-blurred-background": palette["tint"],
        "block-cursor-blurred-text-style": "none",
        "block-hover-background": palette["tint"],
        "border": petrol,
        "border-blurred": line,
        "surface-active": palette["sheet"],
        "scrollbar": line,
        "scrollbar-hover": line,
        "scrollbar-active": petrol,
        "scrollbar-background": margin,
        "scrollbar-background-hover": margin,
        "scrollbar-background-active": margin,
        "scrollbar-corner-color": margin,
        "link-color": petrol,
        "link-color-hover": palette["on-petrol"],
        "link-background-hover": petrol,
        "footer-foreground": ink,
        "footer-background": margin,
        "footer-key-foreground": petrol,
        "footer-description-foreground": ink,
        "input-cursor-background": ink,
        "input-cursor-foreground": paper,
        "input-selection-background": petrol,
        "input-selection-foreground": palette["on-petrol"],
        "button-foreground": ink,
        "button-color-foreground": palette["on-petrol"],
        "button-focus-text-style": "bold reverse",
        "screen-selection-background": petrol,
        "screen-selection-foreground": palette["on-petrol"],
        **{f"markdown-h{level}-color": petrol if level < 4 else ink for level in range(1, 7)},
    }


def _theme(name: str, palette: Palette, *, dark: bool) -> Theme:
    return Theme(
        name=name,
        primary=palette["petrol"],
        secondary=palette["petrol"],
        accent=palette["petrol"],
        warning=palette["caution"],
        error=palette["fault"],
        success=palette["saved"],
        foreground=palette["ink"],
        background=palette["paper"],
        surface=palette["sheet"],
        panel=palette["margin"],
        boost=palette["margin"],
        dark=dark,
        variables=palette | _textual_variables(palette),
    )


PALETTES: Final = {"lys": _LIGHT, "mork": _DARK, "kontrast": _CONTRAST}
"""The colours of each theme, by the theme's name."""

THEMES: Final = {
    "lys": _theme("lys", _LIGHT, dark=False),
    "mork": _theme("mork", _DARK, dark=True),
    "kontrast": _theme("kontrast", _CONTRAST, dark=True),
}
"""The themes by name, in the order in which one key steps through them."""


_LABELS: Final = {"lys": mark("Lys"), "mork": mark("Mørk"), "kontrast": mark("Høy kontrast")}


def theme_label(name: str) -> str:
    """Return what people call the theme `name`, in the language chosen."""
    return _(_LABELS[name])


def next_theme(name: str) -> str:
    """Return the theme that follows `name`, the first after the last."""
    names = list(THEMES)
    return names[(names.index(name) + 1) % len(names)] if name in names else DEFAULT
