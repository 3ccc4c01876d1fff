"""Make the report's fonts: cut Noto Sans to the letters the reports need, and lend it a few signs it lacks.

Run by hand when a font changes (`reports/templates/fonts/README.md` says how); it needs fontTools, which the
reports need anyway. The same fonts in give the same bytes out.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

WEIGHTS = {
    "NotoSans_400Regular.ttf": "NotoSans-Regular.ttf",
    "NotoSans_400Regular_Italic.ttf": "NotoSans-Italic.ttf",
    "NotoSans_600SemiBold.ttf": "NotoSans-SemiBold.ttf",
    "NotoSans_700Bold.ttf": "NotoSans-Bold.ttf",
}

# Latin with every Nordic and Sámi letter, combining marks, punctuation, raised figures, currency, letter-like signs.
KEPT = [
    (0x0020, 0x024F),
    (0x0250, 0x02FF),
    (0x0300, 0x036F),
    (0x1E00, 0x1EFF),
    (0x2000, 0x206F),
    (0x2070, 0x209F),
    (0x20A0, 0x20CF),
    (0x2100, 0x218F),
    (0x2212, 0x2212),
    (0xFB00, 0xFB06),
    (0xFFFD, 0xFFFD),
]

# Noto Sans leaves these to its sister fonts. Lent, so that a report never depends on the fonts of the machine.
LENT = {
    "NotoSansMath_400Regular.ttf": "←↑→↓↔⇒≈≠≤≥∞√",
    "NotoSansSymbols2_400Regular.ttf": "✓✗☐☑☒■□▲▼●○◐◆◇",
}


def main(arguments: list[str]) -> int:
    """Write the four report fonts from the whole fonts in a folder; arguments: FROM TO."""
    source, target = Path(arguments[0]), Path(arguments[1])
    for whole, cut in WEIGHTS.items():
        font = TTFont(source / whole, recalcTimestamp=False)
        _cut(font)
        for lender, signs in LENT.items():
            _lend(TTFont(source / lender), font, signs)
        font["OS/2"].recalcUnicodeRanges(font)
        font.save(target / cut)
    return 0


def _cut(font: TTFont) -> None:
    options = Options(layout_features=["*"], name_IDs=["*"], hinting=False, glyph_names=False, notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in KEPT for code in range(first, last + 1)])
    subsetter.subset(font)


def _lend(lender: TTFont, font: TTFont, signs: str) -> None:
    glyphs, names = lender.getGlyphSet(), lender.getBestCmap()
    for sign in signs:
        outline = DecomposingRecordingPen(glyphs)
        glyphs[names[ord(sign)]].draw(outline)
        pen = TTGlyphPen(None)
        outline.replay(pen)
        name = f"uni{ord(sign):04X}"
        font["glyf"][name] = pen.glyph()
        font["hmtx"][name] = lender["hmtx"][names[ord(sign)]]
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[ord(sign)] = name


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
